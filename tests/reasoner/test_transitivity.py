from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reasoner.chance import examples
from sinograph.reasoner.components import components
from sinograph.reasoner.layout import RULE_BITS
from sinograph.reasoner.terms import BITS, MASK
from sinograph.reasoner.transitivity import Transitivity

CLAUSE = 7
nodes = st.integers(0, 7)
batches = st.lists(st.lists(st.tuples(nodes, nodes), max_size=6), min_size=1, max_size=5)


def reachable(edges: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the transitive closure, in the plainest way."""
    closure = set(edges)
    while more := {(a, d) for a, b in closure for c, d in closure if b == c} - closure:
        closure |= more
    return closure


def extend(closure: Transitivity, edges: list[tuple[int, int]]) -> None:
    """Give a property new edges as the evaluation does: those that are known already are not new."""
    new = [fact for one, other in edges if (fact := other << BITS | one) not in closure.facts]
    closure.facts.update(dict.fromkeys(new, 0))
    closure.extend(list(dict.fromkeys(new)))


@pytest.mark.parametrize("reflexive", [True, False], ids=["with circles", "without circles"])
@examples(100)
@given(batches=batches)
def test_everything_that_is_reached_is_found_however_the_edges_come(
    batches: list[list[tuple[int, int]]], *, reflexive: bool
) -> None:
    closure = Transitivity({}, CLAUSE, reflexive=reflexive)
    given_edges = set()
    for batch in batches:
        edges = [(one, other) for one, other in batch if reflexive or one != other]
        given_edges |= set(edges)
        extend(closure, edges)
    expected = {(one, other) for one, other in reachable(given_edges) if reflexive or one != other}
    assert {(fact & MASK, fact >> BITS) for fact in closure.facts} == expected


@examples(100)
@given(batches=batches)
def test_each_conclusion_comes_after_its_premises(batches: list[list[tuple[int, int]]]) -> None:
    closure = Transitivity({}, CLAUSE)
    for batch in batches:
        extend(closure, batch)
    seen: set[int] = set()
    for fact, code in closure.facts.items():
        if code:
            middle = code >> RULE_BITS
            assert {middle << BITS | fact & MASK, fact >> BITS << BITS | middle} <= seen
        seen.add(fact)


def test_a_chain_is_followed_without_joining_the_closure_with_itself() -> None:
    length = 300
    closure = Transitivity({}, CLAUSE)
    extend(closure, [(number, number + 1) for number in range(length)])
    assert len(closure.facts) == length * (length + 1) // 2
    assert sum(len(targets) for targets in closure.onward.values()) == length


@examples(100)
@given(st.dictionaries(nodes, st.sets(nodes)))
def test_components_are_what_reach_one_another_in_order(some: dict[int, set[int]]) -> None:
    edges = {node: some.get(node, set()) for node in range(8)}
    found = components(edges)
    paths = reachable({(node, target) for node, targets in edges.items() for target in targets})
    place = {node: number for number, component in enumerate(found) for node in component}
    assert sorted(place) == list(range(8))
    for one in edges:
        for other in edges:
            if one != other and (one, other) in paths:
                assert (place[one] == place[other]) is ((other, one) in paths)
                assert place[one] <= place[other]
