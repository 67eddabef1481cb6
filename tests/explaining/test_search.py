"""Finding proofs: the shortest first, each well-founded, and saying when there are more."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, Triple

from explaining.checker import check_proof
from sinograph.conclusions import conclude
from sinograph.dataset import ONTOLOGY_GRAPH, Dataset, quad_of
from sinograph.explaining import Knowledge, explain
from sinograph.explaining.backward import Budget, WorkExhaustedError
from sinograph.explaining.search import all_proofs
from sinograph.namespaces import GRAPH, PREFIXES, expand
from sinograph.rules import RuleFile

HEAD = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())


def parse(turtle: str) -> set[Triple]:
    return {quad.triple for quad in ox.parse(HEAD + turtle, format=RdfFormat.TURTLE)}


def knowledge_of(ontology: str, facts: str, *rules: str) -> Knowledge:
    """Return what is known of some curators' facts, without a release."""
    entities = NamedNode(f"{GRAPH}entities/facts")
    curated = {quad_of(triple, ONTOLOGY_GRAPH) for triple in parse(ontology)}
    curated |= {quad_of(triple, entities) for triple in parse(facts)}
    dataset = Dataset(frozenset(curated), frozenset(), frozenset())
    files = [RuleFile(f"rule-{number}", text) for number, text in enumerate(rules)]
    conclusions = conclude(dataset, files)
    store = Store()
    store.extend(dataset.publish(conclusions.triples))
    return Knowledge(store, conclusions)


def triple(text: str) -> Triple:
    subject, predicate, value = text.split()
    return Triple(expand(subject), expand(predicate), expand(value))


@pytest.fixture
def diamond() -> Knowledge:
    """A thing of which the same follows in one step, in two, and in three."""
    ontology = """
        sino:A rdfs:subClassOf sino:Goal . sino:B rdfs:subClassOf sino:C . sino:C rdfs:subClassOf sino:Goal .
        sino:D rdfs:subClassOf sino:B ."""
    return knowledge_of(ontology, "lab:x a sino:A, sino:B, sino:D .")


def test_the_shortest_comes_first_and_all_are_found(diamond: Knowledge) -> None:
    explanation = explain(triple("lab:x rdf:type sino:Goal"), diamond, every=True)
    assert [proof.size for proof in explanation.proofs] == [(1, 1), (2, 1), (3, 1)]
    assert explanation.is_complete
    assert explanation.omission is None
    for proof in explanation.proofs:
        check_proof(proof, diamond.store)


def test_one_proof_is_the_shortest(diamond: Knowledge) -> None:
    (proof,) = explain(triple("lab:x rdf:type sino:Goal"), diamond).proofs
    assert proof.size == (1, 1)
    assert proof.leaves == (triple("lab:x rdf:type sino:A"),)


def test_what_is_said_needs_no_step(diamond: Knowledge) -> None:
    explanation = explain(triple("lab:x rdf:type sino:B"), diamond, every=True)
    assert [proof.size for proof in explanation.proofs] == [(0, 1), (1, 1)]
    assert not explanation.is_inferred


def test_a_limit_that_cuts_is_said(diamond: Knowledge) -> None:
    explanation = explain(triple("lab:x rdf:type sino:Goal"), diamond, every=True, limit=2)
    assert len(explanation.proofs) == 2
    assert explanation.omission == "more than 2 proofs; no more were asked for"


def test_a_limit_that_just_suffices_does_not_cut(diamond: Knowledge) -> None:
    assert explain(triple("lab:x rdf:type sino:Goal"), diamond, every=True, limit=3).is_complete


def test_a_search_that_takes_too_long_is_given_up_and_that_is_said(diamond: Knowledge) -> None:
    found = all_proofs(triple("lab:x rdf:type sino:Goal"), diamond, limit=20, lookups=3)
    assert found.is_cut
    assert not found.is_complete
    assert len(found.proofs) == 1, "the reasoner's own is always there"


def test_a_search_that_takes_too_much_room_is_given_up() -> None:
    """Each choice of three has eight ways: 512 proofs, and as many parts of proofs wait while few are looked up."""
    kinds = [(kind, f"{kind}{way}") for kind in "ABC" for way in range(8)]
    ontology = " ".join(f"sino:{narrow} rdfs:subClassOf sino:{wide} ." for wide, narrow in kinds)
    facts = f"lab:x a {', '.join(f'sino:{narrow}' for _, narrow in kinds)} ."
    rule = "CONSTRUCT { ?x sino:goal ?x } WHERE { ?x a sino:A, sino:B, sino:C }"
    found = all_proofs(triple("lab:x sino:goal lab:x"), knowledge_of(ontology, facts, rule), limit=1000, lookups=900)
    assert found.is_cut
    assert len(found.proofs) < 256


def test_circles_prove_nothing() -> None:
    circle = knowledge_of(
        "sino:competesWith a owl:SymmetricProperty . sino:A rdfs:subClassOf sino:B . sino:B rdfs:subClassOf sino:A .",
        "lab:x sino:competesWith lab:y ; a sino:A .",
    )
    for goal in ("lab:y sino:competesWith lab:x", "lab:x rdf:type sino:B"):
        explanation = explain(triple(goal), circle, every=True)
        assert [proof.size for proof in explanation.proofs] == [(1, 1)]
        check_proof(explanation.proofs[0], circle.store)


def test_what_is_used_twice_is_one_step() -> None:
    shared = knowledge_of(
        "sino:A rdfs:subClassOf sino:B .",
        "lab:x a sino:A ; sino:uses lab:x .",
        "CONSTRUCT { ?x sino:both ?y } WHERE { ?x a sino:B ; sino:uses ?y . ?y a sino:B }",
    )
    (proof,) = explain(triple("lab:x sino:both lab:x"), shared).proofs
    assert proof.size == (2, 2)
    assert proof.numbers[triple("lab:x sino:both lab:x")] == 1


def test_equality_is_explained() -> None:
    equal = knowledge_of("sino:p a owl:ObjectProperty .", "lab:a owl:sameAs lab:b . lab:a sino:p lab:c .")
    explanation = explain(triple("lab:b sino:p lab:c"), equal, every=True)
    assert explanation.proofs[0].size == (1, 2)
    for proof in explanation.proofs:
        check_proof(proof, equal.store)
    sentence = equal.wording.sentence(explanation.proofs[0].steps[explanation.triple])
    assert sentence == "B has p c because a has p c and a is the same thing as b."


def test_new_names_are_found_backwards() -> None:
    named = knowledge_of(
        "sino:uses a owl:ObjectProperty .",
        "model:m sino:uses technique:t .",
        'CONSTRUCT { ?n a sino:Use } WHERE { ?m sino:uses ?t BIND(IRI(CONCAT(STR(?m), "-use")) AS ?n) }',
    )
    goal = Triple(NamedNode(f"{PREFIXES['model']}m-use"), expand("rdf:type"), expand("sino:Use"))
    assert [step.rule.name for step in named.matcher.steps(goal, Budget())] == ["rule-0"]
    other = Triple(NamedNode(f"{PREFIXES['model']}n-use"), expand("rdf:type"), expand("sino:Use"))
    assert list(named.matcher.steps(other, Budget())) == []


def test_a_long_chain_is_proved() -> None:
    links = " ".join(f"model:m{n} sino:descendsFrom model:m{n + 1} ." for n in range(200))
    chain = knowledge_of("sino:descendsFrom a owl:TransitiveProperty .", links)
    (proof,) = explain(triple("model:m0 sino:descendsFrom model:m200"), chain).proofs
    assert proof.size == (199, 200)
    check_proof(proof, chain.store)


def test_a_budget_is_kept(diamond: Knowledge) -> None:
    with pytest.raises(WorkExhaustedError):
        list(diamond.matcher.steps(triple("lab:x rdf:type sino:Goal"), Budget(1)))


def test_proofs_go_through_what_is_not_published() -> None:
    hidden = knowledge_of(
        """sino:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty sino:p ; owl:allValuesFrom [
             a owl:Restriction ; owl:onProperty sino:q ; owl:allValuesFrom sino:Goal ] ] .""",
        "lab:x a sino:A ; sino:p lab:y . lab:y sino:q lab:z .",
    )
    (proof,) = explain(triple("lab:z rdf:type sino:Goal"), hidden).proofs
    check_proof(proof, hidden.store)
    assert proof.leaves
