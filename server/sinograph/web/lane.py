"""A lane: the threads for one kind of work, and the requests that wait for one of them in turn."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sinograph.engine.turns import Turns
from sinograph.web.bodies import RETRY_SECONDS, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from sinograph.engine.askers import Asker

Result = TypeVar("Result")

_Spared = tuple["Hashable", ...]
"""The party that has a spared thread, or nobody where the thread is another."""


SPARED: Final = 4
"""Of how many threads one is spared, and one more of all: a party has one of those at most, and may have all others."""

TOO_MANY: Final = "too many requests are waiting"


class _Waiter:
    """A request that waits for a thread, and is told when there is one."""

    __slots__ = ("called", "party", "waiting")

    def __init__(self, party: Hashable) -> None:
        self.party = party
        self.called: asyncio.Future[_Spared] = asyncio.get_running_loop().create_future()
        self.waiting: Any = None

    def leave(self) -> None:
        """Wait no longer."""
        self.called.cancel()


class Lane:
    """Threads, and who waits for one: for the use of one event loop.

    The last ones that are free go to one request of each party at a time, and so do those that get free, in turn: who
    asks for much finds the lane closed before the others do.

    :param threads: how many requests are worked on at the same time
    :param waiting: how many may wait for that
    """

    def __init__(self, name: str, threads: int, waiting: int) -> None:
        self.threads = threads
        self._pool = ThreadPoolExecutor(threads, name)
        self._free = threads
        self._spared = threads // SPARED + 1
        self._holders: set[Hashable] = set()
        """The parties that have one of the spared threads."""
        self._most_waiting = waiting
        self._turns: Turns[_Waiter] = Turns()

    async def run(self, work: Callable[[], Result], asker: Asker, party: Callable[[], Hashable]) -> Result:
        """Have work done in a thread, as soon as there is one.

        :param party: tells with whom this one shares its turns, where few threads are free
        :raises AskerLeftError: where the asker leaves before; the work is then not begun
        :raises RefusedError: where too many wait already
        """
        held = self._take(None) if self._free > self._spared else await self._wait(party(), asker)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._release(held)

    async def _wait(self, party: Hashable, asker: Asker) -> _Spared:
        if self._free and party not in self._holders:
            return self._take(party)
        if len(self._turns) >= self._most_waiting:
            self._make_room(party)
        waiter = _Waiter(party)
        self._turns.append(waiter)
        try:
            with asker.waiting(waiter.leave):
                return await waiter.called
        except BaseException:
            if waiter in self._turns:
                self._turns.remove(waiter)
            if waiter.called.done() and not waiter.called.cancelled() and not waiter.called.exception():
                self._release(waiter.called.result())  # what it got in the meantime
            raise

    def _make_room(self, party: Hashable) -> None:
        """Turn away the last one of the party of whom most wait, unless it is this one.

        :raises RefusedError: where it is
        """
        refused = RefusedError(503, TOO_MANY, retry_after=RETRY_SECONDS)
        if not self._turns or self._turns.count(party) + 1 >= self._turns.count((last := self._turns.hindmost()).party):
            raise refused
        self._turns.remove(last)
        if not last.called.done():
            last.called.set_exception(refused)

    def _take(self, party: Hashable) -> _Spared:
        """Take a thread, one of those that are spared if there is no other, and return what is held with it."""
        held = () if self._free > self._spared else (party,)
        self._holders.update(held)
        self._free -= 1
        return held

    def _release(self, held: _Spared) -> None:
        """Let others have a thread, if they still wait for it: some may have left just now."""
        self._holders.difference_update(held)
        self._free += 1
        while self._free and (waiter := self._next()):
            if not waiter.called.done():
                waiter.called.set_result(self._take(waiter.party))

    def _next(self) -> _Waiter | None:
        """Take the one whose turn it is, if there is a thread for anybody."""
        try:
            return self._turns.pop(() if self._free > self._spared else self._holders)
        except StopIteration:
            return None
