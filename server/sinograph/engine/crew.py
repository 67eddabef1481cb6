"""The workers of a store: as many as there should be, and those who are idle."""

from __future__ import annotations

import logging
import math
import time
from typing import TYPE_CHECKING, Final, Protocol

from sinograph.engine.frames import FAILURE, READY
from sinograph.engine.worker import fork

if TYPE_CHECKING:
    from collections.abc import Callable

    from sinograph.engine.frames import Frame
    from sinograph.engine.worker import Means, Worker

LOG: Final = logging.getLogger("sinograph.engine")

_SHORTEST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 1.0
"""How long to wait before another worker is forked after one that did not come up, in seconds."""


class Foreman(Protocol):
    """Who is told what the workers do."""

    def hear(self, worker: Worker, message: Frame) -> None:
        """Take a part of the answer to a worker's question."""

    def lost(self, worker: Worker, status: int) -> None:
        """Learn that a worker with a question has ended, and how: with a negative number for a signal."""


class Crew:
    """Forks workers, and others in their place.

    :param opened: is told None when the first worker has opened the store, or else why it cannot
    """

    def __init__(self, means: Means, opened: Callable[[str | None], None]) -> None:
        self._means = means
        self._size = means.limits.workers
        self._opened = opened
        self._open = False
        self._workers: set[Worker] = set()
        self._pause = _SHORTEST_PAUSE
        self._next = -math.inf
        self.foreman: Foreman
        self.idle: list[Worker] = []
        self.replaced = 0

    @property
    def busy(self) -> list[Worker]:
        """Those with a question."""
        return [worker for worker in self._workers if worker.question is not None]

    @property
    def ready(self) -> int:
        """How many have a question or could have one."""
        return sum(worker.ready and not worker.dying for worker in self._workers)

    @property
    def deadline(self) -> float:
        """When the next worker is to be forked; infinity where none is missing."""
        return self._next if self._missing() > 0 else math.inf

    def fill(self) -> None:
        """Fork those that are missing."""
        while self._missing() > 0 and time.monotonic() >= self._next:
            try:
                self._workers.add(fork(self._means, self._hear, self._bury))
            except OSError as error:
                LOG.warning("no worker can be started: %s", error)
                self._hesitate()

    def dismiss(self, worker: Worker) -> None:
        """End a worker whose question is nobody's any more, or which was slowed down."""
        worker.kill()
        self.replaced += 1

    def _missing(self) -> int:
        """Return how many more there should be; the first is to show that the store can be opened."""
        return (self._size if self._open else 1) - sum(not worker.dying for worker in self._workers)

    def _hesitate(self) -> None:
        self._next = time.monotonic() + self._pause
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)

    def _hear(self, worker: Worker, message: Frame) -> None:
        if worker.dying:
            return
        if worker.question is not None:
            self.foreman.hear(worker, message)
        elif message.tag == READY:
            self._welcome(worker)
        elif message.tag == FAILURE and not worker.ready:
            self._refuse(message.payload.decode(errors="replace"))

    def _welcome(self, worker: Worker) -> None:
        worker.ready = True
        self.idle.append(worker)
        self._pause = _SHORTEST_PAUSE
        if not self._open:
            self._open = True
            self._opened(None)

    def _refuse(self, problem: str) -> None:
        LOG.warning("the store cannot be opened: %r", problem)
        if not self._open:
            self._opened(problem)

    def _bury(self, worker: Worker) -> None:
        """Take leave of a worker that has ended, and say what of if nobody ended it."""
        expected = worker.dying
        if not expected:
            worker.kill()  # it may have closed its side and gone on
        self._workers.discard(worker)
        if worker in self.idle:
            self.idle.remove(worker)
        status, words = worker.bury()
        if expected:
            return
        self.replaced += 1
        LOG.warning("worker %d ended with status %d: %r", worker.pid, status, words)
        if not worker.ready:
            self._hesitate()
        if worker.question is not None:
            self.foreman.lost(worker, status)
