"""The passages that rows and statements of the real graph rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Triple

from sinograph.citing import Citing, Support, read_asked
from sinograph.citing.paths import LOOKUPS, Choice, Inverse, Link, Repeated, Sequence, TrailLostError, Trails
from sinograph.explaining import Knowledge
from sinograph.namespaces import PREFIXES, expand
from sinograph.project import Project
from sinograph.questions import read_questions

if TYPE_CHECKING:
    from sinograph.citing.paths import Path
    from sinograph.questions import Question
    from sinograph.release import Release

PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
QUESTIONS = {question.slug: question for question in read_questions(Project.find())}


@pytest.fixture(scope="module")
def knowledge(real_release: Release) -> Knowledge:
    return Knowledge.open(real_release)


def cited(knowledge: Knowledge, query: str) -> list[Support]:
    """Return what each row rests on, in no order."""
    columns = [each.value for each in knowledge.store.query(PROLOGUE + query).variables]  # type: ignore[union-attr]
    asked = read_asked(query, columns, PREFIXES)
    assert asked
    citing = Citing(knowledge)
    found: dict[object, list[Support]] = {}
    for solution in knowledge.store.query(PROLOGUE + asked.query([])):  # type: ignore[union-attr]
        values = {name: solution[name] for name in asked.names if solution[name] is not None}
        key = tuple(values.get(name) for name in asked.columns)
        found.setdefault(key, []).append(citing.row(asked.patterns, values))
    return [Support.united(parts) for parts in found.values()]


def slugs(support: Support) -> set[str]:
    return {passage.value.rpartition("/")[2] for passage in support.passages}


def test_a_row_rests_on_the_passages_that_say_it(knowledge: Knowledge) -> None:
    (row,) = cited(knowledge, "SELECT ?n { model:glm-5 a sino:Model ; sino:totalParameters ?n }")
    assert slugs(row) == {"players-glm-5-size", "details-glm-5-size"}
    assert row.inferred == ()


def test_a_conclusion_rests_on_what_its_proof_rests_on(knowledge: Knowledge) -> None:
    (row,) = cited(
        knowledge, "SELECT ?t { lab:zhipu-ai sino:practises ?t FILTER(?t = technique:deepseek-sparse-attention) }"
    )
    assert slugs(row) >= {"players-glm-5-developer", "players-glm-5-dsa"}
    assert row.inferred == (
        Triple(expand("lab:zhipu-ai"), expand("sino:practises"), expand("technique:deepseek-sparse-attention")),
    )


def test_a_path_rests_on_each_of_its_steps(knowledge: Knowledge) -> None:
    along = cited(knowledge, "SELECT ?t { lab:zhipu-ai ^sino:developedBy/sino:uses ?t }")
    steps = cited(knowledge, "SELECT ?t { ?m sino:developedBy lab:zhipu-ai ; sino:uses ?t }")
    assert along
    assert set().union(*map(slugs, along)) <= set().union(*map(slugs, steps))
    assert all(row.passages for row in along)


def test_what_is_only_expected_is_cited_where_its_graph_is_asked_for(knowledge: Knowledge) -> None:
    query = "SELECT ?n { GRAPH ?passage { model:deepseek-v4 sino:totalParameters ?n } }"
    (row,) = cited(knowledge, query)
    assert len(row.passages) == 1
    assert not knowledge.witnesses.quote(row.passages[0]).is_asserted  # type: ignore[union-attr]


def test_a_count_rests_on_what_is_counted(knowledge: Knowledge) -> None:
    (row,) = cited(knowledge, "SELECT (COUNT(?m) AS ?n) { ?m sino:trainedOn chip:huawei-ascend }")
    assert len(row.passages) >= 2


def test_what_is_only_the_curators_word_cites_nothing(knowledge: Knowledge) -> None:
    assert cited(knowledge, "SELECT ?name { model:glm-5 skos:prefLabel ?name }") == [Support()]


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        (Link(expand("sino:developedBy")), 1),
        (Sequence((Link(expand("sino:developedBy")), Repeated(Link(expand("sino:basedIn")), 0, once=True))), 1),
        (Link(expand("sino:uses")), None),
    ],
    ids=["link", "left out", "leads elsewhere"],
)
def test_finds_the_way_of_a_path(knowledge: Knowledge, path: Link, steps: int | None) -> None:
    trail = Trails(knowledge.facts).between(expand("model:glm-5"), path, expand("lab:zhipu-ai"))
    assert (trail if trail is None else len(trail)) == steps


def test_a_way_that_takes_too_much_is_given_up(knowledge: Knowledge) -> None:
    any_of_them = Choice(tuple(Link(expand(f"skos:{name}")) for name in ("prefLabel", "definition", "broader")))
    everything = Repeated(
        Sequence((Link(expand("sino:modality")), Inverse(Link(expand("sino:modality"))))), 1, once=False
    )
    with pytest.raises(TrailLostError, match="20000"):
        Trails(knowledge.facts).between(
            expand("passage:players-glm-5-size"), Sequence((everything, any_of_them)), expand("sino:no")
        )


NOWHERE = Link(expand("sino:no"))
MAYBE = Repeated(Repeated(NOWHERE, 0, once=True), 0, once=True)
MADE = Link(expand("sino:developedBy"))
THERE_AND_BACK = Sequence((Choice((MADE, MADE)), Inverse(MADE)))


@pytest.mark.parametrize(
    "path",
    [Sequence((*[MAYBE] * 16, NOWHERE)), Sequence((*[THERE_AND_BACK] * 16, NOWHERE))],
    ids=["steps that may be left out", "nodes reached in several ways"],
)
def test_no_node_is_gone_on_from_twice(knowledge: Knowledge, path: Path) -> None:
    spent = [0]
    assert Trails(knowledge.facts, spent).between(expand("model:glm-5"), path, expand("model:glm-5")) is None
    assert 16 < spent[0] < 2**12, "not two to the power of its steps"


def test_steps_that_lead_nowhere_count(knowledge: Knowledge) -> None:
    with pytest.raises(TrailLostError):
        Trails(knowledge.facts, [LOOKUPS]).between(expand("model:glm-5"), MAYBE, expand("model:glm-5.1"))


SILENT = {"disputes", "said-twice"}
"""The questions whose rows are counted up inside, so that nothing says what they rest on."""

ROWS = [each for each in QUESTIONS.values() if "SELECT" in each.query.partition("{")[0] and each.slug not in SILENT]


@pytest.mark.parametrize("question", ROWS, ids=[question.slug for question in ROWS])
def test_questions_are_answered_with_footnotes(knowledge: Knowledge, question: Question) -> None:
    assert len(ROWS) > 50
    assert any(row.passages for row in cited(knowledge, question.query))
