/** Colours of the page, for what is drawn on a canvas. */

/** Whether the system is dark; what the page was told to be goes before that. */
export const dark = matchMedia("(prefers-color-scheme: dark)");
const theme = document.documentElement.dataset.theme;

/** Colours that tell apart also without red and green, on light and on dark paper. */
export const COLOURS = (theme ? theme === "dark" : dark.matches)
  ? ["#e98a7e", "#7fb2d9", "#d9b65f", "#8fc7a3", "#b9a0dc", "#d990b5"]
  : ["#9e2a2b", "#2f6690", "#946600", "#3a7d5a", "#6a4c93", "#a23e78"];

/** Return the value of one of the page's custom properties. */
export function paint(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
