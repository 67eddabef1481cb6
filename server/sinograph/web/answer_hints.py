"""Why an answer may be empty: the terms of its query that the data do not have, and what is nearest to them."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import NamedNode
from rapidfuzz import fuzz, process

from sinograph.citing.words import UnreadError, iris_of
from sinograph.engine.errors import QueryError
from sinograph.linked.asking import rows, rows_about
from sinograph.namespaces import shorten, tail
from sinograph.once import once
from sinograph.web.turnstile import Turnstile

if TYPE_CHECKING:
    from sinograph.engine.interface import Engine
    from sinograph.web.about import About

MOST_TERMS: Final = 20
"""How many terms of a query are looked up."""

MOST_COMPARED: Final = 5
"""Of how many that are not known it is told what may be meant."""

MOST_KNOWN: Final = 20_000
"""How many terms of a namespace are compared with one that is not known."""

NAME_LENGTH: Final = 100
"""How many characters of their names are compared: a comparison takes as long as the product of both lengths."""

KEPT: Final = 8
"""Of how many namespaces the terms are kept."""

COMPARING: Final = 2
WAITING: Final = 14
"""How many queries are looked through at the same time, and how many more may wait for that."""

NEAREST: Final = 3
"""How many terms are named that may be meant."""

LIKE: Final = 75
"""From which likeness on, of 100, one may be meant for the other."""

OTHER_KIND: Final = 15
"""How much less like another a thing of another kind is; what is less like it than the best by as much is not named."""

DATATYPES: Final = "http://www.w3.org/2001/XMLSchema#"

KNOWN: Final = """
SELECT ?term WHERE {
  VALUES ?term { NODES }
  FILTER(EXISTS { ?term ?p ?o } || EXISTS { ?s ?term ?o } || EXISTS { ?s ?p ?term }
    || EXISTS { GRAPH ?term { ?s ?p ?o } })
}"""

TERMS: Final = f"""
SELECT DISTINCT ?term WHERE {{
  {{ ?term a ?kind }} UNION {{ SELECT DISTINCT ?term {{ ?s ?term ?o }} }}
  FILTER(STRSTARTS(STR(?term), "NAMESPACE"))
}} LIMIT {MOST_KNOWN}"""


class Unknown(NamedTuple):
    """A term that the data do not have, as the query writes it, and what may be meant instead."""

    term: str
    nearest: tuple[str, ...]


class Hints:
    """Finds the terms of queries that the data do not have; what the data have is read once for each namespace."""

    def __init__(self, engine: Engine, about: About) -> None:
        self._engine, self._about = engine, about
        self._readers = lru_cache(KEPT)(lambda space: once(partial(self._read, space)))
        self._turnstile = Turnstile(COMPARING, WAITING)

    def unknown(self, text: str) -> list[Unknown]:
        """Return the terms of a query, within the namespaces that have a prefix, that the data do not have.

        :raises EngineBusyError: where too many ask for that already
        """
        with self._turnstile.turn():
            try:
                return self._unknown(text)
            except (QueryError, UnreadError):
                return []

    def _unknown(self, text: str) -> list[Unknown]:
        named = iris_of(text, self._about.prefixes)
        spaces = {written: space for written, iri in named.items() if (space := _namespace(iri, self._about))}
        asked = dict(list(spaces.items())[:MOST_TERMS])
        known = {row[0] for row in rows_about(self._engine, {named[written] for written in asked}, KNOWN)}
        missing = [(written, space) for written, space in asked.items() if named[written] not in known]
        return [
            Unknown(written, self._nearest(named[written], space) if place < MOST_COMPARED else ())
            for place, (written, space) in enumerate(missing)
        ]

    def _read(self, space: str) -> dict[NamedNode, str]:
        """Return the terms of a namespace with their names in small letters."""
        found = rows(self._engine, TERMS.replace("NAMESPACE", space))
        return {term: _name(term).lower() for (term,) in found if isinstance(term, NamedNode)}

    def _nearest(self, iri: NamedNode, space: str) -> tuple[str, ...]:
        """Return the terms whose names are most like that of another; those of the same kind come first."""
        name, kind = _name(iri), iri.value.removesuffix(tail(iri.value))
        alike = process.extract(name.lower(), self._readers(space)(), scorer=fuzz.WRatio, score_cutoff=LIKE, limit=50)
        scores = {
            term: fuzz.ratio(name, _name(term)) - OTHER_KIND * (not term.value.startswith(kind)) for _, _, term in alike
        }
        ranked = sorted(scores, key=lambda term: (-scores[term], term.value))
        best = scores[ranked[0]] if ranked else 0
        near = [term for term in ranked[:NEAREST] if scores[term] > best - OTHER_KIND]
        return tuple(shorten(term, self._about.prefixes) for term in near)


def _name(term: NamedNode) -> str:
    return tail(term.value)[:NAME_LENGTH]


def _namespace(iri: NamedNode, about: About) -> str | None:
    """Return where names are compared: in a vocabulary, or among things of all kinds."""
    things = f"{about.base}id/"
    if iri.value.startswith(things):
        return things
    found = [space for space in about.prefixes.values() if iri.value.startswith(space) and space != DATATYPES]
    return max(found, key=len, default=None)
