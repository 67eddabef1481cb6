"""Every question in ``graph/queries`` has its exact answer, read beside the document and kept in ``resources/answers``.

An answer is a SELECT's rows in TSV, an ASK's word, or the sorted N-Triples of a CONSTRUCT. Where a change of the graph
changes an answer, the new answer is to be read beside the document before its file is replaced.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sinograph.engine.embedded import EmbeddedEngine
from sinograph.engine.formats import format_named
from sinograph.namespaces import PREFIXES
from sinograph.project import Project
from sinograph.questions import Question, read_questions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sinograph.release import Release

ANSWERS = Path(__file__).parent / "resources" / "answers"
QUESTIONS = read_questions(Project.find())
FORMAT_OF = {"SELECT": "tsv", "ASK": "json", "CONSTRUCT": "nt"}
LEAST_QUESTIONS = 40


@pytest.fixture(scope="module")
def engine(real_release: Release) -> Iterator[EmbeddedEngine]:
    engine = EmbeddedEngine(real_release.store_path, prefixes=PREFIXES)
    yield engine
    engine.stop()


def kind_of(question: Question) -> str:
    words = question.query.split()
    return next(word for word in words if word in FORMAT_OF)


def answer(engine: EmbeddedEngine, question: Question) -> str:
    name = FORMAT_OF[kind_of(question)]
    content = engine.query(question.text, format_named(name)).content.decode()
    return "".join(sorted(content.splitlines(keepends=True))) if name == "nt" else content


def test_there_are_questions_enough_and_each_has_an_answer() -> None:
    assert len(QUESTIONS) >= LEAST_QUESTIONS
    assert {question.slug for question in QUESTIONS} == {path.stem for path in ANSWERS.iterdir()}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.slug)
def test_answer(engine: EmbeddedEngine, question: Question) -> None:
    expected = ANSWERS / f"{question.slug}.{FORMAT_OF[kind_of(question)]}"
    assert answer(engine, question) == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.slug)
def test_a_question_needs_no_prefix_but_its_own(question: Question) -> None:
    body = question.query
    used = {prefix for prefix in PREFIXES if f" {prefix}:" in body or f"({prefix}:" in body}
    assert used <= {line.split()[1].rstrip(":") for line in body.splitlines() if line.startswith("PREFIX")}
