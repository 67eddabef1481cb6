from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from sinograph.errors import SinographError
from sinograph.web.numbers import BYTES, KINDS, lay_out

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = 512
"""What a file's size on the disk is counted in (stat(2))."""


def test_takes_all_the_room_at_once(tmp_path: Path) -> None:
    lay_out(tmp_path / "numbers", 2)
    files = sorted((tmp_path / "numbers").iterdir())
    assert [file.name for file in files] == sorted(f"{kind}_{place}.db" for kind in KINDS for place in range(2))
    assert all(file.stat().st_blocks * BLOCK >= BYTES for file in files)


def test_says_that_there_is_no_room(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SinographError, match=os.strerror(errno.ENOTDIR)):
        lay_out(tmp_path / "file" / "numbers", 1)
