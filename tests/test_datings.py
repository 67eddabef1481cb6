"""Dates as English text writes them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinograph.datings import Dating, datings, shown_by

CASES = [
    ("GLM-5 (February 11, 2026)", "2026-02-11 2026"),
    ("Feb 2026", "2026-02 2026"),
    ("11 February 2026", "2026-02-11 2026-02 2026"),
    ("Plan (2017)", "2017"),
    ("2023-2025", "2023 2025"),
    ("2023-24", "2023 2024"),
    ("Oct 2022 (initial), Oct 2023 (expanded), 2024", "2022-10 2022 2023-10 2023 2024"),
    ("January and March 2025", "2025-01 2025-03 2025 ????-01"),
    ("2026-02-11", "2026-02-11 2026"),
    ("by mid-2024", "2024"),
    ("in March, later", "????-03"),
    ("may 2024", "2024"),
    ("$2000, 2000%, 2,000 and 200K", ""),
    ("the 1990s", "1990"),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_dates_of_a_text(text: str, expected: str) -> None:
    assert sorted(map(str, datings(text))) == sorted(expected.split())


@given(
    st.dates(date(1000, 1, 1), date(2999, 12, 31)),
    st.sampled_from(
        ["{0:%B} {0.day}, {0.year}", "{0:%b} {0.day}, {0.year}", "{0.day} {0:%B} {0.year}", "{0:%Y-%m-%d}"]
    ),
    st.sampled_from(["{}", "released on {}.", "({})", "{} (late)"]),
)
def test_every_date_is_read(day: date, form: str, style: str) -> None:
    found = [datings(style.format(form.format(day)))]
    for wanted in (f"{day:%Y-%m-%d}", f"{day:%Y-%m}", f"{day:%Y}"):
        assert shown_by(Dating.parse(wanted), found)


@pytest.mark.parametrize(
    ("wanted", "fragments", "shown"),
    [
        pytest.param("2026-02", ["February 11, 2026"], True, id="a date shows its month"),
        pytest.param("2026-02-11", ["Feb 2026"], False, id="a month does not show a day"),
        pytest.param("2024-02", ["in February", "of 2024"], True, id="month and year in two fragments"),
        pytest.param("2024-02-03", ["February 3", "2024"], True, id="day and year in two fragments"),
        pytest.param("2024-02", ["in February, and in 2024"], False, id="month and year apart in one fragment"),
        pytest.param("2024-10", ["Oct 2022", "2024"], False, id="the month has a year of its own"),
        pytest.param("2024", [], False, id="nothing at all"),
    ],
)
def test_dates_over_fragments(wanted: str, fragments: list[str], shown: bool) -> None:
    assert shown_by(Dating.parse(wanted), map(datings, fragments)) is shown


@pytest.mark.parametrize("text", ["2026-13", "2026-02-30", "2026-2", "26", "2026-02-11Z", "2026-02-11-05", "", "-0044"])
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match="no date"):
        Dating.parse(text)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert all(dating.year is None or 1000 <= dating.year < 3000 for dating in datings(text))
