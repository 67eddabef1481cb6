/** Show an answer: the server's table, which can be sorted and narrowed, and on demand a chart or a graph of it. */
import { copiable } from "./cells.js";
import { button, element } from "./elements.js";
import { showFootnotes } from "./footnotes.js";
import { say } from "./phrases.js";
import { sortable } from "./tables.js";

const NARROW = "(max-width: 40rem)";
const FEW = 8; // rows; more can be narrowed

/** What an answer of each kind can be shown as: what that is called, what draws it, and whether a table can be drawn. */
const VIEWS = {
  rows: [say("Chart"), async (...told) => (await import("./rows.js")).drawRows(...told), (table) => table.querySelector("th.number")],
  graph: [say("Graph"), async (...told) => (await import("./network.js")).drawNetwork(...told), () => true],
};

export class Results {
  constructor(place) {
    this.place = place;
    const shown = place.querySelector("[data-kind]");
    if (!shown) return;
    this.offer(shown);
    copiable(shown);
  }

  busy() {
    this.place.setAttribute("aria-busy", "true");
  }

  idle() {
    this.place.removeAttribute("aria-busy");
  }

  clear() {
    this.place.replaceChildren();
  }

  /** Take the answer out of the page that the server made of it; it took some `seconds`. */
  show(page, seconds) {
    this.clear();
    const answer = page.querySelector("#answer [data-kind]");
    if (!answer) return;
    this.place.append(document.adoptNode(answer));
    this.head(page);
    const took = answer.querySelector("[data-took]");
    if (took) took.textContent = say("in {seconds} s", { seconds: seconds.toFixed(seconds < 1 ? 2 : 1) });
    this.offer(answer);
    copiable(answer);
    showFootnotes();
    const told = this.place.querySelector("h2, .truth");
    told?.setAttribute("tabindex", "-1"); // so that what is new is read out, and in view
    told?.focus();
  }

  /** Say which question is answered, and what its answer leaves out; on a narrow screen the query comes behind the answer. */
  head(page) {
    const head = page.querySelector("[data-heading]");
    if (head) document.querySelector("[data-heading]")?.replaceWith(document.adoptNode(head));
    document.title = page.title;
    const form = document.getElementById("query");
    const isBefore = form.compareDocumentPosition(this.place) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (isBefore && matchMedia(NARROW).matches) this.place.after(form);
  }

  /** Offer what can be done with a table, and the picture that the answer's kind can be shown as. */
  offer(answer) {
    const scroll = answer.querySelector(".scroll");
    const place = answer.querySelector("[data-views]");
    if (!scroll || !place) return;
    const table = scroll.querySelector("table");
    sortable(table);
    const sources = table.querySelector("th.sources");
    sources?.replaceChildren(sources.textContent); // numbers of footnotes are in no order
    const box = narrowing(table);
    const picture = element("div", { class: "picturing", hidden: "" });
    scroll.after(picture);
    const [name, draw, fits] = VIEWS[answer.dataset.kind];
    const tell = (shown) => {
      for (const [each, pressed] of [[buttons[0], !shown], [buttons[1], shown]]) each.setAttribute("aria-pressed", String(pressed));
      scroll.hidden = shown;
      if (box) box.hidden = shown;
      picture.hidden = !shown;
      if (shown && !picture.hasChildNodes()) drawn(picture, draw, table);
    };
    const buttons = [button(say("Table"), () => tell(false)), button(name, () => tell(true))];
    buttons.forEach((each, order) => each.setAttribute("aria-pressed", String(order === 0)));
    const pictured = fits(table) ? buttons : [];
    const whole = () => (document.fullscreenElement ? document.exitFullscreen() : answer.requestFullscreen());
    place.append(...(box ? [box] : []), ...pictured);
    if (document.fullscreenEnabled) place.append(button(say("Full screen"), whole));
  }
}

function drawn(picture, draw, table) {
  const failed = () => picture.replaceChildren(element("p", {}, say("This cannot be drawn; the table is all there is.")));
  return draw(picture, table).catch(failed);
}

/** Return a box that hides the rows without what is typed; none where the rows are few. */
function narrowing(table) {
  const rows = [...table.tBodies[0].rows].map((row) => ({ row, text: row.textContent.toLowerCase() }));
  if (rows.length <= FEW) return null;
  const box = element("span", { class: "narrowing" });
  const input = element("input", { type: "search", class: "narrow", placeholder: say("Narrow the rows"), "aria-label": say("Narrow the rows") });
  const told = element("span", { role: "status" });
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const { row, text } of rows) row.hidden = !words.every((word) => text.includes(word));
    const left = rows.filter(({ row }) => !row.hidden).length;
    told.textContent = words.length ? say("{left} of {all} rows", { left, all: rows.length }) : "";
  });
  box.append(told, input);
  return box;
}
