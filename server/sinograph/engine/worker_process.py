"""A process that evaluates queries, one at a time, until the broker that it was forked from is gone.

What a query can do to it is bounded (:mod:`sinograph.engine.lockdown`): memory and the processor's time by limits of
its own, time by the broker, which kills it; and it can open neither a socket nor a file but the store's own.
"""

from __future__ import annotations

import math
import os
import resource
import signal
import time
from functools import partial
from typing import TYPE_CHECKING, Final, NoReturn

import pyoxigraph as ox

from sinograph.engine.answering import TooManyBytes, TooManyRows, answer
from sinograph.engine.failures import Reason, failure
from sinograph.engine.frames import FAILURE, READY, frame, read_frame, write_all
from sinograph.engine.lockdown import die_with, lock_down
from sinograph.engine.requests import Request

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.engine.limits import Limits

CANNOT_OPEN: Final = 3
"""The exit status of a worker that cannot open its store."""


def run(store: Path, prefixes: dict[str, str], limits: Limits, descriptor: int, owner: int) -> NoReturn:
    """Open the store, lock the process down and answer requests until there are no more.

    :param descriptor: the socket that requests come from and answers go to; all others have been closed
    :param owner: the process id of the broker
    """
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with(owner)
    try:
        opened = _open(store)
    except OSError as error:
        write_all(descriptor, frame(FAILURE, str(error).encode()))
        os._exit(CANNOT_OPEN)
    lock_down(store, limits.megabytes)
    write_all(descriptor, frame(READY))
    try:
        while True:
            payload = read_frame(descriptor).payload
            _allow_cpu(limits.cpu_seconds)
            _answer(opened, prefixes, Request.unpacked(payload), descriptor)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        os._exit(0)


def _open(store: Path) -> ox.Store:
    # Without descriptors to spare the engine would keep few of the store's files open, and open others for each query.
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return ox.Store.read_only(str(store))


def _allow_cpu(seconds: int) -> None:
    """Have the system end this process when the next query has taken so much of the processor's time."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time()) + seconds, hard))


def _answer(store: ox.Store, prefixes: dict[str, str], request: Request, descriptor: int) -> None:
    """Evaluate one query and write its answer, or why it has none."""
    try:
        answer(store, prefixes, request, partial(write_all, descriptor))
    except TooManyBytes:
        said = failure(Reason.BYTES, most=request.most_bytes)
    except TooManyRows as excess:
        said = failure(Reason.ROWS, most=request.most_rows, what=excess.args[0])
    except SyntaxError as error:
        said = failure(Reason.SYNTAX, message=str(error))
    except MemoryError:
        os.abort()  # as the engine itself does where it is the one to notice
    except (BrokenPipeError, ConnectionResetError):
        raise
    except (OSError, RuntimeError, ValueError) as error:
        said = failure(Reason.EVALUATION, message=str(error))
    else:
        return
    write_all(descriptor, frame(FAILURE, said))
