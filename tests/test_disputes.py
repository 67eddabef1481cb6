from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple

from claims import HEADER
from sinograph.conclusions import Conclusions, conclude
from sinograph.dataset import Dataset, read_dataset
from sinograph.disputes import DISPUTE_SIDE, Dispute, derive_disputes, find_disputes
from sinograph.namespaces import expand, shorten
from sinograph.project import Project
from sinograph.quotations import quotations
from sinograph.reading import parse_quads

if TYPE_CHECKING:
    from sinograph.reasoner import Atom
    from sinograph.reasoner.rule import Bindings

ONTOLOGY = """
sino:Stated sino:isAsserted true . sino:Estimated sino:isAsserted true .
sino:Expected sino:isAsserted false . sino:Rebutted sino:isAsserted false .
sino:totalParameters sino:singleValued true ; skos:prefLabel "has total parameters"@en .
sino:releaseDate sino:singleValued true ; rdfs:subPropertyOf sino:date ; skos:prefLabel "has release date"@en .
sino:atTime rdfs:subPropertyOf sino:date .
sino:trainingCost sino:singleValued true .
sino:contextLength sino:singleValued false .
sino:BenchmarkResult sino:keyProperty sino:ofModel , sino:onBenchmark .
sino:Observation sino:keyProperty sino:observationOf , sino:measure , sino:date , sino:timeStatedAs .
sino:MarketFigure rdfs:subClassOf sino:Observation .
sino:Price sino:keyProperty [ sh:inversePath sino:hasPrice ] , sino:priceDirection , sino:perTokens .
sino:Percent rdfs:isDefinedBy <https://w3id.org/sinograph/ontology> .
model:m skos:prefLabel "M"@en . model:n skos:prefLabel "N"@en .
"""


def said(name: str, facts: str, modality: str = "Stated") -> str:
    head = f'passage:{name} a sino:Passage ; sino:modality sino:{modality} ; oa:exact "words of {name}" .'
    return f"{head}\npassage:{name} {{ {facts} }}\n"


def known(*passages: str, curated: str = "") -> Dataset:
    quads = parse_quads((HEADER + "".join(passages)).encode(), Path("claims.trig"))[0]
    metadata = {quad for quad in quads if isinstance(quad.graph_name, DefaultGraph)}
    ours = parse_quads((HEADER + ONTOLOGY + curated).encode(), Path("ontology.ttl"))[0]
    return Dataset(frozenset(ours), frozenset(quads) - metadata, frozenset(metadata | set(quotations(metadata))))


def disputes(*passages: str, curated: str = "") -> tuple[Dispute, ...]:
    return find_disputes(Conclusions(known(*passages, curated=curated), (), ()))


def only(*passages: str, curated: str = "") -> Dispute:
    (dispute,) = disputes(*passages, curated=curated)
    return dispute


def sides(dispute: Dispute) -> list[str]:
    return [shorten(passage).removeprefix("passage:") for passage in dispute.passages]


def test_two_values_of_a_single_valued_property() -> None:
    dispute = only(
        said("a", "model:m sino:totalParameters 230000000000"),
        said("b", "model:m sino:totalParameters 456000000000", "Estimated"),
        said("c", "model:m sino:totalParameters 230000000000"),
    )
    assert shorten(dispute.iri) == "dispute:model-m-total-parameters"
    assert dispute.label == "M has total parameters: 230,000,000,000 or 456,000,000,000"
    assert dispute.about == (expand("model:m"),)
    assert dispute.disputed == expand("sino:totalParameters")
    assert sides(dispute) == ["a", "c", "b"]


NONE = {
    "the same value twice": ("model:m sino:totalParameters 5", "model:m sino:totalParameters 5"),
    "a rounded value": ("model:m sino:totalParameters 1000", "model:m sino:totalParameters 1040"),
    "a coarser date": (
        'model:m sino:releaseDate "2026-02"^^xsd:gYearMonth',
        'model:m sino:releaseDate "2026-02-11"^^xsd:date',
    ),
    "another thing": ("model:m sino:totalParameters 5", "model:n sino:totalParameters 6"),
    "a property of several values": ("model:m sino:uses technique:a", "model:m sino:uses technique:b"),
    "a property that is said not to be single": ("model:m sino:contextLength 1", "model:m sino:contextLength 2"),
}


@pytest.mark.parametrize(("one", "other"), NONE.values(), ids=NONE.keys())
def test_no_dispute(one: str, other: str) -> None:
    assert disputes(said("a", one), said("b", other)) == ()


@pytest.mark.parametrize("modality", ["Expected", "Rebutted"])
def test_what_is_not_asserted_takes_no_side(modality: str) -> None:
    one = said("a", "model:m sino:totalParameters 5")
    other = said("b", "model:m sino:totalParameters 6", modality)
    assert disputes(one, other, curated="passage:a sino:conflictsWith passage:b .") == ()


def test_a_value_that_agrees_with_all_takes_no_side() -> None:
    dispute = only(
        said("year", 'model:m sino:releaseDate "2026"^^xsd:gYear'),
        said("day", 'model:m sino:releaseDate "2026-02-11"^^xsd:date'),
        said("month", 'model:m sino:releaseDate "2026-03"^^xsd:gYearMonth'),
    )
    assert sides(dispute) == ["day", "month"]


def test_claims_as_values_are_compared_by_their_amounts() -> None:
    cost = "model:m sino:trainingCost figure:{0} . figure:{0} sino:value {1} ; sino:currency '{2}'"
    assert disputes(said("a", cost.format("a", 5.576, "$")), said("b", cost.format("b", 6, "$"))) == ()
    assert disputes(said("a", cost.format("a", 5, "$")), said("b", cost.format("b", 40, "¥"))) == ()
    dispute = only(said("a", cost.format("a", 5, "$")), said("b", cost.format("b", 6, "$")))
    assert dispute.disputed == expand("sino:trainingCost")


RESULT = "result:{0} a sino:BenchmarkResult ; sino:ofModel model:m ; sino:onBenchmark benchmark:{1} ; sino:score {2}"


def test_two_claims_of_the_same_key() -> None:
    dispute = only(
        said("a", RESULT.format("a", "x", 77.8)),
        said("b", RESULT.format("b", "x", 76.5)),
        said("c", RESULT.format("c", "y", 12)),
    )
    assert dispute.iri.value.startswith("https://w3id.org/sinograph/id/dispute/benchmark-result-model-m-benchmark-x-")
    assert [shorten(thing) for thing in dispute.about] == ["model:m", "benchmark:x", "result:a", "result:b"]
    assert dispute.disputed == expand("sino:score")
    assert dispute.label == "“a” against “b”"
    assert sides(dispute) == ["a", "b"]


def test_claims_that_agree_or_lack_a_key_are_no_dispute() -> None:
    agreeing = said("a", RESULT.format("a", "x", 77.8)), said("b", RESULT.format("b", "x", 78))
    assert disputes(*agreeing) == ()
    lacking = "result:b a sino:BenchmarkResult ; sino:ofModel model:m ; sino:score 12"
    assert disputes(said("a", RESULT.format("a", "x", 77.8)), said("b", lacking)) == ()


FIGURE = "observation:{0} a sino:{1} ; sino:observationOf product:p ; sino:measure sino:UserCount ; {2}"
OBSERVED = [
    ("Observation", "sino:value 20", "Observation", "sino:minimum 30", True),
    ("Observation", "sino:value 70", "Observation", "sino:minimum 30", False),
    ("MarketFigure", "sino:value 20", "Observation", "sino:minimum 30", True),
    ("Observation", "sino:value 20 ; sino:atTime '2025'^^xsd:gYear", "Observation", "sino:value 30", False),
    ("Observation", "sino:value 20 ; sino:timeStatedAs 'now'", "Observation", "sino:value 30", False),
    (
        "Observation",
        "sino:value 20 ; sino:atTime '2025'^^xsd:gYear",
        "Observation",
        "sino:value 30 ; sino:date '2025'^^xsd:gYear",
        True,
    ),
    ("Observation", "sino:statedAs 'few'", "Observation", "sino:value 30", False),
]


@pytest.mark.parametrize(("kind", "one", "other_kind", "other", "disputed"), OBSERVED)
def test_observations(kind: str, one: str, other_kind: str, other: str, disputed: bool) -> None:
    found = disputes(said("a", FIGURE.format("a", kind, one)), said("b", FIGURE.format("b", other_kind, other)))
    assert bool(found) is disputed


def test_a_key_through_an_inverse() -> None:
    price = "model:{0} sino:hasPrice price:{1} . price:{1} a sino:Price ; sino:perTokens 1000000 ; sino:value {2}"
    same = disputes(said("a", price.format("m", "a", 0.6)), said("b", price.format("m", "b", 2.5)))
    other = disputes(said("a", price.format("m", "a", 0.6)), said("b", price.format("n", "b", 2.5)))
    (dispute,) = same
    assert [shorten(thing) for thing in dispute.about] == ["model:m", "price:a", "price:b"]
    assert other == ()


def test_a_declared_conflict() -> None:
    conflict = "passage:b sino:conflictsWith passage:a . passage:a sino:conflictsWith passage:b ."
    dispute = only(said("a", "model:m a sino:Model"), said("b", "model:m sino:uses technique:t"), curated=conflict)
    assert shorten(dispute.iri) == "dispute:a-and-b"
    assert dispute.label == "“words of a” against “words of b”"
    assert dispute.about == (expand("model:m"),)
    assert dispute.disputed is None


def test_a_declared_conflict_of_passages_that_share_nothing_is_about_all_that_they_name() -> None:
    conflict = "passage:a sino:conflictsWith passage:b ."
    dispute = only(said("a", "model:m a sino:Model"), said("b", "model:n sino:uses technique:t"), curated=conflict)
    assert [shorten(thing) for thing in dispute.about] == ["model:m", "model:n"]


DISJOINT = """
sino:Lab a owl:Class ; owl:disjointWith sino:Model . sino:Model a owl:Class .
sino:developedBy a owl:ObjectProperty ; rdfs:domain sino:Model .
"""


def test_an_inconsistency_that_rests_on_a_passage() -> None:
    passages = said("a", "model:m a sino:Lab"), said("b", "model:m sino:developedBy lab:l")
    (dispute,) = find_disputes(conclude(known(*passages, curated=DISJOINT), ()))
    assert sides(dispute) == ["a", "b"]
    assert dispute.kind == "logic"
    assert dispute.label == "These cannot both be: M is a Lab and M is a Model"
    assert [shorten(thing) for thing in dispute.about] == ["model:m"]
    assert dispute.disputed == expand("rdf:type")


def test_what_is_published() -> None:
    one, other = said("a", "model:m sino:totalParameters 5"), said("b", "model:m sino:totalParameters 6")
    steps = derive_disputes(Conclusions(known(one, other), (), ()))
    node, premises = (
        expand("dispute:model-m-total-parameters"),
        {Triple(expand("model:m"), expand("sino:totalParameters"), Literal(number)) for number in (5, 6)},
    )
    assert len(steps) == 9
    assert {triple.subject for triple in steps} == {node}
    assert all(set(step.premises) == premises for step in steps.values())
    assert Triple(node, expand("rdf:type"), expand("sino:Dispute")) in steps
    assert Triple(node, DISPUTE_SIDE, expand("passage:a")) in steps
    assert Triple(node, expand("prov:wasDerivedFrom"), expand("passage:b")) in steps
    assert Triple(node, expand("sino:disputedProperty"), expand("sino:totalParameters")) in steps
    assert Triple(node, expand("sino:disputeAbout"), expand("model:m")) in steps


@pytest.mark.parametrize("kind", ["values", "claims", "passages"])
def test_each_step_is_an_instance_of_its_rule(kind: str) -> None:
    passages = {
        "values": ("model:m sino:totalParameters 5", "model:m sino:totalParameters 6"),
        "claims": (RESULT.format("a", "x", 77.8), RESULT.format("b", "x", 76.5)),
        "passages": ("model:m a sino:Model", "model:n a sino:Model"),
    }[kind]
    curated = "passage:a sino:conflictsWith passage:b ." if kind == "passages" else ""
    given = known(*(said(name, facts) for name, facts in zip("ab", passages, strict=True)), curated=curated)
    steps = derive_disputes(Conclusions(given, (), ()))
    assert steps
    for triple, step in steps.items():
        assert step.rule.name == f"dispute of {kind}"
        assert triple in {atom.ground(step.bindings) for atom in step.rule.head if _is_bound(atom, step.bindings)}
        assert set(step.premises) <= given.asserted


def _is_bound(atom: Atom, bindings: Bindings) -> bool:
    return all(variable in bindings for variable in atom.variables())


def test_the_declared_conflicts_of_the_graph_are_disputes() -> None:
    given = read_dataset(Project.find())
    conflicts = {quad for quad in given.curated if quad.predicate == expand("sino:conflictsWith")}
    found = {frozenset(dispute.passages) for dispute in find_disputes(Conclusions(given, (), ()))}
    pairs = {
        frozenset(side for side in (quad.subject, quad.object) if isinstance(side, NamedNode)) for quad in conflicts
    }
    assert len(pairs) >= 8
    assert pairs <= found
