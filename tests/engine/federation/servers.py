"""Servers that do not behave: each answers every connection with the same bytes, at its own pace."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator

EMPTY = b'{"head": {"vars": []}, "results": {"bindings": []}}'


def response(body: bytes, *headers: str, status: str = "200 OK", media_type: str | None = None) -> bytes:
    """Return a response whose end is the end of its connection."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {media_type or 'application/sparql-results+json'}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@dataclass
class Remote:
    """A server, and what it was sent."""

    port: int
    requests: list[bytes] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)
    """Whether a client has closed its connection before it had the whole answer."""


@contextmanager
def remote(
    answer: bytes, *, forever: bytes = b"", pause: float = 0.0, context: ssl.SSLContext | None = None
) -> Iterator[Remote]:
    """Answer at a port of this machine until the block is left.

    :param forever: what is sent over and over behind the answer
    :param pause: for how many seconds to wait before each time
    """
    listener = socket.create_server(("127.0.0.1", 0))
    server = Remote(listener.getsockname()[1])
    over = threading.Event()
    threads: list[threading.Thread] = []

    def serve(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            talking = context.wrap_socket(connection, server_side=True) if context else connection
            server.requests.append(_request(talking))
            talking.sendall(answer)
            while forever and not over.wait(pause):
                talking.sendall(forever)
            if not forever:
                talking.close()
            return
        server.gone.set()

    def listen() -> None:
        with suppress(OSError):  # it is closed
            while True:
                connection, _ = listener.accept()
                threads.append(threading.Thread(target=serve, args=(connection,)))
                threads[-1].start()

    listening = threading.Thread(target=listen)
    listening.start()
    try:
        yield server
    finally:
        over.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in [listening, *threads]:
            thread.join()


def _request(connection: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65_536)
    head, _, body = received.partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    while len(body) < length:
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body
