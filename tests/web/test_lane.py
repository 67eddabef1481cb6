from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinograph.engine.askers import Asker, AskerLeftError
from sinograph.web.lane import Lane

if TYPE_CHECKING:
    from collections.abc import Callable

THREADS: Final = 2
PLACES: Final = 5
LEFT: Final = AskerLeftError | asyncio.CancelledError


class Crowd:
    """Requests in a lane: each works until it is let go."""

    def __init__(self) -> None:
        self.lane = Lane("test", THREADS, PLACES)
        self.askers: list[Asker] = []
        self.gates: list[threading.Event] = []
        self.tasks: list[asyncio.Task[int]] = []

    def come(self) -> None:
        number, asker, gate = len(self.tasks), Asker(), threading.Event()
        self.askers.append(asker)
        self.gates.append(gate)

        def work() -> int:
            gate.wait()
            return number

        self.tasks.append(asyncio.ensure_future(self.lane.run(work, asker, lambda: number % 3)))

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
        tasks = [asyncio.ensure_future(self.lane.run(together.wait, asker, lambda: 0)) for _ in range(THREADS)]
        await settled()
        more = asyncio.ensure_future(self.lane.run(lambda: 0, asker, lambda: 0))
        await settled()
        waits = not more.done()
        await asyncio.to_thread(together.wait)
        await asyncio.gather(*tasks, more)
        return waits


async def settled() -> None:
    """Let everything happen that waits for nothing but its turn in the loop."""
    for _ in range(5):
        await asyncio.sleep(0)


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
        assert outcomes[:2] + outcomes[3:] == [0, 1, 3]
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


def test_is_full_when_nobody_more_may_wait() -> None:
    async def test() -> None:
        crowd = Crowd()
        for _ in range(THREADS + PLACES):
            assert not crowd.lane.full
            crowd.come()
            await settled()
        assert crowd.lane.full
        await crowd.outcomes()
        assert not crowd.lane.full

    asyncio.run(test())


def test_work_that_fails_gives_its_thread_back() -> None:
    async def test() -> None:
        crowd = Crowd()
        for _ in range(2 * THREADS):
            with pytest.raises(ZeroDivisionError):
                await crowd.lane.run(lambda: 1 // 0, Asker(), lambda: 0)
        assert await crowd.has_every_thread()

    asyncio.run(test())
