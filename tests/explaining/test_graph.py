"""Every conclusion of the real graph can be explained, and its proofs hold."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from explaining.checker import check_proof
from sinograph.conclusions import rank_of
from sinograph.explaining import explain
from sinograph.explaining.evidence import Quote
from sinograph.explaining.proof import stored_proof
from sinograph.namespaces import expand, sino
from sinograph.reasoner.rule import TYPE

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from sinograph.explaining import Knowledge

SPREAD = sino("TechniqueSpread")


def conclusions(knowledge: Knowledge) -> list[Triple]:
    graphs = (expand("graph:inferred"), expand("graph:disputes"))
    quads = (quad for graph in graphs for quad in knowledge.store.quads_for_pattern(None, None, None, graph))
    return sorted((quad.triple for quad in quads), key=str)


def test_every_conclusion_has_a_proof_that_holds(knowledge: Knowledge) -> None:
    found = conclusions(knowledge)
    assert len(found) > 2500
    steps = 0
    for triple in found:
        proof = explain(triple, knowledge).proofs[0]
        steps += check_proof(proof, knowledge.store)
        assert proof.size <= stored_proof(triple, knowledge.derivation).size
    assert steps >= len(found)


def test_all_proofs_of_a_sample_hold_and_differ(knowledge: Knowledge) -> None:
    for triple in random.Random(3).sample(conclusions(knowledge), 150):
        explanation = explain(triple, knowledge, every=True, limit=10)
        assert explanation.proofs[0].size == min(proof.size for proof in explanation.proofs)
        assert len({proof.digest for proof in explanation.proofs}) == len(explanation.proofs)
        for proof in explanation.proofs:
            check_proof(proof, knowledge.store)


def test_every_conclusion_can_be_said_in_english(knowledge: Knowledge) -> None:
    for triple in conclusions(knowledge):
        step = knowledge.derivation(triple)
        assert step is not None
        assert knowledge.wording.filled(step.rule, step.bindings) is not None, step
        sentence = knowledge.wording.sentence(step)
        assert sentence.endswith(".")
        assert "{" not in sentence


def test_every_leaf_has_a_quote_or_a_file(knowledge: Knowledge) -> None:
    leaves = {leaf for triple in conclusions(knowledge) for leaf in explain(triple, knowledge).proofs[0].leaves}
    for leaf in leaves:
        evidence = knowledge.witnesses.evidence(leaf)
        assert evidence, leaf
        for each in evidence:
            if isinstance(each, Quote):
                assert each.is_asserted
                assert each.stretches
                assert all(len(s.exact) == s.end - s.start for s in each.stretches)


def test_a_stored_modality_is_that_of_the_proof(knowledge: Knowledge) -> None:
    for triple in conclusions(knowledge):
        proof = stored_proof(triple, knowledge.derivation)
        assert knowledge.modality(proof) == knowledge.proofs.modality(triple)  # type: ignore[attr-defined]


def test_every_spread_leads_to_its_passages(knowledge: Knowledge) -> None:
    spreads = [triple.subject for triple in knowledge.facts.match(None, TYPE, SPREAD)]
    assert len(spreads) >= 8
    for spread in spreads:
        passages = knowledge.facts.values(spread, expand("prov:wasDerivedFrom"))
        assert passages
        for passage in passages:
            quote = knowledge.witnesses.quote(passage)  # type: ignore[arg-type]
            assert quote is not None
            assert rank_of(quote.modality) < 3
