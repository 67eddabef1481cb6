/** Show an answer: the server's table, and on demand as a chart of its rows or as a picture of its graph. */
import { button, element } from "./elements.js";
import { say } from "./phrases.js";

export class Results {
  constructor(place, endpoint) {
    this.place = place;
    this.endpoint = endpoint;
    const shown = place.querySelector("[data-kind]");
    if (shown) this.offer(shown, document.querySelector("form.ask textarea").value);
  }

  busy() {
    this.place.setAttribute("aria-busy", "true");
  }

  clear() {
    this.place.replaceChildren();
    this.place.removeAttribute("aria-busy");
  }

  /** Take the answer out of the page that the server made of it. */
  show(page, query) {
    this.clear();
    const answer = page.querySelector("#answer [data-kind]");
    this.place.append(...(answer ? [document.adoptNode(answer)] : []));
    if (answer) this.offer(answer, query);
    const told = this.place.querySelector("h2, .truth");
    told?.setAttribute("tabindex", "-1"); // so that what is new is read out, and in view
    told?.focus();
  }

  /** Offer the pictures that the answer's kind can be shown as. */
  offer(answer, query) {
    const table = answer.querySelector(".scroll");
    const place = answer.querySelector("[data-views]");
    if (!table || !place) return;
    const picture = element("div", { class: "picture", hidden: "" });
    table.after(picture);
    const views = [["Table", null], ["Chart", chart], ["Graph", network]].filter(
      ([name]) => name !== (answer.dataset.kind === "graph" ? "Chart" : "Graph"),
    );
    const buttons = views.map(([name, draw]) =>
      button(say(name), () => this.view(draw, query, { table, picture, buttons, name }), { "aria-pressed": String(!draw) }),
    );
    place.append(...buttons);
  }

  async view(draw, query, { table, picture, buttons, name }) {
    for (const each of buttons) each.setAttribute("aria-pressed", String(each.textContent === say(name)));
    table.hidden = draw !== null;
    picture.hidden = draw === null;
    if (!draw || picture.dataset.drawn) return;
    picture.dataset.drawn = name;
    const failed = () => picture.replaceChildren(element("p", {}, say("This cannot be drawn; the table is all there is.")));
    await draw(picture, this.endpoint, query).catch(failed);
  }
}

async function fetched(endpoint, query, accept) {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: { Accept: accept },
    body: new URLSearchParams({ query }),
  });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return answer;
}

async function chart(picture, endpoint, query) {
  const [{ drawRows }, answer] = await Promise.all([
    import("./rows.js"),
    fetched(endpoint, query, "application/sparql-results+json"),
  ]);
  drawRows(picture, await answer.json());
}

async function network(picture, endpoint, query) {
  const [{ drawNetwork }, answer] = await Promise.all([
    import("./network.js"),
    fetched(endpoint, query, "application/n-triples"),
  ]);
  drawNetwork(picture, await answer.text());
}
