from __future__ import annotations

import asyncio
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinograph.engine.askers import Asker, AskerLeftError
from sinograph.web.bodies import RefusedError
from sinograph.web.lane import Lane

if TYPE_CHECKING:
    from collections.abc import Callable

THREADS: Final = 4
PLACES: Final = 100
LEFT: Final = AskerLeftError | asyncio.CancelledError


class Crowd:
    """Requests in a lane: each works until it is let go."""

    def __init__(self, threads: int = THREADS, places: int = PLACES) -> None:
        self.lane = Lane("test", threads, places)
        self.askers: list[Asker] = []
        self.gates: list[threading.Event] = []
        self.tasks: list[asyncio.Task[int]] = []
        self.begun: list[int] = []

    def come(self, party: str | None = None) -> None:
        number, asker, gate = len(self.tasks), Asker(), threading.Event()
        self.askers.append(asker)
        self.gates.append(gate)

        def work() -> int:
            self.begun.append(number)
            gate.wait()
            return number

        self.tasks.append(asyncio.ensure_future(self.lane.run(work, asker, lambda: party or number % 3)))

    async def take(self, step: str, which: int) -> None:
        """Take one of the steps; of a request, if it has come."""
        if step == "come":
            self.come()
        elif step == "turn":
            await asyncio.sleep(0)
        elif which < len(self.tasks):
            doing: dict[str, Callable[[], object]] = {
                "leave": self.askers[which].leave,
                "cancel": self.tasks[which].cancel,
                "finish": self.gates[which].set,
            }
            doing[step]()

    async def outcomes(self) -> list[int | BaseException]:
        for gate in self.gates:
            gate.set()
        return list(await asyncio.gather(*self.tasks, return_exceptions=True))

    async def has_every_thread(self) -> bool:
        """Tell whether as many can work at the same time as in the beginning, and no more."""
        together = threading.Barrier(THREADS + 1)
        asker = Asker()
        tasks = [
            asyncio.ensure_future(self.lane.run(together.wait, asker, partial(str, party))) for party in range(THREADS)
        ]
        await settled()
        more = asyncio.ensure_future(self.lane.run(lambda: 0, asker, lambda: 0))
        await settled()
        waits = not more.done()
        await asyncio.to_thread(together.wait)
        await asyncio.gather(*tasks, more)
        return waits


async def settled() -> None:
    """Let everything happen that waits for nothing but its turn in the loop, or for a thread to begin."""
    for _ in range(5):
        await asyncio.sleep(0.002)


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something holds; the test's own time limit bounds it."""
    while not condition():
        await asyncio.sleep(0.002)


def test_one_who_leaves_in_the_moment_in_which_a_thread_gets_free_takes_nobodys_answer() -> None:
    async def test() -> None:
        crowd = Crowd()
        for _ in range(THREADS + 2):
            crowd.come()
        await settled()
        loop, leave = asyncio.get_running_loop(), crowd.askers[THREADS].leave
        loop.call_soon(loop.call_soon, leave)  # after the news of the answer, and before it is passed on
        crowd.gates[0].set()
        time.sleep(0.1)  # meanwhile the loop stands still, and both are there when it goes on
        outcomes = await crowd.outcomes()
        assert outcomes[:THREADS] + outcomes[THREADS + 1 :] == [0, 1, 2, 3, 5]
        assert isinstance(outcomes[THREADS], AskerLeftError)
        assert await crowd.has_every_thread()

    asyncio.run(test())


STEPS: Final = st.lists(st.tuples(st.sampled_from(("come", "leave", "cancel", "finish", "turn")), st.integers(0, 7)))


@settings(max_examples=200, deadline=None)
@given(STEPS)
def test_whoever_stays_is_answered_whatever_the_others_do(steps: list[tuple[str, int]]) -> None:
    async def test() -> None:
        crowd = Crowd()
        gone: set[int] = set()
        for name, which in steps:
            if name in {"leave", "cancel"} and which < len(crowd.tasks):
                gone.add(which)
            await crowd.take(name, which)
        for number, outcome in enumerate(await crowd.outcomes()):
            assert outcome == number or (number in gone and isinstance(outcome, LEFT))
        assert await crowd.has_every_thread()

    asyncio.run(test())


def test_refuses_whom_it_has_no_place_for() -> None:
    async def test() -> None:
        crowd = Crowd(places=5)
        for _ in range(THREADS):
            crowd.come()
        for _ in range(5 + 1):
            crowd.come("one")
        await settled()
        *answered, refused = await crowd.outcomes()
        assert answered == list(range(THREADS + 5))
        assert isinstance(refused, RefusedError)
        assert refused.status == 503
        assert await crowd.has_every_thread()

    asyncio.run(test())


def test_who_has_few_waiting_gets_the_place_of_who_has_many() -> None:
    async def test() -> None:
        crowd = Crowd(places=3)
        for party in ["flood"] * (THREADS - 1) + ["other"] + ["flood"] * 3:
            crowd.come(party)
        await settled()
        assert len(crowd.begun) == THREADS
        crowd.come("other")
        crowd.come("flood")
        await settled()
        outcomes = await crowd.outcomes()
        assert [place for place, outcome in enumerate(outcomes) if isinstance(outcome, RefusedError)] == [6, 8]
        assert await crowd.has_every_thread()

    asyncio.run(test())


def test_one_party_leaves_threads_for_others() -> None:
    async def test() -> None:
        crowd = Crowd(threads=8)
        for _ in range(20):
            crowd.come("flood")
        await settled()
        assert crowd.begun == list(range(6))  # five, and one of the three that are spared
        crowd.come("other")
        await settled()
        assert crowd.begun[6:] == [20]
        crowd.come("yet another")
        await settled()
        assert crowd.begun[7:] == [21]
        crowd.come("other")
        crowd.come("third")
        crowd.gates[20].set()
        await until(lambda: len(crowd.begun) == 9)
        crowd.gates[22].set()
        await until(lambda: len(crowd.begun) == 10)
        assert crowd.begun[8:] == [22, 23]
        await crowd.outcomes()

    asyncio.run(test())


def test_work_that_fails_gives_its_thread_back() -> None:
    async def test() -> None:
        crowd = Crowd()
        for _ in range(2 * THREADS):
            with pytest.raises(ZeroDivisionError):
                await crowd.lane.run(lambda: 1 // 0, Asker(), lambda: 0)
        assert await crowd.has_every_thread()

    asyncio.run(test())
