"""A query as it travels to the broker and on to a worker, packed so that neither spends time on reading it."""

from __future__ import annotations

import struct
from typing import Final, NamedTuple

from sinograph.engine.fingerprints import FINGERPRINT_BYTES, fingerprint

_NUMBERS: Final = struct.Struct(">QQHH")
_LENGTH: Final = struct.Struct(">I")
_NAME: Final = struct.Struct(">H")

SECONDS: Final = struct.Struct(">d")
"""How long something took that a client pays for."""


class Request(NamedTuple):
    """A query, how its answer is written, and how large that may be.

    :param most_bytes: how many bytes the answer may have
    :param most_rows: how many rows or statements it may have; 0 for as many as there are
    """

    text: str
    format: str
    most_bytes: int
    most_rows: int = 0
    base: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    def packed(self) -> bytes:
        """Return the request as bytes, the query's fingerprint first.

        Characters that UTF-8 does not have arrive all the same, to be refused there.

        :raises struct.error: for more than 65,535 graphs of a kind
        """
        numbers = (self.most_bytes, self.most_rows, len(self.default_graphs), len(self.named_graphs))
        parts = [fingerprint(self.text), _NUMBERS.pack(*numbers)]
        for text in (self.text, self.format, self.base or "", *self.default_graphs, *self.named_graphs):
            data = text.encode(errors="surrogatepass")
            parts += (_LENGTH.pack(len(data)), data)
        return b"".join(parts)

    @classmethod
    def unpacked(cls, data: bytes) -> Request:
        """Return the request that the bytes stand for."""
        most_bytes, most_rows, defaults, named = _NUMBERS.unpack_from(data, FINGERPRINT_BYTES)
        texts = []
        place = FINGERPRINT_BYTES + _NUMBERS.size
        for _ in range(3 + defaults + named):
            (length,) = _LENGTH.unpack_from(data, place)
            place += _LENGTH.size
            texts.append(data[place : place + length].decode(errors="surrogatepass"))
            place += length
        text, form, base, *graphs = texts
        return cls(text, form, most_bytes, most_rows, base or None, tuple(graphs[:defaults]), tuple(graphs[defaults:]))


def addressed(client: str | None, payload: bytes = b"") -> bytes:
    """Return a payload with the name of the client that it is for; None for one whose budget is not kept."""
    name = (client or "").encode(errors="replace")[:200]
    return _NAME.pack(len(name)) + name + payload


def unaddressed(payload: bytes) -> tuple[bytes, bytes]:
    """Return the client's name, empty for None, and the payload.

    :raises struct.error: where there is none
    """
    (length,) = _NAME.unpack_from(payload)
    start = _NAME.size + length
    if len(payload) < start:
        raise struct.error(f"a name of {length} bytes is cut")
    return payload[_NAME.size : start], payload[start:]
