"""Reading the bodies of requests: each bounded in bytes and time, all of them together in memory.

What there is of bodies counts until their requests are answered. Where it is too much, a body is refused that is larger
than an equal share of what may be held: whoever sends little is read, however much others send.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from sinograph.errors import SinographError
from sinograph.web.hosts import names_one_host

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sinograph.web.rsgi import Exchange, Scope

RETRY_SECONDS: Final = 2
"""After how long those who were turned away may ask again."""

_ENDS: Final = 1
"""How many empty pieces end a body that has arrived whole."""


class RefusedError(SinographError):
    """A request that is refused before the application sees it.

    :param status: the HTTP status that says why
    :param retry_after: after how many seconds it is worth asking again, where waiting helps
    :param amid: whether it is refused amid its body, the rest of which nobody reads
    """

    def __init__(
        self,
        status: int,
        problem: str,
        remedy: str | None = None,
        *,
        retry_after: int | None = None,
        amid: bool = False,
    ) -> None:
        super().__init__(problem, remedy=remedy)
        self.status = status
        self.retry_after = retry_after
        self.amid = amid


@dataclass(frozen=True)
class BodyBounds:
    """What is read of a request.

    :param url_bytes: how long its address may be
    :param head_bytes: how large its headers may be, names and values
    :param bytes: how large its body may be
    :param seconds: how long the body may take to arrive
    :param held_bytes: how much of all bodies is held at the same time, before any is refused that is larger than most
    """

    url_bytes: int = 8192
    head_bytes: int = 16_384
    bytes: int = 10_000_000
    seconds: float = 10
    held_bytes: int = 64_000_000


@dataclass
class _Held:
    """What is held of one body."""

    size: int = 0


class BodyReader:
    """Reads bodies in one event loop, and knows how much it holds of how many."""

    def __init__(self, bounds: BodyBounds) -> None:
        self._bounds = bounds
        self._bodies = 0
        self._size = 0

    @asynccontextmanager
    async def read(self, scope: Scope, exchange: Exchange) -> AsyncIterator[bytes]:
        """Yield the body of a request, and count it until the block is left.

        :raises RefusedError: where the request goes over a bound, is compressed, or breaks off
        """
        self._examine(scope)
        declared = scope.headers.get("content-length")
        if not int(declared or 0) and scope.headers.get("transfer-encoding") is None:
            yield b""
            return
        held = _Held()
        self._bodies += 1
        try:
            body = await self._arrival(exchange, held)
            if declared is not None and len(body) < int(declared):
                raise RefusedError(400, f"the body breaks off after {len(body)} of {declared} bytes")
            yield body
        finally:
            self._bodies -= 1
            self._size -= held.size

    def _examine(self, scope: Scope) -> None:
        """Refuse what the head of a request shows to be too much."""
        bounds, headers = self._bounds, scope.headers
        lines = headers.items()
        head = sum(len(name) + len(value) for name, value in lines)
        if head > bounds.head_bytes:
            raise RefusedError(431, f"the headers have {head:,} bytes, and at most {bounds.head_bytes:,} are read")
        if not names_one_host(scope.http_version, [value for name, value in lines if name == "host"]):
            raise RefusedError(400, "the Host header does not name one host", "name the host that is asked")
        length = _length(scope, bounds.url_bytes)
        if length > bounds.url_bytes:
            raise RefusedError(
                414, f"the address has {length:,} bytes, and at most {bounds.url_bytes:,} are read", "send a POST"
            )
        if (headers.get("content-encoding") or "identity").strip().lower() not in {"", "identity"}:
            raise RefusedError(415, "a compressed request body is not read", "send it as it is")
        if int(headers.get("content-length") or 0) > bounds.bytes:
            raise self._too_large()

    async def _arrival(self, exchange: Exchange, held: _Held) -> bytes:
        try:
            async with asyncio.timeout(self._bounds.seconds):
                return await self._collect(exchange, held)
        except TimeoutError:
            raise RefusedError(
                408, f"the body did not arrive within {self._bounds.seconds:g} s", "send it at once"
            ) from None

    async def _collect(self, exchange: Exchange, held: _Held) -> bytes:
        body = bytearray()  # and no list of pieces: one of two bytes would take fifty
        empty = 0
        async for piece in exchange:
            body += piece
            empty += not piece
            self._hold(held, len(piece))
        if empty > _ENDS:
            raise RefusedError(400, "the body breaks off, or its chunks are malformed")
        return bytes(body)

    def _hold(self, held: _Held, more: int) -> None:
        """Count what has arrived of a body, and refuse it where that is too much."""
        held.size += more
        self._size += more
        if held.size > self._bounds.bytes:
            raise self._too_large()
        most = self._bounds.held_bytes
        if self._size > most and held.size * self._bodies > most:
            raise RefusedError(503, "there are too many large requests", retry_after=RETRY_SECONDS, amid=True)

    def _too_large(self) -> RefusedError:
        return RefusedError(413, f"the body is larger than {self._bounds.bytes / 1_000_000:g} MB", "send less")


def _length(scope: Scope, most: int) -> int:
    """Return how long an address is, its path percent-encoded, or how long it is as it is where that is too much."""
    plain = len(scope.path.encode()) + len(scope.query_string)
    return plain if plain > most else len(quote(scope.path)) + len(scope.query_string)
