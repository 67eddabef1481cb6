/** Draw the rows of an answer: each number against the first column that is not one. */
import { chartIn } from "./charts.js";
import { element } from "./elements.js";
import { say } from "./phrases.js";

const NUMBER = /#(integer|decimal|double|float|int|long|short|byte|nonNegativeInteger|positiveInteger)$/;
const MOST = 60;

/** Draw SPARQL results in JSON (https://www.w3.org/TR/sparql11-results-json/) as bars. */
export function drawRows(picture, { head, results }) {
  const rows = results.bindings;
  const isNumber = (name) => rows.some((row) => row[name]) && rows.every((row) => numeric(row[name]));
  const numbers = head.vars.filter(isNumber);
  const names = head.vars.filter((name) => !numbers.includes(name));
  if (!numbers.length || !rows.length) {
    const why = say("A chart needs a column of numbers, and this answer has none.");
    return void picture.replaceChildren(element("p", {}, why));
  }
  const shown = rows.slice(0, MOST);
  const labels = shown.map((row, place) => label(row, names) || String(place + 1));
  const chart = chartIn(picture, 90 + shown.length * (14 + 12 * numbers.length), say("The rows of the table as bars"));
  chart.setOption({
    grid: { left: 8, right: 56, top: 40, bottom: 8, outerBoundsMode: "same" },
    legend: { show: numbers.length > 1, top: 0 },
    xAxis: { type: "value", position: "top" },
    yAxis: { type: "category", data: labels, inverse: true, axisLabel: { width: 180, overflow: "truncate" } },
    series: numbers.map((name) => ({
      name,
      type: "bar",
      data: shown.map((row) => (row[name] ? Number(row[name].value) : null)),
      label: { show: numbers.length === 1, position: "right" },
    })),
    aria: { enabled: true },
  });
  if (rows.length > MOST) picture.append(element("p", {}, say("The first {shown} of {all} rows.", { shown: MOST, all: rows.length })));
}

function numeric(term) {
  return !term || (NUMBER.test(term.datatype ?? "") && Number.isFinite(Number(term.value)));
}

function label(row, names) {
  const term = names.map((name) => row[name]).find(Boolean);
  if (!term) return "";
  return term.type === "uri" ? term.value.replace(/.*[/#](?=.)/, "") : term.value;
}
