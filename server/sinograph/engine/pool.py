"""A fixed number of worker processes, and those who wait for one."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any, Final

from sinograph.engine.errors import EngineBusyError, EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sinograph.engine.process import Outcome, WorkerProcess

LOG: Final = logging.getLogger("sinograph.engine")

RETRY_SECONDS: Final = 2
"""After how long those who were turned away may ask again."""


class Pool:
    """Lends each query a worker of its own, and replaces the workers that die.

    :param start: starts a worker
    :param size: how many workers there are
    :param queue: how many queries may wait for one
    :param patience: how long a query may wait, in seconds
    """

    def __init__(self, start: Callable[[], WorkerProcess], *, size: int, queue: int, patience: float) -> None:
        self._start = start
        self._queue = queue
        self._patience = patience
        self._change = threading.Condition()
        self._waiting = 0
        self._stopped = False
        self._workers: set[WorkerProcess] = {start() for _ in range(size)}
        self._idle = list(self._workers)

    def wait_ready(self) -> None:
        """Wait until every worker has opened its store.

        :raises EngineError: where one cannot
        """
        for worker in self._workers:
            worker.wait_ready()

    def ask(self, request: Mapping[str, Any], *, seconds: float, most_bytes: int) -> Outcome:
        """Have a worker answer.

        :raises EngineBusyError: where as many wait already as may, or none becomes free in time
        """
        worker = self._take()
        try:
            worker.wait_ready()
            return worker.ask(request, seconds=seconds, most_bytes=most_bytes)
        finally:
            self._give_back(worker)

    def stop(self) -> None:
        """Kill every worker; whoever waits or is being answered gets an error."""
        with self._change:
            self._stopped = True
            idle, self._idle = self._idle, []
            self._change.notify_all()
            busy = self._workers.difference(idle)
        for worker in idle:
            worker.kill()
        for worker in busy:  # its pipes belong to the thread that waits for it, which will find them closed
            worker.terminate()

    def _take(self) -> WorkerProcess:
        with self._change:
            if not self._idle and not self._stopped:
                self._wait()
            if self._stopped:
                raise EngineError("the engine has been stopped")
            worker = self._revived(self._idle.pop())
            if not worker.alive:
                self._idle.append(worker)
                raise EngineBusyError("no worker can be started", retry_after=RETRY_SECONDS)
            return worker

    def _wait(self) -> None:
        if self._waiting >= self._queue:
            raise EngineBusyError(f"{self._waiting} queries are waiting already", retry_after=RETRY_SECONDS)
        self._waiting += 1
        try:
            if not self._change.wait_for(lambda: self._idle or self._stopped, self._patience):
                raise EngineBusyError(f"no worker became free in {self._patience:g} s", retry_after=RETRY_SECONDS)
        finally:
            self._waiting -= 1

    def _give_back(self, worker: WorkerProcess) -> None:
        with self._change:
            if self._stopped:
                worker.kill()
                return
            self._idle.append(self._revived(worker))
            self._change.notify()

    def _revived(self, worker: WorkerProcess) -> WorkerProcess:
        """Return the worker, or its successor where it is dead; the dead one where the system lets none be started."""
        if worker.alive:
            return worker
        worker.kill()
        try:
            successor = self._start()
        except OSError as error:
            LOG.warning("no worker can be started: %s", error)
            return worker
        self._workers.discard(worker)
        self._workers.add(successor)
        return successor
