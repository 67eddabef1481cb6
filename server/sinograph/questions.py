"""Questions worth asking: SPARQL files that begin with their title and description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sinograph.errors import SinographError
from sinograph.faults import shown
from sinograph.reading import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.languages import Language
    from sinograph.project import Project

FIELDS: Final = ("title", "description")
"""What a question's first comment lines must give, as in ``# title: Which models ...``."""

TRANSLATED: Final = ("title_zh", "description_zh")
"""What they may give as well."""


@dataclass(frozen=True)
class Question:
    """A question: its file's name without the ending, its title, its description, and the whole query with comments.

    :param title_zh: the title in Chinese, where there is one
    """

    slug: str
    title: str
    description: str
    text: str
    title_zh: str = ""
    description_zh: str = ""

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


def read_questions(project: Project) -> tuple[Question, ...]:
    """Read ``graph/queries/*.rq``, in the order of the files' names.

    :raises SinographError: where a file cannot be read, is not UTF-8, or lacks title or description
    """
    return tuple(read_question(path) for path in project.queries)


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
    return Question(path.stem, text=text, **{name: fields.get(name, "") for name in (*FIELDS, *TRANSLATED)})


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
