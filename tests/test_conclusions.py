"""What reasoning yields beside the triples: how sure they are, what they rest on, and what cannot be together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from sinograph.conclusions import Conclusions, InconsistentError, conclude
from sinograph.dataset import MODALITY, ONTOLOGY_GRAPH, Dataset, quad_of, read_dataset
from sinograph.derivations import Derivations, write_derivations
from sinograph.labels import Labeller, agreeing
from sinograph.namespaces import GRAPH, PREFIXES, expand, sino
from sinograph.rulebook import read_rule, write_rule
from sinograph.rules import RuleFile, read_rules

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.project import Project

HEAD = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
ONTOLOGY = """
    sino:Stated sino:isAsserted true . sino:Reported sino:isAsserted true . sino:Estimated sino:isAsserted true .
    sino:Expected sino:isAsserted false .
    sino:A rdfs:subClassOf sino:B . sino:Lab owl:disjointWith sino:Chip . sino:uses a owl:ObjectProperty ."""
ENTITIES = NamedNode(f"{GRAPH}entities/things")
RECORDS = NamedNode(f"{GRAPH}passages/paper")
JOIN = "CONSTRUCT { ?x sino:both ?z } WHERE { ?x sino:uses ?y . ?y sino:uses ?z }"


def triples(turtle: str) -> list[Triple]:
    return [quad.triple for quad in ox.parse(HEAD + turtle, format=RdfFormat.TURTLE)]


def dataset(passages: dict[str, tuple[str, str]], entities: str = "") -> Dataset:
    """Return a dataset with passages by name, each with its modality and its facts."""
    curated = {quad_of(triple, ONTOLOGY_GRAPH) for triple in triples(ONTOLOGY)}
    curated |= {quad_of(triple, ENTITIES) for triple in triples(entities)}
    claimed, metadata = set(), set()
    for name, (modality, facts) in passages.items():
        node = expand(f"passage:{name}")
        metadata.add(quad_of(Triple(node, MODALITY, sino(modality)), RECORDS))
        claimed |= {quad_of(triple, node) for triple in triples(facts)}
    return Dataset(frozenset(curated), frozenset(claimed), frozenset(metadata))


def concluded(passages: dict[str, tuple[str, str]], entities: str = "", *rules: str) -> Conclusions:
    files = [RuleFile(f"rule-{number}", text) for number, text in enumerate(rules)]
    return conclude(dataset(passages, entities), files)


def triple(text: str) -> Triple:
    (only,) = triples(f"{text} .")
    return only


@pytest.mark.parametrize(
    ("passages", "expected"),
    [
        ({"p": ("Stated", "lab:x a sino:A .")}, "Stated"),
        ({"p": ("Estimated", "lab:x a sino:A .")}, "Estimated"),
        ({"p": ("Estimated", "lab:x a sino:A ."), "q": ("Reported", "lab:x a sino:A .")}, "Reported"),
        ({"p": ("Estimated", "lab:x a sino:A ."), "q": ("Expected", "lab:x a sino:A .")}, "Estimated"),
    ],
    ids=["stated", "estimated", "the-surest-passage-counts", "expected-does-not-count"],
)
def test_a_conclusion_is_as_sure_as_its_premise(passages: dict[str, tuple[str, str]], expected: str) -> None:
    assert concluded(passages).modality(triple("lab:x a sino:B")) == sino(expected)


def test_a_conclusion_is_as_sure_as_its_least_sure_premise() -> None:
    passages = {"p": ("Reported", "lab:x sino:uses lab:y ."), "q": ("Estimated", "lab:y sino:uses lab:z .")}
    found = concluded(passages, "", JOIN)
    assert found.modality(triple("lab:x sino:both lab:z")) == sino("Estimated")
    assert found.modality(triple("lab:x sino:uses lab:y")) == sino("Reported")


def test_what_the_curators_say_counts_as_stated() -> None:
    found = concluded({"p": ("Estimated", "lab:x a sino:A .")}, "lab:x a sino:A .")
    assert found.modality(triple("lab:x a sino:B")) == sino("Stated")


def test_leaves_and_passages() -> None:
    passages = {"p": ("Stated", "lab:x sino:uses lab:y ."), "q": ("Stated", "lab:x sino:uses lab:y .")}
    found = concluded(passages, "lab:y sino:uses lab:z .", JOIN)
    goal = triple("lab:x sino:both lab:z")
    assert found.leaves([goal]) == [triple("lab:x sino:uses lab:y"), triple("lab:y sino:uses lab:z")]
    assert set(found.passages([goal])) == {expand("passage:p"), expand("passage:q")}


def test_what_the_curators_say_a_thing_is_needs_no_passage() -> None:
    found = concluded({"p": ("Stated", "lab:x a sino:A .")}, "lab:x a sino:A .")
    assert found.passages([triple("lab:x a sino:B")]) == []
    assert concluded({"p": ("Stated", "lab:x a sino:A .")}).passages([triple("lab:x a sino:B")]) == [
        expand("passage:p")
    ]


def test_an_inconsistency_that_rests_on_claims_is_kept() -> None:
    found = concluded({"p": ("Stated", "lab:x a sino:Chip .")}, "lab:x a sino:Lab .")
    (inconsistency,) = found.inconsistencies
    assert set(inconsistency.premises) == {triple("lab:x a sino:Lab"), triple("lab:x a sino:Chip")}


def test_an_inconsistency_of_the_curators_is_refused_with_its_proof() -> None:
    with pytest.raises(InconsistentError) as refusal:
        concluded({}, "lab:x a sino:Lab, sino:Chip .")
    assert str(refusal.value).splitlines()[1:] == [
        "It cannot be that x is a Lab and x is a Chip.",
        "X is a Lab",
        "└── the curators, in graph/entities/things.ttl",
        "X is a Chip",
        "└── the curators, in graph/entities/things.ttl",
        "ontology: Lab (correct what the curators say, or the axiom that forbids it)",
    ]


def test_an_inconsistency_of_the_curators_is_refused_though_claims_say_so_too() -> None:
    with pytest.raises(InconsistentError):
        concluded({"p": ("Stated", "lab:x a sino:Chip .")}, "lab:x a sino:Lab, sino:Chip .")


def test_spreads_lead_to_the_passages_they_rest_on() -> None:
    rule = "CONSTRUCT { ?x a sino:TechniqueSpread } WHERE { ?x sino:uses ?y . ?y sino:uses ?z }"
    passages = {"p": ("Stated", "spread:s sino:uses lab:y ."), "q": ("Stated", "lab:y sino:uses lab:z .")}
    found = concluded(passages, "", rule)
    origins = {t.object for t in found.triples if t.predicate == expand("prov:wasDerivedFrom")}
    assert origins == {expand("passage:p"), expand("passage:q")}
    step = found.derivation(triple("spread:s prov:wasDerivedFrom passage:p"))
    assert step is not None
    assert step.premises == (triple("spread:s a sino:TechniqueSpread"),)


def test_a_generated_label_rests_on_what_it_was_made_from() -> None:
    facts = "result:r a sino:BenchmarkResult ; sino:ofModel model:m ; sino:score 9 . model:m skos:prefLabel 'M'@en ."
    found = concluded({"p": ("Stated", facts)})
    (label,) = (t for t in found.triples if t.predicate == expand("skos:prefLabel"))
    assert label.object == Literal("M: 9", language="en")
    step = found.derivation(label)
    assert step is not None
    assert len(step.premises) == 4
    assert label in Labeller(step.premises).derive()


def test_a_generated_label_may_rest_on_another() -> None:
    facts = """
        comparison:c a sino:Comparison ;
            sino:comparedItem model:m ; sino:comparedWith model:n ; sino:outcome sino:Better .
        causation:e a sino:CausalClaim ;
            sino:cause model:m ; sino:causalRelation sino:Enables ; sino:effect comparison:c .
        model:m skos:prefLabel 'M'@en . model:n skos:prefLabel 'N'@en .
    """
    found = concluded({"p": ("Stated", facts)})
    label = triple("causation:e skos:prefLabel 'M Enables M compared with N: Better'@en")
    step = found.derivation(label)
    assert step is not None
    assert triple("comparison:c skos:prefLabel 'M compared with N: Better'@en") in step.premises
    assert label in Labeller(step.premises).derive()


def test_derivations_are_read_back_as_they_were(small_project: Project, tmp_path: Path) -> None:
    found = conclude(read_dataset(small_project), read_rules(small_project))
    write_derivations(tmp_path / "derivations", found)
    read = Derivations(tmp_path / "derivations")
    assert len(found.triples) > 15
    for each in found.triples:
        ours, theirs = found.derivation(each), read.derivation(each)
        assert ours is not None
        assert theirs is not None
        assert (theirs.conclusion, theirs.rule.name, theirs.premises) == (each, ours.rule.name, ours.premises)
        assert dict(theirs.bindings) == dict(ours.bindings)
        assert read.modality(each) == found.modality(each)
    assert read.derivation(triple("lab:no a sino:Lab")) is None
    read.close()


def test_derivations_are_the_same_each_time(small_project: Project, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_derivations(tmp_path / name, conclude(read_dataset(small_project), read_rules(small_project)))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_rules_are_read_back_as_they_were(small_project: Project) -> None:
    rules = conclude(read_dataset(small_project), read_rules(small_project)).rules
    assert len(rules) > 20
    for rule in rules:
        read = read_rule(write_rule(rule))
        assert (read.body, read.head, read.filters, read.binds) == (rule.body, rule.head, rule.filters, rule.binds)
        assert (read.name, read.sentence, read.w3c, read.axioms) == (rule.name, rule.sentence, rule.w3c, rule.axioms)
        assert read.source == (f"ontology/rules/{rule.name}.rq" if rule.source else None)


@pytest.mark.parametrize(
    ("verb", "subject", "said"),
    [
        ("drives", "competitive pressure", "drives"),
        ("drives", "MLA, GRPO", "drive"),
        ("is not required for", "frontier budgets", "are not required for"),
        ("does not prevent", "chip restrictions", "do not prevent"),
        ("enables", "emphasis", "enables"),
    ],
)
def test_the_verb_of_a_causal_claim_agrees_with_its_cause(verb: str, subject: str, said: str) -> None:
    assert agreeing(verb, subject) == said
