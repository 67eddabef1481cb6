/** The models side by side: tables that are sorted and narrowed in place, and charts that follow them. */
import { narrowed } from "./narrowing.js";
import { say } from "./phrases.js";
import { sortable } from "./tables.js";

for (const table of document.querySelectorAll("table.sortable")) sortable(table);

const form = document.querySelector("[data-filters]");
const pictures = document.querySelectorAll("[data-chart]");
let redraw = () => {};

if (form) {
  narrowed(form, document.querySelectorAll("tr[data-lab]"), (given) => {
    const models = [...document.querySelectorAll(".side-by-side tbody tr")];
    const left = models.filter((row) => !row.hidden).length;
    form.querySelector("[data-count]").textContent = say("{left} of {all} models", { left, all: models.length });
    document.querySelector("[data-none]").hidden = left > 0;
    form.querySelector("[data-all]").hidden = !given.length;
    for (const each of form.querySelectorAll("[data-unsaid]")) each.hidden = !given.some(([name]) => name === each.dataset.unsaid);
    redraw();
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
