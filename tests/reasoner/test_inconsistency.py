"""What contradicts itself, decided by hand; also where owlrl is silent or wrong."""

from __future__ import annotations

import pytest

from reasoner.oracle import close, parse
from reasoner.proofs import check_proofs

INCONSISTENT = {
    "same and different": ("eq-diff1", ":i1 owl:sameAs :i2 . :i2 owl:differentFrom :i1 ."),
    "same through others": (
        "eq-diff1",
        ":i1 owl:sameAs :i2 . :i2 owl:sameAs :i3 . :i1 owl:differentFrom :i3 .",
    ),
    "different from itself": ("eq-diff1", ":i1 owl:differentFrom :i1 ."),
    "all different, the first two": (
        "eq-diff2",
        "[] a owl:AllDifferent ; owl:members ( :i1 :i2 :i3 ) . :i1 owl:sameAs :i2 .",
    ),
    "all different, the last two": (
        "eq-diff2",
        "[] a owl:AllDifferent ; owl:members ( :i1 :i2 :i3 ) . :i2 owl:sameAs :i3 .",
    ),
    "all different, distinct members": (
        "eq-diff3",
        "[] a owl:AllDifferent ; owl:distinctMembers ( :i1 :i2 ) . :i2 owl:sameAs :i1 .",
    ),
    "irreflexive": ("prp-irp", ":p1 a owl:IrreflexiveProperty . :i1 :p1 :i1 ."),
    "irreflexive by a transitive circle": (
        "prp-irp",
        ":p1 a owl:IrreflexiveProperty , owl:TransitiveProperty . :i1 :p1 :i2 . :i2 :p1 :i1 .",
    ),
    "asymmetric": ("prp-asyp", ":p1 a owl:AsymmetricProperty . :i1 :p1 :i2 . :i2 :p1 :i1 ."),
    "disjoint properties": ("prp-pdw", ":p1 owl:propertyDisjointWith :p2 . :i1 :p1 :i2 ; :p2 :i2 ."),
    "disjoint with an inverse": (
        "prp-pdw",
        ":p1 owl:propertyDisjointWith [ owl:inverseOf :p1 ] . :i1 :p1 :i2 . :i2 :p1 :i1 .",
    ),
    "all disjoint properties, the last two": (
        "prp-adp",
        "[] a owl:AllDisjointProperties ; owl:members ( :p1 :p2 :p3 ) . :i1 :p2 :i2 ; :p3 :i2 .",
    ),
    "negative assertion": (
        "prp-npa1",
        "[] owl:sourceIndividual :i1 ; owl:assertionProperty :p1 ; owl:targetIndividual :i2 . :i1 :p1 :i2 .",
    ),
    "negative assertion of a value": (
        "prp-npa2",
        "[] owl:sourceIndividual :i1 ; owl:assertionProperty :p1 ; owl:targetValue 7 . :i1 :p1 '07'^^xsd:integer .",
    ),
    "negative assertion of the same": (
        "prp-npa1",
        "[] owl:sourceIndividual :i1 ; owl:assertionProperty :p1 ; owl:targetIndividual :i2 . :i1 :p1 :i3 . "
        ":i3 owl:sameAs :i2 .",
    ),
    "nothing": ("cls-nothing2", ":i1 a owl:Nothing ."),
    "complement": ("cls-com", ":C1 owl:complementOf :C2 . :i1 a :C1 , :C2 ."),
    "maximum of none": (
        "cls-maxc1",
        ":C1 rdfs:subClassOf [ owl:onProperty :p1 ; owl:maxCardinality 0 ] . :i1 a :C1 ; :p1 :i2 .",
    ),
    "maximum of none of a kind": (
        "cls-maxqc1",
        ":C1 rdfs:subClassOf [ owl:onProperty :p1 ; owl:maxQualifiedCardinality 0 ; owl:onClass :C2 ] . "
        ":i1 a :C1 ; :p1 :i2 . :i2 a :C2 .",
    ),
    "maximum of none of owl:Thing": (
        "cls-maxqc2",
        ":C1 rdfs:subClassOf [ owl:onProperty :p1 ; owl:maxQualifiedCardinality 0 ; owl:onClass owl:Thing ] . "
        ":i1 a :C1 ; :p1 :i2 .",
    ),
    "disjoint classes": ("cax-dw", ":C1 owl:disjointWith :C2 . :i1 a :C1 , :C2 ."),
    "disjoint classes of the same": ("cax-dw", ":C1 owl:disjointWith :C2 . :i1 a :C1 . :i2 a :C2 ; owl:sameAs :i1 ."),
    "all disjoint classes, the last two": (
        "cax-adc",
        "[] a owl:AllDisjointClasses ; owl:members ( :C1 :C2 :C3 ) . :i1 a :C2 , :C3 .",
    ),
    "two numbers of a functional property": (
        "dt-diff",
        ":p1 a owl:FunctionalProperty . :i1 :p1 1 , 2 .",
    ),
    "a number and a string of a functional property": ("dt-diff", ":p1 a owl:FunctionalProperty . :i1 :p1 1 , '1' ."),
    "two dates of a functional property": (
        "dt-diff",
        ":p1 a owl:FunctionalProperty . :i1 :p1 '2025-01-20'^^xsd:date , '2025-01-21'^^xsd:date .",
    ),
    "two numbers where one is the maximum": (
        "dt-diff",
        ":C1 rdfs:subClassOf [ owl:onProperty :p1 ; owl:maxCardinality 1 ] . :i1 a :C1 ; :p1 1 , 2 .",
    ),
    "a range forbids the datatype": ("dt-not-type", ":p1 rdfs:range xsd:integer . :i1 :p1 'many' ."),
    "a range forbids the fraction": ("dt-not-type", ":p1 rdfs:range xsd:integer . :i1 :p1 2.5 ."),
    "a range forbids the sign": ("dt-not-type", ":p1 rdfs:range xsd:nonNegativeInteger . :i1 :p1 -1 ."),
    "a range forbids what is not written well": (
        "dt-not-type",
        ":p1 rdfs:range xsd:integer . :i1 :p1 '1e6'^^xsd:integer .",
    ),
    "only values of a datatype": (
        "dt-not-type",
        ":C1 rdfs:subClassOf [ owl:onProperty :p1 ; owl:allValuesFrom xsd:gYear ] . :i1 a :C1 ; :p1 2023 .",
    ),
}

CONSISTENT = {
    "all different, and nobody is the same": "[] a owl:AllDifferent ; owl:members ( :i1 :i2 :i3 ) . :i1 owl:sameAs :i4 .",
    "one value in two spellings": ":p1 a owl:FunctionalProperty . :i1 :p1 2.5 , 2.50 .",
    "an integer and the decimal that is equal": ":p1 a owl:FunctionalProperty . :i1 :p1 1 , 1.0 .",
    "two values of a datatype that nobody knows": ":p1 a owl:FunctionalProperty . :i1 :p1 'a'^^:D , 'b'^^:D .",
    "an integer where a decimal may be": ":p1 rdfs:range xsd:decimal . :i1 :p1 7 .",
    "a whole decimal where an integer may be": ":p1 rdfs:range xsd:integer . :i1 :p1 7.0 .",
    "any literal": ":p1 rdfs:range rdfs:Literal . :i1 :p1 'x'@en , 7 .",
    "words with a language": ":p1 rdfs:range rdf:langString . :i1 :p1 '中国'@zh .",
    "the same value as one that must not be": "[] owl:sourceIndividual :i1 ; owl:assertionProperty :p1 ; "
    "owl:targetValue 7 . :i1 :p1 8 .",
}


def test_every_case_is_there() -> None:
    assert (len(INCONSISTENT), len(CONSISTENT)) == (32, 9)


@pytest.mark.parametrize(("w3c", "turtle"), INCONSISTENT.values(), ids=INCONSISTENT.keys())
def test_a_contradiction_is_found_with_its_proof(w3c: str, turtle: str) -> None:
    triples = parse(turtle)
    closure = close(triples)
    assert {w3c} <= {name for found in closure.inconsistencies for name in found.rule.w3c}
    assert check_proofs(closure, triples) >= 0


@pytest.mark.parametrize("turtle", CONSISTENT.values(), ids=CONSISTENT.keys())
def test_no_contradiction_is_made_up(turtle: str) -> None:
    assert close(parse(turtle)).inconsistencies == ()


def test_the_same_premises_contradict_one_another_once() -> None:
    closure = close(parse(":p1 a owl:AsymmetricProperty . :i1 :p1 :i2 . :i2 :p1 :i1 ."))
    assert len(closure.inconsistencies) == 1
