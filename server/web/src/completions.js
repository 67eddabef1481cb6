/** Completions for the editor: prefixes, classes and properties, and things by their names, in both languages. */
import { chinese } from "./phrases.js";

const MOST = 60;
const THINGS = 8;
const LEAST = 2; // letters of a name before things are looked for
/** What has been written of a name up to the cursor; variables, IRIs and keywords are none. */
const BEGUN = /(?<![?$<"'#\p{L}\p{N}_-])(?:[\p{L}_][\p{L}\p{N}_.-]*:?|:)[\p{L}\p{N}_.-]*$/u;
/** What has been written of a declaration. */
const DECLARED = /^\s*PREFIX\s+([\w-]*):?$/i;

/** Return the completers: of declarations, and of names; `terms` and `search` are asked when they are first needed. */
export function completers(terms, search) {
  const known = once(() => fetch(terms, { headers: { Accept: "application/json" } }).then(read, () => []));
  const told = new Map(); // what is known of each name that was offered
  const hint = (editor, each, begun) => {
    const to = editor.getDoc().getCursor();
    return { ...each, from: { line: to.line, ch: to.ch - begun.length }, to, render: (line) => draw(line, each.text, told.get(each.text)) };
  };
  const offered = (list) => {
    for (const each of list) told.set(each.name, each);
    return list.map((each) => each.name);
  };
  return [
    {
      name: "declarations",
      bulk: false,
      autoShow: true,
      isValidCompletionPosition: (editor) => DECLARED.test(before(editor)),
      get: async (editor) => offered(declarations(await known(), DECLARED.exec(before(editor))[1])),
      postprocessHints: (editor, hints) => hints.map((each) => hint(editor, each, before(editor).trimStart())),
    },
    {
      name: "terms",
      bulk: false,
      autoShow: true,
      isValidCompletionPosition: (editor) => begun(editor).length > 1 && !isText(editor) && !DECLARED.test(before(editor)),
      get: async (editor) => {
        const text = begun(editor);
        const [terms, things] = await Promise.all([known(), thingsOf(search, known, text)]);
        return offered([...matching(terms, text), ...things.filter((each) => !terms.some(({ name }) => name === each.name))].slice(0, MOST));
      },
      postprocessHints: (editor, hints) => hints.map((each) => hint(editor, each, begun(editor))),
    },
  ];
}

function once(make) {
  let made;
  return () => (made ??= make());
}

function before(editor) {
  const { line, ch } = editor.getDoc().getCursor();
  return editor.getDoc().getLine(line).slice(0, ch);
}

function begun(editor) {
  return BEGUN.exec(before(editor))?.[0] ?? "";
}

function isText(editor) {
  return /comment|string$|keyword/.test(editor.getTokenAt(editor.getDoc().getCursor()).type ?? "");
}

async function read(answer) {
  const terms = answer.ok ? (await answer.json()).terms : [];
  terms.forEach((term) => (term.sought = [term.name, ...term.labels].join(" ").toLowerCase()));
  return terms;
}

function declarations(terms, text) {
  return terms
    .filter((term) => term.kind === "prefix" && term.name.startsWith(text.toLowerCase()))
    .map((term) => ({ name: `PREFIX ${term.name} <${term.iri}>`, labels: [] }));
}

/** Find things by name; each is written with the prefix of its kind. */
async function thingsOf(address, known, text) {
  const sought = text.slice(text.indexOf(":") + 1).replace(/[_-]/g, " ").trim();
  const begins = text.slice(0, text.indexOf(":") + 1);
  if (!address || sought.length < (/[\u4e00-\u9fff]/.test(sought) ? 1 : LEAST)) return [];
  const asked = new URL(address, location.href);
  asked.search = new URLSearchParams({ q: sought, limit: String(THINGS) });
  try {
    const answer = await fetch(asked, { headers: { Accept: "application/json" } });
    const prefixes = (await known()).filter((term) => term.kind === "prefix");
    return answer.ok ? named((await answer.json()).results, prefixes).filter(({ name }) => name.startsWith(begins)) : [];
  } catch {
    return [];
  }
}

function named(results, prefixes) {
  return results.flatMap(({ iri, name, found }) => {
    const prefix = prefixes.find((each) => iri.startsWith(each.iri) && /^[\w-]+$/.test(iri.slice(each.iri.length)));
    const labels = [...new Set([name, found].filter(Boolean))];
    return prefix ? [{ name: prefix.name + iri.slice(prefix.iri.length), labels }] : [];
  });
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
    .map((each) => each.term);
}

/** Draw a name with its labels in both languages, and what it means, that of the page's language first. */
function draw(line, name, told) {
  line.append(name);
  if (told?.labels?.length) line.append(" ", said("small", told.labels.join(" · ")));
  const { en, zh } = told?.definitions ?? {};
  for (const [text, lang] of chinese ? [[zh, "zh"], [en, "en"]] : [[en, "en"], [zh, "zh"]]) {
    if (text) line.append(Object.assign(said("small", text), { lang, className: "meaning" }));
  }
}

function said(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
