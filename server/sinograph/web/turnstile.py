"""A turnstile before work that is done in the web process itself, where all requests share one interpreter."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sinograph.engine.errors import EngineBusyError
from sinograph.web.bodies import RETRY_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator


class Turnstile:
    """Lets few work at the same time and few more wait, so that neither the interpreter nor all threads are theirs.

    :param working: how many may work
    :param waiting: how many may wait for that
    """

    def __init__(self, working: int, waiting: int) -> None:
        self._work = threading.Semaphore(working)
        self._room = threading.Semaphore(working + waiting)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and have it until the block is left.

        :raises EngineBusyError: where too many wait already
        """
        if not self._room.acquire(blocking=False):
            raise EngineBusyError("too many answers are being written", retry_after=RETRY_SECONDS)
        try:
            with self._work:
                yield
        finally:
            self._room.release()
