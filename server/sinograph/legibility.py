"""Check that a reader finds every number, date and verbatim string of a claim in the words it was read from."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from sinograph.datings import Dating, datings, shown_by
from sinograph.faults import Fault
from sinograph.namespaces import expand, shorten, sino
from sinograph.numerals import numbers
from sinograph.reading import read_quads

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from pyoxigraph import Triple

    from sinograph.passages import ClaimFile, Passage
    from sinograph.project import Project

STATED_AS: Final = sino("statedAs")

_STRINGS: Final = {expand("xsd:string"), expand("rdf:langString"), expand("rdf:dirLangString")}
_GAP: Final = " \u2026 "
"""Stands between fragments, so that no number is read across them."""


def check_legibility(claims: Iterable[ClaimFile], verbatim: Collection[NamedNode] = (STATED_AS,)) -> list[Fault]:
    """Return a fault for each value in a claim graph that its passage's quote does not show.

    :param verbatim: the properties whose strings must stand in the quote word for word (:func:`verbatim_properties`);
        other strings must if they contain a digit
    """
    passages = (passage for file in claims for passage in file.passages if passage.spans)
    return [fault for passage in passages for fault in _passage_faults(passage, verbatim)]


def verbatim_properties(project: Project) -> frozenset[NamedNode]:
    """Return ``sino:statedAs`` and, from the ontology, every property below it."""
    below: dict[object, set[NamedNode]] = defaultdict(set)
    for quad in read_quads(project.ontology):
        if quad.predicate == expand("rdfs:subPropertyOf") and isinstance(quad.subject, NamedNode):
            below[quad.object].add(quad.subject)
    found: set[NamedNode] = set()
    pending = {STATED_AS}
    while pending:
        found |= pending
        pending = {lower for upper in pending for lower in below[upper]} - found
    return frozenset(found)


@dataclass(frozen=True)
class Quote:
    """What can be read in the fragments of a passage."""

    fragments: tuple[str, ...]

    @cached_property
    def numbers(self) -> frozenset[Decimal]:
        """The numbers that it shows."""
        return numbers(_GAP.join(self.fragments))

    @cached_property
    def datings(self) -> tuple[frozenset[Dating], ...]:
        """The dates that each fragment shows."""
        return tuple(datings(fragment) for fragment in self.fragments)

    @cached_property
    def words(self) -> str:
        """Its words without the white space."""
        return _without_space("".join(self.fragments))


def _without_space(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _passage_faults(passage: Passage, verbatim: Collection[NamedNode]) -> Iterator[Fault]:
    quote = Quote(tuple(span.exact for span in passage.spans))
    for fact in passage.facts:
        if isinstance(fact.object, Literal):
            for problem, remedy in _problems(fact.object, quote, verbatim=fact.predicate in verbatim):
                yield Fault("error", "legibility", passage.where, f"{_told(fact)} {problem}", remedy)


def _told(fact: Triple) -> str:
    subject = shorten(fact.subject) if isinstance(fact.subject, NamedNode) else str(fact.subject)
    value = fact.object.value if isinstance(fact.object, Literal) else str(fact.object)
    return f"{subject} {shorten(fact.predicate)} {value}"


def _problems(literal: Literal, quote: Quote, *, verbatim: bool) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a value, at most one thing, and the remedy."""
    if literal.datatype in _STRINGS:
        if (verbatim or re.search("[0-9]", literal.value)) and _without_space(literal.value) not in quote.words:
            yield "is not in the quote word for word", "write it as the document does, or widen the quote"
        return
    check = _CHECKS.get(literal.datatype)
    if check is None:
        return
    try:
        shown = check(literal.value, quote)
    except (InvalidOperation, ValueError):
        yield f"is no {shorten(literal.datatype)}", "correct the value or its datatype"
        return
    if shown is not None:
        yield f"is not legible: the quote shows {shown}", "correct the value, or widen the quote to where it is said"


def _number(text: str, quote: Quote) -> str | None:
    """Return what the quote shows in place of a number, or None where it shows it."""
    wanted = Decimal(text)
    if wanted in quote.numbers:
        return None
    return ", ".join(f"{number.normalize():f}" for number in sorted(quote.numbers)) or "no number"


def _date(text: str, quote: Quote) -> str | None:
    """Return what the quote shows in place of a date, or None where it shows it."""
    wanted = Dating.parse(text)
    if shown_by(wanted, quote.datings):
        return None
    return ", ".join(sorted({str(dating) for fragment in quote.datings for dating in fragment})) or "no date"


_INTEGERS: Final = ["integer", "nonNegativeInteger", "positiveInteger", "long", "int", "short", "byte"]
_CHECKS: Final[dict[NamedNode, Callable[[str, Quote], str | None]]] = {
    **{expand(f"xsd:{name}"): _number for name in (*_INTEGERS, "decimal", "double", "float")},
    **{expand(f"xsd:{name}"): _date for name in ("gYear", "gYearMonth", "date")},
}
"""How a value is looked for in the quote, by datatype."""
