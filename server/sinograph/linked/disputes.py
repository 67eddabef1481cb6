"""The disputes that a release has: what each is about, what kind it is, and the passages that take a side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sinograph.disputes import IMPOSSIBLE
from sinograph.linked.asking import grouped_rows, rows
from sinograph.passages import offset_of
from sinograph.tabulation import value_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sinograph.engine.interface import Engine
    from sinograph.tabulation import Term

DISPUTES: Final = """
SELECT ?dispute ?label ?property ?name
WHERE {
  ?dispute a sino:Dispute ; skos:prefLabel ?label FILTER(isIRI(?dispute))
  OPTIONAL {
    ?dispute sino:disputedProperty ?property FILTER(isIRI(?property))
    OPTIONAL { ?property skos:prefLabel ?name FILTER(LANG(?name) = "en") }
  }
}
ORDER BY ?dispute"""

THINGS: Final = """
SELECT ?dispute ?thing ?name
WHERE {
  ?dispute a sino:Dispute ; sino:disputeAbout ?thing FILTER(isIRI(?thing))
  OPTIONAL { ?thing skos:prefLabel ?name FILTER(LANG(?name) = "en") }
}
ORDER BY ?dispute ?name ?thing"""

SIDES: Final = """
SELECT ?dispute ?passage ?quotation ?modality ?document ?title ?start ?end
WHERE {
  ?dispute a sino:Dispute ; sino:disputeSide ?passage FILTER(isIRI(?passage))
  ?passage sino:quotation ?quotation ; sino:modality ?modality ; prov:wasQuotedFrom ?document .
  OPTIONAL { ?document dcterms:title ?title }
  OPTIONAL {
    SELECT ?passage (MIN(?first) AS ?start) (MAX(?last) AS ?end)
    WHERE { ?passage sino:hasFragment? ?span . ?span oa:start ?first ; oa:end ?last }
    GROUP BY ?passage
  }
}
ORDER BY ?dispute ?document ?start ?passage"""

VALUES: Final = """
SELECT ?dispute ?passage ?value
WHERE {
  ?dispute a sino:Dispute ; sino:disputeSide ?passage ; sino:disputeAbout ?thing ; sino:disputedProperty ?property .
  GRAPH ?passage { ?thing ?property ?value }
}
ORDER BY ?dispute ?passage ?value"""

DECLARED: Final = """
SELECT ?dispute ?passage
WHERE {
  ?dispute a sino:Dispute ; sino:disputeSide ?passage .
  ?passage sino:conflictsWith ?other FILTER EXISTS { ?dispute sino:disputeSide ?other }
}"""
"""What the curators judge; a filter, as engines else pair all sides with one another first."""


@dataclass(frozen=True)
class Side:
    """A passage that takes a side, and where it stands: from the first of its characters to after its last."""

    passage: str
    quotation: str
    modality: str
    document: str
    title: str
    start: int | None
    end: int | None
    values: tuple[str, ...]


@dataclass(frozen=True)
class Dispute:
    """A dispute; ``about`` and ``property`` are IRIs with their English labels.

    :param kind: ``values`` of one property, ``claims`` about the same, the ontology's ``logic``, or ``passages`` of
        which the curators judge that they conflict
    """

    iri: str
    label: str
    kind: str
    about: tuple[dict[str, str], ...]
    property: dict[str, str] | None
    sides: tuple[Side, ...]


def read_disputes(engine: Engine) -> list[Dispute]:
    """Return the disputes in the order of their names."""
    things, sides, declared = (grouped_rows(engine, query) for query in (THINGS, SIDES, DECLARED))
    values: dict[tuple[Term | None, Term | None], list[str]] = defaultdict(list)
    for dispute, passage, value in rows(engine, VALUES):
        values[dispute, passage].append(value_of(value))
    return [
        Dispute(
            value_of(iri),
            value_of(label),
            _kind(value_of(label), is_declared=iri in declared, has_property=prop is not None),
            tuple(_named(*row) for row in things[iri]),
            None if prop is None else _named(prop, name),
            tuple(_side(row, values[iri, row[0]]) for row in sides[iri]),
        )
        for iri, label, prop, name in rows(engine, DISPUTES)
    ]


def _kind(label: str, *, is_declared: bool, has_property: bool) -> str:
    if is_declared:
        return "passages"
    if label.startswith(IMPOSSIBLE):
        return "logic"
    return "values" if has_property else "claims"


def _side(row: tuple[Term | None, ...], values: Iterable[str]) -> Side:
    passage, quotation, modality, document, title, start, end = row
    return Side(
        value_of(passage),
        value_of(quotation),
        value_of(modality),
        value_of(document),
        value_of(title),
        _offset(start),
        _offset(end),
        tuple(values),
    )


def _named(term: Term | None, name: Term | None) -> dict[str, str]:
    return {"iri": value_of(term), "label": value_of(name)}


def _offset(term: Term | None) -> int | None:
    offset = offset_of(term)
    return offset if offset >= 0 else None
