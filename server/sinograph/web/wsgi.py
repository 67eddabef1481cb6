"""Call a WSGI application (PEP 3333) with a request that has been read whole, and take its whole response."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sinograph.web.security import SERVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO
    from wsgiref.types import WSGIApplication, WSGIEnvironment

    from sinograph.web.rsgi import Headers, Scope

_CHUNK: Final = 1 << 16

_UNPREFIXED: Final = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


class FileBody:
    """The body of a response that is a file as it is; the server sends it without reading it into memory."""

    def __init__(self, file: BinaryIO, block_size: int = _CHUNK) -> None:
        self._file = file
        self._block_size = block_size

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return Path(self._file.name)

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self._file.read(self._block_size), b"")

    def close(self) -> None:
        """Close the file; the server opens it anew."""
        self._file.close()


@dataclass(frozen=True)
class Reply:
    """A whole response: the body is bytes, or a file."""

    status: int
    headers: Headers
    body: bytes | Path


def environ_of(scope: Scope, body: bytes) -> WSGIEnvironment:
    """Return the environment of a request."""
    host, port = _address(scope.server)
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{'1.1' if scope.http_version == '1.1' else '1.0'}",
        "REMOTE_ADDR": _address(scope.client)[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileBody,
    }
    _add_headers(environ, scope.headers.items())
    if body or "CONTENT_LENGTH" in environ:
        environ["CONTENT_LENGTH"] = str(len(body))
    environ.pop("HTTP_TRANSFER_ENCODING", None)  # it has been undone
    return environ


def _address(text: str) -> tuple[str, str]:
    host, _, port = text.rpartition(":")
    return host.strip("[]"), port


def _add_headers(environ: WSGIEnvironment, lines: Iterable[tuple[str, str]]) -> None:
    for name, value in lines:
        if "_" in name:  # it would be taken for the one with hyphens, such as one that a proxy has set
            continue
        key = _UNPREFIXED.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
        joint = "; " if name == "cookie" else ","
        environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value


def call(application: WSGIApplication, environ: WSGIEnvironment) -> Reply:
    """Return what the application answers."""
    begun: list[tuple[int, Headers]] = []

    def start_response(status: str, headers: Headers, _: Any = None) -> Any:
        begun[:] = [(int(status[:3]), headers)]
        return lambda _: None

    body = application(environ, start_response)
    try:
        content = body.path if isinstance(body, FileBody) else b"".join(body)
    finally:
        if close := getattr(body, "close", None):
            close()
    status, headers = begun[0]
    return Reply(status, _sendable(headers, environ["REQUEST_METHOD"], content), content)


def _sendable(headers: Headers, method: str, content: bytes | Path) -> Headers:
    """Return the headers in the characters that HTTP has, with the length that the body has."""
    sendable = [(name.lower(), value.encode("ascii", "replace").decode()) for name, value in headers]
    sendable.append(("server", SERVER))
    if isinstance(content, Path) or method == "HEAD":
        return sendable
    return [(name, value) for name, value in sendable if name != "content-length"]
