"""A child that works is felt, one that is stuck is found, and what its owner has slept through is not counted."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from sinograph import pulse
from sinograph.pulse import MOST_SILENT, Pulse, beat

if TYPE_CHECKING:
    from collections.abc import Iterator

STARTING = 30


class Clock:
    """The time as the test wants it to be."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(pulse, "time", clock)
    return clock


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    os.set_blocking(ends[1], False)
    yield ends
    for end in ends:
        os.close(end)


def felt(one: Pulse, clock: Clock, times: int) -> list[bool]:
    """Feel a pulse so many times, a beat apart."""
    lost = []
    for _ in range(times):
        clock.now += pulse.BEAT_SECONDS
        lost.append(one.feel())
    return lost


def test_who_is_silent_is_stuck_after_some_beats(clock: Clock, pipe: tuple[int, int]) -> None:
    one = Pulse(pipe[0], STARTING)
    beat(pipe[1])
    assert felt(one, clock, MOST_SILENT + 1) == [False] * MOST_SILENT + [True]
    assert one.lost


def test_who_starts_has_more_time(clock: Clock, pipe: tuple[int, int]) -> None:
    assert felt(Pulse(pipe[0], STARTING), clock, STARTING) == [False] * (STARTING - 1) + [True]


def test_one_beat_is_enough(clock: Clock, pipe: tuple[int, int]) -> None:
    one = Pulse(pipe[0], STARTING)
    for _ in range(5):
        beat(pipe[1])
        assert felt(one, clock, MOST_SILENT) == [False] * MOST_SILENT


def test_time_that_the_owner_slept_through_is_not_counted(clock: Clock, pipe: tuple[int, int]) -> None:
    one = Pulse(pipe[0], STARTING)
    beat(pipe[1])
    felt(one, clock, MOST_SILENT - 1)
    clock.now += 100_000
    assert not one.feel()
    assert not any(one.feel() for _ in range(100)), "often is not long"
    assert felt(one, clock, 2) == [True, True]


def test_nobody_waits_for_an_owner_that_does_not_feel(pipe: tuple[int, int]) -> None:
    for _ in range(100_000):
        beat(pipe[1])
    assert not Pulse(pipe[0], STARTING).feel()


def test_an_owner_that_is_gone_is_no_error() -> None:
    out, into = os.pipe()
    os.close(out)
    beat(into)
    os.close(into)
