"""What the processes of a server write to standard error: they never wait for who reads it, nor flood it.

A pipe that nobody empties would otherwise stop, when it is full, each thread that has something to say.
"""

from __future__ import annotations

import io
import logging
import math
import os
import select
import socket
import stat
import sys
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import ReadableBuffer

STANDARD_ERROR: Final = 2

QUIET_SECONDS: Final = 1.0
"""How long there is at least from one line to the next that the same place in the code logs."""

_PIECE: Final = select.PIPE_BUF
"""How many bytes are written to a pipe whole or not at all (pipe(7))."""


def begin_log(level: int = logging.WARNING) -> None:
    """Have this process write what it logs, and what it writes to standard error otherwise, without ever waiting."""
    outlet = Outlet(STANDARD_ERROR)
    os.register_at_fork(after_in_child=outlet.forget)
    sys.stderr = io.TextIOWrapper(outlet, encoding="utf-8", errors="backslashreplace", line_buffering=True)
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(Thinned())
    logging.basicConfig(level=level, format="%(message)s", handlers=[handler])


class Outlet(io.RawIOBase):
    """Writes to a descriptor as far as there is room, and says later how many lines it has dropped instead."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._write = _unblocked(descriptor)
        self._dropped = 0
        self._is_cut = False
        """Whether the last line was written in part."""

    def writable(self) -> bool:
        """Say so."""
        return True

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._descriptor

    def isatty(self) -> bool:
        """Tell whether a person reads it."""
        return os.isatty(self._descriptor)

    def write(self, data: ReadableBuffer, /) -> int:
        """Write as much of it as there is room for, and drop the rest."""
        text = bytes(data)
        note = self._note()
        written = self._put(note + text)
        if written:
            self._is_cut = written < len(note + text) and not (note + text)[:written].endswith(b"\n")
        if written >= len(note):
            self._dropped = 0
        self._dropped += text[max(0, written - len(note)) :].count(b"\n")
        return len(text)

    def forget(self) -> None:
        """Write to whatever the descriptor leads to from now on: in a process that was forked, it is another's."""
        self._write = lambda data: os.write(self._descriptor, data)

    def _note(self) -> bytes:
        """Return what has to be said first: that lines are missing, on a line of its own."""
        ended = "\n" if self._is_cut else ""
        return f"{ended}lines dropped, as nobody read them: {self._dropped}\n".encode() if self._dropped else b""

    def _put(self, data: bytes) -> int:
        """Write, and return how many bytes were written."""
        written = 0
        try:
            while piece := data[written : written + _PIECE]:
                written += self._write(piece)
        except OSError:  # no room, nobody there any more, or a disk that is full
            pass
        return written


class Thinned(logging.Filter):
    """Lets one line through for each place in the code and second, and says in the next how many it has kept back."""

    def __init__(self) -> None:
        super().__init__()
        self._places: dict[tuple[str, int], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a line is written."""
        place = record.pathname, record.lineno
        due, kept = self._places.get(place, (-math.inf, 0))
        now = time.monotonic()
        if now < due:
            self._places[place] = due, kept + 1
            return False
        self._places[place] = now + QUIET_SECONDS, 0
        if kept:
            record.msg, record.args = f"{record.getMessage()} (and {kept} more like it before)", ()
        return True


def _unblocked(descriptor: int) -> Callable[[bytes], int]:
    """Return what writes to a descriptor, or raises OSError where it would have to wait.

    Whether a descriptor blocks is a matter of all who share it, so that another one is opened for the same pipe.
    """
    kind = os.fstat(descriptor).st_mode
    if stat.S_ISSOCK(kind):
        return lambda data: _send(descriptor, data)
    if not (stat.S_ISFIFO(kind) or stat.S_ISCHR(kind)):
        return lambda data: os.write(descriptor, data)
    try:
        own = os.open(f"/proc/self/fd/{descriptor}", os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError:  # another user's, say
        return lambda data: _write_if_ready(descriptor, data)
    return lambda data: os.write(own, data)


def _send(descriptor: int, data: bytes) -> int:
    connection = socket.socket(fileno=descriptor)
    try:
        return connection.send(data, socket.MSG_DONTWAIT)
    finally:
        connection.detach()


def _write_if_ready(descriptor: int, data: bytes) -> int:
    """Write where there is room, unless another process takes it just then."""
    if not select.select([], [descriptor], [], 0)[1]:
        raise BlockingIOError
    return os.write(descriptor, data)
