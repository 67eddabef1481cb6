"""Which classes and properties are wider than others: what readers need not be told beside the narrower."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeAlias

from pyoxigraph import NamedNode

from sinograph.linked.asking import rows_about

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sinograph.engine.interface import Engine

WIDER: Final = """
SELECT ?narrow ?wide
WHERE { VALUES ?narrow { NODES } ?narrow PATH+ ?wide FILTER(isIRI(?wide) && ?wide != ?narrow) }"""

CLASSES: Final = WIDER.replace("PATH", "rdfs:subClassOf")
PROPERTIES: Final = WIDER.replace("PATH", "rdfs:subPropertyOf")

Wider: TypeAlias = "Mapping[NamedNode, Collection[NamedNode]]"
"""For each term those that are wider."""


def wider_classes(engine: Engine, classes: Iterable[NamedNode]) -> Wider:
    """Return the classes that the ontology says are wider than these."""
    return _wider(engine, classes, CLASSES)


def wider_properties(engine: Engine, properties: Iterable[NamedNode]) -> Wider:
    """Return the properties that the ontology says are wider than these."""
    return _wider(engine, properties, PROPERTIES)


def narrowest(terms: Iterable[NamedNode], wider: Wider) -> set[NamedNode]:
    """Return the terms that none of the others is narrower than; those that are as wide as each other stay."""
    terms = set(terms)
    return {each for each in terms if not any(is_narrower(other, each, wider) for other in terms)}


def is_narrower(term: NamedNode, than: NamedNode, wider: Wider) -> bool:
    """Tell whether a term is narrower than another, rather than the same by another name."""
    return than in wider.get(term, ()) and term not in wider.get(than, ())


def _wider(engine: Engine, terms: Iterable[NamedNode], query: str) -> Wider:
    found: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for narrow, wide in rows_about(engine, terms, query):
        if isinstance(narrow, NamedNode) and isinstance(wide, NamedNode):
            found[narrow].add(wide)
    return found
