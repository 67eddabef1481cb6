"""Who waits for the fast lane: one of each party's questions at a time, in turn, so that no flood drowns the others."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from typing import TYPE_CHECKING, Any, Final

from sinograph.engine.fingerprints import FINGERPRINT_BYTES

if TYPE_CHECKING:
    from collections.abc import Hashable

_MANY_PARTIES: Final = 256
"""From how many parties on their places are no longer counted one by one."""


class Question:
    """A query on its way.

    :param caller: who gets the answer
    :param client: whose budget pays; empty for nobody's
    :param payload: what a worker is sent, which begins with the query's fingerprint
    :param arrived: when it began to wait

    ``told`` is whether its caller has parts of an answer, which are nothing if another worker begins again.
    """

    __slots__ = ("arrived", "caller", "client", "payload", "retries", "told", "waiting", "worker")

    def __init__(self, caller: Any, client: bytes, payload: bytes, arrived: float) -> None:
        self.caller = caller
        self.client = client
        self.payload = payload
        self.arrived = arrived
        self.worker: Any = None
        self.waiting: Turns | None = None
        self.retries = 0
        self.told = False

    @property
    def party(self) -> Hashable:
        """With whom it shares its turns: the same client's, or those with the same fingerprint that are nobody's."""
        return self.client or self.payload[:FINGERPRINT_BYTES]


class Turns:
    """Questions that wait.

    :param patience: for how many seconds one waits at most
    """

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._parties: OrderedDict[Hashable, deque[Question]] = OrderedDict()
        self._arrivals: deque[tuple[float, Question]] = deque()
        """Who has begun to wait and when, in that order; some do so no more, or have begun once again."""
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def __contains__(self, question: Question) -> bool:
        return question.waiting is self

    def place(self, question: Question) -> int:
        """Return how many would have their turns before this one if it came now."""
        if len(self._parties) > _MANY_PARTIES:
            return self._size
        turns = len(self._parties.get(question.party, ())) + 1
        return sum(min(len(queue), turns) for queue in self._parties.values())

    def append(self, question: Question) -> None:
        """Let a question wait."""
        self._parties.setdefault(question.party, deque()).append(question)
        self._note(question)

    def put_first(self, question: Question) -> None:
        """Let a question wait whose turn it is."""
        self._parties.setdefault(question.party, deque()).appendleft(question)
        self._parties.move_to_end(question.party, last=False)
        self._note(question)

    def pop(self) -> Question:
        """Take the one whose turn it is; its party's next turn comes after all the others'."""
        party, queue = next(iter(self._parties.items()))
        question = queue[0]
        self._parties.move_to_end(party)
        self.remove(question)
        return question

    def remove(self, question: Question) -> None:
        """Forget a question that waits."""
        queue = self._parties[question.party]
        queue.remove(question)
        if not queue:
            del self._parties[question.party]
        question.waiting = None
        self._size -= 1

    def impatient(self, now: float) -> list[Question]:
        """Take those that have waited as long as they may."""
        gone = []
        while self.deadline() <= now:
            _, question = self._arrivals.popleft()
            self.remove(question)
            gone.append(question)
        return gone

    def deadline(self) -> float:
        """Return when the first will have waited as long as it may; infinity where nobody waits."""
        while self._arrivals:
            arrived, question = self._arrivals[0]
            if question in self and question.arrived == arrived:
                return arrived + self._patience
            self._arrivals.popleft()
        return math.inf

    def _note(self, question: Question) -> None:
        self._arrivals.append((question.arrived, question))
        question.waiting = self
        self._size += 1
