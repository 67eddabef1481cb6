"""Who serves from a folder of releases: a file for each server, locked as long as it runs."""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PREFIX: Final = ".serving-"


@dataclass(frozen=True)
class Registration:
    """What a server says of itself.

    :param pid: the process to be told to reload
    :param release: what it serves
    :param reloads: how many times it was told to
    :param outcome: how the last of them ended
    """

    pid: int
    release: str
    reloads: int = 0
    outcome: str = ""


class Register:
    """The entry of one server; without the right to write one it does nothing."""

    def __init__(self, file: Path | None, release: str) -> None:
        self._file = file
        self._entry = Registration(os.getpid(), release)
        self._write()

    def record(self, release: str, outcome: str) -> None:
        """Say how a reload has ended."""
        self._entry = Registration(self._entry.pid, release, self._entry.reloads + 1, outcome)
        self._write()

    def _write(self) -> None:
        """Write the entry over the former one: the lock is on the file, so that it stays the same file."""
        if self._file is not None:
            with suppress(OSError):  # on a full disk there is still a server
                self._file.write_text(json.dumps(vars(self._entry)) + "\n", encoding="utf-8")


@contextmanager
def registered(releases: Path, release: str) -> Iterator[Register]:
    """Have an entry in a folder as long as this lasts."""
    file = releases / f"{PREFIX}{os.getpid()}"
    try:
        registrations(releases)  # which removes what killed servers have left
        descriptor = _locked(file)
    except OSError:  # a server need not be able to write
        yield Register(None, release)
        return
    try:
        yield Register(file, release)
    finally:
        file.unlink(missing_ok=True)
        os.close(descriptor)


def _locked(file: Path) -> int:
    """Open a file and lock it; anew where somebody has taken it for left behind in between."""
    while True:
        descriptor = os.open(file, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o644)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if file.exists():
            return descriptor
        os.close(descriptor)


def registrations(releases: Path) -> list[Registration]:
    """Return the entries of all servers that run, and remove those of servers that do not."""
    found = []
    for file in sorted(releases.glob(f"{PREFIX}*")):
        if _is_locked(file):
            found.append(read_registration(file))
        else:
            file.unlink(missing_ok=True)
    return [entry for entry in found if entry is not None]


def entry_of(releases: Path, pid: int) -> Registration | None:
    """Return the entry of one server; None where it has ended."""
    file = releases / f"{PREFIX}{pid}"
    return read_registration(file) if _is_locked(file) else None


def read_registration(file: Path) -> Registration | None:
    """Read an entry; None while it is being written, or where it is of another process than its name says."""
    try:
        entry: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        registration = Registration(**entry)
    except (OSError, ValueError, TypeError):
        return None
    return registration if file.name == f"{PREFIX}{registration.pid}" and _is_one(registration.pid) else None


def _is_one(pid: object) -> bool:
    """Tell whether a number stands for one process: 0 and those below stand for many."""
    return isinstance(pid, int) and pid > 0


def _is_locked(file: Path) -> bool:
    try:
        descriptor = os.open(file, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    else:
        return False
    finally:
        os.close(descriptor)
