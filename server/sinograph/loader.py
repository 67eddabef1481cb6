"""Load RDF files in a process of its own, so that a hostile file ends that one, and is one message."""

from __future__ import annotations

import multiprocessing
import re
import resource
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sinograph.errors import SinographError
from sinograph.loading import Loaded, load
from sinograph.processes import end_with_parent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection

_AVAILABLE: Final = re.compile(r"^MemAvailable: +(\d+) kB$", re.MULTILINE)


def load_apart(
    paths: Sequence[Path], folder: Path, report: Callable[[str], None] = lambda _: None, *, megabytes: int | None = None
) -> Loaded:
    """Do what :func:`sinograph.loading.load` does.

    :param megabytes: how much memory it may take; by default what the machine has left
    :raises SinographError: as ``load`` does, and where a file ends the process
    """
    context = multiprocessing.get_context("spawn")  # threads and forks do not mix
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_load, args=(sender, paths, folder, megabytes or _available_megabytes()))
    process.start()
    sender.close()
    file: str | None = None
    try:
        while isinstance(heard := receiver.recv(), str):
            file = heard
            report(file)
    except EOFError:
        process.join()
        raise _obituary(process.exitcode or 0, file) from None
    finally:
        process.kill()
        process.join()
        receiver.close()
    if isinstance(heard, SinographError):
        raise heard
    assert isinstance(heard, Loaded)  # noqa: S101
    return heard


def _load(sender: Connection, paths: Sequence[Path], folder: Path, megabytes: int) -> None:
    """Load, and send the name of each file before it is read, and then what came of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends this process
    end_with_parent()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1_000_000,) * 2)
    try:
        sender.send(load(paths, folder, sender.send))
    except SinographError as error:
        sender.send(error)


def _available_megabytes() -> int:
    found = _AVAILABLE.search(Path("/proc/meminfo").read_text())
    return max(1, int(found[1]) // 1000) if found else 1_000_000


def _obituary(code: int, file: str | None) -> SinographError:
    how = f"by {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"
    return SinographError(
        f"loading it ended the process {how}",
        where=file,
        remedy="is it nested without end, or larger than memory when it is unpacked?",
    )
