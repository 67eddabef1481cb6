"""Who waits: one of each party's at a time has its turn, so that no flood drowns the others."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from sinograph.engine.fingerprints import FINGERPRINT_BYTES

if TYPE_CHECKING:
    from collections.abc import Container, Hashable

_MANY_PARTIES: Final = 256
"""From how many parties on their places are no longer counted one by one."""


class Waiter(Protocol):
    """Who waits in ``waiting``, and takes turns there with all others whose ``party`` is another."""

    waiting: Any

    @property
    def party(self) -> Hashable:
        """With whom it shares its turns."""


Waiting = TypeVar("Waiting", bound=Waiter)


class Turns(Generic[Waiting]):
    """Who waits, by party."""

    def __init__(self) -> None:
        self._parties: OrderedDict[Hashable, deque[Waiting]] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def __contains__(self, waiter: Waiting) -> bool:
        return waiter.waiting is self

    def place(self, waiter: Waiting) -> int:
        """Return how many would have their turns before this one if it came now."""
        if len(self._parties) > _MANY_PARTIES:
            return self._size
        turns = len(self._parties.get(waiter.party, ())) + 1
        return sum(min(len(queue), turns) for queue in self._parties.values())

    def append(self, waiter: Waiting) -> None:
        """Let one wait."""
        self._parties.setdefault(waiter.party, deque()).append(waiter)
        self._note(waiter)

    def put_first(self, waiter: Waiting) -> None:
        """Let one wait whose turn it is."""
        self._parties.setdefault(waiter.party, deque()).appendleft(waiter)
        self._parties.move_to_end(waiter.party, last=False)
        self._note(waiter)

    def pop(self, without: Container[Hashable] = ()) -> Waiting:
        """Take the one whose turn it is; its party's next turn comes after all the others'.

        :param without: the parties that have no turn
        :raises StopIteration: where nobody waits but theirs
        """
        party = next(party for party in self._parties if party not in without)
        waiter = self._parties[party][0]
        self._parties.move_to_end(party)
        self.remove(waiter)
        return waiter

    def remove(self, waiter: Waiting) -> None:
        """Forget one that waits."""
        queue = self._parties[waiter.party]
        queue.remove(waiter)
        if not queue:
            del self._parties[waiter.party]
        waiter.waiting = None
        self._size -= 1

    def count(self, party: Hashable) -> int:
        """Return how many of a party wait."""
        return len(self._parties.get(party, ()))

    def hindmost(self) -> Waiting:
        """Return the last one of the party of whom most wait.

        :raises ValueError: where nobody waits
        """
        return max(self._parties.values(), key=len)[-1]

    def _note(self, waiter: Waiting) -> None:
        waiter.waiting = self
        self._size += 1


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
        self.waiting: Questions | None = None
        self.retries = 0
        self.told = False

    @property
    def party(self) -> Hashable:
        """With whom it shares its turns: the same client's, or those with the same fingerprint that are nobody's."""
        return self.client or self.payload[:FINGERPRINT_BYTES]


class Questions(Turns[Question]):
    """Questions that wait, none of them for ever.

    :param patience: for how many seconds one waits at most
    """

    def __init__(self, patience: float) -> None:
        super().__init__()
        self._patience = patience
        self._arrivals: deque[tuple[float, Question]] = deque()
        """Who has begun to wait and when, in that order; some do so no more, or have begun once again."""

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
        super()._note(question)
        self._arrivals.append((question.arrived, question))
