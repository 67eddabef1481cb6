"""A lane: the threads for one kind of work, and the requests that wait for one of them in turn."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from sinograph.engine.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from sinograph.engine.askers import Asker

Result = TypeVar("Result")


class _Waiter:
    """A request that waits for a thread, and is told when there is one."""

    __slots__ = ("called", "party", "waiting")

    def __init__(self, party: Hashable) -> None:
        self.party = party
        self.called: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting: Any = None

    def leave(self) -> None:
        """Wait no longer."""
        self.called.cancel()


class Lane:
    """Threads, and who waits for one: for the use of one event loop.

    :param threads: how many requests are worked on at the same time
    :param waiting: how many may wait for that
    """

    def __init__(self, name: str, threads: int, waiting: int) -> None:
        self.threads = threads
        self._pool = ThreadPoolExecutor(threads, name)
        self._free = threads
        self._most_waiting = waiting
        self._turns: Turns[_Waiter] = Turns()

    @property
    def full(self) -> bool:
        """Whether there is neither a thread nor a place to wait for one."""
        return not self._free and len(self._turns) >= self._most_waiting

    async def run(self, work: Callable[[], Result], asker: Asker, party: Callable[[], Hashable]) -> Result:
        """Have work done in a thread, as soon as there is one.

        :param party: tells with whom this one shares its turns, if it has to wait for one
        :raises AskerLeftError: where the asker leaves before; the work is then not begun
        """
        if self._free:
            self._free -= 1
        else:
            await self._turn(_Waiter(party()), asker)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._release()

    async def _turn(self, waiter: _Waiter, asker: Asker) -> None:
        self._turns.append(waiter)
        try:
            with asker.waiting(waiter.leave):
                await waiter.called
        except BaseException:
            if waiter in self._turns:
                self._turns.remove(waiter)
            if waiter.called.done() and not waiter.called.cancelled():
                self._release()  # what it got in the meantime
            raise

    def _release(self) -> None:
        """Let the next one have a thread that still waits for it: some may have left just now."""
        while self._turns:
            called = self._turns.pop().called
            if not called.done():
                called.set_result(None)
                return
        self._free += 1
