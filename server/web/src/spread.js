/** The spread of techniques as bands from lab to technique to lab; each band is one spread and leads to its proof. */
import { chartIn } from "./charts.js";
import { COLOURS, paint } from "./colours.js";
import { isShown, narrowed } from "./narrowing.js";
import { say } from "./phrases.js";

const NARROW = 600; // pixels; below, labels of labs stand above their bars, out of the way of the techniques
const ABOVE = [{ position: [0, -14] }, { position: "right" }, { position: ["100%", -14], align: "right" }];
const HEIGHT = 44; // pixels for each spread

const place = document.querySelector("[data-sankey]");
const form = document.querySelector("[data-filters]");
if (place) {
  const spreads = JSON.parse(document.getElementById("spreads").textContent);
  const redraw = drawer(place, spreads);
  redraw();
  narrowed(form, document.querySelectorAll(".spreads tbody tr"), (given) => {
    const left = spreads.filter((spread) => isShown(spread.row)).length;
    form.querySelector("[data-count]").textContent = say("{left} of {all} spreads", { left, all: spreads.length });
    form.querySelector("[data-all]").hidden = !given.length;
    document.querySelector("[data-none]").hidden = left > 0;
    document.querySelector("[data-some]").hidden = !left;
    redraw();
  });
}

/** Return what draws the spreads whose rows are shown. */
function drawer(place, spreads) {
  const givers = [...new Set(spreads.map((spread) => spread.from.iri))];
  let chart;
  return () => {
    const shown = spreads.filter((spread) => isShown(spread.row));
    if (!shown.length) return;
    const height = 90 + shown.length * HEIGHT;
    const title = say("{spreads} spreads of techniques from lab to lab, which the table below lists", { spreads: shown.length });
    if (!chart) {
      chart = chartIn(place, height, title);
      chart.on("click", follower());
    }
    place.setAttribute("aria-label", title);
    place.style.height = `${height}px`;
    chart.resize();
    chart.setOption(option(bands(shown, givers, place.clientWidth < NARROW), place), true);
  };
}

function option({ nodes, links }, place) {
  const narrow = place.clientWidth < NARROW;
  return {
    tooltip: { confine: true, formatter: ({ data, dataType }) => (dataType === "edge" ? data.said : wrapped(data.text)) },
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
  };
}

/** Return what follows a band to its proof. Where nothing can point, the first tap shows the words, the second follows. */
function follower() {
  const pointless = matchMedia("(hover: none)");
  let tapped = null;
  return ({ data, dataType }) => {
    const target = dataType === "edge" ? data.proof : data.link;
    if (!target) return;
    if (pointless.matches && tapped !== target) tapped = target;
    else location.assign(new URL(target, location.href));
  };
}

/** Return what is drawn: labs that gave on the left, techniques in the middle, labs that received on the right. */
function bands(spreads, givers, narrow) {
  const nodes = new Map();
  const links = [];
  const node = (depth, thing, text = thing.label) => {
    const name = `${depth} ${thing.iri}`;
    if (!nodes.has(name)) {
      const itemStyle = { color: paint("faint") };
      const label = narrow ? { ...ABOVE[depth] } : { position: depth === 2 ? "left" : "right" };
      nodes.set(name, { name, depth, text, label, link: thing.link, itemStyle });
    }
    return name;
  };
  // In the order of those that gave, so that the bands of one technique cross less.
  const ordered = spreads.toSorted((a, b) => givers.indexOf(a.from.iri) - givers.indexOf(b.from.iri));
  for (const spread of ordered) {
    const middle = spread.technique ?? { iri: spread.iri, link: spread.through?.link };
    const what = spread.technique?.label ?? (spread.through ? say("not named, into {model}", { model: spread.through.label }) : say("not named"));
    const said = sentence(spread, what);
    const [from, through, to] = [node(0, spread.from), node(1, middle, what), node(2, spread.to)];
    for (const [source, target] of [[from, through], [through, to]]) {
      const lineStyle = { color: COLOURS[givers.indexOf(spread.from.iri) % COLOURS.length] };
      links.push({ source, target, value: 1, said, proof: spread.proof, lineStyle });
    }
  }
  return { nodes: [...nodes.values()], links };
}

/** Return who gave what to whom, and below it the words that say so. */
function sentence(spread, what) {
  const told = wrapped(`${what}: ${spread.from.label} → ${spread.to.label} (${spread.channel.label})`);
  return spread.leading ? `${told}\n\n${wrapped(`“${spread.leading}”`)}` : told;
}

function wrapped(text) {
  return text.replace(/(.{30,50}?)\s/g, "$1\n");
}
