/** The SPARQL editor: it takes the place of the plain form's text box, and answers without leaving the page. */
import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import "./editor.css";
import { Asking } from "./asking.js";
import { completers } from "./completions.js";
import { element } from "./elements.js";
import { Faults } from "./faults.js";
import { say } from "./phrases.js";
import { findable } from "./questions.js";
import { Recent } from "./recent.js";
import { Results } from "./results.js";
import { offerTools } from "./tools.js";
import { Unknown } from "./unknown.js";

const MODE = "sparql-with-prefixes";
const NOTED = ["json", "csv", "tsv"];
const DRAFT = "sinograph.draft";

const form = document.querySelector("form.ask");
if (form) start(form);

function start(form) {
  const text = form.querySelector("textarea");
  const editor = makeEditor(form, text);
  const faults = new Faults(editor, form.querySelector("[data-fault]"));
  const recent = new Recent(form.querySelector("[data-history]"), (query) => editor.setValue(query));
  const results = new Results(document.getElementById("answer"));
  const asking = new Asking(form, editor, { results, faults, recent });
  form.addEventListener("submit", (event) => {
    if (form.elements.format.value !== "html") return plainly(form, text, editor);
    event.preventDefault();
    asking.toggle();
  });
  editor.addKeyMap({ "Ctrl-Enter": () => asking.ask(), "Cmd-Enter": () => asking.ask() });
  editor.on("change", () => {
    faults.clear();
    sessionStorage.setItem(DRAFT, JSON.stringify({ at: location.href, query: editor.getValue() }));
  });
  offerTools(form, editor);
  new Unknown(form, editor);
  findable(document.querySelector("[data-find-question]"));
  addEventListener("popstate", () => location.reload());
}

/** Have the form ask for a file: with what its rows rest on where its format has room for that. */
function plainly(form, text, editor) {
  text.value = editor.getValue();
  const { evidence, format } = form.elements;
  if (!evidence) return;
  evidence.disabled = !NOTED.includes(format.value);
  setTimeout(() => (evidence.disabled = false)); // when the form is sent
}

function makeEditor(form, text) {
  knowPrefixes([...form.querySelectorAll("[data-prefixes] dt")].map((each) => each.textContent.slice(0, -1)));
  const own = completers(form.dataset.terms, form.dataset.search);
  for (const each of own) Yasqe.registerAutocompleter(each, false);
  const place = element("div", { class: "editor" });
  text.after(place);
  const editor = new Yasqe(place, {
    value: drafted() ?? text.value,
    mode: MODE,
    autocompleters: [...own.map((each) => each.name), "variables"],
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "auto",
    viewportMargin: Infinity,
    screenReaderLabel: say("Query"),
    // The tab key leads on, as everywhere in a page: who cannot use a mouse must get out again.
    extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-Enter": false, "Cmd-Enter": false, "Ctrl-S": false },
  });
  text.hidden = true;
  text.required = false;
  text.form.querySelector("label[for=text]").addEventListener("click", () => editor.focus());
  return editor;
}

/** Have prefixes that the server knows be no errors where a query does not declare them. */
function knowPrefixes(names) {
  Yasqe.defineMode(MODE, (options) => {
    const mode = Yasqe.getMode(options, "sparql11");
    const known = Object.fromEntries(names.map((name) => [name, ""]));
    return { ...mode, startState: () => ({ ...mode.startState(), prefixes: { ...known } }) };
  });
}

/** Return what was being written at this address before the page was loaded anew. */
function drafted() {
  const draft = JSON.parse(sessionStorage.getItem(DRAFT) ?? "null");
  return draft?.at === location.href && performance.getEntriesByType("navigation")[0]?.type === "reload" ? draft.query : null;
}
