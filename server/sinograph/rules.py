"""The rules that OWL 2 RL cannot say: one SPARQL CONSTRUCT per file, of a kind that must come to an end.

A rule has basic graph patterns (with sequence paths), FILTERs without EXISTS, and ``BIND(IRI(CONCAT(...)) AS ?name)``
for new names. Anything else is refused: it could not be explained as a step of a proof, or might never end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Store

from sinograph.errors import SinographError
from sinograph.faults import shown
from sinograph.namespaces import PREFIXES
from sinograph.reading import read_bytes
from sinograph.reasoner import parse_rule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pyoxigraph import NamedNode

    from sinograph.project import Project
    from sinograph.reasoner import Rule


@dataclass(frozen=True)
class RuleFile:
    """A rule as it is written: what follows, as a SPARQL CONSTRUCT query.

    :param name: the name of its file, without the ending
    :param text: the query
    :param where: the file
    """

    name: str
    text: str
    where: str = "-"

    def compile(self, labels: Mapping[NamedNode, str] | None = None) -> Rule:
        """Return the rule as data.

        :param labels: English labels of the ontology's terms, for a sentence where the file gives none
        :raises SinographError: where it uses what rules must do without; the message names the construct
        """
        return parse_rule(self.text, self.name, self.where, labels)


def read_rules(project: Project) -> tuple[RuleFile, ...]:
    """Read the rules of a project.

    :raises SinographError: for a rule that is malformed or uses what rules must do without
    """
    return tuple(read_rule(path) for path in project.rules)


def read_rule(path: Path) -> RuleFile:
    """Read a rule and make sure that it is one.

    :raises SinographError: where it is malformed, or uses what rules must do without; the message names the construct
    """
    text = read_text(path)
    check_syntax(text, path)
    rule = RuleFile(path.stem, text, shown(path))
    rule.compile()
    return rule


def read_text(path: Path) -> str:
    """Return the text of a query's file.

    :raises SinographError: where it cannot be read as UTF-8
    """
    try:
        return read_bytes(path).decode()
    except UnicodeDecodeError as error:
        raise SinographError(
            f"byte {error.start} is not UTF-8", where=shown(path), remedy="save the file as UTF-8"
        ) from None


def check_syntax(text: str, path: Path) -> None:
    """Parse a query of the project's own.

    :raises SinographError: where it is malformed, with line and column
    """
    try:
        Store().query(text, prefixes=PREFIXES)
    except SyntaxError as error:
        from sinograph.engine.complaints import syntax_error

        found = syntax_error(error.msg, text, PREFIXES)
        place = "" if found.line is None else f":{found.line}:{found.column}"
        raise SinographError(found.problem, where=f"{shown(path)}{place}", remedy=found.remedy) from None
