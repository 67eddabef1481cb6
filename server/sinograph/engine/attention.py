"""Long texts are read by few threads at a time: reading takes the interpreter, which others need in the meantime."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sinograph.engine.errors import EngineBusyError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sized

LONG: Final = 4096
"""From how many characters or bytes on a text is long: up to there it is read within some milliseconds."""

READERS: Final = 2
"""How many threads of a process read long texts at the same time."""

WAIT_SECONDS: Final = 10
RETRY_SECONDS: Final = 2
"""How long a long text waits to be read, and after how long it is worth asking again."""

_READERS: Final = threading.BoundedSemaphore(READERS)


@contextmanager
def attention(text: Sized) -> Iterator[None]:
    """Have a text read in this block, a long one as soon as there is a reader. Nothing else may be waited for in it.

    :raises EngineBusyError: where there is none in time
    """
    if len(text) <= LONG:
        yield
        return
    if not _READERS.acquire(timeout=WAIT_SECONDS):
        raise EngineBusyError("too many long queries are being read", retry_after=RETRY_SECONDS)
    try:
        yield
    finally:
        _READERS.release()
