/** Read N-Triples (https://www.w3.org/TR/n-triples/) as far as a picture needs them. */

const TRIPLE = /^\s*(<[^>]*>|_:\S+)\s+(<[^>]*>)\s+(<[^>]*>|_:\S+|".*)\s*\.\s*$/;

/** Return the triples of a text; lines that are none are left out. */
export function readTriples(text) {
  const found = [];
  for (const line of text.split("\n")) {
    const match = TRIPLE.exec(line);
    if (match) found.push({ subject: term(match[1]), predicate: term(match[2]), object: term(match[3]) });
  }
  return found;
}

function term(text) {
  if (text.startsWith('"')) return { literal: true, value: text };
  return { literal: false, value: text.startsWith("<") ? unescaped(text.slice(1, -1)) : text };
}

function unescaped(iri) {
  return iri.replace(/\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})/g, (_, short, long) =>
    String.fromCodePoint(parseInt(short ?? long, 16)),
  );
}
