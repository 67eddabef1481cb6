"""What each client has had in the last minute, and whether it may have more."""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from sinograph.engine.limits import Limits

WINDOW: Final = 60
"""Over how many seconds is added up."""

MOST_ACCOUNTS: Final = 4096
"""How many clients are remembered; of more, those that have asked longest ago are forgotten."""


class Exhausted(NamedTuple):
    """What a client has had too much of, and in how many seconds it may ask again."""

    message: str
    retry_after: int


class Sum:
    """What has come together in the last :data:`WINDOW` seconds, to a second."""

    def __init__(self) -> None:
        self._entries: dict[int, float] = {}

    def add(self, amount: float, now: float) -> None:
        """Add an amount."""
        second = math.floor(now)
        self._entries[second] = self._entries.get(second, 0) + amount
        self._forget(now)

    def total(self, now: float) -> float:
        """Return what counts."""
        self._forget(now)
        return sum(self._entries.values())

    def wait(self, most: float, now: float) -> float:
        """Return in how many seconds less than ``most`` will count, if nothing is added."""
        rest = self.total(now)
        for second, amount in self._entries.items():
            rest -= amount
            if rest < most:
                return second + 1 + WINDOW - now
        return 0

    def _forget(self, now: float) -> None:
        for second in [second for second in self._entries if second + 1 + WINDOW <= now]:
            del self._entries[second]


class Budgets:
    """Keeps account of the clients."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._accounts: OrderedDict[bytes, tuple[Sum, Sum]] = OrderedDict()

    def spend(self, client: bytes, seconds: float, now: float) -> None:
        """Have a client pay for the time that was taken for it; the empty name never pays."""
        if client:
            self._account(client)[0].add(seconds, now)

    def fault(self, client: bytes, now: float) -> None:
        """Count an error of a client's."""
        if client:
            self._account(client)[1].add(1, now)

    def exhausted(self, client: bytes, now: float) -> Exhausted | None:
        """Return what a client has had too much of, or None where it may ask."""
        account = self._accounts.get(client)
        if account is None:
            return None
        for spent, most, message in (
            (account[0], self._limits.client_seconds, "your requests have taken {most:g} s in a minute"),
            (account[1], self._limits.client_errors, "your requests have led to {most:g} errors in a minute"),
        ):
            if spent.total(now) >= most:
                return Exhausted(message.format(most=most), max(1, math.ceil(spent.wait(most, now))))
        return None

    def _account(self, client: bytes) -> tuple[Sum, Sum]:
        account = self._accounts.setdefault(client, (Sum(), Sum()))
        self._accounts.move_to_end(client)
        if len(self._accounts) > MOST_ACCOUNTS:
            self._accounts.popitem(last=False)
        return account
