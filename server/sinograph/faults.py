"""What a check finds wrong: one fault each, with its place, its values and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that a check found wrong.

    :param severity: an ``error`` stops a release, a ``warning`` does not
    :param check: the name of the check that found it, such as ``anchors``
    :param where: the file and passage concerned
    :param problem: what is wrong, with the offending value
    :param remedy: what to do about it
    """

    severity: Severity
    check: str
    where: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.severity}: {self.where}: {self.problem} ({self.remedy})"


def shown(path: Path) -> str:
    """Return a path as messages show it: relative to the working directory where it lies below it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
