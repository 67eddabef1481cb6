/**
 * Footnotes where they are cited: pointing at a number, focusing it or tapping it once shows the words, and following
 * it leads to them in their document. The words are those of the list at the foot of the page.
 */
import { element } from "./elements.js";

const GAP = 6; // pixels between a number and its words

/** Show the footnotes of this page, if it has any. */
export function showFootnotes() {
  if (!document.querySelector(".note")) return;
  const shown = new Footnote();
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    const note = target.closest?.(".note");
    if (note && pointerType === "mouse") shown.show(note);
    else if (pointerType === "mouse" && !shown.has(target)) shown.hide();
  });
  document.addEventListener("focusin", ({ target }) => (target.matches(".note") ? shown.show(target) : shown.hide()));
  document.addEventListener("keydown", ({ key }) => key === "Escape" && shown.hide());
  document.addEventListener("scroll", () => shown.follow(), { capture: true, passive: true });
  // A finger cannot point: the first tap shows the words, the second follows them.
  let tapped = null;
  document.addEventListener("pointerdown", ({ target, pointerType }) => {
    const note = target.closest?.(".note");
    tapped = note && pointerType !== "mouse" && !shown.isFor(note) ? note : null;
    if (!note && !shown.has(target)) shown.hide();
  });
  document.addEventListener("click", (event) => {
    if (!tapped || event.target.closest?.(".note") !== tapped) return;
    event.preventDefault();
    shown.show(tapped);
  });
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
    this.note = note;
    this.box.showPopover();
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
