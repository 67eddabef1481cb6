/** Draw a graph that was constructed: things as boxes with their names, statements as arrows. */
import cytoscape from "cytoscape";
import { paint } from "./colours.js";
import { columnsOf } from "./columns.js";
import { button, element } from "./elements.js";
import { say } from "./phrases.js";

const MOST = 200; // arrows
const LEGIBLE = 0.75; // the least size of the text beside its own
const STEP = 1.3;
const SIZE = 14; // pixels of the text
const WIDEST = 170; // pixels of a line
const GAP = 16; // pixels between boxes
const NARROWEST = 560; // pixels over which boxes are spread

const pen = document.createElement("canvas").getContext("2d");

/** Draw the statements of a table; those with a value instead of a thing stand in the table alone. */
export async function drawNetwork(picture, table) {
  const arrows = statements(table);
  if (!arrows.length) {
    const why = say("No two things are linked in this graph: there is nothing to draw.");
    return void picture.replaceChildren(element("p", {}, why));
  }
  const shown = arrows.slice(0, MOST);
  const things = new Map(shown.flatMap(({ subject, object }) => [subject, object]).map((cell) => [cell.link, cell]));
  const properties = new Set(shown.map(({ property }) => property.text));
  const title = say("{things} things and {links} links between them, which the table has in words", { things: things.size, links: shown.length });
  const place = element("div", { class: "picture", role: "img", "aria-label": title });
  place.style.height = `${Math.min(380 + things.size * 9, 760)}px`;
  const tools = element("div", { class: "views" });
  const said = properties.size === 1 ? say("Each arrow says: {property}.", { property: [...properties][0] }) : "";
  const cut = arrows.length > MOST ? say("The first {shown} of {all} links.", { shown: MOST, all: arrows.length }) : "";
  const told = element("p", { class: "because" }, [said, cut, say("Drag to move; press a box to read about it. With the keyboard, use the table: each name there is a link.")].filter(Boolean).join(" "));
  picture.replaceChildren(tools, place, told);
  noInlineStyle();
  const drawn = cytoscape({ container: place, elements: elements(things, shown, properties.size > 1), style: STYLE(), layout: LAYOUT, userZoomingEnabled: false });
  spread(drawn.nodes(), place);
  separate(drawn.nodes());
  fit(drawn);
  const zoom = (by) => drawn.zoom({ level: drawn.zoom() * by, renderedPosition: { x: place.clientWidth / 2, y: place.clientHeight / 2 } });
  tools.append(
    button("+", () => zoom(STEP), { "aria-label": say("Larger") }),
    button("−", () => zoom(1 / STEP), { "aria-label": say("Smaller") }),
    button(say("Everything"), () => drawn.fit(undefined, 20)),
  );
  drawn.on("tap", "node", ({ target }) => /^https?:/.test(target.id()) && location.assign(target.id()));
}

const LAYOUT = {
  name: "cose",
  animate: false,
  idealEdgeLength: () => 60,
  nodeRepulsion: () => 60000,
  nodeOverlap: 80,
  componentSpacing: 40,
  gravity: 1,
  numIter: 2500,
  padding: 20,
};

/** Have the boxes fill the width and the height of the picture at the size that they are read in; a narrow one is dragged. */
function spread(nodes, { clientWidth, clientHeight }) {
  for (const [axis, room] of [["x", Math.max(clientWidth - WIDEST, NARROWEST)], ["y", clientHeight - 80]]) {
    const places = nodes.map((node) => node.position(axis));
    const [least, most] = [Math.min(...places), Math.max(...places)];
    if (most > least) nodes.forEach((node) => node.position(axis, ((node.position(axis) - least) / (most - least)) * room));
  }
}

/** Move boxes that lie over one another apart, along the way that is shorter. */
function separate(nodes) {
  for (let round = 0; round < 200; round += 1) {
    let moved = false;
    for (let one = 0; one < nodes.length; one += 1) {
      for (let other = one + 1; other < nodes.length; other += 1) moved = apart(nodes[one], nodes[other]) || moved;
    }
    if (!moved) return;
  }
}

function apart(one, other) {
  const [a, b] = [one.position(), other.position()];
  const across = (one.data("width") + other.data("width")) / 2 + GAP - Math.abs(a.x - b.x);
  const down = (one.data("height") + other.data("height")) / 2 + GAP - Math.abs(a.y - b.y);
  if (across <= 0 || down <= 0) return false;
  const axis = across < down ? "x" : "y";
  const by = ((axis === "x" ? across : down) / 2 + 1) * (a[axis] <= b[axis] ? 1 : -1);
  one.position(axis, a[axis] - by);
  other.position(axis, b[axis] + by);
  return true;
}

function statements(table) {
  const [subjects, properties, objects] = columnsOf(table);
  return subjects.cells
    .map((subject, row) => ({ subject, property: properties.cells[row], object: objects.cells[row] }))
    .filter(({ subject, object }) => subject.link && object.link);
}

function elements(things, arrows, isNamed) {
  return [
    ...[...things].map(([id, { text }]) => ({ data: { id, label: text, ...size(text) } })),
    ...arrows.map(({ subject, property, object }) => ({
      data: { source: subject.link, target: object.link, label: isNamed ? property.text : "" },
    })),
  ];
}

/** Return how large the box of a name is. */
function size(text) {
  const lines = Math.ceil(breadth(text) / WIDEST);
  return { width: Math.min(breadth(text), WIDEST) + 20, height: lines * SIZE * 1.25 + 14 };
}

function breadth(text) {
  pen.font = `${SIZE}px ${getComputedStyle(document.body).fontFamily}`;
  return pen.measureText(text).width * 1.04;
}

/** Show everything, unless that would be too small to read: then what is in the middle. */
function fit(drawn) {
  drawn.fit(undefined, 20);
  if (drawn.zoom() > 1.2) drawn.zoom(1.2);
  if (drawn.zoom() < LEGIBLE) drawn.zoom(LEGIBLE);
  drawn.center();
}

/** Tell the library that its style element is there: the rule in it is in our style sheet, and inline is refused. */
function noInlineStyle() {
  const id = "__________cytoscape_stylesheet";
  if (!document.getElementById(id)) document.head.append(element("meta", { id }));
}

function STYLE() {
  const text = { "font-family": getComputedStyle(document.body).fontFamily, color: paint("ink"), "font-size": SIZE };
  return [
    {
      selector: "node",
      style: {
        ...text,
        label: "data(label)",
        shape: "round-rectangle",
        width: "data(width)",
        height: "data(height)",
        "text-valign": "center",
        "text-halign": "center",
        "text-wrap": "wrap",
        "text-max-width": WIDEST + 6,
        "background-color": paint("paper"),
        "border-width": 1.2,
        "border-color": paint("accent"),
      },
    },
    {
      selector: "edge",
      style: {
        ...text,
        "font-size": 12,
        color: paint("faint"),
        label: "data(label)",
        width: 1.3,
        "line-color": paint("faint"),
        "target-arrow-color": paint("faint"),
        "target-arrow-shape": "triangle",
        "curve-style": "bezier",
        "text-background-color": paint("field"),
        "text-background-opacity": 0.9,
        "text-background-padding": 2,
      },
    },
  ];
}
