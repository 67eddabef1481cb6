/**
 * Marks that are as long as what they stand for is vague: a point is a dot, a range a bar, a bound an arrow. What is
 * stated is filled, what is estimated, expected or reckoned is hollow.
 */
import { COLOURS, paint } from "./colours.js";

const THICK = 10;
const ARROW = 30;

/** Return a series of marks; each has `at`: the low and high end in x and in y, null where there is none. */
export function marksSeries(marks, { labels = true } = {}) {
  return {
    type: "custom",
    data: marks.map(({ at: [[left, right], [low, high]] }) => [left ?? right, low ?? high, right ?? left, high ?? low]),
    encode: { x: [0, 2], y: [1, 3] },
    renderItem: (params, api) => {
      params.context.taken ??= marks.map((mark) => grown(boxOf(mark, api), THICK / 2 + 2));
      return shape(marks[params.dataIndex], params, api, labels);
    },
  };
}

/** Return a colour for each lab, the same wherever it is drawn; what has no lab is grey. */
export function colouring(marks) {
  const labs = [...new Set(marks.map((mark) => mark.lab))].filter(Boolean).sort();
  return (mark) => (mark.lab ? COLOURS[labs.indexOf(mark.lab) % COLOURS.length] : paint("faint"));
}

function shape(mark, { coordSys, context }, api, labels) {
  const box = boxOf(mark, api);
  const style = mark.sure
    ? { fill: mark.colour, stroke: mark.colour, lineWidth: 2 }
    : { fill: paint("field"), stroke: mark.colour, lineWidth: 2, lineDash: [3, 2] };
  const children = [body(box, style), ...arrows(mark, box)];
  if (labels) children.push(label(mark, box, coordSys, context.taken));
  return { type: "group", children };
}

function boxOf({ at: [x, y] }, api) {
  const [from, to] = [api.coord([x[0] ?? x[1], y[0] ?? y[1]]), api.coord([x[1] ?? x[0], y[1] ?? y[0]])];
  return { left: from[0], right: to[0], top: Math.min(from[1], to[1]), bottom: Math.max(from[1], to[1]) };
}

function grown({ left, right, top, bottom }, by) {
  return { left: left - by, right: right + by, top: top - by, bottom: bottom + by };
}

function body({ left, right, top, bottom }, style) {
  const [width, height] = [Math.max(right - left, THICK), Math.max(bottom - top, THICK)];
  const [x, y] = [(left + right - width) / 2, (top + bottom - height) / 2];
  return { type: "rect", shape: { x, y, width, height, r: THICK / 2 }, style };
}

/** Return an arrow for each end that is open: the value may lie anywhere on that side. */
function arrows(mark, { left, right, top, bottom }) {
  const [across, up] = [(left + right) / 2, (top + bottom) / 2];
  const [x, y] = mark.at;
  const open = [[x[0], -1, 0], [x[1], 1, 0], [y[0], 0, 1], [y[1], 0, -1]];
  return open.filter(([end]) => end === null).map(([, dx, dy]) => {
    const tip = [across + dx * ARROW, up + dy * ARROW];
    const wing = (side) => [tip[0] - 6 * dx + side * 4 * dy, tip[1] - 6 * dy + side * 4 * dx];
    const points = [[across + (dx * THICK) / 2, up + (dy * THICK) / 2], tip, wing(1), tip, wing(-1)];
    return { type: "polyline", shape: { points }, style: { stroke: mark.colour, lineWidth: 2, fill: "none" } };
  });
}

/** Return the mark's name at the first place beside it where it is over nothing else. */
function label(mark, box, frame, taken) {
  const width = mark.label.length * 6.5;
  const [across, up] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const places = [
    { x: box.right + 10, y: up, align: "left" },
    { x: box.left - 10, y: up, align: "right" },
    { x: across, y: box.top - 15, align: "center" },
    { x: across, y: box.bottom + 17, align: "center" },
  ];
  const free = places.find((place) => {
    const area = areaOf(place, width);
    const inside = area.left >= frame.x && area.right <= frame.x + frame.width + 16;
    return inside && !taken.some((other) => overlap(area, other));
  });
  const chosen = free ?? places[0];
  taken.push(areaOf(chosen, width));
  const font = `13px ${getComputedStyle(document.body).fontFamily}`;
  return { type: "text", style: { ...chosen, text: mark.label, verticalAlign: "middle", fill: paint("ink"), font } };
}

function areaOf({ x, y, align }, width) {
  const left = { left: x, right: x - width, center: x - width / 2 }[align];
  return { left, right: left + width, top: y - 7, bottom: y + 7 };
}

function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
