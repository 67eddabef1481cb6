/** The SPARQL editor: it takes the place of the plain form's text box, and answers without leaving the page. */
import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import "./editor.css";
import { completer } from "./completions.js";
import { element } from "./elements.js";
import { Faults } from "./faults.js";
import { say } from "./phrases.js";
import { Results } from "./results.js";

const form = document.querySelector("form.ask");
if (form) start(form);

function start(form) {
  const text = form.querySelector("textarea");
  const results = new Results(document.getElementById("answer"), form.action);
  const editor = makeEditor(form, text);
  const faults = new Faults(editor, form.querySelector("[data-fault]"));
  const ask = () => run(editor, results, faults, form);
  text.form.addEventListener("submit", (event) => {
    if (form.querySelector("[name=format]").value !== "html") return void (text.value = editor.getValue());
    event.preventDefault();
    ask();
  });
  editor.addKeyMap({ "Ctrl-Enter": ask, "Cmd-Enter": ask });
  editor.on("change", () => faults.clear());
  examples(editor, ask);
  addEventListener("popstate", () => location.reload());
}

function makeEditor(form, text) {
  Yasqe.registerAutocompleter(completer(form.dataset.terms), false);
  const place = element("div", { class: "editor" });
  text.after(place);
  const editor = new Yasqe(place, {
    value: text.value.trim() ? text.value : form.dataset.example,
    autocompleters: ["terms", "variables"],
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

async function run(editor, results, faults, form) {
  const query = editor.getValue();
  faults.clear();
  results.busy();
  const address = new URL(form.action, location.href);
  address.search = new URLSearchParams({ query });
  const answer = await ask(address, query);
  if (answer.fault) {
    results.clear();
    return faults.show(answer.fault);
  }
  history.pushState(null, "", address.href.length <= 6000 ? address : form.action);
  results.show(answer.page, query);
}

/** Ask for the answer as a page, from which its part is taken; what is wrong comes as problem JSON. */
async function ask(address, query) {
  const headers = { Accept: "text/html, application/problem+json" };
  const long = address.href.length > 6000;
  const sent = long ? { method: "POST", headers, body: new URLSearchParams({ query }) } : { headers };
  try {
    const answer = await fetch(long ? address.pathname : address, sent);
    if (answer.ok) return { page: new DOMParser().parseFromString(await answer.text(), "text/html") };
    return { fault: await answer.json() };
  } catch {
    return { fault: { detail: say("The server did not answer."), remedy: say("ask again") } };
  }
}

/** Have the example questions fill the editor and be answered, where their links would load a page. */
function examples(editor, ask) {
  for (const link of document.querySelectorAll("a[data-question]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      editor.setValue(new URL(link.href).searchParams.get("query"));
      document.getElementById("query").scrollIntoView();
      ask();
    });
  }
}
