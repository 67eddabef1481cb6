"""Between those who ask and the workers that answer: who is asked when, for how long, and what becomes of it."""

from __future__ import annotations

import math
import signal
import time
from collections import Counter
from typing import TYPE_CHECKING, Final

from sinograph.engine.crew import Crew
from sinograph.engine.failures import Reason, failure
from sinograph.engine.frames import ANEW, DATA, DONE, FAILURE, QUERY, frame
from sinograph.engine.lanes import Lanes
from sinograph.engine.reception import Reception

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from sinograph.engine.frames import Frame
    from sinograph.engine.turns import Question
    from sinograph.engine.worker import Means, Worker

_HIGH_WATER: Final = 1 << 20
"""How many bytes of an answer may wait for whoever asks to read them before its worker is kept waiting too."""


class Dispatcher:
    """Hands questions to workers, and answers back.

    :param listener: where those who ask connect
    :param most: how many of them may be connected
    :param opened: is told None when the first worker has opened the store, or else why it cannot
    """

    def __init__(self, means: Means, listener: socket.socket, most: int, opened: Callable[[str | None], None]) -> None:
        self._limits = means.limits
        self._counts: Counter[str] = Counter()
        self._lanes = Lanes(means.limits)
        self._reception = Reception(listener, means.limits, means.loop, self, most)
        self._crew = Crew(means, opened)
        self._crew.foreman = self

    @property
    def busy(self) -> bool:
        """Whether anybody is being answered."""
        return self._reception.busy

    @property
    def deadline(self) -> float:
        """When :meth:`tend` will have something to do, if nothing happens before; infinity for never."""
        due = min((self._due(worker) for worker in self._crew.busy), default=math.inf)
        return min(due, self._crew.deadline, self._lanes.deadline())

    def tend(self) -> None:
        """Do what is due."""
        now = time.monotonic()
        for worker in self._crew.busy:
            if now >= self._due(worker):
                self._overrun(worker, now)
        for question in self._lanes.impatient(now):
            self._fail(question, self._busy("no worker became free in time"), "busy")
        self._crew.fill()
        self._dispatch()

    def ask(self, question: Question) -> None:
        """Let a query begin on the fast lane, or turn it away."""
        if self._lanes.admit(question):
            self._dispatch()
        else:
            self._fail(question, self._busy(f"{self._lanes.fast_waiting} queries are waiting already"), "busy")

    def drop(self, question: Question) -> None:
        """Forget a query, wherever it is."""
        self._counts["abandoned"] += 1
        if question.worker is None:
            self._lanes.drop(question)
        else:
            self._take_off(question.worker)

    def hear(self, worker: Worker, message: Frame) -> None:
        """Pass on a part of an answer, which may be the last."""
        question = worker.question
        assert question is not None  # noqa: S101
        if message.tag == DATA:
            question.told = True
            question.caller.tell(DATA, message.payload)
            if question.caller.channel.unsent >= _HIGH_WATER:
                worker.channel.pause()
            return
        heavy = worker.heavy
        self._release(worker, done=True)
        question.caller.finish(message.tag, message.payload)
        self._counts["answered" if message.tag == DONE else "failed"] += 1
        if heavy:
            self._crew.dismiss(worker)
        else:
            worker.channel.resume()  # the last part before the end may have paused it, and the next caller would wait
            self._crew.idle.append(worker)
            self._dispatch()

    def lost(self, worker: Worker, status: int) -> None:
        """Say what a query's worker has died of."""
        question = worker.question
        assert question is not None  # noqa: S101
        self._release(worker)
        if status == -signal.SIGABRT:  # what a failed allocation ends in
            self._fail(question, failure(Reason.MEMORY, most=self._limits.megabytes), "over memory")
        elif status == -signal.SIGXCPU:
            self._fail(question, failure(Reason.CPU, most=self._limits.cpu_seconds), "over time")
        elif status != -signal.SIGKILL or not self._lanes.retry(question, time.monotonic()):  # killed from outside
            self._fail(question, failure(Reason.CRASH), "crashed")

    def counters(self) -> dict[str, dict[str, int]]:
        """Return how many there are of what now, and how many of what there have been."""
        now = {
            "workers": self._crew.ready,
            "heavy": self._lanes.heavy_running,
            "fast": self._lanes.fast_running,
            "heavy waiting": len(self._lanes.heavy),
            "fast waiting": self._lanes.fast_waiting,
        }
        ever = {**self._counts, "replaced": self._crew.replaced, "over budget": self._reception.refused}
        return {"now": now, "ever": ever}

    def _dispatch(self) -> None:
        """Give questions to idle workers, as the lanes allow."""
        while self._crew.idle and (chosen := self._lanes.next()):
            question, heavy = chosen
            refusal = self._reception.refusal(question.client)  # others of its client's may have run in between
            if refusal is None:
                self._begin_anew(question)
                self._crew.idle.pop().begin(question, frame(QUERY, question.payload), heavy=heavy)
            else:
                self._lanes.cancel(heavy=heavy)
                question.caller.finish(FAILURE, refusal)

    def _begin_anew(self, question: Question) -> None:
        """Have the parts of an answer forgotten whose worker did not come to its end."""
        if question.told:
            question.told = False
            question.caller.tell(ANEW, b"")

    def _due(self, worker: Worker) -> float:
        limits = self._limits
        return worker.since + (limits.seconds if worker.heavy else min(limits.probation, limits.seconds))

    def _overrun(self, worker: Worker, now: float) -> None:
        """Treat a query as heavy whose probation ends; end one whose time does."""
        question = worker.question
        assert question is not None  # noqa: S101
        if now >= worker.since + self._limits.seconds:
            self._take_off(worker)
            self._fail(question, failure(Reason.SECONDS, most=self._limits.seconds), "over time")
        elif self._lanes.promote(question):
            worker.make_heavy()
        else:
            self._take_off(worker)
            if not self._lanes.wait_among_heavy(question, now):
                message = f"{len(self._lanes.heavy)} queries that take long are waiting already"
                self._fail(question, self._busy(message), "busy")

    def _take_off(self, worker: Worker) -> None:
        """End a query in the only way that there is."""
        self._release(worker)
        self._crew.dismiss(worker)

    def _release(self, worker: Worker, *, done: bool = False) -> None:
        """Note that a query no longer runs, done or not; its client pays for the time that it did."""
        question = worker.question
        if question is not None:
            now = time.monotonic()
            self._lanes.leave(question, heavy=worker.heavy, seconds=now - worker.since, done=done)
            self._reception.budgets.spend(question.client, now - worker.since, now)
            question.worker = worker.question = None

    def _busy(self, message: str) -> bytes:
        return failure(Reason.BUSY, message=message, retry_after=self._lanes.retry_after())

    def _fail(self, question: Question, said: bytes, counted: str) -> None:
        self._counts[counted] += 1
        question.caller.finish(FAILURE, said)
