"""A worker as the broker sees it: forked, asked, killed and buried."""

from __future__ import annotations

import gc
import os
import signal
import socket
import time
import traceback
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn

from sinograph.engine.channel import Channel
from sinograph.engine.worker_process import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sinograph.engine.frames import Frame
    from sinograph.engine.limits import Limits
    from sinograph.engine.loop import Loop
    from sinograph.engine.turns import Question

HEAVY_NICENESS: Final = 5
"""How far a query that takes long stands behind the others for the processor: it gets a third of what they get."""

_LAST_WORDS: Final = 2000


class Means(NamedTuple):
    """What workers are made from."""

    store: Path
    prefixes: dict[str, str]
    limits: Limits
    loop: Loop


class Worker:
    """A process that evaluates one query at a time.

    :param connection: the broker's side of what leads to it
    :param words: an open file that it writes its last words to
    :param hear: takes each frame that it says
    :param end: is called when it has ended, or is about to
    """

    def __init__(
        self,
        pid: int,
        connection: socket.socket,
        words: int,
        loop: Loop,
        hear: Callable[[Worker, Frame], None],
        end: Callable[[Worker], None],
    ) -> None:
        self.pid = pid
        self.channel = Channel(connection, loop, lambda message: hear(self, message), lambda: end(self))
        self.ready = False
        self.dying = False
        self.heavy = False
        self.question: Question | None = None
        self.since = 0.0
        self._words = words

    def begin(self, question: Question, message: bytes, *, heavy: bool) -> None:
        """Have it evaluate a query."""
        self.question = question
        question.worker = self
        self.since = time.monotonic()
        if heavy:
            self.make_heavy()
        self.channel.send(message)

    def make_heavy(self) -> None:
        """Let other processes go first from now on; there is no way back, so it will serve for no other query."""
        self.heavy = True
        with suppress(OSError):  # it may have ended by itself
            os.setpriority(os.PRIO_PROCESS, self.pid, HEAVY_NICENESS)

    def kill(self) -> None:
        """End it; it is to be buried when its side of the channel has closed."""
        self.dying = True
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.channel.resume()

    def bury(self) -> tuple[int, str]:
        """Wait for its end, which is near, and return its exit status, negative for a signal, and its last words."""
        self.channel.close()
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        start = max(0, os.fstat(self._words).st_size - _LAST_WORDS)
        words = os.pread(self._words, _LAST_WORDS, start).decode(errors="replace")
        os.close(self._words)
        return status, words.strip().rpartition("\n")[2]


def fork(means: Means, hear: Callable[[Worker, Frame], None], end: Callable[[Worker], None]) -> Worker:
    """Fork a worker.

    :raises OSError: where the system lets none be started
    """
    owner = os.getpid()
    with ExitStack() as failed:
        words = os.memfd_create("last-words")
        failed.callback(os.close, words)
        ours, theirs = map(failed.enter_context, socket.socketpair())
        pid = os.fork()
        if pid == 0:
            _work(means, theirs.fileno(), words, owner)
        failed.pop_all()
    theirs.close()
    return Worker(pid, ours, words, means.loop, hear, end)


def _work(means: Means, descriptor: int, words: int, owner: int) -> NoReturn:
    """Be a worker; what the broker has open is closed first."""
    try:
        gc.freeze()  # what the broker holds is not to be closed once more when it is collected
        nothing = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((os.dup(descriptor), 3), (nothing, 0), (words, 1), (words, 2)):
            os.dup2(source, target)
        os.closerange(4, os.sysconf("SC_OPEN_MAX"))
        run(means.store, means.prefixes, means.limits, 3, owner)
    except BaseException:  # whatever it is, it must not go on as a second broker
        traceback.print_exc()
    finally:
        os._exit(1)
