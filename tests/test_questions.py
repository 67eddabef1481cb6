from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sinograph.errors import SinographError
from sinograph.questions import read_questions

if TYPE_CHECKING:
    from sinograph.project import Project

HEAD = """# title: Which models are there?
# description: Each once, although
#   several passages name it: with a colon.

# not the head any more
SELECT ?model { ?model a sino:Model }
"""


def write(project: Project, name: str, text: str) -> None:
    (project.root / "graph" / "queries" / name).write_text(text, encoding="utf-8")


def test_reads_title_and_description(project: Project) -> None:
    write(project, "zz-models.rq", HEAD)
    question = read_questions(project)[-1]
    assert question.slug == "zz-models"
    assert question.title == "Which models are there?"
    assert question.description == "Each once, although several passages name it: with a colon."
    assert question.text == HEAD
    assert question.query == "# not the head any more\nSELECT ?model { ?model a sino:Model }\n"


def test_reads_every_question_in_order(project: Project) -> None:
    slugs = [question.slug for question in read_questions(project)]
    assert slugs == sorted(path.stem for path in project.queries)
    assert len(slugs) > 0


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("SELECT * {}", "title"),
        ("# title: x\nSELECT * {}", "description"),
        ("# title:\n# description: x\n", "title"),
        ("", "title"),
    ],
)
def test_refuses_a_question_without_title_or_description(project: Project, text: str, lacking: str) -> None:
    write(project, "aa.rq", text)
    with pytest.raises(SinographError, match=f"aa.rq: no {lacking}"):
        read_questions(project)


def test_refuses_what_is_not_utf8(project: Project) -> None:
    (project.root / "graph" / "queries" / "aa.rq").write_bytes(b"# title: \xff")
    with pytest.raises(SinographError, match="byte 9 is not UTF-8"):
        read_questions(project)
