"""Read answers, with rdflib as another's eyes, and compare them by the rules of the W3C's tests.

https://www.w3.org/2009/sparql/docs/tests/README.html#queryevaltests
"""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
import rdflib
from rdflib import XSD
from rdflib.query import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Row = dict[str, ox.NamedNode | ox.BlankNode | ox.Literal]
Answer = bool | list[Row] | ox.Dataset

PARSERS: Final = {"srx": "xml", "srj": "json", "tsv": "tsv"}
"""rdflib's name for each format of results, by the ending of its files."""

FLOATING: Final = frozenset({XSD.double, XSD.float})
NUMBERS: Final = FLOATING | {XSD.integer, XSD.decimal}
ROW: Final = "urn:row:"


def read(content: bytes, ending: str, base: str) -> Answer:
    """Read an answer in the format whose files have this ending.

    :param base: what relative IRIs are resolved against
    """
    if ending == "csv":
        return [_cells(line) for line in csv.DictReader(StringIO(content.decode(), newline=""))]
    if ending in PARSERS:
        result = Result.parse(BytesIO(content), format=PARSERS[ending])
        if result.type == "ASK":
            return bool(result.askAnswer)
        return [{str(name): _term(term) for name, term in row.items()} for row in result.bindings]
    form = ox.RdfFormat.from_extension(ending)
    assert form is not None, ending
    triples = ox.parse(content, form, base_iri=base)
    return ox.Dataset(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)


def same(found: Answer, expected: Answer) -> bool:
    """Tell whether two answers are the same: rows as often, in any order, and blank nodes by any names."""
    if isinstance(found, bool) or isinstance(expected, bool):
        return found is expected
    if isinstance(found, list) and isinstance(expected, list):
        if _plain(found) != _plain(expected):
            return False
        found, expected = _as_quads(found), _as_quads(expected)
    assert isinstance(found, ox.Dataset)
    assert isinstance(expected, ox.Dataset)
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    expected.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(found) == set(expected)


def _cells(line: Mapping[str, str]) -> Row:
    """Read a line of CSV, which does not tell a text from an IRI, and leaves what is unbound empty."""
    return {name: ox.BlankNode(cell[2:]) if cell.startswith("_:") else ox.Literal(cell) for name, cell in line.items()}


def _term(term: object) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(str(term))
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    assert isinstance(term, rdflib.Literal), term
    if term.language:
        return ox.Literal(str(term), language=term.language.lower())
    datatype = term.datatype or XSD.string
    return ox.Literal(_canonical(term), datatype=ox.NamedNode(str(datatype)))


def _canonical(term: rdflib.Literal) -> str:
    """Write a number in one way, so that it is compared by value and not by spelling."""
    if term.datatype not in NUMBERS or term.ill_typed:
        return str(term)
    if term.datatype in FLOATING:
        return repr(float(str(term).replace("INF", "inf")))
    return str(Decimal(str(term)).normalize())


def _plain(rows: Iterable[Row]) -> Counter[frozenset[tuple[str, object]]]:
    """Count the rows without blank nodes; of the others just how many there are."""
    nothing: frozenset[tuple[str, object]] = frozenset([("", None)])
    return Counter(nothing if _has_blanks(row) else frozenset(row.items()) for row in rows)


def _has_blanks(row: Row) -> bool:
    return any(isinstance(term, ox.BlankNode) for term in row.values())


def _as_quads(rows: list[Row]) -> ox.Dataset:
    """Describe the rows with blank nodes, each by a blank node of its own."""
    described = ox.Dataset()
    for row in filter(_has_blanks, rows):
        subject = ox.BlankNode()
        for name, term in row.items():
            described.add(ox.Quad(subject, ox.NamedNode(ROW + name), term))
    return described
