"""A connection of a web process to the broker, over which a question goes and its answer comes back."""

from __future__ import annotations

import math
import socket
import struct
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from sinograph.engine.frames import ANEW, DATA, DONE, HEADER, Frame
from sinograph.engine.sockets import spelled

if TYPE_CHECKING:
    from pathlib import Path

_READ: Final = 1 << 18
_TIMEVAL: Final = struct.Struct("@ll")


class Connection:
    """A connection to the broker, used by one thread at a time.

    :param seconds: how long an answer is waited for
    """

    def __init__(self, address: Path, seconds: float) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        # The system's own time limit: Python's would cost another call for each that is made.
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            self._socket.setsockopt(socket.SOL_SOCKET, option, _TIMEVAL.pack(math.ceil(seconds), 0))
        try:
            with spelled(address) as name:
                self._socket.connect(name)
        except OSError:
            self._socket.close()
            raise

    def exchange(self, message: bytes) -> Frame:
        """Send a message and return what is answered, the data of all its parts in one.

        :raises ConnectionError: where the broker is gone
        :raises TimeoutError: where it does not answer
        """
        self.send(message)
        buffer = bytearray(self._received())
        parts: list[bytes] = []
        while True:
            while len(buffer) < HEADER.size:
                buffer += self._received()
            length, tag = HEADER.unpack_from(buffer)
            end = HEADER.size + length
            while len(buffer) < end:
                buffer += self._received()
            payload = bytes(memoryview(buffer)[HEADER.size : end])
            if tag not in {ANEW, DATA, DONE}:
                return Frame(tag, payload)
            if tag == ANEW:
                parts.clear()
            else:
                parts.append(payload)
            if tag == DONE:
                return Frame(tag, b"".join(parts))
            del buffer[:end]

    def send(self, message: bytes) -> None:
        """Send a message.

        :raises ConnectionError: where the broker is gone
        :raises TimeoutError: where it reads no more
        """
        try:
            self._socket.sendall(message)
        except BlockingIOError:
            raise TimeoutError from None

    def _received(self) -> bytes:
        try:
            data = self._socket.recv(_READ)
        except BlockingIOError:
            raise TimeoutError from None
        if not data:
            raise ConnectionResetError
        return data

    def cut(self) -> None:
        """End what goes on, for the thread whose it is."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()
