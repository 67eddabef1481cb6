"""Wait for whichever of many descriptors can be read or written next, and have its own function deal with it."""

from __future__ import annotations

import math
import select
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

READABLE: Final = select.EPOLLIN
WRITABLE: Final = select.EPOLLOUT


class Loop:
    """The descriptors that are watched; events other than :data:`WRITABLE` mean that reading does not wait."""

    def __init__(self) -> None:
        self._poll = select.epoll()
        self._handlers: dict[int, Callable[[int], None]] = {}

    def watch(self, descriptor: int, handler: Callable[[int], None]) -> None:
        """Call ``handler`` with the events when something can be read."""
        self._handlers[descriptor] = handler
        self._poll.register(descriptor, READABLE)

    def expect(self, descriptor: int, events: int) -> None:
        """Wait for these events from now on; that the other side is gone is always told."""
        self._poll.modify(descriptor, events)

    def forget(self, descriptor: int) -> None:
        """Watch a descriptor no longer; to be said before it is closed."""
        if self._handlers.pop(descriptor, None):
            self._poll.unregister(descriptor)

    def turn(self, seconds: float) -> None:
        """Deal with what happens next, or return after so many seconds; infinity for as long as it takes."""
        for descriptor, events in self._poll.poll(-1 if seconds == math.inf else max(0.0, seconds)):
            handler = self._handlers.get(descriptor)
            if handler is not None:  # what was dealt with before may have closed it
                handler(events)
