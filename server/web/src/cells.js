/** Copy what an answer has: a cell, by the button in the cell that is pointed at or has the focus, and its address. */
import { copyText } from "./copying.js";
import { button } from "./elements.js";
import { say } from "./phrases.js";

/** Offer to copy the cells of an answer and the link to it, where a page may copy. */
export function copiable(answer) {
  if (!navigator.clipboard) return;
  const share = answer.querySelector("[data-share]");
  if (share) share.after(" ", copying(say("Copy the link"), () => share.href), " ");
  const body = answer.querySelector("tbody");
  if (!body) return;
  const offered = copying(say("Copy"), () => content(offered.closest("td")), { class: "copy-cell" });
  const offer = ({ target, type }) => {
    if (type === "pointerover" && isInside(body, offered)) return; // the keyboard is ahead of a pointer that rests
    const cell = target.closest?.("td:not(.sources)");
    if (cell?.textContent && offered.parentElement !== cell) {
      offered.textContent = say("Copy");
      cell.append(offered);
    }
  };
  body.addEventListener("pointerover", offer);
  body.addEventListener("focusin", offer);
  body.parentElement.addEventListener("pointerleave", () => document.activeElement !== offered && offered.remove());
}

/** Tell whether the focus is in a table, other than on a button that was pressed with the pointer. */
function isInside(body, offered) {
  const focused = document.activeElement;
  return body.contains(focused) && (focused !== offered || offered.matches(":focus-visible"));
}

/** Return what a cell stands for: an IRI as a query writes it, a number without groups of digits, or its text. */
function content(cell) {
  const written = cell.querySelector("small")?.textContent;
  return cell.dataset.sort ?? written ?? (cell.querySelector("a, span") ?? cell).textContent.trim();
}

function copying(words, text, attributes = { class: "plain" }) {
  const made = button(words, () => copyText(text(), made), attributes);
  return made;
}
