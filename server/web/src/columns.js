/** Read the columns of an answer's table: what they are called, of which kind they are, and their values. */

/** Return the columns; each has a `name`, a `kind` (number, date or text) and `cells` with a `text` and a `value`. */
export function columnsOf(table) {
  const rows = [...table.tBodies[0].rows];
  return [...table.tHead.rows[0].cells]
    .map((head, place) => ({ head, cells: rows.map((row) => read(row.cells[place])) }))
    .filter(({ head }) => !head.classList.contains("sources"))
    .map(({ head, cells }) => ({ name: head.textContent.trim(), kind: kindOf(cells), cells }));
}

function read(cell) {
  const link = cell.querySelector("a");
  const text = (link ?? cell.querySelector("span") ?? cell).textContent.trim();
  const kind = ["number", "date"].find((name) => cell.classList.contains(name)) ?? "text";
  return { text, kind, value: cell.dataset.sort ?? text, link: link?.href, code: cell.querySelector("small")?.textContent };
}

function kindOf(cells) {
  const kinds = new Set(cells.filter((cell) => cell.text).map((cell) => cell.kind));
  return kinds.size === 1 ? [...kinds][0] : "text";
}
