from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinograph.engine.lanes import FRESH_SECONDS, Lanes
from sinograph.engine.limits import Limits
from sinograph.engine.turns import Question

LIMITS = Limits(running=4, waiting=32, fast_workers=2, seconds=10)


def question(text: str = "", client: str = "") -> Question:
    return Question(None, client.encode(), text.encode(), 0)


def run(lanes: Lanes, asked: Question, seconds: float) -> None:
    """Have a query ask, run on the fast lane for so long and be answered."""
    assert lanes.admit(asked)
    assert lanes.next() == (asked, False)
    lanes.leave(asked, heavy=False, seconds=seconds, done=True)


def flood(lanes: Lanes, seconds: float) -> int:
    """Let queries that take so long be known, and ask more than are admitted; return how many come to wait."""
    for number in range(100):
        run(lanes, question(f"known {number}"), seconds)
    while lanes.admit(question("flood")):
        pass
    return lanes.fast_waiting


def test_the_fast_lane_is_open_while_heavy_queries_run_and_wait() -> None:
    lanes = Lanes(LIMITS)
    for _ in range(40):
        heavy = question("heavy")
        lanes.admit(heavy)
        assert lanes.next() == (heavy, False)
        if not lanes.promote(heavy):
            lanes.leave(heavy, heavy=False, seconds=0.25, done=False)
            lanes.wait_among_heavy(heavy, 0)
    assert (lanes.heavy_running, len(lanes.heavy)) == (4, 32)
    run(lanes, question("cheap"), 0.001)


def test_no_more_are_on_probation_than_there_are_fast_workers() -> None:
    lanes = Lanes(LIMITS)
    for _ in range(3):
        lanes.admit(question())
    assert [lanes.next() is not None for _ in range(3)] == [True, True, False]


def test_a_flood_of_alike_queries_waits_for_itself() -> None:
    lanes = Lanes(LIMITS)
    for number in range(1000):
        lanes.admit(question(f"LIKENESS{number}"))
    other = question("another one")
    assert lanes.admit(other)
    assert other in [taken[0] for taken in (lanes.next(), lanes.next()) if taken]


def test_a_heavy_query_goes_on_where_it_is_only_before_all_that_wait() -> None:
    lanes = Lanes(LIMITS)
    first, second = question(), question()
    lanes.admit(first)
    lanes.next()
    assert lanes.promote(first)
    lanes.admit(second)
    lanes.next()
    lanes.wait_among_heavy(question(), 0)
    assert not lanes.promote(second)


def test_as_many_heavy_queries_wait_as_may_and_no_more() -> None:
    lanes = Lanes(LIMITS)
    assert [lanes.wait_among_heavy(question(), 0) for _ in range(33)] == [True] * 32 + [False]


def test_the_first_of_the_heavy_ones_runs_first() -> None:
    lanes = Lanes(LIMITS)
    waiting = [question() for _ in range(6)]
    for each in waiting:
        lanes.wait_among_heavy(each, 0)
    assert [chosen and chosen[0] for chosen in (lanes.next() for _ in range(5))] == [*waiting[:4], None]
    lanes.leave(waiting[0], heavy=True, seconds=10, done=False)
    assert lanes.next() == (waiting[4], True)


@pytest.mark.parametrize(("seconds", "most"), [(0.06, 133), (0.25, 33)], ids=["middling", "heavy"])
def test_a_flood_is_turned_away_when_the_last_would_wait_four_seconds(seconds: float, most: int) -> None:
    assert most * 0.9 < flood(Lanes(LIMITS), seconds) <= most + 1


def test_a_flood_does_not_turn_others_away() -> None:
    lanes = Lanes(LIMITS)
    flood(lanes, 0.25)
    cheap = question("cheap")
    assert lanes.admit(cheap)
    taken = [chosen[0] for chosen in (lanes.next(), lanes.next()) if chosen]
    assert cheap in taken


def test_what_was_answered_quickly_goes_before_what_is_unknown_but_not_always() -> None:
    lanes = Lanes(LIMITS)
    run(lanes, question("quick"), 0.001)
    for number in range(4):
        lanes.admit(question(f"unknown {number}"))
    for _ in range(4):
        lanes.admit(question("quick"))
    order = []
    while chosen := lanes.next():
        order.append(chosen[0].payload.split()[0])
        lanes.leave(chosen[0], heavy=False, seconds=0.001, done=False)
    assert order[:4] == [b"quick", b"quick", b"quick", b"unknown"]


def test_what_is_no_longer_quick_is_unknown_again() -> None:
    lanes = Lanes(LIMITS)
    run(lanes, question("quick"), 0.001)
    run(lanes, question("quick"), 0.2)
    lanes.admit(question("quick"))
    assert len(lanes.fresh) == 1


def test_what_is_broken_off_early_does_not_count_as_quick() -> None:
    lanes = Lanes(LIMITS)
    asked = question()
    lanes.admit(asked)
    lanes.next()
    lanes.leave(asked, heavy=False, seconds=0.001, done=False)
    lanes.admit(question())
    assert len(lanes.quick) == 0


def test_who_is_turned_away_is_told_when_to_come_back() -> None:
    lanes = Lanes(LIMITS)
    assert lanes.retry_after() == 1
    flood(lanes, 0.25)
    assert 4 <= lanes.retry_after() <= 5
    for _ in range(32):
        lanes.wait_among_heavy(question(), 0)
    assert 32 * 5 / 4 <= lanes.retry_after() <= 60


def test_patience_ends() -> None:
    lanes = Lanes(LIMITS)
    lanes.admit(question())
    lanes.wait_among_heavy(question(), 2)
    assert lanes.deadline() == FRESH_SECONDS
    assert len(lanes.impatient(FRESH_SECONDS)) == 1
    assert lanes.deadline() == 2 + LIMITS.seconds
    assert lanes.impatient(11) == []
    assert len(lanes.impatient(12)) == 1
    assert lanes.next() is None


def test_who_begins_to_wait_again_makes_nobody_else_wait_longer() -> None:
    lanes = Lanes(LIMITS)
    first, second = (Question(None, b"", payload, arrived) for payload, arrived in ((b"first", 0), (b"second", 1)))
    assert all(map(lanes.admit, (first, second)))
    assert lanes.next() == (first, False)
    lanes.leave(first, heavy=False, seconds=0.01, done=False)
    assert lanes.retry(first, 3)
    assert lanes.deadline() == 1 + FRESH_SECONDS
    assert lanes.impatient(1 + FRESH_SECONDS) == [second]
    assert lanes.deadline() == 3 + FRESH_SECONDS


STEPS = st.lists(
    st.tuples(st.sampled_from(["arrive", "next", "finish", "outlast", "die", "give up", "wait"]), st.integers(0, 5)),
    max_size=200,
)


class World:
    """What the lanes should know: who waits and who runs."""

    def __init__(self, lanes: Lanes) -> None:
        self.lanes = lanes
        self.running: list[tuple[Question, bool]] = []
        self.waiting: set[Question] = set()

    def take(self, step: str, number: int, now: float) -> None:
        if step == "arrive":
            asked = Question(None, b"", f"{number}".encode(), now)
            self.waiting |= {asked} if self.lanes.admit(asked) else set()
        elif step == "next" and (chosen := self.lanes.next()):
            self.waiting.remove(chosen[0])
            self.running.append(chosen)
        elif step == "give up" and self.waiting:
            self.lanes.drop(self.waiting.pop())
        elif step == "wait":
            self.waiting -= set(self.lanes.impatient(now))
        elif step in {"finish", "outlast", "die"} and self.running:
            self.end(step, *self.running.pop(number % len(self.running)), now)

    def end(self, step: str, asked: Question, heavy: bool, now: float) -> None:
        if step == "outlast" and not heavy and self.lanes.promote(asked):
            self.running.append((asked, True))
            return
        self.lanes.leave(asked, heavy=heavy, seconds=0.01, done=step == "finish")
        again = step == "die" and self.lanes.retry(asked, now)
        if again or (step == "outlast" and not heavy and self.lanes.wait_among_heavy(asked, now)):
            self.waiting.add(asked)


@given(STEPS)
def test_bounds_hold_and_nobody_is_lost_whatever_happens(steps: list[tuple[str, int]]) -> None:
    lanes = Lanes(Limits(running=2, waiting=3, fast_workers=2))
    world = World(lanes)
    for now, (step, number) in enumerate(steps):
        world.take(step, number, now)
        assert lanes.fast_running == sum(not heavy for _, heavy in world.running) <= 2
        assert lanes.heavy_running == sum(heavy for _, heavy in world.running) <= 2
        assert len(lanes.heavy) <= 3
        assert lanes.fast_waiting + len(lanes.heavy) == len(world.waiting)
