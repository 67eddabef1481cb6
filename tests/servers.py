"""``sinograph serve`` as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


def environment(**changes: str) -> dict[str, str]:
    """Return this process's environment with these changes, and none of the program's settings but theirs."""
    return {name: value for name, value in os.environ.items() if not name.startswith("SINOGRAPH_")} | changes


def started(
    arguments: Sequence[str], changes: Mapping[str, str], stderr: int | IO[bytes] = subprocess.PIPE
) -> subprocess.Popen[str]:
    """Start a server on a free port, with these arguments and changes of the environment."""
    return subprocess.Popen(
        [sys.executable, "-m", "sinograph", "serve", "--port", "0", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        env=environment(**changes),
    )


@contextmanager
def serving(*arguments: str, **changes: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve until the block is left; yield the process and the address that it printed, with the slash at its end."""
    process = started(arguments, changes)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line.startswith("listening at http://127.0.0.1:"), line
        yield process, line.removeprefix("listening at ").strip()
    finally:
        process.kill()
        process.communicate()


def port_of(address: str) -> int:
    """Return the port in an address."""
    port = urlsplit(address).port
    assert port
    return port
