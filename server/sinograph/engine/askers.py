"""Who waits for an answer, and may leave before there is one: then what is done for them is ended."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

from sinograph.engine.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class AskerLeftError(EngineError):
    """An answer that nobody waits for any more."""

    def __init__(self) -> None:
        super().__init__("nobody waits for this answer any more")


class Asker:
    """One who waits; what it waits for and who tells that it has left are different threads."""

    def __init__(self) -> None:
        self._change = threading.Lock()
        self._left = False
        self._cut: Callable[[], None] | None = None

    def leave(self) -> None:
        """End what is done for this one, now and later."""
        with self._change:
            self._left = True
            if self._cut is not None:
                self._cut()

    @contextmanager
    def waiting(self, cut: Callable[[], None]) -> Iterator[None]:
        """Wait for something.

        :param cut: ends it at once, from another thread
        :raises AskerLeftError: where this one has left
        """
        with self._change:
            if self._left:
                raise AskerLeftError
            self._cut = cut
        try:
            yield
        finally:
            with self._change:
                self._cut = None
                left = self._left
            if left:
                raise AskerLeftError


ASKER: Final[ContextVar[Asker | None]] = ContextVar("ASKER", default=None)
"""For whom the engine is asked here; None where nobody can leave."""
