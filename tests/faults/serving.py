"""The real server as a process, its parts, and what is left of it in the end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.parse
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from faults.client import Client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE: Final = 60.0
"""How long a part of the server may take to come or to go before a test gives up on it, in seconds."""

END_SECONDS: Final = 15
"""Within how many seconds a server ends that is told to: what runs gets five, and a slow machine some more."""

BROKER: Final = "sinograph.engine.broker"
WEB: Final = "multiprocessing.spawn"


@dataclass(frozen=True)
class Server(Client):
    """A server that runs: a client of it that also knows its processes."""

    process: subprocess.Popen[bytes]
    log_path: Path
    temporary: Path

    @property
    def pid(self) -> int:
        """The main process."""
        return self.process.pid

    @property
    def log(self) -> str:
        """What the server has written to standard error."""
        return self.log_path.read_text(encoding="utf-8", errors="replace")

    def brokers(self) -> list[int]:
        """Return the brokers: one, or two while a release is replaced."""
        return [pid for pid in children(self.pid) if BROKER in command(pid)]

    def workers(self) -> list[int]:
        """Return the processes that evaluate queries."""
        return [worker for broker in self.brokers() for worker in children(broker)]

    def webs(self) -> list[int]:
        """Return the web processes."""
        return [pid for pid in children(self.pid) if WEB in command(pid)]

    def await_probe(self, within: float) -> float:
        """Ask until there is an answer, and return how long that took: for when a part has just been killed.

        A connection to a process that was killed is cut; its client asks again, as HTTP clients do.
        """
        began = time.monotonic()
        while True:
            try:
                self.probe(within=PATIENCE)
            except (OSError, AssertionError):
                assert time.monotonic() - began < PATIENCE, "the server does not come back"
                time.sleep(0.02)
            else:
                break
        taken = time.monotonic() - began
        assert taken < within, f"it took {taken:.2f} s to come back"
        return taken


def children(pid: int) -> list[int]:
    """Return the children of a process that have not ended."""
    found: set[int] = set()
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found.update(map(int, path.read_text().split()))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return sorted(pid for pid in found if is_alive(pid))


def descendants(pid: int) -> set[int]:
    """Return the children of a process, their children, and so on."""
    found = set(children(pid))
    return found.union(*(descendants(child) for child in found))


def command(pid: int) -> str:
    """Return the command line of a process, with blanks; nothing where it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def is_alive(pid: int) -> bool:
    """Say whether a process is there and has not ended."""
    return _state(pid) not in {"Z", "X", ""}


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def ticks(pid: int) -> int:
    """Return the processor time that a process has used, in clock ticks; 0 where it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(fields[11]) + int(fields[12])


def kill(pid: int) -> None:
    """End a process as the kernel does when memory is short, and wait until it is gone."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    await_that(lambda: not is_alive(pid), f"{pid} ends")


def await_that(holds: Callable[[], bool], what: str, within: float = PATIENCE) -> None:
    """Wait until something holds."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < within, f"{what}: not within {within} s"
        time.sleep(0.02)


@contextmanager
def serving(folder: Path, *arguments: str, **settings: str) -> Iterator[Server]:
    """Serve until the block is left, then tell the server to stop and see that nothing of it is left.

    :param folder: for the log and the server's temporary files
    :param arguments: of ``sinograph serve``
    :param settings: by their names without ``SINOGRAPH_``, in lower case
    """
    temporary = folder / "temporary"
    temporary.mkdir()
    log_path = folder / "log"
    process = start(log_path, temporary, *arguments, **settings)
    try:
        address = _address(process, log_path)
        server = Server(address[0], address[1], process, log_path, temporary)
        yield server
        if process.poll() is None:
            end(server)
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def start(log_path: Path, temporary: Path, *arguments: str, **settings: str) -> subprocess.Popen[bytes]:
    """Start ``sinograph serve`` on a free port."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SINOGRAPH_")}
    ours = {f"SINOGRAPH_{name.upper()}": value for name, value in settings.items()}
    with log_path.open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "sinograph", "serve", "--port", "0", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            env={**kept, "TMPDIR": str(temporary), **ours},
        )


def end(server: Server, everything: set[int] | None = None) -> None:
    """Tell a server to stop: it ends in order and in time, and leaves neither processes nor files.

    :param everything: the processes that belong to it, where it has been told to stop before
    """
    everything = descendants(server.pid) if everything is None else everything
    server.process.terminate()
    assert server.process.wait(END_SECONDS) == 0, server.log
    await_that(lambda: not any(map(is_alive, everything)), "all processes end", END_SECONDS)
    assert list(server.temporary.iterdir()) == []
    assert "Traceback" not in server.log, server.log


def _address(process: subprocess.Popen[bytes], log_path: Path) -> tuple[str, int]:
    assert process.stdout is not None
    line = process.stdout.readline().decode()
    assert line.startswith("listening at http://"), f"{line}{log_path.read_text()}"
    parts = urllib.parse.urlsplit(line.removeprefix("listening at ").strip())
    assert parts.hostname
    assert parts.port
    return parts.hostname, parts.port
