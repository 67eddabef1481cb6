"""How web processes, the broker and its workers talk: frames of a length, a tag and a payload over streams.

A worker's frames are passed on to whoever asks as they are, so that both sides of the broker write the same.
"""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER: Final = struct.Struct(">Ic")
"""The payload's length in bytes, big-endian, and a tag of one byte."""

QUERY: Final = b"Q"
"""To the broker: a client's name and a query. To a worker: the query."""
ADMIT: Final = b"B"
"""Whether the client of this name has anything left; answered with DONE or FAILURE."""
FAULT: Final = b"F"
"""The client of this name has made an error; not answered."""
SPEND: Final = b"T"
"""The client of this name has taken so many seconds beside its queries; not answered."""
COUNTERS: Final = b"S"
"""What has been counted; answered with DONE and JSON."""
CONFIGURATION: Final = b"C"
"""From the broker's owner: all that it needs to know, as JSON."""
DRAIN: Final = b"X"
"""From the broker's owner: end when no query is under way, and at the latest in so many seconds."""
READY: Final = b"R"
"""From a worker, and from the broker to its owner: the store is open."""
BEAT: Final = b"L"
"""From the broker to its owner, again and again: it is at work (:mod:`sinograph.pulse`)."""
DATA: Final = b"D"
"""A part of an answer, after which more comes."""
ANEW: Final = b"N"
"""The parts that have come so far are of no answer: the query is begun again, and all of it comes once more."""
DONE: Final = b"A"
"""The last part of an answer, often the only one."""
FAILURE: Final = b"E"
"""Why there is no answer, whatever parts of one have come before (:mod:`sinograph.engine.failures`)."""

MOST_PAYLOAD: Final = 1 << 26
"""How large a payload may be: more than any request, or part of an answer, has."""

CHUNK: Final = 1 << 16


class Frame(NamedTuple):
    """One message: its tag and its payload."""

    tag: bytes
    payload: bytes


class FrameError(ValueError):
    """Bytes that are no frame."""


def frame(tag: bytes, payload: bytes = b"") -> bytes:
    """Return one frame as it is sent."""
    return HEADER.pack(len(payload), tag) + payload


class Frames:
    """Puts frames together from the bytes of a stream as they come."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Take what has come, and yield the frames that are whole.

        :raises FrameError: for a length that no frame has
        """
        buffer = self._buffer
        buffer += data
        while len(buffer) >= HEADER.size:
            length, tag = HEADER.unpack_from(buffer)
            if length > MOST_PAYLOAD:
                raise FrameError(f"a payload of {length:,} bytes")
            end = HEADER.size + length
            if len(buffer) < end:
                return
            payload = bytes(memoryview(buffer)[HEADER.size : end])
            del buffer[:end]
            yield Frame(tag, payload)


def read_frame(descriptor: int) -> Frame:
    """Read one frame, waiting for it as long as it takes.

    :raises EOFError: where the other side has closed
    """
    length, tag = HEADER.unpack(_read_exactly(descriptor, HEADER.size))
    return Frame(tag, _read_exactly(descriptor, length))


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of the data, waiting as long as it takes.

    :raises BrokenPipeError: where nobody reads any more
    """
    written = os.write(descriptor, data)
    while written < len(data):
        written += os.write(descriptor, memoryview(data)[written:])


def _read_exactly(descriptor: int, length: int) -> bytes:
    data = bytearray()
    while len(data) < length:
        chunk = os.read(descriptor, length - len(data))
        if not chunk:
            raise EOFError
        data += chunk
    return bytes(data)
