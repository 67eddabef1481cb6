/** Show what is wrong with a query, at the line where it is wrong. */
import { button, element } from "./elements.js";
import { say } from "./phrases.js";

export class Faults {
  constructor(editor, place) {
    this.editor = editor;
    this.place = place;
    this.line = null;
  }

  /** Show a problem as the server tells it (RFC 9457): a detail, and where and how to mend it as far as known. */
  show({ detail, remedy, line, column }) {
    const told = element("p", {}, detail);
    if (remedy) told.append(` ${remedy[0].toUpperCase()}${remedy.slice(1)}.`);
    this.place.replaceChildren(told);
    if (line) {
      const at = { line: line - 1, ch: (column ?? 1) - 1 };
      this.line = this.editor.getDoc().addLineClass(at.line, "background", "faulty");
      const lead = () => {
        this.editor.focus();
        this.editor.getDoc().setCursor(at);
      };
      told.prepend(button(say("Line {line}, column {column}", { line, column }), lead, { class: "plain" }), ": ");
    }
    this.place.hidden = false;
  }

  clear() {
    if (this.line) this.editor.getDoc().removeLineClass(this.line, "background", "faulty");
    this.line = null;
    this.place.hidden = true;
    this.place.replaceChildren();
  }
}
