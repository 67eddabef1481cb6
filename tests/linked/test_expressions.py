from __future__ import annotations

import pyoxigraph as ox
import pytest

from sinograph.linked.axioms import Axioms
from sinograph.linked.expressions import Expressions, Part
from sinograph.linked.relations import relations_of
from sinograph.namespaces import PREFIXES, sino

PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


def told(turtle: str, local: str = "A") -> dict[str, str]:
    """Return the rows of a term as text."""
    axioms = Axioms(ox.parse((PROLOGUE + turtle).encode(), format=ox.RdfFormat.TURTLE))
    expressions = Expressions(axioms, lambda node: Part(node.value.rpartition("#")[2]))
    rows = relations_of(sino(local), axioms, expressions)
    return {words: "; ".join("".join(part.text for part in parts) for parts in values) for words, values in rows}


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("[ owl:intersectionOf ( sino:B sino:C sino:D ) ]", "B that C and D"),
        ("[ owl:unionOf ( sino:B sino:C ) ]", "B or C"),
        ("[ owl:oneOf ( sino:x sino:y ) ]", "x or y"),
        ("[ owl:complementOf sino:B ]", "not B"),
        ("[ owl:onProperty sino:p ; owl:someValuesFrom sino:B ]", "p some B"),
        ("[ owl:onProperty sino:p ; owl:allValuesFrom [ owl:unionOf ( sino:B sino:C ) ] ]", "p only B or C"),
        ("[ owl:onProperty sino:p ; owl:hasValue 5 ]", "p 5"),
        ("[ owl:onProperty sino:p ; owl:maxCardinality 1 ]", "p at most 1"),
        ("[ owl:onProperty sino:p ; owl:minQualifiedCardinality 2 ; owl:onClass sino:B ]", "p at least 2 B"),
        ("[]", "something"),
    ],
)
def test_class_expressions_in_words(expression: str, words: str) -> None:
    assert told(f"sino:A owl:equivalentClass {expression} .") == {"the same as": words}


def test_axioms_of_others_are_told_too() -> None:
    rows = told("sino:B rdfs:subClassOf sino:A . [] a owl:AllDisjointClasses ; owl:members ( sino:A sino:C ) .")
    assert rows == {"wider than": "B", "shares nothing with": "C"}
    rows = told("[ owl:onProperty sino:p ; owl:someValuesFrom sino:B ] rdfs:subClassOf sino:A .")
    assert rows == {"includes": "p some B"}


def test_properties() -> None:
    rows = told(
        "sino:p a owl:TransitiveProperty ; owl:propertyChainAxiom ( sino:q sino:r ) ; sino:singleValued true .", "p"
    )
    assert rows["follows from"] == "q, which r"
    assert rows["is"].startswith("transitive")
    assert "single-valued" in rows["is"]


def test_what_goes_round_in_circles_ends() -> None:
    assert told("sino:A owl:equivalentClass _:b . _:b owl:complementOf _:b .")["the same as"].endswith("…")
    rows = told("sino:A owl:equivalentClass [ owl:unionOf _:l ] . _:l rdf:first sino:B ; rdf:rest _:l .")
    assert rows == {"the same as": "B"}
