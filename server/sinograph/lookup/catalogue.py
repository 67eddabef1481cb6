"""The types and properties that there are: what clients choose from, and what they may name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from sinograph.linked.asking import rows, rows_about
from sinograph.linked.naming import Naming
from sinograph.lookup.errors import LookupRequestError
from sinograph.lookup.index import Name, NameIndex
from sinograph.namespaces import tail

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sinograph.engine.interface import Engine
    from sinograph.languages import Language

MOST_TERMS: Final = 5000
"""How many types, and how many properties, are listed."""

MOST_THINGS: Final = 200_000
"""How many things of a type are told apart from those of others."""

CLOSE: Final = 85.0
"""How alike a name must be to be asked whether it was meant."""

TYPES: Final = (
    f"SELECT ?term (COUNT(*) AS ?n) WHERE {{ ?x a ?term }} GROUP BY ?term ORDER BY DESC(?n) LIMIT {MOST_TERMS}"
)
PROPERTIES: Final = (
    f"SELECT ?term (COUNT(*) AS ?n) WHERE {{ ?x ?term ?y }} GROUP BY ?term ORDER BY DESC(?n) LIMIT {MOST_TERMS}"
)
PROPERTIES_OF: Final = f"""
SELECT ?term (COUNT(*) AS ?n) WHERE {{ ?x a TYPE ; ?term ?y }} GROUP BY ?term ORDER BY DESC(?n) LIMIT {MOST_TERMS}"""
INSTANCES: Final = f"SELECT ?x WHERE {{ ?x a TYPE }} LIMIT {MOST_THINGS}"
DEFINITIONS: Final = """
SELECT ?node ?text
WHERE { VALUES ?node { NODES } ?node skos:definition|rdfs:comment ?text }"""


@dataclass(frozen=True)
class Term:
    """A type or a property that is used, with its English name and what it means."""

    iri: NamedNode
    name: str
    definition: str


class Terms:
    """Types or properties, the most used first, found by name or IRI."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.listed = tuple(terms)
        self._by_iri = {term.iri: term for term in self.listed}
        names = [Name(term.iri, text, place) for place, term in enumerate(self.listed) for text in _spellings(term)]
        self._index = NameIndex(names)

    @classmethod
    def of(cls, engine: Engine, query: str) -> Terms:
        """Return the terms that a query lists."""
        nodes = [node for node, _ in rows(engine, query) if isinstance(node, NamedNode)]
        naming = Naming.of(engine, nodes)
        meanings = definitions(engine, nodes)
        return cls(Term(node, naming.of_node(node), meanings.get(node, "")) for node in nodes)

    def get(self, iri: NamedNode, what: str) -> Term:
        """Return the term of an IRI.

        :raises LookupRequestError: where no such term is used
        """
        if iri not in self._by_iri:
            close = self._index.search(tail(iri.value), 1)
            remedy = f"did you mean {close[0].thing.value}?" if close and close[0].score >= CLOSE else None
            raise LookupRequestError(f"there is no {what} {iri.value[:200]}", remedy=remedy)
        return self._by_iri[iri]

    def find(self, iri: NamedNode) -> Term | None:
        """Return the term of an IRI, if it is used."""
        return self._by_iri.get(iri)

    def search(self, text: str, limit: int) -> list[Term]:
        """Return the terms whose names are most like a text; the most used ones where there is none."""
        if not text.strip():
            return list(self.listed[:limit])
        return [self._by_iri[found.thing] for found in self._index.search(text, limit)]


def definitions(engine: Engine, nodes: Iterable[NamedNode], language: Language = "en") -> dict[NamedNode, str]:
    """Return what nodes mean: in this language, or else in English, or in none."""
    spoken = (language, "en", "")
    best: dict[NamedNode, tuple[int, str]] = {}
    for node, text in rows_about(engine, nodes, DEFINITIONS):
        if isinstance(node, NamedNode) and isinstance(text, Literal) and (text.language or "") in spoken:
            ranked = spoken.index(text.language or ""), text.value
            best[node] = min(best.get(node, ranked), ranked)
    return {node: text for node, (_, text) in best.items()}


def instances(engine: Engine, kind: NamedNode) -> set[NamedNode]:
    """Return the things of a type."""
    found = rows(engine, INSTANCES.replace("TYPE", str(kind)), most_bytes=None)
    return {node for (node,) in found if isinstance(node, NamedNode)}


def _spellings(term: Term) -> set[str]:
    """Return the texts by which a term is found: its name, without its verb too, and the end of its IRI."""
    local = tail(term.iri.value)
    return {term.name, term.name.removeprefix("is ").removeprefix("has "), local}
