/** Completions for the editor: the prefixes, classes and properties that the server knows, by name in both languages. */

const MOST = 60;
/** What has been written of a name up to the cursor; variables, IRIs and keywords are none. */
const BEGUN = /(?<![?$<"'#\p{L}\p{N}_-])(?:[\p{L}_][\p{L}\p{N}_.-]*:?|:)[\p{L}\p{N}_.-]*$/u;

/** Return a completer that asks `address` once, when it is first needed. */
export function completer(address) {
  let terms;
  const known = () => (terms ??= fetch(address, { headers: { Accept: "application/json" } }).then(read, () => []));
  return {
    name: "terms",
    bulk: false,
    autoShow: true,
    isValidCompletionPosition: (editor) => begun(editor).length > 1 && !isText(editor),
    get: async (editor) => matching(await known(), begun(editor)).map((term) => term.name),
    postprocessHints: (editor, hints) => hints.map((hint) => placed(editor, hint, terms)),
  };
}

function begun(editor) {
  const { line, ch } = editor.getDoc().getCursor();
  return BEGUN.exec(editor.getDoc().getLine(line).slice(0, ch))?.[0] ?? "";
}

function isText(editor) {
  return /comment|string$|keyword/.test(editor.getTokenAt(editor.getDoc().getCursor()).type ?? "");
}

/** Have a hint take the place of what was begun, which the editor's own grammar may not take for one word. */
function placed(editor, hint, terms) {
  const to = editor.getDoc().getCursor();
  const from = { line: to.line, ch: to.ch - begun(editor).length };
  return { ...hint, from, to, render: (line) => draw(line, hint.text, terms) };
}

async function read(answer) {
  const terms = answer.ok ? (await answer.json()).terms : [];
  terms.forEach((term) => (term.sought = [term.name, ...term.labels].join(" ").toLowerCase()));
  terms.byName = new Map(terms.map((term) => [term.name, term]));
  return terms;
}

function matching(terms, text) {
  const sought = text.toLowerCase();
  const local = sought.slice(sought.indexOf(":") + 1);
  const prefix = sought.slice(0, sought.indexOf(":") + 1);
  const rank = (term) => {
    const name = term.name.toLowerCase();
    if (name.startsWith(sought)) return 0;
    if (prefix && !name.startsWith(prefix)) return -1;
    if (local && name.includes(local)) return 1;
    return local.length > 1 && term.sought.includes(local) ? 2 : -1;
  };
  return terms
    .map((term) => ({ term, rank: rank(term) }))
    .filter((each) => each.rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map((each) => each.term);
}

function draw(line, name, terms) {
  line.append(name);
  Promise.resolve(terms).then((known) => {
    const labels = known.byName?.get(name)?.labels ?? [];
    if (!labels.length) return;
    const said = document.createElement("small");
    said.textContent = labels.join(" · ");
    line.append(" ", said);
  });
}
