from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from sinograph.web.bodies import BodyBounds, BodyReader, RefusedError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sinograph.web.rsgi import Headers, RequestHeaders

BOUNDS = BodyBounds(bytes=1_000, seconds=60, held_bytes=4_000)


@dataclass(frozen=True)
class Lines:
    """The headers of a request."""

    lines: dict[str, str]

    def items(self) -> list[tuple[str, str]]:
        return list(self.lines.items())

    def get(self, key: str) -> str | None:
        return self.lines.get(key)


@dataclass
class Asked:
    """A request, as much of it as is read."""

    headers: RequestHeaders
    http_version: str = "1.1"
    server: str = "127.0.0.1:80"
    client: str = "127.0.0.1:1"
    scheme: str = "http"
    method: str = "POST"
    path: str = "/"
    query_string: str = ""


@dataclass
class Sent:
    """A body whose pieces arrive when they are put there."""

    pieces: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while piece := await self.pieces.get():
            yield piece
        yield b""

    async def client_disconnect(self) -> None:
        """Stay."""

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Take an answer."""

    def response_file(self, status: int, headers: Headers, file: str) -> None:
        """Take an answer."""


def asked(**headers: str) -> Asked:
    return Asked(Lines({"host": "x", "transfer-encoding": "chunked", **headers}))


async def stalled(reader: BodyReader, size: int) -> asyncio.Task[None]:
    """Begin to send a body, and go on no more."""
    sent = Sent()

    async def read() -> None:
        async with reader.read(asked(), sent):
            pass

    sent.pieces.put_nowait(b"x" * size)
    task = asyncio.create_task(read())
    for _ in range(10):
        await asyncio.sleep(0)
    return task


async def taken(stack: AsyncExitStack, reader: BodyReader, size: int) -> bytes:
    """Send a whole body, and hold it."""
    sent = Sent()
    sent.pieces.put_nowait(b"x" * size)
    sent.pieces.put_nowait(b"")
    return await stack.enter_async_context(reader.read(asked(), sent))


@pytest.mark.parametrize("are_whole", [False, True], ids=["that arrive", "that wait for a thread"])
def test_large_bodies_keep_out_large_ones_alone(are_whole: bool) -> None:
    async def talk() -> None:
        reader, tasks = BodyReader(BOUNDS), []
        async with AsyncExitStack() as stack:
            for _ in range(4):
                if are_whole:
                    await taken(stack, reader, 999)
                else:
                    tasks.append(await stalled(reader, 999))
            for size in (1, 100, 700):
                async with AsyncExitStack() as other:
                    assert len(await taken(other, reader, size)) == size
            with pytest.raises(RefusedError) as refusal:
                await taken(stack, reader, 1_000)
            assert (refusal.value.status, refusal.value.retry_after, refusal.value.amid) == (503, 2, True)
            for task in tasks:
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        async with AsyncExitStack() as stack:
            for _ in range(4):
                await taken(stack, reader, 1_000)

    asyncio.run(talk())


def test_who_sends_next_to_nothing_is_read_however_many_send() -> None:
    async def talk() -> None:
        reader = BodyReader(BOUNDS)
        async with AsyncExitStack() as stack:
            for _ in range(4):
                await taken(stack, reader, 1_000)
            for _ in range(900):
                assert len(await taken(stack, reader, 4)) == 4

    asyncio.run(talk())


def test_all_bodies_together_have_a_bound() -> None:
    """Whoever comes later may have less: the n-th one of many the n-th part."""

    async def talk() -> int:
        reader, held = BodyReader(BOUNDS), 0
        async with AsyncExitStack() as stack:
            for _ in range(300):
                for size in (1_000, 700, 500, 300, 200, 100, 50, 20):
                    try:
                        held += len(await taken(stack, reader, size))
                    except RefusedError:
                        continue
                    break
        return held

    assert BOUNDS.held_bytes < asyncio.run(talk()) < 5 * BOUNDS.held_bytes


def test_a_long_address_is_refused_as_it_is() -> None:
    """It is percent-encoded only where it may be short enough."""

    async def talk(path: str) -> None:
        scope = asked()
        scope.path = path
        async with BodyReader(BodyBounds()).read(scope, Sent()):
            pass

    for path, told in (("/" + "张" * 5_000, "15,001"), ("/" + "张" * 2_000, "18,001")):
        with pytest.raises(RefusedError, match=told):
            asyncio.run(talk(path))
