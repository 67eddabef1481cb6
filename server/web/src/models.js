/** The models side by side: tables that are sorted and narrowed in place, and charts that follow them. */
import { say } from "./phrases.js";
import { sortable } from "./tables.js";

for (const table of document.querySelectorAll("table.sortable")) sortable(table);

const form = document.querySelector("[data-filters]");
const pictures = document.querySelectorAll("[data-chart]");
let redraw = () => {};

if (form) {
  form.addEventListener("change", narrow);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    narrow();
  });
}

// The charts are large, so they come when the page has been shown.
if (pictures.length) {
  const load = async () => {
    const { drawAll } = await import("./drawings.js");
    redraw = drawAll(pictures, JSON.parse(document.getElementById("drawings").textContent));
  };
  if (document.readyState === "complete") load();
  else addEventListener("load", load);
}

/** Hide the rows that the filters do not let through, as the server does for who has no scripts. */
function narrow() {
  const given = [...new FormData(form)].filter(([, value]) => value);
  const fits = (row) => given.every(([name, value]) => row.dataset[name].split(" ").includes(value));
  for (const row of document.querySelectorAll("tr[data-lab]")) row.hidden = !fits(row);
  const models = [...document.querySelectorAll(".side-by-side tbody tr")];
  const left = models.filter((row) => !row.hidden).length;
  form.querySelector("[data-count]").textContent = say("{left} of {all} models", { left, all: models.length });
  document.querySelector("[data-none]").hidden = left > 0;
  const query = new URLSearchParams(given).toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
  redraw();
}
