"""Look at processes from outside, as the system shows them."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from waiting import await_that


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
