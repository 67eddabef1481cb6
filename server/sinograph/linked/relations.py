"""How a term of an ontology is related to others, as rows of words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode

from sinograph.languages import message
from sinograph.linked.expressions import Part
from sinograph.namespaces import expand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sinograph.linked.axioms import Axioms
    from sinograph.linked.expressions import Expressions

FORWARD: Final = (
    ("narrower than", ("rdfs:subClassOf", "rdfs:subPropertyOf")),
    ("the same as", ("owl:equivalentClass", "owl:equivalentProperty")),
    ("shares nothing with", ("owl:disjointWith", "owl:propertyDisjointWith")),
    ("of", ("rdfs:domain",)),
    ("with values of", ("rdfs:range",)),
    ("the other way round", ("owl:inverseOf",)),
    ("told apart by", ("sino:keyProperty",)),
    ("is a", ("rdf:type",)),
)
"""What a term says of itself, in words, and the properties that say it."""

BACKWARD: Final = (
    ("wider than", ("rdfs:subClassOf", "rdfs:subPropertyOf")),
    ("the other way round", ("owl:inverseOf",)),
    ("has the properties", ("rdfs:domain",)),
    ("is the kind of value of", ("rdfs:range",)),
    ("has the individuals", ("rdf:type",)),
)
"""What others say of it."""

CHARACTERISTICS: Final = {
    "owl:TransitiveProperty": message("transitive: from one to the next, and on to all that follow"),
    "owl:SymmetricProperty": message("symmetric: holds the other way round too"),
    "owl:AsymmetricProperty": message("asymmetric: never holds the other way round"),
    "owl:ReflexiveProperty": message("reflexive: relates everything to itself"),
    "owl:IrreflexiveProperty": message("irreflexive: relates nothing to itself"),
    "owl:FunctionalProperty": message("functional: has one value"),
    "owl:InverseFunctionalProperty": message("inverse functional: a value belongs to one thing"),
}

SINGLE: Final = message("single-valued: documents that give different values contradict one another")
SYNTAX: Final = "http://www.w3.org/2002/07/owl#"

Row = tuple[str, tuple[list[Part], ...]]


def relations_of(node: NamedNode, axioms: Axioms, expressions: Expressions) -> Iterator[Row]:
    """Yield the rows of a term: how it is related, and to what."""
    for words, curies in FORWARD:
        found = [value for value in axioms.values(node, *curies) if not _is_syntax(value)]
        if found:
            yield words, tuple(map(expressions.told, found))
    for words, curies in BACKWARD:
        if terms := axioms.subjects(node, *curies):
            yield words, tuple(map(expressions.told, terms))
    yield from _derived(node, axioms, expressions)


def _derived(node: NamedNode, axioms: Axioms, expressions: Expressions) -> Iterator[Row]:
    """Yield what follows for a term from axioms that are not simply its own."""
    if without_name := [each for each in axioms.all_subjects(node, "rdfs:subClassOf") if isinstance(each, BlankNode)]:
        yield message("includes"), tuple(map(expressions.told, without_name))
    if apart := _apart(node, axioms):
        yield message("shares nothing with"), tuple(map(expressions.told, apart))
    if chains := axioms.values(node, "owl:propertyChainAxiom"):
        yield message("follows from"), tuple(map(expressions.chain, chains))
    if marks := [[Part(words)] for words in _characteristics(node, axioms)]:
        yield message("is"), tuple(marks)


def _characteristics(node: NamedNode, axioms: Axioms) -> Iterator[str]:
    kinds = set(axioms.nodes(node, "rdf:type"))
    yield from (words for curie, words in CHARACTERISTICS.items() if expand(curie) in kinds)
    if any(literal.value in {"true", "1"} for literal in axioms.texts(node, "sino:singleValued")):
        yield SINGLE


def _apart(node: NamedNode, axioms: Axioms) -> list[NamedNode]:
    """Return the classes that share no member with one, as those say or lists of such classes."""
    found = set(axioms.subjects(node, "owl:disjointWith"))
    for axiom in axioms.all_subjects(expand("owl:AllDisjointClasses"), "rdf:type"):
        members = [each for head in axioms.values(axiom, "owl:members") for each in axioms.members(head)]
        found |= {each for each in members if isinstance(each, NamedNode)} if node in members else set()
    return sorted(found - {node}, key=str)


def _is_syntax(value: object) -> bool:
    return isinstance(value, NamedNode) and value.value.startswith(SYNTAX)
