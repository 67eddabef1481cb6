"""Temporary folders that do not outlive their process for long: the next one removes what a killed one has left."""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sinograph.errors import SinographError
from sinograph.locks import in_use, remove_unless_used

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX: Final = "sinograph-"

FRESH_SECONDS: Final = 60
"""How old a folder must be to be taken for left behind: a new one may not have been locked yet."""


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Make a folder that is removed in the end, and remove those that processes which were killed have left.

    :raises SinographError: where there is no room for one
    """
    try:
        folder = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
    except OSError as error:
        raise SinographError(
            f"no temporary folder can be made: {error.strerror}", remedy="name a folder with TMPDIR"
        ) from None
    with folder as name, in_use(Path(name)):
        _remove_left_behind(Path(name).parent)
        yield Path(name)


def _remove_left_behind(parent: Path) -> None:
    for folder in parent.glob(f"{PREFIX}*"):
        if _is_old_and_ours(folder):
            remove_unless_used(folder)


def _is_old_and_ours(folder: Path) -> bool:
    try:
        status = folder.lstat()
    except FileNotFoundError:
        return False
    return status.st_uid == os.getuid() and status.st_mtime < time.time() - FRESH_SECONDS
