/** A document beside what was read from it: pointing at a quote shows what was read, pointing at that shows the quote. */
const CLASS = "pointed";

const cards = new Map([...document.querySelectorAll(".cards > li")].map((card) => [card.id, card]));
const quotes = [...document.querySelectorAll("[data-of]")];
let pointed = [];

for (const kind of ["pointerover", "focusin"]) {
  document.addEventListener(kind, ({ target }) => point(target.closest?.("[data-of], .cards > li")));
}

/** Mark what belongs to a quote or a card, and nothing else. */
function point(at) {
  for (const each of pointed) each.classList.remove(CLASS);
  pointed = !at ? [] : at.dataset.of ? passages(at).map((slug) => cards.get(slug)).filter(Boolean) : parts(at);
  for (const each of pointed) each.classList.add(CLASS);
}

function parts(card) {
  return quotes.filter((quote) => passages(quote).includes(card.id));
}

function passages(quote) {
  return quote.dataset.of.split(" ");
}
