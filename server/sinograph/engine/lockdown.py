"""What a worker may do: bounds that the system keeps, whatever happens inside the process.

Linux only: the calls have no equals elsewhere.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from pathlib import Path
from typing import Final

from sinograph.engine.seccomp import forbid

_PR_SET_PDEATHSIG: Final = 1
"""prctl(2): the signal that a process gets when the one that it was forked from ends."""

_LARGEST_FILE: Final = 1 << 16
"""How much a worker may write to what it has open: its last words."""


def die_with(owner: int) -> None:
    """End this process when the one that forked it has ended, however that came about.

    :param owner: the process id of that one
    """
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != owner:  # it has ended in between
        os._exit(0)


def lock_down(store: Path, megabytes: int) -> None:
    """Bound memory to ``megabytes`` above what an open store takes; forbid core dumps, new files and new sockets."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    memory = pages * resource.getpagesize() + megabytes * 1_000_000
    descriptors = _descriptors(store)
    for name, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, _LARGEST_FILE),
        (resource.RLIMIT_NOFILE, descriptors),
    ):
        resource.setrlimit(name, (most, most))
    forbid(reading=descriptors > 0)


def _descriptors(store: Path) -> int:
    """Return the bound on descriptors that leaves none free but for the store's tables.

    RocksDB opens sixteen tables at the start and the others when they are needed; without a descriptor it aborts.
    """
    tables = {file.name for file in store.glob("*.sst")}
    links = {int(link.name): link.readlink().name for link in Path("/proc/self/fd").iterdir() if link.is_symlink()}
    missing = len(tables.difference(links.values()))
    return max(links) + 1 + missing if missing else 0
