/** Buttons that copy the text of what they name by `data-copy`; hidden where a page may not copy. */
import { say } from "./phrases.js";

/** Have the buttons of this page copy. */
export function offerCopies() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", () => copyText(document.getElementById(button.dataset.copy).innerText, button));
  }
}

/** Copy a text, and say on the button that was pressed how that went. */
export async function copyText(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = say("Copied");
  } catch {
    button.textContent = say("This browser does not allow it: mark the text and copy it.");
  }
}
