/** The charts' common ground: colours and fonts of the page, a picture that follows its width, a drawing on canvas. */
import { BarChart, CustomChart, SankeyChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { COLOURS, dark, paint } from "./colours.js";

echarts.use([
  AriaComponent,
  BarChart,
  CanvasRenderer,
  CustomChart,
  GridComponent,
  LegendComponent,
  SankeyChart,
  TooltipComponent,
]);

const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Return a chart in `place`, `height` pixels high; `title` is what it is for those who do not see it. */
export function chartIn(place, height, title) {
  place.style.height = `${height}px`;
  const chart = echarts.init(place, theme(), { renderer: "canvas" });
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", title);
  new ResizeObserver(() => chart.resize()).observe(place);
  dark.addEventListener("change", () => location.reload());
  return chart;
}

function theme() {
  const { fontFamily } = getComputedStyle(document.body);
  const axis = {
    axisLine: { lineStyle: { color: paint("line") } },
    axisLabel: { color: paint("ink") },
    splitLine: { lineStyle: { color: paint("line") } },
  };
  return {
    color: COLOURS,
    backgroundColor: "transparent",
    animation: !still.matches,
    textStyle: { fontFamily, color: paint("ink") },
    categoryAxis: axis,
    valueAxis: axis,
    timeAxis: axis,
    logAxis: axis,
    legend: { textStyle: { color: paint("ink") } },
    // Drawn on the canvas: what a tooltip says is text and never markup.
    tooltip: { renderMode: "richText", backgroundColor: paint("field"), textStyle: { fontFamily, color: paint("ink") } },
  };
}
