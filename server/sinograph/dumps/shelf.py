"""The dumps that are kept in a release's folder: written once, when they are first asked for, by their own process.

They are no part of the release: a build does not wait for them, and a release without them is whole. They go with it
when it is removed.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from sinograph.dumps.formats import SUMS
from sinograph.dumps.writing import read_digests, write_dumps
from sinograph.errors import SinographError
from sinograph.locks import in_use
from sinograph.publishing import BUILDING, remove_abandoned
from sinograph.release import QUADS, Release, digest_of

if TYPE_CHECKING:
    from pathlib import Path

VERSION: Final = 1
"""To be raised when dumps of the same release become other ones."""

FOLDER: Final = f"dumps-{VERSION}"

PAUSE: Final = 30.0
"""How many seconds after a failure it is tried again, when the dumps are asked for."""


class Kept(NamedTuple):
    """A file on the shelf; ``digest`` is its SHA-256 in hexadecimal."""

    path: Path
    digest: str
    size: int


class Shelf:
    """The dumps of a release that are kept, for any number of threads and processes.

    :param release: the folder of the release
    """

    def __init__(self, release: Path) -> None:
        self.release = release
        self.folder = release / FOLDER
        self._kept: dict[str, Kept] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._ordered = -PAUSE
        self._lock = threading.Lock()

    def files(self) -> dict[str, Kept] | None:
        """Return the dumps by the names of their files; None where they have not been written yet, or are damaged."""
        if self._kept is None:
            try:
                self._kept = self._whole()
            except (OSError, ValueError):
                return None
        return self._kept

    def _whole(self) -> dict[str, Kept] | None:
        """Return the dumps if each is what its digest says; what is listed besides are the outputs of the build.

        :raises OSError: where they have not been written
        :raises ValueError: where the list is not text
        """
        digests = read_digests(self.folder)
        names = [name for name in digests if (self.folder / name).exists() or not (self.release / name).exists()]
        if any(digest_of(self.folder / name) != digests[name] for name in names):
            return None
        digests[SUMS] = digest_of(self.folder / SUMS)
        paths = {name: self.folder / name for name in (*names, SUMS)}
        return {name: Kept(path, digests[name], path.stat().st_size) for name, path in paths.items()}

    def order(self) -> bool:
        """Have the dumps written by a process of their own, unless they are; tell whether they can be expected.

        It has a session of its own, so that Ctrl-C, which is meant for the server, does not interrupt it.
        """
        with self._lock:
            is_at_work = self._is_at_work()  # asked first, because it may finish in between
            if is_at_work or self.files() is not None:
                return True
            if time.monotonic() < self._ordered + PAUSE:
                return False
            self._ordered = time.monotonic()
            command = [sys.executable, "-m", "sinograph.dumps", str(self.release)]
            try:
                self._process = subprocess.Popen(  # noqa: S603
                    command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
                )
            except OSError:  # there is no room for another process; later there may be
                return False
            threading.Thread(target=self._process.wait, name="dumps", daemon=True).start()
            return True

    def fill(self) -> dict[str, Kept]:
        """Write the dumps, unless they are there, and return them. Who interrupts this leaves none behind.

        :raises SinographError: where the release cannot be read or its folder not be written
        """
        with in_use(self.release):
            if self.files() is None:
                self._fill()
        kept = self.files()
        if kept is None:
            raise SinographError("the dumps have just been removed", where=self.folder, remedy="try again")
        return kept

    def _fill(self) -> None:
        release = Release.open(self.release)
        outputs = {output["path"]: output["sha256"] for output in release.manifest["outputs"]}
        remove_abandoned(self.release)
        building = self.release / f"{BUILDING}{os.getpid()}-{secrets.token_hex(4)}"
        try:
            write_dumps(release, building, further=outputs)
            (building / QUADS).unlink()  # the release has it
            self._clear()
            _rename(building, self.folder)
        finally:
            shutil.rmtree(building, ignore_errors=True)

    def _clear(self) -> None:
        """Take away dumps that are damaged; another process may just have written whole ones."""
        is_there = self.folder.is_dir() or self.folder.is_symlink()
        if not is_there or self.files() is not None:
            return
        aside = self.release / f"{BUILDING}{os.getpid()}-{secrets.token_hex(4)}"
        with suppress(FileNotFoundError):  # another process is quicker
            self.folder.rename(aside)
        if aside.is_symlink():
            aside.unlink()
        shutil.rmtree(aside, ignore_errors=True)

    def _is_at_work(self) -> bool:
        return self._process is not None and self._process.returncode is None


def _rename(building: Path, folder: Path) -> None:
    """Give the finished folder its name, unless another process was quicker."""
    try:
        building.rename(folder)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise SinographError(
                f"the dumps cannot be kept: {error.strerror}", where=folder, remedy="give the right to write"
            ) from None
