"""A server in a process of its own, as the clients of the field meet it."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

from servers import started

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def serving(temporary: Path, *arguments: str, **environ: str) -> Iterator[str]:
    """Serve with these arguments and settings, on a free port; yield the address without the slash at its end.

    :param temporary: for the server's temporary files, and ``errors.txt`` with what it writes to standard error
    """
    errors = temporary / "errors.txt"
    with errors.open("wb") as log:
        process = started(arguments, {"TMPDIR": str(temporary), **environ}, log)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line.startswith("listening at "), errors.read_text(encoding="utf-8")
        yield line.removeprefix("listening at ").strip().removesuffix("/")
    finally:
        process.terminate()
        process.communicate()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
