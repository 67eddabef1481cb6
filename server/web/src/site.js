/** What every page has: names that are suggested while one types, footnotes where they are cited, texts to copy. */
import { offerCopies } from "./copying.js";
import { showFootnotes } from "./footnotes.js";
import { suggest } from "./suggestions.js";

for (const box of document.querySelectorAll("[data-suggest]")) suggest(box);
showFootnotes();
offerCopies();
