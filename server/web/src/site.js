/** What every page has: names that are suggested while one types, and footnotes where they are cited. */
import { showFootnotes } from "./footnotes.js";
import { suggest } from "./suggestions.js";

for (const box of document.querySelectorAll("[data-suggest]")) suggest(box);
showFootnotes();
