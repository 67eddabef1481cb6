/** Make elements; text is only ever text. */

/** Return an element with attributes and, where it is given, a text. */
export function element(name, attributes = {}, text = undefined) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Return a button that does something. */
export function button(text, act, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", act);
  return made;
}
