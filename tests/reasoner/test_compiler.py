from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Triple

from reasoner.oracle import EX, close, parse
from sinograph.reasoner import compile_ontology
from sinograph.reasoner.rule import SAME, TYPE

LABELS = """
:Model rdfs:label "model"@en , "模型"@zh . :OpenModel rdfs:label "open-weight model"@en .
:availability rdfs:label "is available as"@en . :open rdfs:label "open weights"@en .
"""

UNUSED = {
    "some value on the right": (
        ":C1 rdfs:subClassOf [ owl:onProperty :p1 ; owl:someValuesFrom :C2 ] .",
        "concludes nothing",
    ),
    "a union on the right": (":C1 rdfs:subClassOf [ owl:unionOf ( :C2 :C3 ) ] .", "concludes nothing"),
    "only values on the left": (
        "[ owl:onProperty :p1 ; owl:allValuesFrom :C2 ] rdfs:subClassOf :C1 .",
        "concludes nothing",
    ),
    "a minimum": (":C1 rdfs:subClassOf [ owl:onProperty :p1 ; owl:minCardinality 1 ] .", "has no minimum"),
    "an exact number": (":C1 rdfs:subClassOf [ owl:onProperty :p1 ; owl:cardinality 1 ] .", "has no exact number"),
    "a maximum of two": (":C1 rdfs:subClassOf [ owl:onProperty :p1 ; owl:maxCardinality 2 ] .", "no maximum of"),
    "a maximum without a class": (
        ":C1 rdfs:subClassOf [ owl:onProperty :p1 ; owl:maxQualifiedCardinality 1 ] .",
        "0 times owl:onClass",
    ),
    "itself": (":C1 rdfs:subClassOf [ owl:onProperty :p1 ; owl:hasSelf true ] .", "no owl:hasSelf"),
    "a disjoint union": (":C1 owl:disjointUnionOf ( :C2 :C3 ) .", "no owl:disjointUnionOf"),
    "reflexive": (":p1 a owl:ReflexiveProperty .", "no reflexive properties"),
    "a restriction without a property": (
        "[ owl:someValuesFrom :C2 ] rdfs:subClassOf :C1 .",
        "0 times owl:onProperty",
    ),
    "a list that is not closed": (
        ":C1 owl:intersectionOf [ rdf:first :C2 ] .",
        "not a well-formed RDF list",
    ),
    "a list in a circle": (
        ":C1 owl:unionOf :l . :l rdf:first :C2 ; rdf:rest :l .",
        "not a well-formed RDF list",
    ),
    "an empty chain": (":p1 owl:propertyChainAxiom () .", "no properties"),
    "an empty key": (":C1 owl:hasKey () .", "no properties"),
    "a property below rdf:type": (":p1 rdfs:subPropertyOf rdf:type .", "RDF's own vocabulary"),
    "a property that is no property": (":p1 rdfs:subPropertyOf [ rdfs:label 'x' ] .", "is no property"),
    "a datatype that nobody knows": (":p1 rdfs:range xsd:duration .", "are not known"),
    "facets": (
        ":C1 owl:equivalentClass [ owl:onDatatype xsd:integer ; owl:withRestrictions () ] .",
        "no facets",
    ),
}

USED = {
    "trivial superclasses": ":C1 rdfs:subClassOf owl:Thing .",
    "trivial ranges": ":p1 rdfs:range rdfs:Literal , rdfs:Resource .",
    "an inverse that is an expression": ":p1 rdfs:subPropertyOf [ owl:inverseOf :p2 ] .",
    "inverses, said from both sides": ":p1 owl:inverseOf :p2 . :p2 owl:inverseOf :p1 .",
    "disjointness, said from both sides": ":C1 owl:disjointWith :C2 . :C2 owl:disjointWith :C1 .",
    "a definition, of which one half says nothing": ":C1 owl:equivalentClass [ owl:onProperty :p1 ; "
    "owl:someValuesFrom :C2 ] .",
    "some value on the right that another axiom asks for": ":C1 rdfs:subClassOf [ owl:onProperty :p1 ; "
    "owl:someValuesFrom :C2 ] . [ owl:onProperty :p1 ; owl:someValuesFrom :C2 ] rdfs:subClassOf :C3 .",
    "the same of a restriction": """:C1 rdfs:subClassOf
        [ owl:onProperty :p1 ; owl:someValuesFrom [ owl:onProperty :p2 ; owl:someValuesFrom :C2 ] ] .
        [ owl:onProperty :p1 ; owl:someValuesFrom [ owl:onProperty :p2 ; owl:someValuesFrom :C2 ] ]
        rdfs:subClassOf :C3 .""",
}


@pytest.mark.parametrize(("turtle", "reason"), UNUSED.values(), ids=UNUSED.keys())
def test_an_axiom_that_cannot_be_used_is_reported(turtle: str, reason: str) -> None:
    unused = compile_ontology(parse(turtle)).unused
    assert [reason in each.reason for each in unused] == [True]


@pytest.mark.parametrize("turtle", [case for case, _ in UNUSED.values()], ids=UNUSED.keys())
def test_what_is_reported_is_about_something_with_a_name_where_there_is_one(turtle: str) -> None:
    (unused,) = compile_ontology(parse(turtle)).unused
    names = {str(term) for term in (unused.axiom.subject, unused.axiom.object) if isinstance(term, NamedNode)}
    assert names


@pytest.mark.parametrize("turtle", USED.values(), ids=USED.keys())
def test_an_axiom_that_can_be_used_is_not_reported(turtle: str) -> None:
    assert compile_ontology(parse(turtle)).unused == ()


DECLARATION = ":C2 a owl:Class . :p1 a owl:ObjectProperty . "


@pytest.mark.parametrize("declaration", ["", DECLARATION], ids=["not declared", "declared"])
def test_what_is_used_as_a_class_is_one(declaration: str) -> None:
    turtle = USED["some value on the right that another axiom asks for"]
    closure = close(parse(f"{declaration} {turtle} :i1 a :C1 ."))
    assert set(closure) == {Triple(NamedNode(f"{EX}i1"), TYPE, NamedNode(f"{EX}C3"))}


def test_an_axiom_that_is_given_twice_is_one() -> None:
    turtle = ":C1 owl:onProperty :p1 ; owl:hasValue :i2 . :i1 :p1 :i2 ."
    assert set(close(parse(turtle + turtle))) == {Triple(NamedNode(f"{EX}i1"), TYPE, NamedNode(f"{EX}C1"))}


def test_a_definition_becomes_one_rule_of_two_atoms_in_english() -> None:
    turtle = """:OpenModel owl:equivalentClass [ owl:intersectionOf ( :Model
        [ owl:onProperty :availability ; owl:hasValue :open ] ) ] ."""
    rules = compile_ontology(parse(LABELS + turtle)).rules
    (rule,) = (rule for rule in rules if rule.head and rule.head[0].object == NamedNode(f"{EX}OpenModel"))
    assert rule.w3c == ("cax-eqc2", "cls-int1", "cls-hv2")
    assert len(rule.body) == 2
    assert rule.sentence == "{x} is an open-weight model because {x} is a model and {x} is available as open weights."


def test_rules_have_names_of_their_own() -> None:
    rules = compile_ontology(parse(":C1 rdfs:subClassOf :C3 . :C2 rdfs:subClassOf :C3 . :p1 rdfs:domain :C3 .")).rules
    names = [rule.name for rule in rules]
    assert len(set(names)) == len(names)


def test_no_rule_speaks_of_a_class_without_a_name() -> None:
    turtle = """:C1 owl:equivalentClass [ owl:intersectionOf ( :C2 [ owl:unionOf ( :C3
        [ owl:onProperty :p1 ; owl:someValuesFrom [ owl:oneOf ( :i1 :i2 ) ] ] ) ] ) ] ."""
    rules = compile_ontology(parse(turtle)).rules
    classes = {atom.object for rule in rules for atom in (*rule.body, *rule.head) if atom.predicate == TYPE}
    assert {type(class_) for class_ in classes} == {NamedNode}


KEYS = {
    "one property": (":C1 owl:hasKey ( :p1 ) . :i1 a :C1 ; :p1 1 . :i2 a :C1 ; :p1 01 . :i3 a :C1 ; :p1 2 .", True),
    "another value": (":C1 owl:hasKey ( :p1 ) . :i1 a :C1 ; :p1 1 . :i2 a :C1 ; :p1 2 .", False),
    "two properties": (":C1 owl:hasKey ( :p1 :p2 ) . :i1 a :C1 ; :p1 1 ; :p2 2 . :i2 a :C1 ; :p1 1 ; :p2 2 .", True),
    "two properties, one differs": (
        ":C1 owl:hasKey ( :p1 :p2 ) . :i1 a :C1 ; :p1 1 ; :p2 2 . :i2 a :C1 ; :p1 1 ; :p2 3 .",
        False,
    ),
    "not a member": (":C1 owl:hasKey ( :p1 ) . :i1 a :C1 ; :p1 1 . :i2 :p1 1 .", False),
    "values that are the same thing": (
        ":C1 owl:hasKey ( :p1 ) . :i1 a :C1 ; :p1 :i3 . :i2 a :C1 ; :p1 :i4 . :i3 owl:sameAs :i4 .",
        True,
    ),
}


@pytest.mark.parametrize(("turtle", "same"), KEYS.values(), ids=KEYS.keys())
def test_a_key_tells_things_apart(turtle: str, *, same: bool) -> None:
    one, other = NamedNode(f"{EX}i1"), NamedNode(f"{EX}i2")
    assert (Triple(one, SAME, other) in set(close(parse(turtle)))) is same
