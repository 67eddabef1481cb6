"""The files in which web processes add up their numbers, laid out in full before anything is counted.

The library that counts maps its files into memory, and does not ask whether the disk has room for them: a process that
writes where there is none is ended by the system. What is laid out beforehand is there, however full the disk gets.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from prometheus_client import values

from sinograph.errors import SinographError

if TYPE_CHECKING:
    from pathlib import Path

SHARED: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder of the files to the library."""

KINDS: Final = ("counter", "histogram")
"""What is counted; each kind has a file of its own in each process."""

BYTES: Final = 2 << 20
"""How large a file is: it has room for every route with every method and status, so that it never grows."""


def lay_out(folder: Path, places: int) -> None:
    """Make the files for as many processes as there are places.

    :raises SinographError: where there is no room for them
    """
    try:
        folder.mkdir(exist_ok=True)
        for place in range(places):
            for kind in KINDS:
                with (folder / f"{kind}_{place}.db").open("wb") as file:
                    os.posix_fallocate(file.fileno(), 0, BYTES)
    except OSError as error:
        raise SinographError(
            f"there is no room for temporary files: {error.strerror}", where=folder, remedy="name a folder with TMPDIR"
        ) from None


def count_at(place: int) -> None:
    """Have this process go on with the numbers of a place; whoever had it before has ended."""
    values.ValueClass = values.MultiProcessValue(lambda: place)  # type: ignore[no-untyped-call]
