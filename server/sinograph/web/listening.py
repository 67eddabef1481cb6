"""The listening socket: opened once, shared by all web processes, and closed last."""

from __future__ import annotations

import errno
import socket
import sys
from typing import Final

from sinograph.errors import SinographError

UNREAD_SECONDS: Final = 60
"""After how long a connection ends whose client takes none of what is sent to it."""


def reserve(host: str, port: int) -> socket.socket:
    """Return a socket that has this address, and does not listen yet; port 0 stands for any free one.

    :raises SinographError: where the address or the port cannot be had
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise SinographError(
            f"no such address: {error.strerror}", where=host, remedy="name another with --host"
        ) from None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise _unavailable(error, host, port) from None
    return listener


def listen(listener: socket.socket, backlog: int) -> None:
    """Take connections; what is set here holds for each of them.

    :raises SinographError: where another has the address meanwhile
    """
    listener.setblocking(False)  # in all processes, so that none waits for a connection which another takes
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if sys.platform == "linux":
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_SECONDS * 1000)
    host, port = listener.getsockname()[:2]
    try:
        listener.listen(backlog)
    except OSError as error:
        raise _unavailable(error, host, port) from None


def address_of(listener: socket.socket, host: str) -> str:
    """Return where the server is found, as an address for a browser."""
    return f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/"


def _unavailable(error: OSError, host: str, port: int) -> SinographError:
    known = {
        errno.EADDRINUSE: "the port is in use",
        errno.EACCES: "the port may not be used without further rights",
        errno.EADDRNOTAVAIL: "this machine does not have the address",
    }
    problem = known.get(error.errno or 0, f"cannot listen: {error.strerror}")
    return SinographError(problem, where=f"{host}:{port}", remedy="name another with --port")
