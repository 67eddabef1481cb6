from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Lock

import pytest

from sinograph.engine.askers import AskerLeftError
from sinograph.engine.errors import BudgetError, EngineBusyError, QueryTimeoutError
from sinograph.once import once


def test_is_made_once_however_many_threads_ask() -> None:
    made: list[object] = []
    barrier = Barrier(8)

    def make() -> object:
        made.append(object())
        return made[-1]

    get = once(make)
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: (barrier.wait(), get())[1], range(8)))
    assert found == set(made)
    assert len(made) == 1


def test_what_failed_is_tried_again() -> None:
    answers = iter((ValueError, None))

    def make() -> str:
        error = next(answers)
        if error:
            raise error
        return "made"

    get = once(make)
    with pytest.raises(ValueError):  # noqa: PT011
        get()
    assert get() == "made"


TOO_SLOW = QueryTimeoutError("too slow")


class Failing:
    """Makes something, but fails as long as it is told to; counts how often it was asked."""

    def __init__(self, error: Exception | None) -> None:
        self.error, self.asked = error, 0

    def __call__(self) -> str:
        self.asked += 1
        if self.error:
            raise self.error
        return "made"


PERSONAL = {
    "budget": BudgetError("too much", retry_after=2000),
    "busy": EngineBusyError("busy", retry_after=2000),
    "left": AskerLeftError(),
}


def test_what_takes_too_much_is_not_tried_again_at_once() -> None:
    make = Failing(TOO_SLOW)
    get = once(make, limit_seconds=2000)
    for _ in range(3):
        with pytest.raises(QueryTimeoutError):
            get()
    assert make.asked == 1


def test_what_took_too_much_is_tried_again_later() -> None:
    make = Failing(TOO_SLOW)
    get = once(make, limit_seconds=0)
    with pytest.raises(QueryTimeoutError):
        get()
    make.error = None
    assert get() == "made"


@pytest.mark.parametrize("error", PERSONAL.values(), ids=PERSONAL)
def test_what_keeps_one_from_it_is_no_matter_of_another(error: Exception) -> None:
    make = Failing(error)
    get = once(make, limit_seconds=2000)
    with pytest.raises(type(error)):
        get()
    make.error = None
    assert get() == "made"


@pytest.mark.parametrize(
    ("error", "attempts"),
    [(TOO_SLOW, 1), *((error, 4) for error in PERSONAL.values())],
    ids=["limit", *PERSONAL],
)
def test_threads_that_wait_share_an_attempt_but_nothing_personal(error: Exception, attempts: int) -> None:
    begun, go, lock, made = Event(), Event(), Lock(), [0]

    def make() -> None:
        with lock:
            made[0] += 1
        begun.set()
        go.wait()
        raise error

    get = once(make, limit_seconds=2000)
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(get) for _ in range(4)]
        begun.wait()
        go.set()
        assert {type(each.exception()) for each in asked} == {type(error)}
    assert made == [attempts]
