"""What falls with a passage is what a build without it does not conclude: exactly, and each time."""

from __future__ import annotations

import random
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from sinograph.building import build
from sinograph.conclusions import conclude
from sinograph.dataset import Dataset, read_dataset
from sinograph.impact.aftermath import conclusions_after
from sinograph.impact.before import Before
from sinograph.impact.withdrawal import Withdrawal
from sinograph.namespaces import expand, shorten
from sinograph.project import Project
from sinograph.rules import read_rules

if TYPE_CHECKING:
    from collections.abc import Collection

    from pyoxigraph import NamedNode, Triple

    from sinograph.release import Release
    from sinograph.settings import Settings

SAMPLE = 16


def passages_of(dataset: Dataset) -> list[NamedNode]:
    return sorted((passage for passage in dataset.modalities if shorten(passage).startswith("passage:")), key=str)  # type: ignore[misc, arg-type]


class Rebuilding:
    """Concludes everything anew from what a project's files say, but for some passages."""

    def __init__(self, project: Project) -> None:
        self.given = read_dataset(project)
        self.rules = read_rules(project)

    def without(self, passages: Collection[NamedNode]) -> set[Triple]:
        links = (q for q in self.given.metadata if q.predicate == expand("sino:hasFragment"))
        gone = {*passages, *(link.object for link in links if link.subject in passages)}
        left = Dataset(
            self.given.curated,
            frozenset(quad for quad in self.given.claimed if quad.graph_name not in gone),
            frozenset(quad for quad in self.given.metadata if quad.subject not in gone),
        )
        return set(conclude(left, self.rules).triples)


def stored(triples: Collection[Triple], before: Before) -> set[Triple]:
    return {before.stored(triple) for triple in triples}


def assert_same(rebuilding: Rebuilding, before: Before, passages: Collection[NamedNode]) -> None:
    after = stored(conclusions_after(Withdrawal(before, passages)), before)
    assert after == stored(rebuilding.without(passages), before), [shorten(passage) for passage in passages]


@pytest.fixture(params=["project", "disputed"])
def release(request: pytest.FixtureRequest, settings: Settings) -> tuple[Rebuilding, Before]:
    project: Project = request.getfixturevalue(request.param)
    return Rebuilding(project), Before.of(build(project, settings, lambda _: None, shacl=False).path)


def test_nothing_withdrawn_changes_nothing(release: tuple[Rebuilding, Before]) -> None:
    _, before = release
    assert conclusions_after(Withdrawal(before, [])) == before.inferred


def test_each_passage_of_the_small_project(release: tuple[Rebuilding, Before]) -> None:
    rebuilding, before = release
    passages = passages_of(before.dataset)
    assert len(passages) >= 11
    for passage in passages:
        assert_same(rebuilding, before, [passage])


def test_each_two_passages_of_the_small_project(project: Project, settings: Settings) -> None:
    before = Before.of(build(project, settings, lambda _: None, shacl=False).path)
    rebuilding = Rebuilding(project)
    for pair in combinations(passages_of(before.dataset), 2):
        assert_same(rebuilding, before, pair)


def test_a_whole_document(release: tuple[Rebuilding, Before]) -> None:
    rebuilding, before = release
    passages = before.passages_of(expand("document:small-dragons"))
    assert passages == passages_of(before.dataset)
    assert_same(rebuilding, before, passages)


def test_passages_of_the_graph(real_release: Release) -> None:
    rebuilding, before = Rebuilding(Project.find()), Before.of(real_release.path)
    passages = passages_of(before.dataset)
    sample = random.Random(20260211).sample(passages, SAMPLE)
    assert len(set(sample)) == SAMPLE
    for passage in sample:
        assert_same(rebuilding, before, [passage])


def test_some_passages_of_the_graph_together(real_release: Release) -> None:
    rebuilding, before = Rebuilding(Project.find()), Before.of(real_release.path)
    sample = random.Random(1).sample(passages_of(before.dataset), 200)
    assert_same(rebuilding, before, sample)
    assert_same(rebuilding, before, passages_of(before.dataset))


YEAR = """passage:aurora-1-year a sino:Passage ;
    prov:wasQuotedFrom document:small-dragons ;
    oa:exact "2025" ;
    oa:start 131 ;
    oa:end 135 ;
    sino:modality sino:Stated .

passage:aurora-1-year {
    model:aurora-1 sino:releaseDate "2025"^^xsd:gYear .
}

"""


def test_a_coarser_date_counts_again_when_the_finer_one_is_withdrawn(project: Project, settings: Settings) -> None:
    path = project.root / "graph/claims/small-dragons/models.trig"
    head, before_size, after = path.read_text(encoding="utf-8").partition("passage:aurora-1-size a")
    path.write_text(head + YEAR + before_size + after, encoding="utf-8")
    before = Before.of(build(project, settings, lambda _: None, shacl=False).path)
    rebuilding, month = Rebuilding(project), expand("passage:aurora-1-release")
    withdrawal = Withdrawal(before, [month])
    assert {(shorten(t.predicate), t.object.value) for t in withdrawal.gained} == {  # type: ignore[union-attr]
        ("sino:earliest", "2025-01-01"),
        ("sino:latest", "2025-12-31"),
    }
    assert_same(rebuilding, before, [month])
    assert_same(rebuilding, before, [expand("passage:aurora-1-year")])
