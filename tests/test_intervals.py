from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal

from sinograph.errors import SinographError
from sinograph.intervals import Interval, agrees, interval, narrow
from sinograph.namespaces import expand


def day(text: str) -> Literal:
    return Literal(text, datatype=expand("xsd:date"))


def month(text: str) -> Literal:
    return Literal(text, datatype=expand("xsd:gYearMonth"))


def year(text: str) -> Literal:
    return Literal(text, datatype=expand("xsd:gYear"))


days = st.dates()
values = days.flatmap(
    lambda d: st.sampled_from([day(d.isoformat()), month(d.isoformat()[:7]), year(d.isoformat()[:4])])
)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        (day("2026-02-11"), "2026-02-11", "2026-02-11"),
        (month("2026-02"), "2026-02-01", "2026-02-28"),
        (month("2024-02"), "2024-02-01", "2024-02-29"),
        (month("1900-02"), "1900-02-01", "1900-02-28"),
        (month("2000-02"), "2000-02-01", "2000-02-29"),
        (month("2025-12"), "2025-12-01", "2025-12-31"),
        (year("2023"), "2023-01-01", "2023-12-31"),
    ],
    ids=["day", "month", "leap", "no-leap-1900", "leap-2000", "december", "year"],
)
def test_interval(value: Literal, first: str, last: str) -> None:
    assert interval(value) == Interval(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "value",
    [
        day("2026-02-30"),
        day("2026-2-3"),
        day("2026-02-11Z"),
        month("2026-13"),
        month("2026-00"),
        day("2026-02-00"),
        year("26"),
        year("0000"),
        Literal("2026"),
    ],
    ids=["no-such-day", "one-digit", "time-zone", "month-13", "month-0", "day-0", "two-digit-year", "year-0", "string"],
)
def test_a_malformed_date_is_refused_with_its_value(value: Literal) -> None:
    with pytest.raises(SinographError, match=value.value) as refusal:
        interval(value)
    assert "xsd:gYearMonth" in str(refusal.value)


@given(days)
def test_a_day_agrees_with_its_month_and_year(a_day: date) -> None:
    text = a_day.isoformat()
    assert agrees(day(text), month(text[:7]))
    assert agrees(month(text[:7]), year(text[:4]))


@given(values, values)
def test_agreeing_is_symmetric_and_means_a_common_day(one: Literal, other: Literal) -> None:
    first, second = interval(one), interval(other)
    common = max(first.first, second.first) <= min(first.last, second.last)
    assert agrees(one, other) == agrees(other, one) == common


@given(values, values)
def test_values_lie_within_one_another_or_apart(one: Literal, other: Literal) -> None:
    first, second = interval(one), interval(other)
    assert first.overlaps(second) == (first.contains(second) or second.contains(first))


@given(st.sets(values, min_size=1, max_size=6))
def test_narrowing_leaves_intersections_only(several: set[Literal]) -> None:
    intervals = {interval(value) for value in several}
    left = narrow(intervals)
    assert left <= intervals
    assert all(any(one.contains(kept) for kept in left) for one in intervals)
    assert not any(one.overlaps(other) for one in left for other in left if one != other)


def test_an_interval_of_one_day_contains_itself() -> None:
    today = Interval(date(2026, 2, 11), date(2026, 2, 11))
    assert today.contains(today)
    assert not today.overlaps(Interval(today.first + timedelta(1), today.last + timedelta(1)))
