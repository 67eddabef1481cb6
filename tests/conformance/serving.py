"""A server in a process of its own, as the clients of the field meet it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def serving(temporary: Path, *arguments: str, **environ: str) -> Iterator[str]:
    """Serve with these arguments and settings, on a free port; yield the address without the slash at its end.

    :param temporary: for the server's temporary files, and ``errors.txt`` with what it writes to standard error
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SINOGRAPH_")}
    errors = temporary / "errors.txt"
    with errors.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "sinograph", "serve", "--port", "0", *arguments],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**kept, "TMPDIR": str(temporary), **environ},
        )
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
