"""The passages that facts were read from: words, place, modality, condition and notes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from sinograph.linked.asking import rows_about
from sinograph.passages import offset_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sinograph.engine.interface import Engine
    from sinograph.linked.asking import Row

HEADS: Final = """
SELECT ?passage ?document ?modality ?asserted
WHERE {
  VALUES ?passage { NODES }
  ?passage a sino:Passage ; sino:modality ?modality .
  OPTIONAL { ?passage prov:wasQuotedFrom ?document }
  OPTIONAL { ?modality sino:isAsserted ?asserted }
  FILTER(isIRI(?modality))
}"""

SPANS: Final = """
SELECT ?passage ?span ?exact ?start ?end
WHERE {
  VALUES ?passage { NODES }
  ?passage sino:hasFragment? ?span .
  ?span oa:exact ?exact .
  OPTIONAL { ?span oa:start ?start }
  OPTIONAL { ?span oa:end ?end }
  FILTER(isIRI(?span))
}"""

REMARKS: Final = """
SELECT ?passage ?property ?remark
WHERE {
  VALUES ?passage { NODES }
  ?passage ?property ?remark
  FILTER(?property IN (sino:condition, skos:editorialNote))
}"""


@dataclass(frozen=True, order=True)
class Quote:
    """Words of a document and where they stand; offsets count code points, the end is exclusive, -1 is not known."""

    start: int
    end: int
    exact: str
    node: str


@dataclass(frozen=True)
class Passage:
    """What a fact was read from.

    :param asserted: whether the document asserts what the passage says, rather than expecting or rebutting it; of each
        modality a release says whether it does, and in other data one of which nothing is said counts as asserted
    """

    iri: NamedNode
    document: NamedNode | None
    modality: NamedNode
    asserted: bool
    quotes: tuple[Quote, ...]
    conditions: tuple[NamedNode, ...]
    notes: tuple[Literal, ...]


def read_passages(engine: Engine, nodes: Iterable[NamedNode]) -> dict[NamedNode, Passage]:
    """Return those of the nodes that are passages."""
    heads = [row for row in rows_about(engine, nodes, HEADS) if isinstance(row[0], NamedNode)]
    found = {row[0] for row in heads if isinstance(row[0], NamedNode)}
    quotes = _quotes(rows_about(engine, found, SPANS))
    remarks: dict[object, list[object]] = defaultdict(list)
    for passage, _, remark in rows_about(engine, found, REMARKS):
        remarks[passage].append(remark)
    return {row[0]: _passage(row, quotes, remarks[row[0]]) for row in heads if isinstance(row[0], NamedNode)}


def _passage(row: Row, quotes: Mapping[object, set[Quote]], remarks: list[object]) -> Passage:
    iri, document, modality, asserted = row
    return Passage(
        iri=_node(iri),
        document=document if isinstance(document, NamedNode) else None,
        modality=_node(modality),
        asserted=not (isinstance(asserted, Literal) and asserted.value == "false"),
        quotes=tuple(sorted(quotes[iri])),
        conditions=tuple(sorted((each for each in remarks if isinstance(each, NamedNode)), key=str)),
        notes=tuple(sorted((each for each in remarks if isinstance(each, Literal)), key=str)),
    )


def _quotes(found: Iterable[Row]) -> Mapping[object, set[Quote]]:
    """Return the words of each passage: its own, or else those of its fragments."""
    own: dict[object, set[Quote]] = defaultdict(set)
    quotes: dict[object, set[Quote]] = defaultdict(set)
    for passage, span, exact, start, end in found:
        if isinstance(exact, Literal) and exact.value:
            quote = Quote(offset_of(start), offset_of(end), exact.value, _node(span).value)
            (own if span == passage else quotes)[passage].add(quote)
    quotes.update(own)
    return quotes


def _node(term: object) -> NamedNode:
    if not isinstance(term, NamedNode):
        raise TypeError(f"an IRI was expected, not {term}")
    return term
