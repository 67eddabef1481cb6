from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinograph.engine.budgets import MOST_ACCOUNTS, WINDOW, Budgets
from sinograph.engine.limits import Limits

LIMITS = Limits(client_seconds=60, client_errors=30)


def test_lets_a_client_ask_until_its_seconds_are_spent() -> None:
    budgets = Budgets(LIMITS)
    for moment in range(6):
        assert budgets.exhausted(b"a", moment) is None
        budgets.spend(b"a", 10, moment)
    exhausted = budgets.exhausted(b"a", 6)
    assert exhausted is not None
    assert exhausted.message == "your requests have taken 60 s in a minute"


def test_lets_a_client_ask_until_it_has_made_its_errors() -> None:
    budgets = Budgets(LIMITS)
    for _ in range(30):
        assert budgets.exhausted(b"a", 0) is None
        budgets.fault(b"a", 0)
    exhausted = budgets.exhausted(b"a", 0)
    assert exhausted is not None
    assert exhausted.message == "your requests have led to 30 errors in a minute"


def test_others_do_not_pay() -> None:
    budgets = Budgets(LIMITS)
    budgets.spend(b"a", 100, 0)
    budgets.spend(b"", 100, 0)
    assert budgets.exhausted(b"b", 0) is None
    assert budgets.exhausted(b"", 0) is None


@given(
    st.lists(st.tuples(st.floats(0, 200), st.floats(0.001, 70)), min_size=1, max_size=40),
    st.floats(0, 30),
)
def test_is_open_again_after_the_time_that_it_names_and_not_a_second_earlier_than_need_be(
    spendings: list[tuple[float, float]], later: float
) -> None:
    budgets = Budgets(LIMITS)
    for moment, seconds in sorted(spendings):
        budgets.spend(b"a", seconds, moment)
    now = max(moment for moment, _ in spendings) + later
    exhausted = budgets.exhausted(b"a", now)
    counted = sum(seconds for moment, seconds in spendings if moment > now - WINDOW)
    if exhausted is None:
        assert counted < 60.001
    else:
        assert 1 <= exhausted.retry_after <= WINDOW + 1
        assert budgets.exhausted(b"a", now + exhausted.retry_after) is None


def test_forgets_those_who_have_asked_longest_ago() -> None:
    budgets = Budgets(LIMITS)
    budgets.spend(b"first", 100, 0)
    budgets.spend(b"second", 100, 0)
    for number in range(MOST_ACCOUNTS - 1):
        budgets.fault(f"{number}".encode(), 1)
    assert budgets.exhausted(b"first", 1) is None
    assert budgets.exhausted(b"second", 1) is not None


@pytest.mark.parametrize("moments", [(0, 59.9), (0.9, 60.2)])
def test_a_minute_is_any_minute(moments: tuple[float, float]) -> None:
    budgets = Budgets(LIMITS)
    budgets.spend(b"a", 59, moments[0])
    budgets.spend(b"a", 59, moments[1])
    assert budgets.exhausted(b"a", moments[1]) is not None
