/** The queries that were asked last: kept in this browser, sent to nobody. */
import { button, element } from "./elements.js";
import { say } from "./phrases.js";

const KEY = "sinograph.queries";
const MOST = 20;
const SHOWN = 110; // characters of a query

export class Recent {
  /** `take` is given the query that is chosen. */
  constructor(place, take) {
    Object.assign(this, { place, take });
    this.draw();
  }

  add(query) {
    const others = read().filter((each) => each.query.trim() !== query.trim());
    keep([{ query, at: Date.now() }, ...others].slice(0, MOST));
    this.draw();
  }

  draw() {
    const queries = read();
    this.place.replaceChildren();
    if (!queries.length) return;
    const details = element("details", { class: "recent" });
    details.append(element("summary", {}, say("Recent queries ({number}), kept in this browser only", { number: queries.length })));
    const list = element("ol");
    for (const each of queries) list.append(this.line(each, details));
    const forget = () => {
      keep([]);
      this.draw();
    };
    details.append(list, button(say("Forget them"), forget, { class: "plain" }));
    this.place.append(details);
  }

  line({ query, at }, details) {
    const item = element("li");
    const choose = () => {
      this.take(query);
      details.open = false;
    };
    const when = new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    item.append(button(gist(query), choose, { class: "link", title: query.slice(0, 1000) }), " ", element("small", {}, when));
    return item;
  }
}

/** Return a query in a line, without what it begins with. */
function gist(query) {
  const comment = /^\s*#\s*(.+)/.exec(query)?.[1];
  const text = comment ?? query.replace(/^\s*(PREFIX\s+\S*\s+<[^>]*>\s*)+/i, "").replace(/\s+/g, " ").trim();
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each) => typeof each?.query === "string") : [];
  } catch {
    return []; // a browser that keeps nothing
  }
}

function keep(queries) {
  try {
    localStorage.setItem(KEY, JSON.stringify(queries));
  } catch {
    // a browser that keeps nothing, or has no room left
  }
}
