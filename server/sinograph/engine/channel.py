"""A stream socket that is never waited for: frames come out of it as they arrive, and leave it as there is room."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from sinograph.engine.frames import FrameError, Frames
from sinograph.engine.loop import READABLE, WRITABLE

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from sinograph.engine.frames import Frame
    from sinograph.engine.loop import Loop

_READ: Final = 1 << 18


class Channel:
    """One side of a connection.

    :param hear: takes each frame that comes; it may raise FrameError where that says nothing
    :param end: is called when the other side is gone or says nothing sensible; it closes this side
    :param flushed: is called when some of what was left to send has been sent
    """

    def __init__(
        self,
        connection: socket.socket,
        loop: Loop,
        hear: Callable[[Frame], None],
        end: Callable[[], None],
        flushed: Callable[[], None] = lambda: None,
    ) -> None:
        connection.setblocking(False)
        self.unsent = 0
        self._connection = connection
        self._descriptor = connection.fileno()
        self._loop = loop
        self._hear = hear
        self._end = end
        self._flushed = flushed
        self._frames = Frames()
        self._queue: deque[memoryview] = deque()
        self._events = READABLE
        loop.watch(self._descriptor, self._on)

    @property
    def closed(self) -> bool:
        """Whether this side has been closed."""
        return self._connection.fileno() < 0

    def send(self, data: bytes) -> None:
        """Send now what there is room for, and the rest when there is more; into the void where nobody reads."""
        if not self._queue:
            sent = self._try(data)
            if sent == len(data):
                return
            data = data[sent:]
        self._queue.append(memoryview(data))
        self.unsent += len(data)
        self._expect(self._events | WRITABLE)

    def pause(self) -> None:
        """Take nothing more for now."""
        self._expect(self._events & ~READABLE)

    def resume(self) -> None:
        """Take more again."""
        self._expect(self._events | READABLE)

    def close(self) -> None:
        """Close this side."""
        if not self.closed:
            self._loop.forget(self._descriptor)
            self._connection.close()

    def _on(self, events: int) -> None:
        if events & WRITABLE:
            self._flush()
        if events & ~WRITABLE:
            try:
                self._receive()
            except (EOFError, FrameError):
                self._end()

    def _receive(self) -> None:
        try:
            data = self._connection.recv(_READ)
        except BlockingIOError:
            return
        except OSError:
            raise EOFError from None
        if not data:
            raise EOFError
        for each in self._frames.feed(data):
            self._hear(each)
            if self.closed:
                return

    def _flush(self) -> None:
        while self._queue:
            first = self._queue[0]
            sent = self._try(first)
            self.unsent -= sent
            if sent < len(first):
                self._queue[0] = first[sent:]
                break
            self._queue.popleft()
        else:
            self._expect(self._events & ~WRITABLE)
        self._flushed()

    def _try(self, data: bytes | memoryview) -> int:
        try:
            return self._connection.send(data)
        except BlockingIOError:
            return 0
        except OSError:  # the end is noticed when it is read
            return len(data)

    def _expect(self, events: int) -> None:
        if events != self._events and not self.closed:
            self._events = events
            self._loop.expect(self._descriptor, events)
