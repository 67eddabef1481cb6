/** Narrow a page in place: what a form's filters do not let through is hidden, as the server does for who has no scripts. */

/**
 * Hide the rows that do not have what the filters are set to, and whatever stands for hidden rows only.
 *
 * A row has for each filter an attribute with its values, as in `data-lab="deepseek alibaba"`, and needs one of those
 * that are asked for; what stands for rows names their ids in `data-like`. Fields that stand outside of the form, such as
 * boxes in the rows, count from when it is submitted. `changed` is told when it was done.
 */
export function narrowed(form, rows, changed) {
  const apart = new Set([...form.elements].filter((field) => !form.contains(field) && field.name).map((field) => field.name));
  const asked = new URLSearchParams(location.search);
  let counted = [...apart].some((name) => asked.has(name));
  const apply = () => {
    const given = [...new FormData(form)].filter(([name, value]) => value && (counted || !apart.has(name)));
    const has = (row, [name, value]) => row.dataset[name].split(" ").includes(value);
    const fits = (row) => given.every(([name]) => given.some((pair) => pair[0] === name && has(row, pair)));
    for (const row of rows) row.hidden = !fits(row);
    for (const each of document.querySelectorAll("[data-like]")) each.hidden = !each.dataset.like.split(" ").some(isShown);
    const query = new URLSearchParams(given).toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
    changed(given);
  };
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    counted = true;
    apply();
  });
}

/** Tell whether the row of an id is shown. */
export function isShown(id) {
  return !document.getElementById(id).hidden;
}
