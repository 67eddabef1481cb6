from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sinograph.syntax import check_questions

if TYPE_CHECKING:
    from sinograph.project import Project

HEAD = "# title: t\n# description: d\n"


def test_the_small_project_asks_well(small_project: Project) -> None:
    assert len(small_project.queries) == 1
    assert check_questions(small_project) == []


@pytest.mark.parametrize(
    ("text", "where", "problem"),
    [
        ("SELECT * {}", "", "no title"),
        ("", "", "no title"),
        (f"{HEAD}SELECT * {{ ?s ?p }}", ":3:18", "'}' cannot stand here"),
        (f"{HEAD}SELECT * {{ ?s nope:p ?o }}", ":3:15", "the prefix nope: is not declared"),
        (f"{HEAD}ASK {{ SERVICE <http://x/> {{}} }}", ", line 3, column 7", "SERVICE asks another server"),
        (f"{HEAD}CLEAR ALL", "", "CLEAR begins an update"),
        (f"{HEAD}ASK {'{' * 10_000}", ", line 3, column 105", "the query has 101 nested brackets"),
    ],
    ids=["bare", "empty", "malformed", "unknown prefix", "federated", "update", "deep"],
)
def test_reports_a_question_that_cannot_be_asked(project: Project, text: str, where: str, problem: str) -> None:
    file = project.root / "graph" / "queries" / "aa.rq"
    file.write_text(text, encoding="utf-8")
    (fault,) = check_questions(project)
    assert (fault.severity, fault.check) == ("error", "questions")
    assert fault.where.endswith(f"graph/queries/aa.rq{where}")
    assert fault.problem.startswith(problem)


def test_reports_a_folder_in_place_of_a_question(project: Project) -> None:
    (project.root / "graph" / "queries" / "aa.rq").mkdir()
    assert [fault.problem for fault in check_questions(project)] == ["is a folder, not a file"]
