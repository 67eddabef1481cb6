"""Questions worth asking: SPARQL files that begin with their title and description."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sinograph.errors import SinographError
from sinograph.faults import shown
from sinograph.languages import message
from sinograph.reading import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sinograph.languages import Language
    from sinograph.project import Project

FIELDS: Final = ("title", "description")
"""What a question's first comment lines must give, as in ``# title: Which models ...``."""

OPTIONAL: Final = ("title_zh", "description_zh", "topic", "columns_zh")
"""What they may give as well."""

TOPICS: Final = {
    "techniques": message("Techniques and how they spread"),
    "models": message("Models"),
    "labs": message("Labs and people"),
    "chips": message("Chips and restrictions"),
    "scores": message("Scores, comparisons and figures"),
    "sources": message("What the document says, and how surely"),
}
"""What questions are about, in the order of the pages; a question of none of these comes last."""


@dataclass(frozen=True)
class Question:
    """A question: its file's name without the ending, its title, its description, and the whole query with comments.

    :param title_zh: the title in Chinese, where there is one
    :param topic: one of :data:`TOPICS`, where it is given
    :param columns_zh: what its columns are called in Chinese, as in ``lab 实验室, model 模型``
    """

    slug: str
    title: str
    description: str
    text: str
    title_zh: str = ""
    description_zh: str = ""
    topic: str = ""
    columns_zh: str = ""

    @property
    def query(self) -> str:
        """The query without the comment lines that it begins with."""
        lines = self.text.splitlines()
        start = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
        return "\n".join(lines[start:]).strip() + "\n"

    def title_in(self, language: Language) -> str:
        """Return the title in a language, or else in English."""
        return (self.title_zh if language == "zh" else "") or self.title

    def description_in(self, language: Language) -> str:
        """Return the description in a language, or else in English."""
        return (self.description_zh if language == "zh" else "") or self.description

    def heads_in(self, language: Language, columns: Iterable[str]) -> list[str]:
        """Return what columns are called for readers of a language: in words, as far as the question says so."""
        declared = [entry.split(maxsplit=1) for entry in self.columns_zh.split(",")] if language == "zh" else []
        chinese = {entry[0]: entry[1] for entry in declared if len(entry) > 1}
        return [chinese.get(name) or re.sub("(?<=[a-z])(?=[A-Z])", " ", name).lower() for name in columns]


def read_questions(project: Project) -> tuple[Question, ...]:
    """Read ``graph/queries/*.rq``, in the order of the files' names.

    :raises SinographError: where a file cannot be read, is not UTF-8, or lacks title or description
    """
    return tuple(read_question(path) for path in project.queries)


def by_topic(questions: Iterable[Question]) -> list[tuple[str, list[Question]]]:
    """Return the questions of each topic behind its name; those of none behind an empty one."""
    grouped: dict[str, list[Question]] = {name: [] for name in (*TOPICS.values(), "")}
    for question in questions:
        grouped[TOPICS.get(question.topic, "")].append(question)
    return [(name, group) for name, group in grouped.items() if group]


def read_question(path: Path) -> Question:
    """Read one question.

    :raises SinographError: where the file cannot be read, is not UTF-8, or lacks title or description
    """
    try:
        text = read_bytes(path).decode()
    except UnicodeDecodeError as error:
        raise SinographError(f"byte {error.start} is not UTF-8", where=shown(path), remedy="save it as UTF-8") from None
    fields = _fields(text)
    for field in FIELDS:
        if not fields.get(field):
            raise SinographError(
                f"no {field}", where=shown(path), remedy=f"begin the file with a line '# {field}: ...'"
            )
    return Question(path.stem, text=text, **{name: fields.get(name, "") for name in (*FIELDS, *OPTIONAL)})


def _fields(text: str) -> dict[str, str]:
    """Read the comment lines at the start: ``# name: value``, continued on lines that begin with ``#`` and spaces."""
    fields: dict[str, str] = {}
    current = ""
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        content = line[1:]
        name, colon, value = content.strip().partition(":")
        if colon and name.islower() and name.isidentifier() and not content.startswith("   "):
            current = name
            fields[current] = value.strip()
        elif current:
            fields[current] = f"{fields[current]} {content.strip()}".strip()
    return fields
