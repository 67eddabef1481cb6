/**
 * A search box that suggests things by name, as a combobox with a list
 * (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/).
 */
import { element } from "./elements.js";
import { say } from "./phrases.js";

const PAUSE = 120; // milliseconds after a key before the server is asked
const MOST = 8;

let boxes = 0;

/** Have the box `input` suggest what `input.dataset.suggest` finds. */
export function suggest(input) {
  new Suggestions(input);
}

class Suggestions {
  constructor(input) {
    this.input = input;
    this.list = element("ul", { id: `suggested-${++boxes}`, class: "suggested", role: "listbox", hidden: "" });
    this.list.setAttribute("aria-label", input.getAttribute("aria-label") ?? say("Suggestions"));
    this.told = element("p", { class: "unseen", role: "status" });
    this.chosen = -1;
    for (const [name, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    })) {
      input.setAttribute(name, value);
    }
    input.parentElement.append(this.list, this.told);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  }

  later() {
    clearTimeout(this.waiting);
    this.asking?.abort();
    this.waiting = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const text = this.input.value.trim();
    if (!text) return this.close();
    this.asking = new AbortController();
    const address = new URL(this.input.dataset.suggest, location.href);
    address.searchParams.set("q", text);
    address.searchParams.set("limit", String(MOST));
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: this.asking.signal });
      if (answer.ok) this.show((await answer.json()).results);
      else this.close();
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(results) {
    this.chosen = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...results.map((result, place) => this.option(result, place)));
    this.list.hidden = results.length === 0;
    this.input.setAttribute("aria-expanded", String(results.length > 0));
    this.told.textContent = results.length ? say("{number} found", { number: results.length }) : say("nothing found");
  }

  option(result, place) {
    const option = element("li", { id: `${this.list.id}-${place}`, role: "option", "aria-selected": "false" });
    const others = [result.also, result.found].filter((name) => name && name !== result.name);
    const names = [...new Set(others)].map((name) => element("span", { dir: "auto" }, name));
    const words = result.words ? [element("span", { dir: "auto" }, `“${result.words}”`)] : [];
    const kind = result.kinds[0] ?? "";
    option.append(element("strong", { dir: "auto" }, result.name), " ", ...names, " ", ...words, " ", element("small", {}, kind));
    option.dataset.link = result.link;
    option.addEventListener("click", () => this.go(option));
    return option;
  }

  key(event) {
    const options = this.list.children;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.isComposing) return;
    if (event.key in steps && !this.list.hidden) {
      event.preventDefault();
      this.mark((this.chosen + steps[event.key] + options.length + 1) % (options.length + 1));
    } else if (event.key === "Enter" && options[this.chosen] && !this.list.hidden) {
      event.preventDefault();
      this.go(options[this.chosen]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  /** Mark an option; the place after the last is the box itself. */
  mark(place) {
    const options = [...this.list.children];
    this.chosen = place;
    options.forEach((option, each) => option.setAttribute("aria-selected", String(each === place)));
    if (options[place]) this.input.setAttribute("aria-activedescendant", options[place].id);
    else this.input.removeAttribute("aria-activedescendant");
    options[place]?.scrollIntoView({ block: "nearest" });
  }

  go(option) {
    location.assign(new URL(option.dataset.link, location.href));
  }

  close() {
    clearTimeout(this.waiting);
    this.asking?.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.told.textContent = "";
  }
}
