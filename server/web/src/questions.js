/** Find one of the questions by its words. */
import { element } from "./elements.js";
import { say } from "./phrases.js";

/** Put a box into `place` that hides the questions without the words that are typed. */
export function findable(place) {
  if (!place) return;
  const told = element("span", { role: "status" });
  const box = element("input", { type: "search", class: "narrow", placeholder: say("Find a question"), "aria-label": say("Find a question") });
  const lines = [...document.querySelectorAll(".topic li")].map((line) => ({ line, text: line.textContent.toLowerCase() }));
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const { line, text } of lines) line.hidden = !words.every((word) => text.includes(word));
    for (const topic of document.querySelectorAll(".topic")) topic.hidden = !topic.querySelector("li:not([hidden])");
    const left = lines.filter(({ line }) => !line.hidden).length;
    told.textContent = words.length ? say("{left} of {all} questions", { left, all: lines.length }) : "";
  });
  place.append(box, " ", told);
}
