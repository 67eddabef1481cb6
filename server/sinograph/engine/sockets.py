"""Addresses of Unix sockets, however deep the folder lies that they are in."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_BYTES: Final = 107
"""How long the address of a Unix socket may be (https://man7.org/linux/man-pages/man7/unix.7.html)."""


@contextmanager
def spelled(address: Path) -> Iterator[str]:
    """Spell an address so that the system takes it: where it is too long, by a descriptor of its folder.

    :raises FileNotFoundError: where the folder is not there
    """
    if len(os.fsencode(address)) <= MOST_BYTES:
        yield str(address)
        return
    folder = os.open(address.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{address.name}"
    finally:
        os.close(folder)
