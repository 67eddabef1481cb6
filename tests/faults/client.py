"""Clients of a server under attack: one that behaves, and sockets that do not."""

from __future__ import annotations

import json
import socket
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from itertools import count
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from email.message import Message

PATIENCE: Final = 60.0
"""How long a client waits for an answer, in seconds: whoever waits longer has been hung."""

QUIET: Final = 0.3
"""After how many seconds of silence a bare connection is taken to be at its end."""

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
PROBLEM: Final = "application/problem+json"
RESULTS: Final = "application/sparql-results+json"


@dataclass(frozen=True)
class Reply:
    """A whole response: one whose body was shorter than announced is an error of http.client before it gets here."""

    status: int
    headers: Message
    body: bytes
    seconds: float

    @property
    def media_type(self) -> str:
        """The media type without its parameters."""
        return self.headers.get_content_type()

    @property
    def problem(self) -> dict[str, Any]:
        """The problem (RFC 9457) that the response is."""
        assert self.media_type == PROBLEM, (self.status, self.headers.items(), self.body[:300])
        content = json.loads(self.body)
        assert content["status"] == self.status
        assert content["title"]
        assert content["detail"]
        return dict(content)

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Client:
    """Sends requests to one server."""

    host: str
    port: int

    def request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        patience: float = PATIENCE,
    ) -> Reply:
        """Send a request on a connection of its own, and read the whole response.

        :raises TimeoutError: where none comes in time
        """
        began = time.monotonic()
        connection = HTTPConnection(self.host, self.port, timeout=patience)
        try:
            connection.request(method, target, body, dict(headers or {}))
            return read_reply(connection.getresponse(), began)
        finally:
            connection.close()

    def get(self, target: str, headers: Mapping[str, str] | None = None, patience: float = PATIENCE) -> Reply:
        """Send a GET."""
        return self.request("GET", target, headers=headers, patience=patience)

    def ask(self, query: str, headers: Mapping[str, str] | None = None, *, way: str = "form") -> Reply:
        """Send a query in one of the :data:`WAYS`."""
        method, target, body, content_type = asking(query, way)
        sent = {"Accept": "*/*", **({"Content-Type": content_type} if content_type else {})}
        return self.request(method, target, body, {**sent, **(headers or {})})

    def probe(self, within: float = 2.0) -> None:
        """Ask a cheap query that needs the engine on a fresh connection; the answer must be there in time."""
        reply = self.get(f"/sparql?{urlencode({'query': cheap()})}", {"Accept": RESULTS})
        assert reply.status == 200, (reply.status, reply.body[:300])
        assert reply.json["boolean"] is True
        assert reply.seconds < within, f"the probe took {reply.seconds:.2f} s"

    @contextmanager
    def connected(self, patience: float = PATIENCE) -> Iterator[socket.socket]:
        """Open a bare connection."""
        with socket.create_connection((self.host, self.port), timeout=patience) as connection:
            yield connection

    def exchange(self, sent: bytes, quiet: float = QUIET) -> bytes:
        """Send bytes as they are and return everything that comes back until the connection is closed.

        :param quiet: after how many seconds of silence the server is told that nothing more will be sent; it may then
            drop what it has not answered yet
        """
        with self.connected(quiet) as connection:
            with suppress(ConnectionError):  # refused before everything was sent
                connection.sendall(sent)
            received = read_all(connection)
            try:
                connection.shutdown(socket.SHUT_WR)
            except OSError:
                return received  # closed
            connection.settimeout(PATIENCE)
            return received + read_all(connection)


def cheap() -> str:
    """Return a cheap query that nobody has asked before, so that no answer to it has been kept."""
    return f"ASK {{}} # {next(_NUMBERS)}"


_NUMBERS: Final = count(1)

WAYS: Final = ("get", "form", "direct", "query")
"""The ways to send a query (https://www.w3.org/TR/sparql11-protocol/#query-operation), and the method QUERY."""


def asking(query: str, way: str) -> tuple[str, str, bytes | None, str | None]:
    """Return the method, target, body and media type of a request that asks a query."""
    text = query.encode(errors="surrogatepass")
    if way == "get":
        return "GET", f"/sparql?{urlencode({'query': text})}", None, None
    if way == "form":
        return "POST", "/sparql", urlencode({"query": text}).encode(), FORM
    return {"direct": "POST", "query": "QUERY"}[way], "/sparql", text, QUERY


def read_reply(response: HTTPResponse, began: float) -> Reply:
    """Read a response to its end."""
    body = response.read()
    return Reply(response.status, response.headers, body, time.monotonic() - began)


def read_all(connection: socket.socket) -> bytes:
    """Return what comes until the other side closes the connection, in order or not, or is silent."""
    received = bytearray()
    with suppress(ConnectionError, TimeoutError):
        while part := connection.recv(65_536):
            received += part
    return bytes(received)


def read_response(connection: socket.socket) -> Reply:
    """Read one response from a bare connection."""
    began = time.monotonic()
    response = HTTPResponse(connection)
    response.begin()
    return read_reply(response, began)


def head(target: str, method: str = "GET", **headers: str | int) -> bytes:
    """Return the head of a request as it is sent."""
    lines = [f"{method} {target} HTTP/1.1", "Host: sinograph.test"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
