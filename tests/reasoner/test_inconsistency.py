"""What contradicts itself, decided by hand; also where owlrl is silent or wrong."""

from __future__ import annotations

import pytest

from reasoner.oracle import close, parse, read_cases
from reasoner.proofs import check_proofs

INCONSISTENT = read_cases("contradictions.txt")
"""Cases by the name of the rule that finds the contradiction, and a title."""

CONSISTENT = read_cases("no-contradictions.txt")


def test_every_case_is_there() -> None:
    assert (len(INCONSISTENT), len(CONSISTENT)) == (32, 9)


@pytest.mark.parametrize(("title", "turtle"), INCONSISTENT.items(), ids=INCONSISTENT.keys())
def test_a_contradiction_is_found_with_its_proof(title: str, turtle: str) -> None:
    w3c = title.partition(" ")[0]
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
