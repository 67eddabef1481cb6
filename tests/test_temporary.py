from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

import pytest

from sinograph.errors import SinographError
from sinograph.locks import in_use
from sinograph.temporary import FRESH_SECONDS, PREFIX, temporary_folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def make(path: Path, *, old: bool) -> Path:
    path.mkdir()
    age = 2 * FRESH_SECONDS if old else 0
    os.utime(path, times=(path.stat().st_atime, path.stat().st_mtime - age))
    return path


def test_is_removed_in_the_end(parent: Path) -> None:
    with temporary_folder() as folder:
        (folder / "file").write_text("")
        assert folder.parent == parent
    assert list(parent.iterdir()) == []


def test_removes_what_others_have_left_behind(parent: Path) -> None:
    make(parent / f"{PREFIX}left", old=True)
    kept = {make(parent / f"{PREFIX}new", old=False), make(parent / "other", old=True)}
    used = make(parent / f"{PREFIX}used", old=True)
    with in_use(used), temporary_folder() as folder:
        assert set(parent.iterdir()) == {*kept, used, folder}


def test_no_place_for_it_is_one_message(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(SinographError, match=r"no temporary folder can be made.*TMPDIR"), temporary_folder():
        pass
