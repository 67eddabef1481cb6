"""What is made when it is first asked for, once, however many threads ask."""

from __future__ import annotations

from concurrent.futures import Future
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from sinograph.engine.askers import AskerLeftError
from sinograph.engine.errors import BudgetError, EngineBusyError, LimitError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

PERSONAL: Final = (BudgetError, EngineBusyError, AskerLeftError)
"""The errors that are those of one client: a budget that is used up, a place that others have, or having left."""

LIMIT_SECONDS: Final = 10.0
"""For how long nobody tries again what was over a query's limits: about as long as it took."""


def once(make: Callable[[], T], *, limit_seconds: float = LIMIT_SECONDS) -> Callable[[], T]:
    """Return a function that returns what ``make`` makes; where it fails, a later call tries again.

    Threads that ask in the meantime wait for the one that makes it, and fail with it; but what is a matter of whoever
    asks (:data:`PERSONAL`) is none of the others', and the next of them tries.

    :param limit_seconds: how long the answer to all is that it is over a query's limits, once it was
    """
    return _Once(make, limit_seconds).get


class _Once(Generic[T]):
    def __init__(self, make: Callable[[], T], limit_seconds: float) -> None:
        self._make, self._limit_seconds = make, limit_seconds
        self._lock = Lock()
        self._attempt: Future[T] | None = None
        self._until = float("inf")
        """When the attempt, which has failed then, is forgotten."""

    def get(self) -> T:
        while True:
            attempt, is_mine = self._join()
            if is_mine:
                return self._try(attempt)
            error = attempt.exception()
            if error is None:
                return attempt.result()
            if not isinstance(error, PERSONAL):
                raise error.with_traceback(None)  # or it would grow with each that is told

    def _join(self) -> tuple[Future[T], bool]:
        """Return the attempt that counts, and whether it is up to the caller to make it."""
        with self._lock:
            if self._attempt is not None and monotonic() < self._until:
                return self._attempt, False
            self._attempt, self._until = Future(), float("inf")
            return self._attempt, True

    def _try(self, attempt: Future[T]) -> T:
        try:
            made = self._make()
        except BaseException as error:
            patience = self._patience(error)
            with self._lock:
                self._until = monotonic() + patience
                self._attempt = attempt if patience else None  # which holds on to all that was at hand when it failed
            attempt.set_exception(error)
            raise
        attempt.set_result(made)
        return made

    def _patience(self, error: BaseException) -> float:
        """Return for how many seconds an error is what everybody is told."""
        return self._limit_seconds if isinstance(error, LimitError) and not isinstance(error, PERSONAL) else 0
