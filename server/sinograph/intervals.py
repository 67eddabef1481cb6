"""Dates as intervals of days, so that dates of different precision can be compared.

A document's dates are kept as precise as it gives them (``xsd:date``, ``xsd:gYearMonth``, ``xsd:gYear``), and these do
not compare with one another in SPARQL. So every dated thing also gets the first and the last day that its date may
mean (:mod:`sinograph.bounds`).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from sinograph.errors import SinographError
from sinograph.namespaces import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Literal

FORMS: Final = {
    "xsd:date": re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", re.ASCII),
    "xsd:gYearMonth": re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})", re.ASCII),
    "xsd:gYear": re.compile(r"(?P<year>\d{4})", re.ASCII),
}
"""The datatypes of dates and how they are written (https://www.w3.org/TR/xmlschema11-2/); no time zones."""


class Interval(NamedTuple):
    """The days from the first to the last, both included."""

    first: date
    last: date

    def overlaps(self, other: Interval) -> bool:
        """Tell whether some day is in both."""
        return self.first <= other.last and other.first <= self.last

    def contains(self, other: Interval) -> bool:
        """Tell whether every day of the other is in this one."""
        return self.first <= other.first and other.last <= self.last


def interval(value: Literal) -> Interval:
    """Return the days that a date, a month or a year may mean.

    :raises SinographError: where the value is none of these, or is no day of the calendar
    """
    form = FORMS.get(shorten(value.datatype))
    match = form.fullmatch(value.value) if form else None
    if not match:
        raise _malformed(value)
    parts = {part: int(digits) for part, digits in match.groupdict().items()}
    year, last_month = parts["year"], parts.get("month", 12)
    try:
        first = date(year, parts.get("month", 1), parts.get("day", 1))
        return Interval(first, date(year, last_month, parts.get("day", monthrange(year, last_month)[1])))
    except ValueError:
        raise _malformed(value) from None


def agrees(one: Literal, other: Literal) -> bool:
    """Tell whether two dated values agree: whether some day is in both.

    A coarser value does not contradict a finer one: "Feb 2026" and "February 11, 2026" agree.

    :raises SinographError: where one of them is not a date, a month or a year
    """
    return interval(one).overlaps(interval(other))


def narrow(intervals: Iterable[Interval]) -> set[Interval]:
    """Return the intersection of those that overlap, and those that overlap no other as they are.

    Days, months and years either lie within one another or apart, so the intersection of those that overlap is the
    shortest among them.
    """
    distinct = set(intervals)
    return {one for one in distinct if not any(one != other and one.contains(other) for other in distinct)}


def _malformed(value: Literal) -> SinographError:
    return SinographError(
        f"{value.value!r} is not a {shorten(value.datatype)} that stands for a day, a month or a year",
        remedy='write "2026-02-11"^^xsd:date, "2026-02"^^xsd:gYearMonth or "2026"^^xsd:gYear, without a time zone',
    )
