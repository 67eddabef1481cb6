/** The spread of techniques as bands from lab to technique to lab; each band is one spread and leads to its proof. */
import { chartIn } from "./charts.js";
import { COLOURS, paint } from "./colours.js";
import { say } from "./phrases.js";

const NARROW = 600; // pixels; below, labels of labs stand above their bars, out of the way of the techniques
const ABOVE = [{ position: [0, -14] }, { position: "right" }, { position: ["100%", -14], align: "right" }];

const place = document.querySelector("[data-sankey]");
if (place) draw(place, JSON.parse(document.getElementById("spreads").textContent));

function draw(place, spreads) {
  const { nodes, links } = bands(spreads, place);
  const narrow = place.clientWidth < NARROW;
  const title = say("{spreads} spreads of techniques from lab to lab, which the table below lists", { spreads: spreads.length });
  const chart = chartIn(place, Math.max(place.clientHeight, 60 + spreads.length * 44), title);
  chart.setOption({
    tooltip: { formatter: ({ data, dataType }) => (wrapped(dataType === "edge" ? data.said : data.text)) },
    series: {
      type: "sankey",
      data: nodes,
      links,
      left: 12,
      right: 12,
      top: 34,
      bottom: 16,
      nodeWidth: 12,
      nodeGap: 18,
      draggable: false,
      emphasis: { focus: "trajectory" },
      lineStyle: { opacity: 0.4, curveness: 0.5 },
      label: {
        color: paint("ink"),
        fontSize: narrow ? 11 : 14,
        width: narrow ? 120 : 260,
        overflow: narrow ? "break" : "truncate",
        formatter: ({ data }) => data.text,
      },
    },
  });
  chart.on("click", ({ data, dataType }) => {
    const target = dataType === "edge" ? data.proof : data.link;
    if (target) location.assign(new URL(target, location.href));
  });
}

/** Return what is drawn: labs that gave on the left, techniques in the middle, labs that received on the right. */
function bands(spreads, place) {
  const nodes = new Map();
  const links = [];
  const givers = [...new Set(spreads.map((spread) => spread.from.iri))];
  const node = (depth, thing, text = thing.label) => {
    const name = `${depth} ${thing.iri}`;
    if (!nodes.has(name)) {
      const itemStyle = { color: paint("faint") };
      const label = place.clientWidth < NARROW ? { ...ABOVE[depth] } : { position: depth === 2 ? "left" : "right" };
      nodes.set(name, { name, depth, text, label, link: thing.link, itemStyle });
    }
    return name;
  };
  // In the order of those that gave, so that the bands of one technique cross less.
  const ordered = spreads.toSorted((a, b) => givers.indexOf(a.from.iri) - givers.indexOf(b.from.iri));
  for (const spread of ordered) {
    const middle = spread.technique ?? { iri: spread.iri, link: spread.through?.link };
    const what = spread.technique?.label ?? (spread.through ? say("into {model}", { model: spread.through.label }) : say("not named"));
    const said = `${what}: ${spread.from.label} → ${spread.to.label} (${spread.channel.label})`;
    const [from, through, to] = [node(0, spread.from), node(1, middle, what), node(2, spread.to)];
    for (const [source, target] of [[from, through], [through, to]]) {
      const lineStyle = { color: COLOURS[givers.indexOf(spread.from.iri) % COLOURS.length] };
      links.push({ source, target, value: 1, said, proof: spread.proof, lineStyle });
    }
  }
  return { nodes: [...nodes.values()], links };
}

function wrapped(text) {
  return text.replace(/(.{30,50}?)\s/g, "$1\n");
}
