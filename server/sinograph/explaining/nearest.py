"""What to say of a triple that does not hold: what the documents say of it, and what is nearest to it."""

from __future__ import annotations

from difflib import SequenceMatcher, get_close_matches
from itertools import islice
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from sinograph.explaining.errors import NotHeldError
from sinograph.namespaces import shorten, sino
from sinograph.spelling import spell, spell_triple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sinograph.explaining.evidence import Quote
    from sinograph.explaining.knowledge import Knowledge

SHOWN: Final = 5
"""How many triples are named that hold instead."""

LOOKED_AT: Final = 500
"""How many are looked at to find them."""

COMPARED: Final = 200
"""How many characters of two terms are compared to tell how like they are."""

MODALITIES: Final = {
    sino("Expected"): "it is only expected",
    sino("Opinion"): "it is only an opinion",
    sino("Rebutted"): "it is a belief that the document rebuts",
}
"""What to say of passages that speak of something without asserting it."""


def refusal(triple: Triple, knowledge: Knowledge) -> NotHeldError:
    """Return the error for a triple that does not hold."""
    unasserted = knowledge.witnesses.unasserted(triple)
    nearest = list(islice(_nearest(triple, knowledge), SHOWN))
    parts = [f"does not hold: {spell_triple(triple)}"]
    parts += [f"{_manner(quote)}: {quoted(quote)}" for quote in unasserted]
    remedy = f"what holds is: {'; '.join(map(spell_triple, nearest))}" if nearest else "nothing like it holds"
    return NotHeldError("; ".join(parts), remedy, triple, nearest, unasserted)


def quoted(quote: Quote) -> str:
    """Return a passage's words and their places, as ``“744B” [chinese-ai-labs 6100-6104]``."""
    words = " … ".join(f"“{stretch.exact}”" for stretch in quote.stretches)
    places = ", ".join(f"{stretch.start}-{stretch.end}" for stretch in quote.stretches if stretch.end >= 0)
    return f"{words} [{f'{quote.slug} {places}'.strip()}]"


def _manner(quote: Quote) -> str:
    return MODALITIES.get(quote.modality, "it is not asserted") if quote.modality else "it is not asserted"


def _nearest(triple: Triple, knowledge: Knowledge) -> Iterable[Triple]:
    """Yield what holds: the other way round, with other values, with other properties, then of other things."""
    subject, predicate, value = triple.subject, triple.predicate, triple.object
    match = knowledge.facts.match
    found: dict[Triple, None] = {}
    if isinstance(value, (NamedNode, BlankNode)):
        found.update(dict.fromkeys(match(value, predicate, subject)))
    found.update(dict.fromkeys(_ranked(match(subject, predicate, None), value, lambda each: each.object)))
    found.update(dict.fromkeys(sorted(match(subject, None, value), key=str)))
    if not found:
        found.update(dict.fromkeys(_ranked(match(None, predicate, value), subject, lambda each: each.subject)))
    yield from found


def _ranked(triples: Iterable[Triple], wanted: object, part: Callable[[Triple], object]) -> list[Triple]:
    """Return the first triples, the one whose part is most like what is wanted first."""
    matcher = SequenceMatcher(None, b=_written(wanted), autojunk=False)

    def likeness(triple: Triple) -> float:
        matcher.set_seq1(_written(part(triple)))
        return matcher.ratio()

    return sorted(islice(triples, LOOKED_AT), key=lambda each: (-likeness(each), str(each)))


def _written(term: object) -> str:
    return (spell(term) if isinstance(term, (NamedNode, BlankNode, Literal)) else str(term))[:COMPARED]


def close_names(node: NamedNode, knowledge: Knowledge) -> list[str]:
    """Return the CURIEs of things and terms whose names are like that of one that is not there, best first."""
    written = shorten(node)
    alike = get_close_matches(written, knowledge.names, n=3, cutoff=0.75)
    local = written.partition(":")[2]
    elsewhere = [name for name in knowledge.names if name.partition(":")[2] == local and local]
    return list(dict.fromkeys([*elsewhere, *alike]))[:3]
