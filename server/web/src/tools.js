/** What stands below the editor: write the query out neatly, copy its link, and which keys there are. */
import { button, element } from "./elements.js";
import { say } from "./phrases.js";

const SHOWN = 2000; // milliseconds that a button says what it has done

/** Offer the tools where the form has a place for them. */
export function offerTools(form, editor) {
  const place = form.querySelector("[data-tools]");
  const neat = () => {
    editor.autoformat();
    editor.focus();
  };
  place.append(button(say("Format"), neat, { class: "plain", title: "Ctrl-Shift-F" }));
  if (navigator.clipboard) {
    const copy = button(say("Copy link"), () => copied(copy, link(form, editor)), { class: "plain" });
    place.append(copy);
  }
  const keys = element("p", { class: "keys" });
  for (const [key, what] of [["Ctrl-Enter", say("asks")], ["Ctrl-Space", say("completes")], ["Tab", say("leads on")]]) {
    keys.append(element("span", {}, " "));
    keys.lastChild.append(element("kbd", {}, key), ` ${what}`);
  }
  form.querySelector(".row").after(keys);
}

function link(form, editor) {
  const address = new URL(form.action, location.href);
  const evidence = form.elements.evidence?.checked ? { evidence: "true" } : {};
  address.search = new URLSearchParams({ query: editor.getValue(), ...evidence });
  return address.href;
}

async function copied(made, text) {
  const words = made.textContent;
  try {
    await navigator.clipboard.writeText(text);
    made.textContent = say("Copied");
  } catch {
    made.textContent = say("This browser does not allow it: mark the text and copy it.");
  }
  setTimeout(() => (made.textContent = words), SHOWN);
}
