from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from owlrl.OWLRL import OWLRL_Semantics
from pyoxigraph import Literal, RdfFormat, Triple

from sinograph.bounds import EARLIEST, LATEST
from sinograph.bridge import from_graph, to_graph
from sinograph.closure import REASONERS, Opinion, infer
from sinograph.dataset import read_dataset
from sinograph.errors import SinographError
from sinograph.namespaces import PREFIXES
from sinograph.publication import published
from sinograph.reasoner import EndlessRuleError
from sinograph.rules import RuleFile, read_rules
from sinograph.spelling import spell_triple

if TYPE_CHECKING:
    from sinograph.closure import Inference
    from sinograph.project import Project

HEAD = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())


def parse(turtle: str) -> set[Triple]:
    return {quad.triple for quad in ox.parse(HEAD + turtle, format=RdfFormat.TURTLE)}


def inference(turtle: str, *rules: str, reasoner: str = "sinograph") -> Inference:
    files = [RuleFile(f"rule-{number}", text) for number, text in enumerate(rules)]
    return infer(parse(turtle), files, reasoner)


def conclusions(turtle: str, *rules: str) -> set[str]:
    """Return what follows, as both reasoners see it."""
    ours, theirs = (inference(turtle, *rules, reasoner=reasoner) for reasoner in ("sinograph", "owlrl"))
    assert theirs.doubts == ()
    assert ours.triples == theirs.triples
    return {spell_triple(triple) for triple in ours.triples}


@pytest.mark.parametrize("reasoner", ["sinograph", "owlrl"])
def test_the_small_project(small_project: Project, reasoner: str) -> None:
    found = infer(read_dataset(small_project).asserted, read_rules(small_project), reasoner)
    assert found.doubts == ()
    assert {spell_triple(triple) for triple in found.triples} == {
        "lab:aurora-labs rdf:type org:Organization",
        'lab:aurora-labs sino:date "2023"',
        'lab:aurora-labs sino:earliest "2023-01-01"',
        'lab:aurora-labs sino:latest "2023-12-31"',
        "lab:aurora-labs sino:practises technique:mixture-of-experts",
        "lab:borealis-ai rdf:type org:Organization",
        "model:aurora-1 rdf:type schema:SoftwareApplication",
        'model:aurora-1 sino:date "2025-02"',
        'model:aurora-1 sino:earliest "2025-02-01"',
        'model:aurora-1 sino:latest "2025-02-28"',
        "model:aurora-2 rdf:type schema:SoftwareApplication",
        'model:aurora-2 sino:date "2026-02-11"',
        "model:aurora-2 sino:descendsFrom model:aurora-1",
        'model:aurora-2 sino:earliest "2026-02-11"',
        'model:aurora-2 sino:latest "2026-02-11"',
        "model:aurora-2 sino:memberOf family:aurora",
        "model:aurora-3 rdf:type schema:SoftwareApplication",
    }


@pytest.mark.parametrize(
    ("axioms", "facts", "expected"),
    [
        ("sino:Lab rdfs:subClassOf sino:Agent .", "lab:a a sino:Lab .", {"lab:a rdf:type sino:Agent"}),
        (
            "sino:descendsFrom a owl:TransitiveProperty .",
            "model:a sino:descendsFrom model:b . model:b sino:descendsFrom model:c .",
            {"model:a sino:descendsFrom model:c"},
        ),
        (
            "sino:similarTo a owl:SymmetricProperty .",
            "model:a sino:similarTo model:b .",
            {"model:b sino:similarTo model:a"},
        ),
        ("sino:made owl:inverseOf sino:madeBy .", "lab:a sino:made chip:b .", {"chip:b sino:madeBy lab:a"}),
        ("sino:madeBy rdfs:range sino:Lab .", "chip:b sino:madeBy lab:a .", {"lab:a rdf:type sino:Lab"}),
        (
            "sino:x owl:propertyChainAxiom ( sino:y sino:z ) .",
            "lab:a sino:y lab:b . lab:b sino:z lab:c .",
            {"lab:a sino:x lab:c"},
        ),
        (
            "sino:Open owl:equivalentClass [ a owl:Restriction ; owl:onProperty sino:open ; owl:hasValue true ] .",
            "model:a sino:open true .",
            {"model:a rdf:type sino:Open"},
        ),
        (
            "sino:Held owl:equivalentClass [ owl:onProperty sino:by ; owl:someValuesFrom sino:Policy ] .",
            "chip:a sino:by policy:b . policy:b a sino:Policy .",
            {"chip:a rdf:type sino:Held"},
        ),
    ],
    ids=["subclass", "transitive", "symmetric", "inverse", "range", "chain", "hasValue", "someValuesFrom"],
)
def test_what_owl_says(axioms: str, facts: str, expected: set[str]) -> None:
    assert conclusions(axioms + facts) == expected


@pytest.mark.parametrize(
    "turtle",
    [
        "lab:a a sino:Lab ; skos:prefLabel 'A'@en .",
        "sino:Lab a owl:Class ; rdfs:subClassOf sino:Agent . sino:Agent a owl:Class ; rdfs:subClassOf sino:Thing .",
        "sino:name a owl:DatatypeProperty ; rdfs:range xsd:string . lab:a sino:name 'A' .",
        "sino:Lab a owl:Class ; rdfs:subClassOf owl:Thing . lab:a a sino:Lab .",
        "sino:A rdfs:subClassOf [ owl:onProperty sino:by ; owl:allValuesFrom owl:Thing ] . lab:a a sino:A .",
    ],
    ids=["reflexive", "schema", "datatype", "thing", "class-expression"],
)
def test_what_stays_out(turtle: str) -> None:
    assert conclusions(turtle) == set()


def test_owl_and_rules_build_on_one_another() -> None:
    found = conclusions(
        "sino:practises rdfs:range sino:Practice . sino:Practice rdfs:subClassOf sino:Method ."
        "model:m sino:developedBy lab:a ; sino:uses technique:t .",
        "CONSTRUCT { ?l sino:practises ?t } WHERE { ?m sino:developedBy ?l ; sino:uses ?t }",
        "CONSTRUCT { ?t sino:knownTo ?l } WHERE { ?l sino:practises ?t . ?t a sino:Method }",
    )
    assert found == {
        "lab:a sino:practises technique:t",
        "technique:t rdf:type sino:Practice",
        "technique:t rdf:type sino:Method",
        "technique:t sino:knownTo lab:a",
    }


def test_rules_may_make_names() -> None:
    found = conclusions(
        "model:m sino:distilledFrom model:t .",
        "CONSTRUCT { ?n sino:teacher ?t } WHERE { ?m sino:distilledFrom ?t BIND(IRI(CONCAT(STR(?m), '-x')) AS ?n) }",
    )
    assert found == {"model:m-x sino:teacher model:t"}


def test_rules_without_end_are_stopped() -> None:
    rule = "CONSTRUCT { ?n sino:p ?t } WHERE { ?m sino:p ?t BIND(IRI(CONCAT(STR(?m), '-x')) AS ?n) }"
    with pytest.raises(EndlessRuleError, match="this has no end"):
        conclusions("model:m sino:p model:t .", rule)


def test_intervals_see_what_rules_conclude_and_feed_them() -> None:
    found = conclusions(
        "sino:atTime rdfs:subPropertyOf sino:date ."
        "event:e sino:launched model:m ; sino:atTime '2026-02'^^xsd:gYearMonth .",
        "CONSTRUCT { ?m sino:atTime ?d } WHERE { ?e sino:launched ?m ; sino:atTime ?d }",
        "CONSTRUCT { ?m sino:known true } WHERE { ?m sino:earliest ?d FILTER(?d > '2026-01-01'^^xsd:date) }",
    )
    assert {
        'model:m sino:earliest "2026-02-01"',
        'model:m sino:latest "2026-02-28"',
        'model:m sino:known "true"',
    } <= found


def test_literals_keep_their_spelling() -> None:
    copy = "CONSTRUCT { ?p sino:floor ?v } WHERE { ?p sino:minimum ?v }"
    found = infer(
        parse("sino:minimum rdfs:subPropertyOf sino:value . price:p sino:minimum 2.50 ."), [RuleFile("copy", copy)]
    )
    assert {triple.object.value for triple in found.triples if isinstance(triple.object, Literal)} == {"2.50"}


@pytest.mark.parametrize(
    "turtle",
    [
        "sino:Lab owl:disjointWith sino:Chip . lab:a a sino:Lab, sino:Chip .",
        "lab:a owl:sameAs lab:b ; owl:differentFrom lab:b .",
        "sino:before a owl:IrreflexiveProperty . event:a sino:before event:a .",
        "sino:before a owl:AsymmetricProperty . event:a sino:before event:b . event:b sino:before event:a .",
    ],
    ids=["disjoint", "different", "irreflexive", "asymmetric"],
)
def test_an_inconsistency_is_found(turtle: str) -> None:
    (first, *_) = inference(turtle).inconsistencies
    assert set(first.premises) <= parse(turtle)
    assert inference(turtle, reasoner="owlrl").doubts == ()


def test_where_the_reasoners_disagree_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    moon = parse("lab:a a sino:Moon .")
    monkeypatch.setitem(REASONERS, "dreamer", lambda case: Opinion({*case.given, *moon}, ("it is dark",)))
    found = inference("sino:Lab rdfs:subClassOf sino:Agent . lab:a a sino:Lab .", reasoner="dreamer")
    assert found.triples == moon
    assert found.doubts == (
        "it is dark",
        "lab:a rdf:type sino:Moon: dreamer concludes this, and there is no proof of it",
        "lab:a rdf:type sino:Agent: there is a proof of this, and dreamer does not conclude it",
    )


def test_an_axiom_that_became_no_rule_is_reported() -> None:
    found = inference("sino:Lab rdfs:subClassOf [ a owl:Restriction ; owl:onProperty sino:p ; owl:hasSelf true ] .")
    assert [unused.reason for unused in found.unused] == ["OWL 2 RL has no owl:hasSelf"]


def test_an_unknown_reasoner_is_refused() -> None:
    with pytest.raises(SinographError, match=r"'pellet'.*owlrl"):
        infer(set(), [], reasoner="pellet")


def test_nothing_is_lost_against_owlrl_itself(small_project: Project) -> None:
    asserted = read_dataset(small_project).asserted
    graph = to_graph(asserted)
    OWLRL_Semantics(graph, axioms=False, daxioms=False).closure()
    expected = published(from_graph(graph), asserted)
    bounds = {EARLIEST, LATEST}
    assert {triple for triple in infer(asserted, []).triples if triple.predicate not in bounds} == expected
