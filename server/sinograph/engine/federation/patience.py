"""Wait for something no longer than it may take, nor than somebody waits for it."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from sinograph.engine.askers import ASKER, Asker, AskerLeftError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sinograph.engine.errors import QueryError


@contextmanager
def patience(seconds: float, over: Callable[[], QueryError]) -> Iterator[Asker]:
    """Have what is waited for in a block end after some seconds, as if its asker had left.

    :param over: makes the error that the block ends with then
    """
    due = time.monotonic() + seconds
    if seconds <= 0:
        raise over()
    asker, outer = Asker(), ASKER.get()
    timer = threading.Timer(seconds, asker.leave)
    timer.daemon = True
    token = ASKER.set(asker)
    timer.start()
    try:
        with outer.waiting(asker.leave) if outer else nullcontext():
            yield asker
    except AskerLeftError:
        if time.monotonic() < due:
            raise
        raise over() from None
    finally:
        timer.cancel()
        ASKER.reset(token)
