from __future__ import annotations

import pytest
from hypothesis import given

from reasoner.chance import examples
from reasoner.generated import ontologies
from reasoner.oracle import close, ours, parse, read_cases, theirs
from reasoner.proofs import check_proofs

CASES = read_cases("closures.txt")


def test_every_case_is_there() -> None:
    assert len(CASES) == 87


@pytest.mark.parametrize("turtle", CASES.values(), ids=CASES.keys())
def test_the_closure_is_that_of_owlrl(turtle: str) -> None:
    assert ours(turtle) == theirs(turtle)


@pytest.mark.parametrize("turtle", CASES.values(), ids=CASES.keys())
def test_every_proof_holds(turtle: str) -> None:
    triples = parse(turtle)
    check_proofs(close(triples), triples)


@examples(100)
@given(ontologies)
def test_the_closure_of_anything_is_that_of_owlrl(turtle: str) -> None:
    assert ours(turtle) == theirs(turtle)


@examples(200)
@given(ontologies)
def test_every_proof_of_anything_holds(turtle: str) -> None:
    triples = parse(turtle)
    check_proofs(close(triples), triples)
