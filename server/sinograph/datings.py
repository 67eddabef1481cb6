"""Read the dates out of English text, as precisely as they are given: "February 11, 2026", "Feb 2026", "2023-2025"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NAMES: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
MONTHS: Final[dict[str, int]] = {
    **{name: number for number, name in enumerate(_NAMES, start=1)},
    **{name[:3]: number for number, name in enumerate(_NAMES, start=1)},
    "Sept": 9,
}
"""Months by their names and abbreviations."""

_MONTH: Final = rf"\b(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_DAY: Final = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?![0-9])"
_YEAR: Final = r"(?P<year>[12][0-9]{3})(?![0-9])"
_THROUGH: Final = r"(?:\s?[-\u2010-\u2015/]\s?|\s(?:to|and|or|through|until)\s|,\s)"

_LEXICAL: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_ISO: Final = re.compile(r"(?<![\w.-])(?P<year>[12][0-9]{3})-(?P<month>[01][0-9])(?:-(?P<day>[0-3][0-9]))?(?![\w-])")
_AMERICAN: Final = re.compile(rf"{_MONTH}(?:\s{_DAY})?(?:,?\s{_YEAR})?")
_EUROPEAN: Final = re.compile(rf"(?<![\w.,]){_DAY}\s{_MONTH}(?:,?\s{_YEAR})?")
_SEVERAL: Final = re.compile(rf"{_MONTH}(?:\s{_DAY})?(?={_THROUGH}(?:{'|'.join(MONTHS)})\b[^.;]{{0,12}}?\s{_YEAR})")
_BARE_YEAR: Final = re.compile(rf"(?<![\w$€£¥]|[.,#]){_YEAR}(?!%|[.,][0-9])")
_SHORT_RANGE: Final = re.compile(rf"(?<![\w.,-]){_YEAR}[-\u2010-\u2015/](?P<short>[0-9]{{2}})(?![\w-])")


@dataclass(frozen=True)
class Dating:
    """A date as far as a text gives it; what it leaves out is None."""

    year: int | None
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> Dating:
        """Read an ``xsd:gYear``, ``xsd:gYearMonth`` or ``xsd:date``.

        :raises ValueError: where the text is none, or the calendar has no such day
        """
        match = _LEXICAL.fullmatch(text)
        if match is None:
            raise ValueError(f"no date: {text!r}")
        year, month, day = int(match[1]), _number(match[2]), _number(match[3])
        try:
            date(year, month or 1, day or 1)
        except ValueError:
            raise ValueError(f"no date of the calendar: {text!r}") from None
        return cls(year, month, day)

    def shows(self, wanted: Dating) -> bool:
        """Tell whether this date gives every part that ``wanted`` has."""
        return all(
            part is None or part == own
            for part, own in ((wanted.year, self.year), (wanted.month, self.month), (wanted.day, self.day))
        )

    def __str__(self) -> str:
        year = "????" if self.year is None else f"{self.year:04}"
        return "-".join([year, *(f"{part:02}" for part in (self.month, self.day) if part is not None)])


def datings(text: str) -> frozenset[Dating]:
    """Return every date that the text shows, those without a year included."""
    return frozenset(_datings(text))


def _datings(text: str) -> Iterator[Dating]:
    for pattern in (_ISO, _AMERICAN, _EUROPEAN, _SEVERAL, _BARE_YEAR):
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = parts.get("month")
            yield Dating(
                _number(parts.get("year")),
                MONTHS[month] if month in MONTHS else _number(month),
                _number(parts.get("day")),
            )
    for match in _SHORT_RANGE.finditer(text):
        yield Dating(int(match["year"][:2] + match["short"]))


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def shown_by(wanted: Dating, fragments: Iterable[Iterable[Dating]]) -> bool:
    """Tell whether a date can be read in the fragments of a passage.

    One of them gives it whole, or one gives the month without a year and another the year.
    """
    found = [frozenset(fragment) for fragment in fragments]
    if any(dating.shows(wanted) for fragment in found for dating in fragment):
        return True
    if wanted.month is None:
        return False
    without_year = Dating(None, wanted.month, wanted.day)
    return any(
        dating.year is None and dating.shows(without_year) and _gives_year(wanted.year, found, number)
        for number, fragment in enumerate(found)
        for dating in fragment
    )


def _gives_year(year: int | None, found: list[frozenset[Dating]], apart_from: int) -> bool:
    return any(dating.year == year for number, dates in enumerate(found) if number != apart_from for dating in dates)
