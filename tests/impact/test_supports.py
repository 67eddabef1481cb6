"""The sets of passages that suffice, and those without which something falls, against every set there is."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Triple

from sinograph.building import build
from sinograph.conclusions import conclude
from sinograph.dataset import Dataset, read_dataset
from sinograph.impact import Before, supports_of
from sinograph.impact.supports import hitting_sets, minimal
from sinograph.namespaces import expand
from sinograph.rules import read_rules

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sinograph.project import Project
    from sinograph.settings import Settings


def subsets(items: Collection[NamedNode]) -> Iterator[frozenset[NamedNode]]:
    return (frozenset(each) for size in range(len(items) + 1) for each in combinations(sorted(items, key=str), size))


@pytest.fixture
def before(project: Project, settings: Settings) -> Before:
    return Before.of(build(project, settings, lambda _: None, shacl=False).path)


def triple(subject: str, predicate: str, value: str) -> Triple:
    return Triple(expand(subject), expand(predicate), expand(value))


def passages(*names: str) -> frozenset[NamedNode]:
    return frozenset(expand(f"passage:{name}") for name in names)


def test_what_two_passages_say_together(before: Before) -> None:
    found = supports_of(triple("lab:aurora-labs", "sino:practises", "technique:mixture-of-experts"), before.knowledge)
    assert found.sufficient == (passages("aurora-1-family", "aurora-1-size"),)
    assert set(found.fatal) == {passages("aurora-1-family"), passages("aurora-1-size")}
    assert found.is_complete


def test_what_the_curators_say_falls_with_nothing(before: Before) -> None:
    found = supports_of(triple("model:aurora-1", "rdf:type", "sino:Model"), before.knowledge)
    assert found == ((frozenset(),), (), True)


def test_what_is_said_rests_on_its_passage(before: Before) -> None:
    found = supports_of(triple("model:aurora-1", "sino:trainedOn", "chip:n-100"), before.knowledge)
    assert found == ((passages("aurora-1-chips"),), (passages("aurora-1-chips"),), True)


def test_where_there_is_no_time_the_reasoners_proof_counts(before: Before) -> None:
    goal = triple("lab:aurora-labs", "sino:practises", "technique:mixture-of-experts")
    found = supports_of(goal, before.knowledge, lookups=0)
    assert found.sufficient == (passages("aurora-1-family", "aurora-1-size"),)
    assert not found.is_complete


def test_all_of_the_small_project_against_every_set_of_passages(project: Project, before: Before) -> None:
    """Conclude everything anew from each set of passages, and compare what holds with what the sets say."""
    given_, rules = read_dataset(project), read_rules(project)
    asserted = {passage for passage in given_.modalities if given_.is_asserted(passage)}  # type: ignore[arg-type]
    named = {passage for passage in asserted if isinstance(passage, NamedNode)}
    assert len(named) == 9
    goals = [goal for goal in before.inferred if goal.predicate != expand("skos:prefLabel")]
    found = {goal: supports_of(before.stored(goal), before.knowledge) for goal in goals}
    assert all(supports.is_complete for supports in found.values())
    for kept in subsets(named):
        claimed = frozenset(quad for quad in given_.claimed if quad.graph_name in kept)
        left = Dataset(given_.curated, claimed, given_.metadata)
        held = left.asserted | conclude(left, rules).triples
        for goal, supports in found.items():
            assert any(each <= kept for each in supports.sufficient) == (goal in held), goal
            assert any(each <= named - kept for each in supports.fatal) == (goal not in held), goal


LETTERS = [NamedNode(f"urn:{letter}") for letter in "abcde"]
SETS = st.lists(st.frozensets(st.sampled_from(LETTERS)), max_size=5)


@given(SETS)
def test_the_minimal_sets_have_no_part_among_them(sets: list[frozenset[NamedNode]]) -> None:
    found = minimal(sets)
    assert all(any(one <= each for one in found) for each in sets)
    assert not any(one < other for one in found for other in found)


@given(SETS)
def test_hitting_sets_are_the_smallest_that_meet_each_set(sets: list[frozenset[NamedNode]]) -> None:
    found, is_complete = hitting_sets(sets)
    meeting = [each for each in subsets(LETTERS) if all(each & one for one in sets)]
    assert is_complete
    assert set(found) == set(minimal(meeting))


def test_too_many_hitting_sets_are_cut() -> None:
    pairs = [frozenset({NamedNode(f"urn:{number}"), NamedNode(f"urn:{number}'")}) for number in range(4)]
    found, is_complete = hitting_sets(pairs, most=10)
    assert len(found) == 10
    assert not is_complete
