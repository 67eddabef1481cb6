"""English names of things and terms, for sentences and labels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from sinograph.agreement import is_number
from sinograph.namespaces import expand
from sinograph.reasoner.sentences import with_article
from sinograph.spelling import spell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from sinograph.spelling import Term

PREFERRED: Final = expand("skos:prefLabel")
TYPE: Final = expand("rdf:type")
GROUPED: Final = re.compile(r"-?\d{5,}")
"""Whole numbers that are easier to read in groups of three digits; years are shorter."""


class Names:
    """The English preferred labels among some triples."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._labels = {
            triple.subject: triple.object.value
            for triple in triples
            if triple.predicate == PREFERRED and isinstance(triple.object, Literal) and triple.object.language == "en"
        }

    def of(self, term: Term) -> str:
        """Return the label of a thing, or what a literal says, or else the end of the IRI."""
        if isinstance(term, Literal):
            is_grouped = is_number(term) and GROUPED.fullmatch(term.value)
            return f"{int(term.value):,}" if is_grouped else term.value
        if term in self._labels:
            return self._labels[term]
        return re.split("[/#]", term.value)[-1] if isinstance(term, NamedNode) else spell(term)

    def sentence(self, triple: Triple) -> str:
        """Return a triple as a sentence without its full stop."""
        subject, value = self.of(triple.subject), self.of(triple.object)
        if triple.predicate == TYPE:
            return f"{subject} is {with_article(value)}"
        return f"{subject} {self.of(triple.predicate)} {value}"
