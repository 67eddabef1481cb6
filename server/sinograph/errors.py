"""What can go wrong in a way that a user can mend.

Every error carries its data and says three things: what was wrong, with the value; where; and what to do about it.
The command line prints it without a traceback and exits with 1; the web application turns it into a status code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class SinographError(Exception):
    """An error that a user can mend.

    :param problem: what was wrong, with the offending value
    :param where: the file (with line), passage or setting concerned
    :param remedy: what to do about it
    """

    def __init__(self, problem: str, *, where: str | Path | None = None, remedy: str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.where = None if where is None else str(where)
        self.remedy = remedy

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        remedy = f" ({self.remedy})" if self.remedy else ""
        return f"{place}{self.problem}{remedy}"
