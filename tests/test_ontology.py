"""The ontology and its alignments: inside OWL 2 RL, without a false step in what follows from them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode
from rdflib.namespace import DCTERMS, FOAF, ORG, PROV, SDO, SKOS

from sinograph.languages import language_of
from sinograph.namespaces import PREFIXES, expand, shorten, sino
from sinograph.project import Project
from sinograph.reading import read_quads
from sinograph.reasoner.compiler import compile_ontology

if TYPE_CHECKING:
    from collections.abc import Container

    from rdflib.namespace import DefinedNamespaceMeta

PROJECT = Project.find()
ONTOLOGY = {quad.triple for quad in read_quads(PROJECT.ontology)}
ALIGNMENTS = {quad.triple for quad in read_quads(PROJECT.alignments)}
HEADERS = {
    node: {triple.predicate: triple.object for triple in triples if triple.subject == node}
    for triples in (ONTOLOGY, ALIGNMENTS)
    for node in {t.subject for t in triples if t.object == expand("owl:Ontology")}
}

OUTSIDE: Final[dict[str, DefinedNamespaceMeta | Container[str]]] = {
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "org": ORG,
    "prov": PROV,
    "schema": SDO,
    "skos": SKOS,
    # https://www.w3.org/TR/annotation-vocab/, https://w3id.org/fair4ml/0.1.0
    "oa": ("Selector", "TextPositionSelector", "TextQuoteSelector"),
    "fair4ml": ("MLModel", "MLModelEvaluation", "evaluatedMLModel", "intendedUse"),
}
"""The terms of the vocabularies that the ontology is aligned to."""

NEWER: Final = ("schema:observationAbout",)
"""Terms that their vocabularies have and that rdflib does not know yet."""

NEVER: Final = ("owl:FunctionalProperty", "owl:InverseFunctionalProperty", "owl:hasKey", "owl:sameAs")
"""What would merge the values or the things that documents disagree about."""

LEAST_ALIGNMENTS = 80
LEAST_DEFINED = 340


def test_every_axiom_is_one_of_owl_2_rl() -> None:
    compiled = compile_ontology(ONTOLOGY | ALIGNMENTS)
    assert [(str(unused.axiom), unused.reason) for unused in compiled.unused] == []
    assert len(compiled.rules) > 300


@pytest.mark.parametrize("term", NEVER)
def test_nothing_merges_what_documents_disagree_about(term: str) -> None:
    assert not any(expand(term) in (t.subject, t.predicate, t.object) for t in ONTOLOGY | ALIGNMENTS)


@pytest.mark.parametrize("one", ["Startup", "BigTechDivision", "UniversitySpinOff", "EstablishedCompany"])
def test_kinds_of_lab_are_not_disjoint(one: str) -> None:
    disjoint = {t for t in ONTOLOGY if t.predicate == expand("owl:disjointWith")}
    members = {t.object for t in ONTOLOGY if t.predicate == expand("rdf:first")}
    assert not any(sino(one) in (t.subject, t.object) for t in disjoint)
    assert sino(one) not in members


def test_the_headers_are_complete() -> None:
    assert len(HEADERS) == 2
    for header in HEADERS.values():
        said = {shorten(predicate) for predicate in header}
        assert said >= {
            "dcterms:conformsTo",
            "dcterms:created",
            "dcterms:creator",
            "dcterms:description",
            "dcterms:issued",
            "dcterms:license",
            "dcterms:modified",
            "dcterms:publisher",
            "dcterms:references",
            "dcterms:title",
            "owl:versionIRI",
            "owl:versionInfo",
        }
    ours = HEADERS[NamedNode("https://w3id.org/sinograph/ontology")]
    assert ours[expand("vann:preferredNamespaceUri")] == Literal(PREFIXES["sino"])
    assert ours[expand("vann:preferredNamespacePrefix")] == Literal("sino")


def test_every_definition_is_in_both_languages() -> None:
    defined: dict[str, dict[str | None, str]] = {}
    for triple in ONTOLOGY:
        if triple.predicate == expand("skos:definition"):
            assert isinstance(triple.subject, NamedNode)
            assert isinstance(triple.object, Literal)
            defined.setdefault(shorten(triple.subject), {})[triple.object.language] = triple.object.value
    assert len(defined) >= LEAST_DEFINED
    for term, said in defined.items():
        assert set(said) == {"en", "zh"}, term
        assert {language: language_of(text) for language, text in said.items()} == {"en": "en", "zh": "zh"}, term
        assert not re.search(r"[A-Za-z]+ [a-z]+ [a-z]+", said["zh"]), term
        assert said["zh"].endswith("。"), term
    for language in ("en", "zh"):
        assert len({said[language] for said in defined.values()}) == len({said["en"] for said in defined.values()})


def test_blank_nodes_are_class_expressions_and_lists_only() -> None:
    kinds = {t.object for t in ONTOLOGY if isinstance(t.subject, BlankNode) and t.predicate == expand("rdf:type")}
    assert kinds <= {expand(kind) for kind in ("owl:AllDisjointClasses", "owl:Class", "owl:Restriction", "rdf:List")}
    assert not any(isinstance(t.subject, BlankNode) for t in ALIGNMENTS)


def test_alignments_are_from_our_terms_to_terms_that_exist() -> None:
    axioms = [triple for triple in ALIGNMENTS if triple.subject not in HEADERS]
    assert len(axioms) >= LEAST_ALIGNMENTS
    for triple in axioms:
        assert triple.predicate in (expand("rdfs:subClassOf"), expand("rdfs:subPropertyOf"))
        assert isinstance(triple.subject, NamedNode)
        assert isinstance(triple.object, NamedNode)
        prefix, _, local = shorten(triple.object).partition(":")
        assert shorten(triple.subject).startswith("sino:")
        assert local in OUTSIDE[prefix] or shorten(triple.object) in NEWER, shorten(triple.object)


def test_alignments_relate_classes_to_classes() -> None:
    for triple in ALIGNMENTS:
        if isinstance(triple.subject, NamedNode) and triple.subject not in HEADERS:
            is_class = triple.predicate == expand("rdfs:subClassOf")
            assert shorten(triple.subject).partition(":")[2][0].isupper() == is_class


def test_the_page_about_the_ontology_names_terms_that_exist() -> None:
    text = (PROJECT.root / "docs" / "ontology.md").read_text(encoding="utf-8")
    terms = {shorten(t.subject) for t in ONTOLOGY if isinstance(t.subject, NamedNode)}
    named = set(re.findall(r"\bsino:[A-Za-z]+", text))
    arrows = re.findall(r"^    (\w+) -- (\w+) --> (\w+)$", text, flags=re.MULTILINE)
    assert len(named) > 40
    assert len(arrows) > 20
    assert sorted((named | {f"sino:{name}" for arrow in arrows for name in arrow}) - terms) == []
