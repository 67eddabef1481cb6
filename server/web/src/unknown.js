/** Mark, while a query is written, the terms in it that the data do not have. */
import { element } from "./elements.js";
import { say } from "./phrases.js";

const PAUSE = 700; // milliseconds after a key before the server is asked
const LONGEST = 6000; // characters

export class Unknown {
  constructor(form, editor) {
    Object.assign(this, { form, editor, marks: [] });
    this.told = element("p", { class: "unknown-terms", role: "status", hidden: "" });
    form.querySelector("[data-fault]").after(this.told);
    editor.on("change", () => this.later());
  }

  later() {
    clearTimeout(this.waiting);
    this.asking?.abort();
    this.clear();
    this.waiting = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const query = this.editor.getValue();
    if (!query.trim() || query.length > LONGEST) return;
    this.asking = new AbortController();
    const address = new URL(this.form.dataset.unknown, location.href);
    address.search = new URLSearchParams({ query });
    try {
      const answer = await fetch(address, { signal: this.asking.signal });
      if (answer.ok) this.show((await answer.json()).unknown.filter(({ term }) => !this.isBeingWritten(term)));
    } catch {
      this.clear(); // the query can be asked all the same
    }
  }

  /** Tell whether the cursor stands behind a term: it may not be all there yet. */
  isBeingWritten(term) {
    const { line, ch } = this.editor.getDoc().getCursor();
    return this.editor.hasFocus() && this.editor.getDoc().getLine(line).slice(0, ch).endsWith(term);
  }

  show(unknown) {
    this.clear();
    const document = this.editor.getDoc();
    for (let line = 0; line < document.lineCount(); line += 1) {
      for (const token of this.editor.getLineTokens(line)) {
        if (!unknown.some(({ term }) => term === token.string)) continue;
        this.marks.push(document.markText({ line, ch: token.start }, { line, ch: token.end }, { className: "unknown-term" }));
      }
    }
    this.told.replaceChildren(...unknown.flatMap(({ term, nearest }) => [sentence(term, nearest), " "]));
    this.told.hidden = !unknown.length;
  }

  clear() {
    this.marks.forEach((mark) => mark.clear());
    this.marks = [];
    this.told.hidden = true;
    this.told.replaceChildren();
  }
}

function sentence(term, nearest) {
  const known = { term, nearest: nearest.join(", ") };
  return nearest.length ? say("The data have no {term}; did you mean {nearest}?", known) : say("The data have no {term}.", known);
}
