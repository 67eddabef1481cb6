/** Draw a graph that was constructed: things as circles, statements as arrows. */
import cytoscape from "cytoscape";
import { paint } from "./colours.js";
import { element } from "./elements.js";
import { readTriples } from "./ntriples.js";
import { say } from "./phrases.js";

const MOST = 300;

/** Draw N-Triples; literals stand beside their things in the table and not in the picture. */
export function drawNetwork(picture, text) {
  const triples = readTriples(text).filter((triple) => !triple.object.literal);
  if (!triples.length) {
    const why = say("No two things are linked in this graph: there is nothing to draw.");
    return void picture.replaceChildren(element("p", {}, why));
  }
  const shown = triples.slice(0, MOST);
  const things = new Set(shown.flatMap(({ subject, object }) => [subject.value, object.value]));
  picture.style.height = `${Math.min(360 + things.size * 10, 760)}px`;
  picture.setAttribute("role", "img");
  const title = say("{things} things and {links} links between them", { things: things.size, links: shown.length });
  picture.setAttribute("aria-label", title);
  noInlineStyle();
  const drawn = cytoscape({
    container: picture,
    elements: [
      ...[...things].map((id) => ({ data: { id, label: local(id) } })),
      ...shown.map(({ subject, predicate, object }) => ({
        data: { source: subject.value, target: object.value, label: local(predicate.value) },
      })),
    ],
    style: STYLE(),
    layout: { name: "cose", animate: false, idealEdgeLength: () => 90, nodeOverlap: 40, padding: 36 },
    userZoomingEnabled: false,
  });
  drawn.on("tap", "node", ({ target }) => /^https?:/.test(target.id()) && open(target.id(), "_self"));
  legible(drawn);
  if (triples.length > MOST) picture.after(element("p", {}, say("The first {shown} of {all} links.", { shown: MOST, all: triples.length })));
}

/** Have text and circles the same size on the screen however far the picture is zoomed out. */
function legible(drawn) {
  const scale = 1 / drawn.zoom();
  const circle = 14 * scale;
  drawn.nodes().style({ "font-size": 12.5 * scale, width: circle, height: circle, "text-margin-y": -3 * scale });
  drawn.edges().style({ "font-size": 10.5 * scale, width: 1.3 * scale, "arrow-scale": scale });
}

/** Tell the library that its style element is there: the rule in it is in our style sheet, and inline is refused. */
function noInlineStyle() {
  const id = "__________cytoscape_stylesheet";
  if (!document.getElementById(id)) document.head.append(element("meta", { id }));
}

function STYLE() {
  const text = { "font-family": getComputedStyle(document.body).fontFamily, color: paint("ink") };
  return [
    { selector: "node", style: { ...text, label: "data(label)", "background-color": paint("accent") } },
    {
      selector: "edge",
      style: {
        ...text,
        color: paint("faint"),
        label: "data(label)",
        "line-color": paint("line"),
        "target-arrow-color": paint("faint"),
        "target-arrow-shape": "triangle",
        "curve-style": "bezier",
        "text-rotation": "autorotate",
        "text-background-color": paint("paper"),
        "text-background-opacity": 0.85,
      },
    },
  ];
}

function local(iri) {
  return iri.replace(/.*[/#](?=.)/, "");
}
