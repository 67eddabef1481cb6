"""The pulse of a child process: it beats while the process does its work, so that one that is stuck is found."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import Final

BEAT_SECONDS: Final = 1.0
"""How long there is from one beat to the next."""

MOST_SILENT: Final = 10
"""After how many beats that its owner has missed, one after the other, a process is stuck."""

_READ: Final = 1 << 16


def beat(descriptor: int, said: bytes = b"\0") -> None:
    """Be felt at the other end of a pipe that does not block: where it is full, there is enough to be felt."""
    with suppress(BlockingIOError, BrokenPipeError):
        os.write(descriptor, said)


class Pulse:
    """A child's pulse, as its owner feels it.

    Silence is counted in the owner's own attempts to feel something, of which at most one counts in the time of a
    beat. So nothing is counted while the owner stands still, or the machine sleeps, and little while it is overloaded.

    :param descriptor: the end of a pipe that the child's beats, or whatever else it says, come out of
    :param starting: how many beats may be missed before the first one
    """

    def __init__(self, descriptor: int, starting: int) -> None:
        os.set_blocking(descriptor, False)
        self._descriptor = descriptor
        self._most = starting
        self._silent = 0
        self._next = time.monotonic() + BEAT_SECONDS

    @property
    def next(self) -> float:
        """After how many seconds there is something to feel again."""
        return max(0.0, self._next - time.monotonic())

    @property
    def lost(self) -> bool:
        """Whether the child was stuck when it was felt last."""
        return self._silent >= self._most

    def feel(self) -> bool:
        """Feel whether it beats, and tell whether the child is stuck."""
        if not self.next:
            self._next = time.monotonic() + BEAT_SECONDS
            if self._felt():
                self._silent, self._most = 0, MOST_SILENT
            else:
                self._silent += 1
        return self.lost

    def _felt(self) -> bool:
        try:
            return bool(os.read(self._descriptor, _READ))
        except BlockingIOError:
            return False
