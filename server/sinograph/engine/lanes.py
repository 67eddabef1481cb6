"""In which order queries are evaluated, so that those that take long cannot keep the others waiting.

Every query begins on the fast lane. One that is not done when its probation ends counts as heavy: it goes on where it
is if a place among the heavy ones is free, and otherwise begins again when one is.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from sinograph.engine.turns import Questions

if TYPE_CHECKING:
    from sinograph.engine.limits import Limits
    from sinograph.engine.turns import Question

MOST_PATIENCE: Final = 4.0
"""For how many seconds a query may expect to wait for the fast lane; who would wait longer is turned away at once."""

FRESH_SECONDS: Final = 5.0
"""For how many seconds one waits there at most, where the expectation was wrong."""

QUICK_SECONDS: Final = 0.05
"""How quickly a query must have been answered to be let in before unknown ones the next time."""

MOST_RETRIES: Final = 3
"""How often a query begins again whose worker was killed from outside: as often as several are killed at once."""

_MOST_KNOWN: Final = 4096
_LEAST_MEAN: Final = 0.001
_WEIGHT: Final = 0.1
"""How much the last query counts in the mean."""

_LONGEST_RETRY: Final = 60
_ROUND: Final = 4
"""Of how many places one is for an unknown query, where both kinds wait."""


class Lanes:
    """Who runs and who waits; the moments are those of one clock, in seconds."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.fresh = Questions(FRESH_SECONDS)
        self.quick = Questions(FRESH_SECONDS)
        self.heavy = Questions(limits.seconds)
        self.fast_running = 0
        self.heavy_running = 0
        self._means = {False: _LEAST_MEAN, True: _LEAST_MEAN}
        self._heavy_mean = limits.seconds / 2
        self._known: OrderedDict[int, None] = OrderedDict()
        self._round = 0

    @property
    def fast_waiting(self) -> int:
        """How many wait for the fast lane."""
        return len(self.fresh) + len(self.quick)

    def admit(self, question: Question) -> bool:
        """Let a query wait for the fast lane; False where it would wait for too long."""
        known = self._is_known(question)
        queue = self.quick if known else self.fresh
        if queue.place(question) * self._means[known] / self._limits.fast_workers >= MOST_PATIENCE:
            return False
        queue.append(question)
        return True

    def retry_after(self) -> int:
        """Return in how many seconds it is worth asking again; at least 1."""
        fresh = len(self.fresh) * self._means[False] / self._limits.fast_workers
        heavy = len(self.heavy) * self._heavy_mean / self._limits.running
        return min(_LONGEST_RETRY, max(1, math.ceil(fresh), math.ceil(heavy)))

    def next(self) -> tuple[Question, bool] | None:
        """Take who is evaluated next, and whether as a heavy one; None where nobody may be."""
        if self.fast_waiting and self.fast_running < self._limits.fast_workers:
            self.fast_running += 1
            return self._next_fast(), False
        if self.heavy and self.heavy_running < self._limits.running:
            self.heavy_running += 1
            return self.heavy.pop(), True
        return None

    def promote(self, question: Question) -> bool:
        """Let one from the fast lane go on as a heavy one, if there is a place; else leave it where it is."""
        if self.heavy or self.heavy_running >= self._limits.running:
            return False
        self.leave(question, heavy=False, seconds=self._limits.probation, done=False)
        self.heavy_running += 1
        return True

    def wait_among_heavy(self, question: Question, now: float) -> bool:
        """Let one wait that has left the fast lane; False where as many wait already as may."""
        if len(self.heavy) >= self._limits.waiting:
            return False
        question.arrived = now
        self.heavy.append(question)
        return True

    def leave(self, question: Question, *, heavy: bool, seconds: float, done: bool) -> None:
        """Note that one no longer runs, for how long it did, and whether that was all that it took."""
        if heavy:
            self.heavy_running -= 1
            self._heavy_mean += _WEIGHT * (seconds - self._heavy_mean)
            return
        self.fast_running -= 1
        known = self._is_known(question)
        seconds = min(max(seconds, _LEAST_MEAN), self._limits.probation)
        self._means[known] += _WEIGHT * (seconds - self._means[known])
        if done and seconds < QUICK_SECONDS:
            self._remember(question)
        elif known and seconds >= QUICK_SECONDS:
            del self._known[hash(question.payload)]

    def retry(self, question: Question, now: float) -> bool:
        """Let one begin again that was not at fault; False where it has had that as often as may be."""
        if question.retries >= MOST_RETRIES:
            return False
        question.retries += 1
        question.arrived = now
        self.fresh.put_first(question)
        return True

    def cancel(self, *, heavy: bool) -> None:
        """Note that one that was taken has not run at all."""
        if heavy:
            self.heavy_running -= 1
        else:
            self.fast_running -= 1

    def drop(self, question: Question) -> None:
        """Forget one that waits."""
        for queue in (self.fresh, self.quick, self.heavy):
            if question in queue:
                queue.remove(question)

    def impatient(self, now: float) -> list[Question]:
        """Take those that have waited as long as they may."""
        return [question for queue in (self.fresh, self.quick, self.heavy) for question in queue.impatient(now)]

    def deadline(self) -> float:
        """Return when the first will have waited as long as it may; infinity where nobody waits."""
        return min(self.fresh.deadline(), self.quick.deadline(), self.heavy.deadline())

    def _next_fast(self) -> Question:
        if self.fresh and self.quick:
            self._round = (self._round + 1) % _ROUND
            return (self.quick if self._round else self.fresh).pop()
        return (self.quick or self.fresh).pop()

    def _is_known(self, question: Question) -> bool:
        return hash(question.payload) in self._known

    def _remember(self, question: Question) -> None:
        self._known[hash(question.payload)] = None
        self._known.move_to_end(hash(question.payload))
        if len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)
