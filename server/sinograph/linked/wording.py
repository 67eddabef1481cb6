"""How values are written for readers: large numbers in words, dates as one says them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from sinograph.agreement import is_number

if TYPE_CHECKING:
    from pyoxigraph import Literal

    from sinograph.languages import Language

SCALES: Final[dict[Language, tuple[tuple[int, str], ...]]] = {
    "en": ((10**12, " trillion"), (10**9, " billion"), (10**6, " million")),
    "zh": ((10**12, " 万亿"), (10**8, " 亿"), (10**4, " 万")),
}

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

MOST_DIGITS: Final = 4
"""How many digits a number has before its word; more, and it is written out."""

DATE: Final = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
DATES: Final = frozenset({f"{XSD}date", f"{XSD}gYearMonth"})
TRUTHS: Final[dict[Language, dict[str, str]]] = {
    "en": {"true": "yes", "false": "no", "1": "yes", "0": "no"},
    "zh": {"true": "是", "false": "否", "1": "是", "0": "否"},
}


def readable(literal: Literal, language: Language = "en") -> str:
    """Return a literal as a reader would write it: ``744 billion``, ``11 February 2026``, ``yes``; ``7440 亿``."""
    if literal.datatype.value in DATES:
        return day(literal.value, language)
    if literal.datatype.value == f"{XSD}boolean":
        return TRUTHS[language].get(literal.value, literal.value)
    return number(literal.value, language) if is_number(literal) else literal.value


def number(text: str, language: Language = "en") -> str:
    """Return a number in words where that is shorter, else with its digits in groups."""
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
        return text
    value = Decimal(text)
    for scale, word in SCALES[language]:
        if abs(value) >= scale:
            scaled = (value / scale).normalize()
            if len(scaled.as_tuple().digits) <= MOST_DIGITS:
                return f"{scaled:f}{word}"
    return f"{value:,}" if abs(value) >= 10**4 else text


def day(text: str, language: Language = "en") -> str:
    """Return a date or a month as one says it; what is neither stays as it is."""
    match = DATE.fullmatch(text)
    if not match or not 1 <= int(match[2]) <= len(MONTHS):
        return text
    if language == "zh":
        return f"{match[1]}年{int(match[2])}月" + (f"{int(match[3])}日" if match[3] else "")
    return f"{f'{int(match[3])} ' if match[3] else ''}{MONTHS[int(match[2]) - 1]} {match[1]}"
