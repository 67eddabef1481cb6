"""Folders in use: marked with a lock that the system takes back when its holder ends, however that comes about."""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from sinograph.errors import SinographError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Keep :func:`remove_unless_used` from a folder; any number of processes may do so at the same time.

    :raises SinographError: where the folder is not there (any more)
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise SinographError(f"cannot be opened: {error.strerror}", where=folder, remedy="try again") from None
    try:
        with suppress(OSError):  # not every file system has locks
            fcntl.flock(descriptor, fcntl.LOCK_SH)
        if not folder.exists():
            raise SinographError("has just been removed", where=folder, remedy="try again")
        yield
    finally:
        os.close(descriptor)


def remove_unless_used(folder: Path) -> None:
    """Remove a folder that nobody uses; where that cannot be found out, leave it."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        return
    finally:
        os.close(descriptor)
