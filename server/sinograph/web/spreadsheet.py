"""CSV that a spreadsheet shows and does not run.

A cell that begins with one of a few characters is a formula to a spreadsheet, and a formula can send what stands in
other cells elsewhere. An apostrophe before it makes it text. See https://owasp.org/www-community/attacks/CSV_Injection.
"""

from __future__ import annotations

import re
from typing import Final

EXACT: Final = "csv-exact"
"""The name of the format that has the bytes of the standard, whatever a spreadsheet makes of them."""

STARTS: Final = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
"""What a formula begins with, or what is passed over before one; the last four are the wide forms of the first."""

WINDOW: Final = 1 << 18
"""How many bytes are looked at in one step: nobody else has the interpreter meanwhile."""

_LONGEST: Final = 4
"""How many bytes of a table are looked at together: the end of a cell, and a character."""

_START: Final = b"|".join(re.escape(start.encode()) for start in STARTS)
_SUSPECT: Final = re.compile(rb'(?:\A|[,\n"])(?:%s)' % _START)
_FORMULA: Final = re.compile(_START)
_CELL: Final = re.compile(rb'"(?:[^"]++|"")*+"|[^",\r\n]++')
# Possessive: every way to share out digits would be tried, which takes hours for a megabyte of them.
_NUMBER: Final = re.compile(rb"[+-]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d++)?|[+-]INF")


def defused(content: bytes) -> bytes:
    """Return a table in CSV in which no cell is a formula; numbers stay as they are."""
    return _CELL.sub(_defuse, content) if _is_suspect(content) else content


def _is_suspect(content: bytes) -> bool:
    return any(_SUSPECT.search(content, at, at + WINDOW + _LONGEST) for at in range(0, len(content), WINDOW))


def _defuse(match: re.Match[bytes]) -> bytes:
    cell = match[0]
    quoted = cell.startswith(b'"')
    inner = cell[1:-1] if quoted else cell
    if not _FORMULA.match(inner) or _NUMBER.fullmatch(inner):
        return cell
    return b"\"'" + inner + b'"' if quoted else b"'" + cell
