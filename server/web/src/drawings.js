/** The charts of models. Each mark stands for a row of a table and is drawn as long as the row is shown. */
import { chartIn } from "./charts.js";
import { paint } from "./colours.js";
import { colouring, marksSeries } from "./marks.js";
import { chinese, say } from "./phrases.js";

const SCALES = chinese
  ? [[1e12, "万亿"], [1e8, "亿"], [1e4, "万"]]
  : [[1e12, "T"], [1e9, "B"], [1e6, "M"], [1e3, "K"]];

const OPTIONS = { sizes, releases, scores, contexts };

/** Draw each picture's marks; return what draws them again when rows were hidden or shown. */
export function drawAll(pictures, drawings) {
  const rows = (mark) => document.getElementById(mark.row);
  const every = Object.values(drawings).flat();
  const colour = colouring(every);
  for (const mark of every) mark.colour = colour(mark);
  for (const each of document.querySelectorAll("[data-colour]")) {
    each.style.setProperty("--colour", colour({ lab: each.dataset.colour }));
  }
  const draws = [...pictures].map((picture) => drawn(picture, drawings[picture.dataset.chart], rows));
  const redraw = () => draws.forEach((draw) => draw());
  redraw();
  return redraw;
}

function drawn(picture, marks, row) {
  const narrow = picture.clientWidth < 520;
  let chart;
  return () => {
    const shown = marks.filter((mark) => !row(mark).hidden);
    const { height, ...option } = OPTIONS[picture.dataset.chart](shown, narrow);
    const title = say("{title}: {marks} marks, which the table has in words", {
      title: picture.dataset.title,
      marks: shown.length,
    });
    chart ??= chartIn(picture, height, title);
    picture.setAttribute("aria-label", title);
    picture.style.height = `${height}px`;
    chart.resize();
    chart.off("click");
    chart.on("click", ({ dataIndex }) => location.assign(new URL(shown[dataIndex].link, location.href)));
    const tooltip = { formatter: ({ dataIndex }) => `${shown[dataIndex].name}\n${wrapped(shown[dataIndex].said)}` };
    chart.setOption({ tooltip, ...option }, true);
  };
}

function sizes(marks) {
  return {
    height: 380,
    grid: { left: 56, right: 24, top: 24, bottom: 52 },
    xAxis: { ...logarithmic(marks.flatMap((mark) => mark.x)), ...named(say("total parameters"), 30) },
    yAxis: { ...logarithmic(marks.flatMap((mark) => mark.y)), ...named(say("active parameters"), 40) },
    series: marksSeries(marks.map((mark) => ({ ...mark, at: [mark.x, mark.y], label: mark.name }))),
  };
}

function releases(marks, narrow) {
  const at = (mark, place) => [mark.x.map(Date.parse), [place, place]];
  return {
    height: 380,
    grid: { left: narrow ? 104 : 130, right: 24, top: 12, bottom: 32 },
    xAxis: { type: "time", splitNumber: narrow ? 3 : 5, ...span(marks) },
    yAxis: { type: "category", inverse: true, data: marks.map((mark) => mark.name), axisTick: { show: false } },
    series: marksSeries(marks.map((mark, place) => ({ ...mark, at: at(mark, place), label: mark.text }))),
  };
}

function scores(marks, narrow) {
  const lines = [];
  const placed = marks.map((mark) => {
    if (!lines.includes(mark.on)) lines.push(mark.on);
    lines.push(`\t${mark.name} `.padEnd(lines.length + 60)); // no two lines are the same
    return { ...mark, at: [mark.x, [lines.length - 1, lines.length - 1]], label: mark.text };
  });
  const ends = marks.flatMap((mark) => mark.x).filter((end) => end !== null);
  const rich = { on: { fontWeight: "bold", fontSize: 13 }, model: { fontSize: 13 } };
  const formatter = (line) => (line.startsWith("\t") ? `{model|${line.trim()}}` : `{on|${line}}`);
  return {
    height: 60 + lines.length * 25,
    grid: { left: narrow ? 136 : 175, right: narrow ? 20 : 48, top: 8, bottom: 32 },
    xAxis: {
      type: "value",
      min: Math.max(0, Math.floor(Math.min(...ends, 100) / 10 - 1) * 10),
      max: 100,
      axisLabel: { formatter: "{value}%", color: paint("ink") },
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: lines,
      axisTick: { show: false },
      axisLabel: { rich, formatter, interval: 0, color: paint("ink") },
    },
    series: marksSeries(placed),
  };
}

function contexts(marks, narrow) {
  const label = (mark) => (narrow ? mark.name : `${mark.name}, ${mark.text}`);
  return {
    height: 380,
    grid: { left: 56, right: 24, top: 24, bottom: 32 },
    xAxis: { type: "time", splitNumber: narrow ? 3 : 5, ...span(marks) },
    yAxis: { ...logarithmic(marks.flatMap((mark) => mark.y)), ...named(say("tokens"), 44) },
    series: marksSeries(marks.map((mark) => ({ ...mark, at: [mark.x.map(Date.parse), mark.y], label: label(mark) }))),
  };
}

function named(name, nameGap) {
  return { name, nameLocation: "middle", nameGap, nameTextStyle: { color: paint("faint") } };
}

/** Return a logarithmic axis around some numbers, marked at 1, 2 and 5 of each power of ten. */
function logarithmic(ends) {
  const known = ends.filter((end) => end !== null);
  if (!known.length) return { type: "log" };
  const [least, most] = [Math.min(...known) / 1.15, Math.max(...known) * 1.15];
  const powers = Array.from({ length: 16 }, (_, power) => 10 ** power);
  const steps = powers.flatMap((power) => [power, 2 * power, 5 * power]);
  const [min, max] = [steps.findLast((step) => step <= least), steps.find((step) => step >= most)];
  const customValues = steps.filter((step) => step >= min && step <= max);
  return {
    type: "log",
    min,
    max,
    axisTick: { customValues },
    axisLabel: { customValues, formatter: short, color: paint("ink") },
    splitLine: { show: true, lineStyle: { color: paint("line"), opacity: 0.6 }, customValues },
  };
}

/** Return the quarters around some days. */
function span(marks) {
  const days = marks.flatMap((mark) => mark.x).sort().map((day) => new Date(day));
  if (!days.length) return {};
  const quarter = (day, more) => Date.UTC(day.getUTCFullYear(), 3 * (Math.floor(day.getUTCMonth() / 3) + more), 1);
  return { min: quarter(days[0], 0), max: quarter(days.at(-1), 2) };
}

function short(number) {
  const [scale, sign] = SCALES.find(([each]) => number >= each) ?? [1, ""];
  return `${number / scale}${sign}`;
}

function wrapped(text) {
  return text.replace(/(.{30,50}?)\s/g, "$1\n");
}
