from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from sinograph.dumps.formats import SUMS, offers
from sinograph.dumps.shelf import FOLDER, Shelf
from sinograph.dumps.writing import write_dumps
from sinograph.errors import SinographError
from sinograph.release import QUADS, Release, digest_of
from waiting import PATIENCE, await_that

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def release(small_release: Release, tmp_path: Path) -> Path:
    """A copy of the small release, without dumps."""
    folder = tmp_path / "release"
    shutil.copytree(small_release.path, folder, ignore=shutil.ignore_patterns("dumps-*"))
    return folder


def test_has_nothing_until_it_is_filled(release: Path) -> None:
    shelf = Shelf(release)
    assert shelf.files() is None
    assert shelf.fill() == shelf.files()
    assert Shelf(release).files() == shelf.files()


def test_holds_every_dump_with_digest_and_size(release: Path) -> None:
    kept = Shelf(release).fill()
    assert kept.keys() == {offer.file for offer in offers()} - {QUADS}
    for file in kept.values():
        assert digest_of(file.path) == file.digest
        assert file.path.stat().st_size == file.size


def test_the_list_of_digests_has_the_outputs_of_the_build_too(release: Path) -> None:
    kept = Shelf(release).fill()
    lines = kept[SUMS].path.read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    assert {name: file.digest for name, file in kept.items() if name != SUMS}.items() <= listed.items()
    outputs = {output["path"]: output["sha256"] for output in Release.open(release).manifest["outputs"]}
    assert outputs.items() <= listed.items()


def test_is_filled_by_another_process(release: Path) -> None:
    shelf = Shelf(release)
    assert shelf.order()
    assert shelf.order(), "it is at work"
    await_that(lambda: shelf.files() is not None)
    assert shelf.order(), "there is nothing left to do"
    assert sorted(path.name for path in release.iterdir() if path.name.startswith(".")) == []


def test_several_may_fill_it_at_the_same_time(release: Path) -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(Shelf(release).fill()))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert found == [len(list(offers())) - 1] * 4
    assert [path.name for path in release.iterdir() if path.name.startswith(".")] == []


def test_what_a_killed_process_has_left_is_removed(release: Path) -> None:
    left = release / ".building-999999999-abcd"
    left.mkdir()
    Shelf(release).fill()
    assert not left.exists()


def test_says_that_it_cannot_be_kept(release: Path) -> None:
    (release / FOLDER).write_text("in the way", encoding="utf-8")
    shelf = Shelf(release)
    with pytest.raises(SinographError, match="cannot be kept"):
        shelf.fill()
    assert shelf.order()
    await_that(lambda: not shelf.order())
    assert shelf.files() is None
    assert not shelf.order(), "it is not tried again at once"
    assert [path.name for path in release.iterdir() if path.name.startswith(".")] == []


def test_a_process_says_what_is_wrong(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sinograph.dumps", str(tmp_path / "nowhere")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "not offered" in result.stderr
    assert "nowhere" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_release_gives_the_same_bytes(small_release: Release, tmp_path: Path, seed: str) -> None:
    write_dumps(small_release, tmp_path / "here")
    program = (
        "import sys; from pathlib import Path; from sinograph.dumps import write_dumps; "
        "from sinograph.release import Release; write_dumps(Release.open(Path(sys.argv[1])), Path(sys.argv[2]))"
    )
    command = [sys.executable, "-c", program, str(small_release.path), str(tmp_path / "there")]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
    assert (tmp_path / "here" / SUMS).read_bytes() == (tmp_path / "there" / SUMS).read_bytes()


def test_quads_that_cannot_be_read(release: Path, tmp_path: Path) -> None:
    (release / QUADS).write_text("<a> nonsense\n", encoding="utf-8")
    with pytest.raises(SinographError, match=r"data\.nq: cannot be read"):
        write_dumps(Release.open(release), tmp_path / "output")
