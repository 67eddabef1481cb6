/**
 * Footnotes where they are cited: pointing at a number, focusing it or tapping it once shows the words, and following
 * it leads to them in their document. The words are those of the list at the foot of the page.
 */
import { copyText } from "./copying.js";
import { button, element } from "./elements.js";
import { say } from "./phrases.js";

const GAP = 6; // pixels between a number and its words
const NARROW = 640; // pixels of width below which the words stand at an edge of the screen, where they cover no fact
const CITED = ".note, .mark[aria-describedby]"; // what has words to be shown

let listening = false;

/** Show the footnotes of this page, as soon as it has any. */
export function showFootnotes() {
  if (listening || !document.querySelector(".note")) return;
  listening = true;
  const shown = new Footnote();
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    const note = target.closest?.(CITED);
    if (note && pointerType === "mouse") shown.show(note);
    else if (pointerType === "mouse" && !shown.has(target)) shown.hide();
  });
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches(CITED)) shown.show(target);
    else if (!shown.has(target)) shown.hide();
  });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && shown.hide());
  document.addEventListener("scroll", () => shown.follow(), { capture: true, passive: true });
  // A finger cannot point: the first tap shows the words, the second follows them.
  let tapped = null;
  document.addEventListener("pointerdown", ({ target, pointerType }) => {
    const note = target.closest?.(CITED);
    tapped = note && pointerType !== "mouse" && !shown.isFor(note) ? note : null;
    if (!note && !shown.has(target)) shown.hide();
  });
  document.addEventListener("click", (event) => {
    if (!tapped || event.target.closest?.(CITED) !== tapped) return;
    event.preventDefault();
    shown.show(tapped);
  });
}

/** Return what to cite of a fact: what it says, the words, where they stand, and the edition; only things have one. */
function citation(note, words) {
  const edition = document.getElementById("edition")?.innerText;
  if (!edition) return "";
  const section = note.closest("section");
  const name = document.querySelector("h1").firstChild.textContent.trim();
  const property = note.closest("dd")?.previousElementSibling ?? section.querySelector("h2");
  const value = note.closest(".value")?.firstElementChild;
  if (!value || !property) return "";
  const place = [words.closest("ol").dataset.document, words.querySelector("a")?.innerText].filter(Boolean).join(", ");
  const fact = `${name}, ${property.innerText.trim()}: ${value.innerText.trim()}`;
  return `${fact}. “${words.querySelector("q").innerText}”, ${place}. ${edition}`;
}

class Footnote {
  constructor() {
    this.box = element("div", { class: "footnote", popover: "manual" });
    document.body.append(this.box);
    this.note = null;
  }

  isFor(note) {
    return this.note === note;
  }

  has(target) {
    return this.box.contains(target);
  }

  show(note) {
    if (this.isFor(note)) return;
    const words = document.getElementById(note.getAttribute("aria-describedby"));
    this.box.replaceChildren(...[...words.childNodes].map((node) => node.cloneNode(true)));
    for (const link of this.box.querySelectorAll("a")) link.tabIndex = -1; // the number itself is on the way
    const { plainly } = words.closest("ol")?.dataset ?? {};
    if (plainly && !this.box.querySelector(".manner")) this.box.append(element("p", {}, plainly));
    const cited = citation(note, words);
    if (cited && navigator.clipboard) {
      this.box.append(button(say("Cite"), ({ target }) => copyText(cited, target), { class: "plain" }));
    }
    this.note = note;
    this.box.showPopover({ source: note }); // so that the tab key leads from the number into its words
    this.place(note.getBoundingClientRect());
  }

  /** Stay beside the number while it moves. */
  follow() {
    if (!this.note) return;
    const at = this.note.getBoundingClientRect();
    if (at.bottom < 0 || at.top > innerHeight) this.hide();
    else this.place(at);
  }

  place(at) {
    const { offsetWidth: width, offsetHeight: height, style } = this.box;
    if (innerWidth < NARROW) {
      style.left = `${(document.documentElement.clientWidth - width) / 2}px`;
      style.top = `${at.bottom + 2 * GAP + height < innerHeight ? innerHeight - height - GAP : GAP}px`;
      return;
    }
    const below = at.bottom + GAP + height <= innerHeight || at.top < height + GAP;
    style.left = `${Math.max(GAP, Math.min(at.left, document.documentElement.clientWidth - width - GAP))}px`;
    style.top = `${below ? at.bottom + GAP : at.top - height - GAP}px`;
  }

  hide() {
    if (!this.note) return;
    this.note = null;
    this.box.hidePopover();
  }
}
