"""The project's shapes: well-formed, named, complete, and each with an example that keeps to it and one that breaks it.

A file of ``resources/shapes`` is one conforming graph, its default graph, with a named graph for each shape: added to
the default graph, it breaks the shape it is named after, and no other.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyshacl
import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad
from rdflib import BNode, Graph, Literal
from rdflib.namespace import RDF, SH

from sinograph.bridge import from_rdflib
from sinograph.dataset import ONTOLOGY_GRAPH, Dataset, quad_of
from sinograph.namespaces import BASE, expand, shorten
from sinograph.project import Project
from sinograph.reading import read_quads
from sinograph.terms import check_terms
from sinograph.validation import read_shapes, validate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib.term import Node

    from sinograph.faults import Fault

PROJECT = Project.find()
SHAPES = read_shapes(PROJECT.shapes)
ONTOLOGY = read_quads(PROJECT.ontology)
FILES = sorted((Path(__file__).parent / "resources" / "shapes").glob("*.trig"))
CASES = {
    shorten(quad.graph_name): path
    for path in FILES
    for quad in read_quads(path)
    if isinstance(quad.graph_name, NamedNode)
}
"""The name of each shape with an example that breaks it, and the file of that."""

LEAST_CASES = 140

TYPE = expand("rdf:type")
SUBCLASS = expand("rdfs:subClassOf")

OTHERS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.property, SH.message, SH.severity)
"""What a node shape may say without being able to find a fault itself."""

IMPERATIVES = (
    "Check",
    "Compare",
    "Declare",
    "Give",
    "Keep",
    "Leave",
    "Name",
    "Put",
    "Quote",
    "Relate",
    "Run",
    "Say",
    "Use",
    "Write",
)
"""The verbs that messages begin with: a message says what to do."""


def is_reported(shape: Node) -> bool:
    """Tell whether a shape can be the source of a result: it has a target or an owner, and a constraint of its own."""
    if (shape, RDF.type, SH.PropertyShape) in SHAPES:
        return True
    targeted = any((shape, target, None) in SHAPES for target in OTHERS[:4])
    return targeted and bool(set(SHAPES.predicates(shape)) - {RDF.type, *OTHERS})


REPORTED = sorted(
    {
        shape
        for kind in (SH.NodeShape, SH.PropertyShape)
        for shape in SHAPES.subjects(RDF.type, kind)
        if is_reported(shape)
    },
    key=str,
)


def name(shape: Node) -> str:
    node = from_rdflib(shape)
    assert isinstance(node, NamedNode), "a shape without a name"
    return shorten(node)


@cache
def background() -> list[Quad]:
    """What the examples take from the ontology: its hierarchy of classes."""
    named = (quad for quad in ONTOLOGY if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode))
    return [quad for quad in named if quad.predicate == SUBCLASS]


def found(quads: Iterable[Quad]) -> list[Fault]:
    """Validate these quads, with the ontology's classes and those of its individuals that are mentioned."""
    triples = {quad.triple for quad in quads}
    mentioned = {triple.object for triple in triples}
    individuals = {
        quad.subject for quad in ONTOLOGY if quad.object == expand("owl:NamedIndividual") and quad.subject in mentioned
    }
    triples |= {quad.triple for quad in [*background(), *(q for q in ONTOLOGY if q.subject in individuals)]}
    data = frozenset(quad_of(triple, ONTOLOGY_GRAPH) for triple in triples)
    return validate(Dataset(curated=data, claimed=frozenset(), metadata=frozenset()), [], SHAPES)


def test_the_shapes_are_well_formed() -> None:
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=SHAPES, meta_shacl=True)
    assert conforms, text


def test_every_class_is_covered() -> None:
    classes = {q.subject for q in ONTOLOGY if q.predicate == TYPE and q.object == expand("owl:Class")}
    parents = {(quad.subject, quad.object) for quad in background()}
    covered: set[object] = {from_rdflib(target) for target in SHAPES.objects(None, SH.targetClass)}
    while new := {child for child, parent in parents if parent in covered} - covered:
        covered |= new
    named = {node for node in classes if isinstance(node, NamedNode)}
    assert len(named) > 100
    assert sorted(shorten(node) for node in named - covered) == []


def test_every_shape_that_reports_has_a_name_a_severity_and_a_message() -> None:
    for shape in REPORTED:
        assert not isinstance(shape, BNode), SHAPES.value(shape, SH.path)
        assert SHAPES.value(shape, SH.severity) in (SH.Violation, SH.Warning), shape
        messages = [message for message in SHAPES.objects(shape, SH.message) if isinstance(message, Literal)]
        assert [message.language for message in messages] == ["en"], shape
        words = str(messages[0])
        assert words.split()[0].rstrip(",") in IMPERATIVES, f"{shape}: {words}"
        assert words.endswith("."), f"{shape}: {words}"


def test_every_property_shape_belongs_to_a_node_shape() -> None:
    owned = set(SHAPES.objects(None, SH.property))
    assert owned == set(SHAPES.subjects(RDF.type, SH.PropertyShape))
    for owner, shape in SHAPES.subject_objects(SH.property):
        assert name(shape).startswith(f"{name(owner)}-")


def test_every_shape_has_an_example() -> None:
    assert len(CASES) >= LEAST_CASES
    assert sorted(CASES) == sorted(name(shape) for shape in REPORTED)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_conforming_example_conforms(path: Path) -> None:
    assert found(quad for quad in read_quads(path) if isinstance(quad.graph_name, DefaultGraph)) == []


@pytest.mark.parametrize("case", CASES)
def test_the_conforming_example_has_a_value(case: str) -> None:
    """A shape is not kept for want of anything to look at: the conforming example has its property."""
    default = [quad for quad in read_quads(CASES[case]) if isinstance(quad.graph_name, DefaultGraph)]
    shape = next(shape for shape in REPORTED if name(shape) == case)
    path = SHAPES.value(shape, SH.path)
    path = SHAPES.value(path, SH.inversePath) or path
    used = {quad.predicate for quad in default}
    assert path is None or from_rdflib(path) in used


@pytest.mark.parametrize("case", CASES)
def test_the_other_example_breaks_this_shape_alone(case: str) -> None:
    quads = read_quads(CASES[case])
    faults = found(q for q in quads if q.graph_name in (DefaultGraph(), expand(case)))
    assert {fault.remedy for fault in faults} == {f"see {case} in ontology/shapes"}


def test_the_ontology_keeps_to_its_style() -> None:
    triples = frozenset(quad_of(quad.triple, ONTOLOGY_GRAPH) for quad in ONTOLOGY)
    assert validate(Dataset(curated=triples, claimed=frozenset(), metadata=frozenset()), [], SHAPES) == []
    terms = {q.subject for q in ONTOLOGY if q.predicate == expand("rdfs:isDefinedBy")}
    assert len(terms) > 300


def test_the_ontology_declares_what_it_uses() -> None:
    ours = {node for quad in ONTOLOGY for node in (quad.subject, quad.predicate, quad.object)}
    defined = {quad.subject for quad in ONTOLOGY if quad.predicate == expand("rdfs:isDefinedBy")}
    used = {node for node in ours if isinstance(node, NamedNode) and node.value.startswith(f"{BASE}ontology#")}
    assert sorted(shorten(node) for node in used - defined) == []
    assert check_terms(PROJECT) == []
