"""Why an answer may be empty: the terms of its query that the data do not have, and what is nearest to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import NamedNode
from rapidfuzz import fuzz, process

from sinograph.citing.words import UnreadError, iris_of
from sinograph.engine.errors import QueryError
from sinograph.linked.asking import rows, rows_about
from sinograph.namespaces import shorten, tail

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sinograph.engine.interface import Engine
    from sinograph.web.about import About

MOST_TERMS: Final = 20
"""How many terms of a query are looked up."""

MOST_KNOWN: Final = 20_000
"""How many terms of a namespace are compared with one that is not known."""

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


def unknown_terms(text: str, engine: Engine, about: About) -> list[Unknown]:
    """Return the terms of a query, within the namespaces that have a prefix, that the data do not have."""
    try:
        named = iris_of(text, about.prefixes)
        spaces = {written: space for written, iri in named.items() if (space := _namespace(iri, about))}
        asked = dict(list(spaces.items())[:MOST_TERMS])
        known = {row[0] for row in rows_about(engine, {named[written] for written in asked}, KNOWN)}
        missing = {written: space for written, space in asked.items() if named[written] not in known}
        terms = {space: _terms(engine, space) for space in set(missing.values())}
    except (QueryError, UnreadError):
        return []
    return [Unknown(written, _nearest(named[written], terms[space], about)) for written, space in missing.items()]


def _namespace(iri: NamedNode, about: About) -> str | None:
    """Return where names are compared: in a vocabulary, or among things of all kinds."""
    things = f"{about.base}id/"
    if iri.value.startswith(things):
        return things
    found = [space for space in about.prefixes.values() if iri.value.startswith(space) and space != DATATYPES]
    return max(found, key=len, default=None)


def _terms(engine: Engine, space: str) -> list[NamedNode]:
    found = rows(engine, TERMS.replace("NAMESPACE", space))
    return [term for (term,) in found if isinstance(term, NamedNode)]


def _nearest(iri: NamedNode, terms: Iterable[NamedNode], about: About) -> tuple[str, ...]:
    """Return the terms whose names are most like that of another; those of the same kind come first."""
    name, space = tail(iri.value), iri.value.removesuffix(tail(iri.value))
    names = {term: tail(term.value) for term in terms}
    alike = process.extract(name, names, scorer=fuzz.WRatio, processor=str.lower, score_cutoff=LIKE, limit=50)
    scores = {
        term: fuzz.ratio(name, found) - OTHER_KIND * (not term.value.startswith(space)) for found, _, term in alike
    }
    ranked = sorted(scores, key=lambda term: (-scores[term], term.value))
    best = scores[ranked[0]] if ranked else 0
    return tuple(shorten(term, about.prefixes) for term in ranked[:NEAREST] if scores[term] > best - OTHER_KIND)
