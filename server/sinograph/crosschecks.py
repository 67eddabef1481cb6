"""What must hold across the named graphs: SPARQL queries on all quads, each row of an answer a fault.

SHACL sees one merged graph and cannot tell who said what. A check is a file in ``ontology/checks``: a SELECT, headed by
comments with a title, a severity, a message, and a remedy. The message's ``{names}`` are filled in from the row, and
the first of the query's variables tells where.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from pyoxigraph import QuerySolutions, Store

from sinograph.errors import SinographError
from sinograph.faults import Fault, Severity, shown
from sinograph.namespaces import PREFIXES
from sinograph.rules import check_syntax, read_text
from sinograph.spelling import spell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pyoxigraph import Quad, QuerySolution

    from sinograph.project import Project

_HEADING: Final = re.compile(r"# (?P<name>title|severity|message|remedy): (?P<value>.+)")
_SLOT: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class CrossCheck:
    """A query of which each row is a fault.

    :param message: what is wrong, with ``{variables}`` of the query
    """

    path: Path
    title: str
    severity: Severity
    message: str
    remedy: str
    text: str

    def run(self, store: Store) -> Iterator[Fault]:
        """Yield a fault for each row."""
        answer = store.query(self.text, prefixes=PREFIXES)
        if not isinstance(answer, QuerySolutions):
            raise SinographError("a check is a SELECT", where=shown(self.path), remedy="select what is at fault")
        names = [variable.value for variable in answer.variables]
        self._refuse_unknown_slots(names)
        for row in answer:
            problem = self._fill(self.message, row)
            yield Fault(self.severity, "checks", spell(row[names[0]]), problem, self._fill(self.remedy, row))

    def _fill(self, template: str, row: QuerySolution) -> str:
        return _SLOT.sub(lambda slot: spell(row[slot[1]]), template)

    def _refuse_unknown_slots(self, names: Iterable[str]) -> None:
        unknown = {slot[1] for slot in _SLOT.finditer(self.message + self.remedy)}.difference(names)
        if unknown:
            raise SinographError(
                f"the message names {{{min(unknown)}}}, which the query does not select",
                where=shown(self.path),
                remedy=f"select it, or use one of {', '.join(names)}",
            )


def read_checks(project: Project) -> tuple[CrossCheck, ...]:
    """Read the checks of a project.

    :raises SinographError: for one that is malformed or lacks a heading
    """
    return tuple(read_check(path) for path in project.checks)


def read_check(path: Path) -> CrossCheck:
    """Read a check.

    :raises SinographError: where it is malformed or lacks a heading
    """
    text = read_text(path)
    check_syntax(text, path)
    headings = {match["name"]: match["value"].strip() for match in _HEADING.finditer(text)}
    for name in ("title", "severity", "message", "remedy"):
        if name not in headings:
            raise SinographError(f"no {name}", where=shown(path), remedy=f"add a line '# {name}: ...' at the top")
    severity = next((known for known in get_args(Severity) if known == headings["severity"]), None)
    if severity is None:
        raise SinographError(
            f"{headings['severity']!r} is no severity", where=shown(path), remedy="write 'error' or 'warning'"
        )
    return CrossCheck(path, headings["title"], severity, headings["message"], headings["remedy"], text)


def run_checks(checks: Iterable[CrossCheck], quads: Iterable[Quad]) -> list[Fault]:
    """Return the faults that the checks find among the quads of a release.

    :raises SinographError: for a check that is no SELECT, or whose message names what it does not select
    """
    store = Store()
    store.extend(quads)
    return [fault for check in checks for fault in sorted(check.run(store))]
