"""The real server as a process, its parts, and what is left of it in the end."""

from __future__ import annotations

import time
import urllib.parse
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from faults.client import Client
from processes import children, command, descendants, is_alive
from servers import started
from waiting import PATIENCE, await_that

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

END_SECONDS: Final = 15
"""Within how many seconds a server ends that is told to: what runs gets five, and a slow machine some more."""

BROKER: Final = "sinograph.engine.broker_process"
WEB: Final = "multiprocessing.spawn"


@dataclass(frozen=True)
class Server(Client):
    """A server that runs: a client of it that also knows its processes."""

    process: subprocess.Popen[str]
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


def start(log_path: Path, temporary: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    """Start ``sinograph serve`` on a free port."""
    ours = {f"SINOGRAPH_{name.upper()}": value for name, value in settings.items()}
    with log_path.open("wb") as log:
        return started(arguments, {"TMPDIR": str(temporary), **ours}, log)


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


def _address(process: subprocess.Popen[str], log_path: Path) -> tuple[str, int]:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("listening at http://"), f"{line}{log_path.read_text()}"
    parts = urllib.parse.urlsplit(line.removeprefix("listening at ").strip())
    assert parts.hostname
    assert parts.port
    return parts.hostname, parts.port
