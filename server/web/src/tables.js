/** Tables that are sorted by the column whose head is pressed; what has no value there comes last. */
import { button } from "./elements.js";

/** Make a table sortable (https://www.w3.org/WAI/ARIA/apg/patterns/table/examples/sortable-table/). */
export function sortable(table) {
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    head.replaceChildren(button(head.textContent, () => sort(table, column), { class: "sort" }));
  });
}

function sort(table, column) {
  const head = table.tHead.rows[0].cells[column];
  const falling = head.getAttribute("aria-sort") === "ascending";
  for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", falling ? "descending" : "ascending");
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => ({ row, key: key(row.cells[column]) }));
  const compare = comparison(rows.map((each) => each.key).filter(Boolean));
  rows.sort((a, b) => {
    if (!a.key || !b.key) return Number(!a.key) - Number(!b.key);
    return (falling ? -1 : 1) * compare(a.key, b.key);
  });
  body.append(...rows.map((each) => each.row));
}

function key(cell) {
  return cell.dataset.sort ?? (cell.querySelector("a") ?? cell).textContent.trim();
}

function comparison(keys) {
  if (keys.every((each) => Number.isFinite(Number(each)))) return (a, b) => Number(a) - Number(b);
  return (a, b) => a.localeCompare(b, undefined, { numeric: true });
}
