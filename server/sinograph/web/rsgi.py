"""What a server of the RSGI kind gives an application, and takes from it.

https://github.com/emmett-framework/granian/blob/master/docs/spec/RSGI.md
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable

Headers = list[tuple[str, str]]


class RequestHeaders(Protocol):
    """The headers of a request, their names in lower case."""

    def items(self) -> list[tuple[str, str]]:
        """Return every line."""

    def get(self, key: str) -> str | None:
        """Return the first value of this name."""


class Scope(Protocol):
    """What is known of a request before its body; ``path`` is decoded, the addresses are ``host:port``."""

    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    headers: RequestHeaders


class Exchange(Protocol):
    """One request and its response: the body to be read, and the ways to answer."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the body piece by piece; an empty piece stands for its end, and one more for a failure before."""

    def client_disconnect(self) -> Awaitable[None]:
        """Wait until the client has gone, or has been answered."""

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Answer with bytes."""

    def response_file(self, status: int, headers: Headers, file: str) -> None:
        """Answer with a file."""
