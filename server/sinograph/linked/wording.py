"""How values are written for readers: large numbers in words, dates as one says them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from sinograph.agreement import is_number

if TYPE_CHECKING:
    from pyoxigraph import Literal

SCALES: Final = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

MOST_DIGITS: Final = 4
"""How many digits a number has before its word; more, and it is written out."""

DATE: Final = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
DATES: Final = frozenset({f"{XSD}date", f"{XSD}gYearMonth"})
TRUTHS: Final = {"true": "yes", "false": "no", "1": "yes", "0": "no"}


def readable(literal: Literal) -> str:
    """Return a literal as a reader would write it: ``744 billion``, ``11 February 2026``, ``yes``."""
    if literal.datatype.value in DATES:
        return _date(literal.value)
    if literal.datatype.value == f"{XSD}boolean":
        return TRUTHS.get(literal.value, literal.value)
    return number(literal.value) if is_number(literal) else literal.value


def number(text: str) -> str:
    """Return a number in words where that is shorter, else with its digits in groups."""
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
        return text
    value = Decimal(text)
    for scale, word in SCALES:
        if abs(value) >= scale:
            scaled = (value / scale).normalize()
            if len(scaled.as_tuple().digits) <= MOST_DIGITS:
                return f"{scaled:f} {word}"
    return f"{value:,}" if abs(value) >= 10**4 else text


def _date(text: str) -> str:
    match = DATE.fullmatch(text)
    if not match or not 1 <= int(match[2]) <= len(MONTHS):
        return text
    day = f"{int(match[3])} " if match[3] else ""
    return f"{day}{MONTHS[int(match[2]) - 1]} {match[1]}"
