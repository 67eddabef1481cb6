from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import DefaultGraph, Literal, Quad, Store

from sinograph.errors import SinographError
from sinograph.locks import in_use
from sinograph.namespaces import expand, sino
from sinograph.publishing import find, publish
from sinograph.release import Release, current, releases_folder
from sinograph.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.project import Project

DIGESTS = [letter * 64 for letter in "abcd"]
QUADS = [
    Quad(expand("lab:b"), sino("founder"), expand("person:x"), DefaultGraph()),
    Quad(expand("lab:a"), sino("founder"), Literal("é\n", language="en"), expand("passage:p")),
]


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    return tmp_path / "releases"


def write(releases: Path, digest: str = DIGESTS[0]) -> Release:
    return publish(releases, digest, QUADS, {"version": "1"}, {"counts": {}, "faults": []})


def test_a_release_has_quads_store_manifest_and_report(releases: Path) -> None:
    release = write(releases)
    assert release.path.name == "a" * 16
    assert {path.name for path in release.path.iterdir()} == {"data.nq", "store", "manifest.json", "report.json"}
    lines = release.quads_path.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines)
    assert len(lines) == len(QUADS)
    assert set(Store.read_only(str(release.store_path))) == set(QUADS)
    assert (release.digest, release.manifest["version"]) == (DIGESTS[0], "1")
    assert release.read_report() == {"counts": {}, "faults": []}


def test_a_release_is_the_same_whatever_the_order(tmp_path: Path) -> None:
    one = publish(tmp_path / "one", DIGESTS[0], QUADS, {}, {})
    other = publish(tmp_path / "other", DIGESTS[0], [*reversed(QUADS), QUADS[0]], {}, {})
    assert one.quads_path.read_bytes() == other.quads_path.read_bytes()
    assert one.manifest["outputs"] == other.manifest["outputs"]


def test_the_newest_release_is_the_current_one(releases: Path) -> None:
    assert current(releases) is None
    write(releases, DIGESTS[0])
    newest = write(releases, DIGESTS[1])
    assert current(releases) == newest
    assert (releases / "current").readlink().name == newest.path.name


def test_the_last_two_releases_stay(releases: Path) -> None:
    for age, digest in enumerate(DIGESTS):
        release = write(releases, digest)
        os.utime(release.path / "manifest.json", (age, age))
    assert {path.name for path in releases.iterdir()} == {"c" * 16, "d" * 16, "current"}


def test_fresh_releases_stay_and_so_do_those_in_use(releases: Path) -> None:
    fresh = [write(releases, digest).path.name for digest in DIGESTS]
    assert {path.name for path in releases.iterdir()} == {*fresh, "current"}
    for age, name in enumerate(fresh):
        os.utime(releases / name / "manifest.json", (age, age))
    with in_use(releases / fresh[0]):
        again = write(releases, DIGESTS[3])
    assert {path.name for path in releases.iterdir()} == {fresh[0], fresh[3], again.path.name, "current"}


def test_a_release_that_is_open_stays_as_it_is(releases: Path) -> None:
    first = write(releases)
    second = write(releases)
    assert (first.path.name, second.path.name) == ("a" * 16, f"{'a' * 16}-2")
    assert current(releases) == second
    assert find(releases, DIGESTS[0]) is not None


def test_a_release_is_found_by_its_digest(releases: Path) -> None:
    release = write(releases)
    assert find(releases, DIGESTS[0]) == release
    assert find(releases, DIGESTS[1]) is None
    release.quads_path.write_text("", encoding="utf-8")
    assert find(releases, DIGESTS[0]) is None


def test_what_a_dead_process_left_behind_is_removed(releases: Path) -> None:
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    left = releases / f".building-{int(dead.stdout)}-abc"
    alive = releases / f".building-{os.getpid()}-abc"
    for folder in (left, alive):
        folder.mkdir(parents=True)
    write(releases)
    assert not left.exists()
    assert alive.exists()


def test_a_build_that_fails_leaves_the_last_release(releases: Path) -> None:
    last = write(releases)
    with pytest.raises(TypeError):
        publish(releases, DIGESTS[1], QUADS, {"version": object()}, {})
    assert current(releases) == last
    assert {path.name for path in releases.iterdir()} == {last.path.name, "current"}


def test_a_folder_that_is_a_file_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "releases").write_text("", encoding="utf-8")
    with pytest.raises(SinographError, match="the release cannot be written") as refusal:
        write(tmp_path / "releases")
    assert "SINOGRAPH_RELEASES" in str(refusal.value)


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("manifest.json", None, "there is no release here"),
        ("manifest.json", "{", "cannot be read"),
        ("manifest.json", "[]", "is not a JSON object"),
        ("manifest.json", "{}", "lacks its digests"),
        ("data.nq", "", "is not what the build wrote"),
        ("data.nq", None, "cannot be read"),
        ("report.json", "{}", "is not what the build wrote"),
    ],
)
def test_a_damaged_release_is_refused(releases: Path, file: str, content: str | None, message: str) -> None:
    path = write(releases).path / file
    if content is None:
        path.unlink()
    else:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(SinographError, match=message) as refusal:
        Release.open(path.parent, verify=True)
    assert "sinograph build" in str(refusal.value)


def test_a_release_without_its_store_is_refused(releases: Path) -> None:
    release = write(releases)
    release.store_path.rename(releases / "elsewhere")
    with pytest.raises(SinographError, match="has no store"):
        Release.open(release.path)


def test_the_folder_of_releases(project: Project, tmp_path: Path) -> None:
    assert releases_folder(Settings.load({}), project) == project.root / "releases"
    assert releases_folder(Settings.load({}, releases=tmp_path), project) == tmp_path


def test_the_manifest_has_the_digests_of_the_outputs(releases: Path) -> None:
    release = write(releases)
    manifest = json.loads((release.path / "manifest.json").read_text(encoding="utf-8"))
    assert {output["path"] for output in manifest["outputs"]} == {"data.nq", "report.json"}
    assert all(len(output["sha256"]) == 64 for output in manifest["outputs"])
    assert manifest["created"].endswith("+00:00")
