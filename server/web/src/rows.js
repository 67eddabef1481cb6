/** Draw the rows of an answer as bars, as a line or as points; what stands where can be chosen. */
import { LineChart, ScatterChart } from "echarts/charts";
import * as echarts from "echarts/core";
import { chartIn } from "./charts.js";
import { paint } from "./colours.js";
import { columnsOf } from "./columns.js";
import { element } from "./elements.js";
import { say } from "./phrases.js";

echarts.use([LineChart, ScatterChart]);

const MOST = 60; // bars
const ALL = "*";

const compact = new Intl.NumberFormat(document.documentElement.lang, { notation: "compact", maximumFractionDigits: 2 });

const KINDS = {
  bars: { words: "bars", fits: () => true, across: (column) => column.kind !== "number", draw: bars },
  line: { words: "a line", fits: hasScale, across: isScale, draw: line },
  points: { words: "points", fits: hasScale, across: isScale, draw: points },
};

function isScale(column) {
  return column.kind !== "text";
}

/** Tell whether there is a column to go along beside the numbers. */
function hasScale(columns) {
  return columns.some((column) => column.kind === "date") || columns.filter(isScale).length > 1;
}

/** Draw a table; the controls above the picture say what of it. */
export async function drawRows(picture, table) {
  const columns = columnsOf(table);
  const place = element("div", { class: "picture" });
  const told = element("p", { class: "because" });
  const controls = new Controls(columns);
  picture.replaceChildren(controls.form, place, told);
  let chart;
  const redraw = () => {
    const { height, title, remark = "", ...option } = controls.option(place.clientWidth < 520);
    chart ??= chartIn(place, height, title);
    place.setAttribute("aria-label", title);
    place.style.height = `${height}px`;
    chart.resize();
    chart.setOption(option, true);
    told.textContent = remark;
  };
  controls.form.addEventListener("change", redraw);
  redraw();
}

class Controls {
  constructor(columns) {
    this.columns = columns;
    this.form = element("form", { class: "filters" });
    this.form.addEventListener("submit", (event) => event.preventDefault());
    const kinds = Object.entries(KINDS).filter(([, kind]) => kind.fits(columns));
    this.kind = this.choice(say("drawn as"), kinds.map(([name, { words }]) => [name, say(words)]));
    this.across = this.choice(say("along"), []);
    this.value = this.choice(say("values"), []);
    this.log = element("input", { type: "checkbox" });
    const label = element("label", { class: "choice" });
    label.append(this.log, ` ${say("logarithmic")}`);
    this.form.append(label);
    this.kind.addEventListener("change", () => this.fill());
    this.fill();
  }

  choice(words, options) {
    const label = element("label", {}, words);
    const select = element("select");
    select.append(...options.map(([value, text]) => element("option", { value }, text)));
    label.append(select);
    this.form.append(label);
    return select;
  }

  /** Offer the columns that the chosen kind can use. */
  fill() {
    const { across } = KINDS[this.kind.value];
    const numbers = this.columns.filter((column) => column.kind === "number");
    const fitting = this.columns.filter(across).sort((a, b) => (a.kind === "date" ? 0 : 1) - (b.kind === "date" ? 0 : 1));
    const along = this.kind.value === "bars" ? this.columns.filter(across) : fitting;
    const every = numbers.length > 1 && this.kind.value !== "points" ? [[ALL, say("all numbers")]] : [];
    this.across.replaceChildren(...options([...along.map(named), ...(along.length ? [] : [["", say("rows")]])]));
    this.value.replaceChildren(...options([...every, ...numbers.map(named)]));
    const other = numbers.find((column) => column.name !== this.across.value);
    if (!every.length && other) this.value.value = other.name;
  }

  option(narrow) {
    const named = (name) => this.columns.find((column) => column.name === name);
    const numbers = this.columns.filter((column) => column.kind === "number" && column.name !== this.across.value);
    const values = this.value.value === ALL ? numbers : [named(this.value.value)];
    const first = this.columns.find((column) => column.kind === "text");
    return KINDS[this.kind.value].draw({ across: named(this.across.value), values, names: first, log: this.log.checked, narrow });
  }
}

function named({ name }) {
  return [name, name];
}

function options(list) {
  return list.map(([value, text]) => element("option", { value }, text));
}

function bars({ across, values, log, narrow }) {
  const all = values[0].cells.length;
  const shown = Math.min(all, MOST);
  const labels = Array.from({ length: shown }, (_, row) => across?.cells[row].text || String(row + 1));
  return {
    height: 84 + shown * (12 + 13 * values.length),
    title: titled(say("bars"), across?.name ?? say("rows"), values, shown),
    remark: all > shown ? say("The first {shown} of {all} rows.", { shown, all }) : "",
    tooltip: { trigger: "item" },
    grid: { left: 12, right: 64, top: values.length > 1 ? 36 : 12, bottom: 12, outerBoundsMode: "same", outerBoundsContain: "all" },
    legend: { show: values.length > 1, top: 0 },
    xAxis: { ...scale(log), ...titledAxis(values.length > 1 ? "" : values[0].name, 28) },
    yAxis: {
      type: "category",
      data: labels,
      inverse: true,
      axisTick: { show: false },
      axisLabel: { width: narrow ? 110 : 260, overflow: "truncate", color: paint("ink") },
    },
    series: values.map((column) => ({
      name: column.name,
      type: "bar",
      data: column.cells.slice(0, shown).map(number),
      label: { show: true, position: "right", color: paint("ink"), formatter: ({ value }) => (value === null || value === undefined ? "" : compact.format(value)) },
    })),
  };
}

function line({ across, values, log }) {
  return {
    ...plane({ across, values, log }, say("a line")),
    series: values.map((column) => ({ name: column.name, type: "line", symbolSize: 9, data: pairs(across, column).sort((a, b) => a.value[0] - b.value[0]) })),
  };
}

function points({ across, values, names, log }) {
  return {
    ...plane({ across, values, log, room: names ? 120 : 40 }, say("points")),
    series: values.map((column) => ({
      name: column.name,
      type: "scatter",
      symbolSize: 11,
      data: pairs(across, column, names),
      labelLayout: { hideOverlap: true },
      label: { show: Boolean(names), position: "right", color: paint("ink"), formatter: ({ data }) => data.name },
    })),
  };
}

function plane({ across, values, log, room = 40 }, words) {
  return {
    height: 440,
    title: titled(words, across.name, values, pairs(across, values[0]).length),
    tooltip: { trigger: "item", formatter: ({ data, seriesName }) => [data.name, `${across.name}: ${data.said[0]}`, `${seriesName}: ${data.said[1]}`].filter(Boolean).join("\n") },
    grid: { left: 72, right: room, top: 36, bottom: 60 },
    legend: { show: values.length > 1, top: 0 },
    xAxis: { ...(across.kind === "date" ? { type: "time" } : scale(log)), ...titledAxis(across.name, 34) },
    yAxis: { ...scale(log), ...titledAxis(values.length > 1 ? "" : values[0].name, 54) },
  };
}

function pairs(across, column, names) {
  return column.cells
    .map((cell, row) => ({ along: across.cells[row], cell, name: names?.cells[row].text }))
    .filter(({ along, cell }) => along.text && cell.text)
    .map(({ along, cell, name }) => ({ name, said: [along.text, cell.text], value: [across.kind === "date" ? Date.parse(along.value) : Number(along.value), Number(cell.value)] }));
}

function scale(log) {
  const label = { formatter: (value) => compact.format(value), color: paint("ink"), hideOverlap: true };
  return log ? { type: "log", axisLabel: label } : { type: "value", scale: false, axisLabel: label };
}

function titledAxis(name, nameGap) {
  return name ? { name, nameLocation: "middle", nameGap, nameTextStyle: { color: paint("faint") } } : {};
}

function titled(kind, along, values, marks) {
  const what = values.map((column) => column.name).join(", ");
  return say("{values} along {along}, drawn as {kind}: {marks} marks, which the table has in words", { kind, along, values: what, marks });
}

function number(cell) {
  return cell.text ? Number(cell.value) : null;
}
