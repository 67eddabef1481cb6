from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sinograph.errors import SinographError
from sinograph.locks import in_use, remove_unless_used

if TYPE_CHECKING:
    from pathlib import Path

HOLD = "import sys\nfrom pathlib import Path\nfrom sinograph.locks import in_use\n"
HOLD += "with in_use(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "folder"
    path.mkdir()
    (path / "file").write_text("")
    return path


def test_a_folder_in_use_is_not_removed(folder: Path) -> None:
    with in_use(folder):
        with in_use(folder):
            remove_unless_used(folder)
        remove_unless_used(folder)
        assert (folder / "file").exists()
    remove_unless_used(folder)
    assert not folder.exists()


def test_the_use_ends_when_its_process_is_killed(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        remove_unless_used(folder)
        assert folder.exists()
        process.kill()
    remove_unless_used(folder)
    assert not folder.exists()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    remove_unless_used(tmp_path / "nowhere")
    with pytest.raises(SinographError, match="nowhere: cannot be opened"), in_use(tmp_path / "nowhere"):
        pass
