"""Questions that can be asked: each file has title and description, and holds a query that the endpoint answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinograph.engine.errors import QueryError
from sinograph.engine.inspector import inspect
from sinograph.errors import SinographError
from sinograph.faults import Fault, shown
from sinograph.questions import read_question
from sinograph.rules import check_syntax

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.project import Project


def check_questions(project: Project) -> list[Fault]:
    """Report the first thing that is wrong with each of ``graph/queries/*.rq``."""
    return [fault for path in project.queries if (fault := _fault(path))]


def _fault(path: Path) -> Fault | None:
    try:
        question = read_question(path)
        inspect(question.text)
        check_syntax(question.text, path)
    except QueryError as error:
        place = f", {error.where}" if error.where else ""
        return Fault("error", "questions", f"{shown(path)}{place}", error.problem, error.remedy or "")
    except SinographError as error:
        return Fault("error", "questions", error.where or shown(path), error.problem, error.remedy or "")
    return None
