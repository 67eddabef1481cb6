"""How a worker process and its owner talk: frames of a tag, a length and a payload over pipes."""

from __future__ import annotations

import os
import select
import struct
import time
from typing import BinaryIO, Final, NamedTuple

HEADER: Final = struct.Struct(">cI")
"""A tag of one byte and the payload's length in bytes, big-endian."""

READY: Final = b"R"
REQUEST: Final = b"Q"
DATA: Final = b"D"
END: Final = b"."
ERROR: Final = b"E"

_CHUNK: Final = 1 << 18


class Frame(NamedTuple):
    """One message: its tag and its payload."""

    tag: bytes
    payload: bytes


def write_frame(stream: BinaryIO, tag: bytes, payload: bytes = b"") -> None:
    """Write one frame and flush it.

    :raises BrokenPipeError: where nobody reads any more
    """
    stream.write(HEADER.pack(tag, len(payload)))
    stream.write(payload)
    stream.flush()


def read_frame(stream: BinaryIO) -> Frame:
    """Read one frame, waiting for it as long as it takes.

    :raises EOFError: where the other side has closed
    """
    tag, length = HEADER.unpack(_read_exactly(stream, HEADER.size))
    return Frame(tag, _read_exactly(stream, length))


def _read_exactly(stream: BinaryIO, length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data


class FrameReader:
    """Reads frames from a pipe, each by a deadline."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._buffer = bytearray()
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLIN)

    def read(self, deadline: float) -> Frame:
        """Read one frame by a moment of :func:`time.monotonic`.

        :raises TimeoutError: where it has not come by then
        :raises EOFError: where the other side has closed
        """
        tag, length = HEADER.unpack(self._take(HEADER.size, deadline))
        return Frame(tag, self._take(length, deadline))

    def _take(self, length: int, deadline: float) -> bytes:
        while len(self._buffer) < length:
            wait = deadline - time.monotonic()
            if wait <= 0 or not self._poll.poll(wait * 1000):
                raise TimeoutError
            chunk = os.read(self._descriptor, _CHUNK)
            if not chunk:
                raise EOFError
            self._buffer += chunk
        taken = bytes(self._buffer[:length])
        del self._buffer[:length]
        return taken
