"""What is done to the folders of a server that runs: it goes on with what it has, or says that it cannot."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

import pytest

from faults.client import RESULTS
from faults.reloading import both, reload, run_reload
from faults.serving import Server, serving
from processes import kill
from sinograph.dumps.formats import SUMS
from sinograph.dumps.shelf import FOLDER, Shelf
from sinograph.registration import PREFIX, registered
from waiting import await_that

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sinograph.project import Project
    from sinograph.release import Release

ASKED: Final = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def answer(server: Server) -> object:
    """Ask something that other data answer in another way, in the form of a query that nobody has asked before."""
    reply = server.ask(f"{ASKED} # {os.urandom(8).hex()}", {"Accept": RESULTS})
    assert reply.status == 200, reply.body[:300]
    return reply.json["results"]["bindings"]


def replaced_by_another(now: Release, other: Release) -> None:
    now.path.rename(now.path.with_name("kept"))
    shutil.copytree(other.path, now.path)


def replaced_by_a_link(now: Release, other: Release) -> None:
    now.path.rename(now.path.with_name("kept"))
    now.path.symlink_to(other.path.name)


def exchanged(now: Release, other: Release) -> None:
    aside = now.path.with_name("aside")
    now.path.rename(aside)
    other.path.rename(now.path)
    aside.rename(other.path)


def stores_exchanged(now: Release, other: Release) -> None:
    aside = now.path / "aside"
    now.store_path.rename(aside)
    other.store_path.rename(now.store_path)
    aside.rename(other.store_path)


@pytest.mark.parametrize("tamper", [replaced_by_another, replaced_by_a_link, exchanged, stores_exchanged])
def test_a_release_whose_folder_becomes_another_is_served_as_it_was(
    distinct: Server, releases: Path, tamper: Callable[[Release, Release], None]
) -> None:
    """Workers and the broker that are started later open what those before had open."""
    before = answer(distinct)
    tamper(*both(releases))
    for parts in (distinct.workers, distinct.brokers):
        for pid in parts():
            kill(pid)
        distinct.await_probe(5)
        assert answer(distinct) == before


@pytest.fixture
def distinct(reloaded: Server, releases: Path) -> Server:
    """A server on one of two releases that answer differently."""
    now, other = both(releases)
    first = answer(reloaded)
    reload(reloaded, releases, other)
    assert answer(reloaded) != first
    reload(reloaded, releases, now)
    return reloaded


def test_a_release_that_is_removed_and_comes_back_is_served_again(
    distinct: Server, releases: Path, project: Project
) -> None:
    now, _ = both(releases)
    before = answer(distinct)
    kept = shutil.copytree(now.path, releases / "kept")
    shutil.rmtree(now.path)
    assert distinct.get("/dataset/data.nq").status == 503
    assert distinct.get("/health").status == 200
    for pid in distinct.workers():
        kill(pid)
    kept.rename(now.path)
    result = run_reload(releases, project)
    assert result.returncode == 0, (result.stdout, result.stderr)
    distinct.await_probe(10)
    assert answer(distinct) == before
    assert distinct.get("/dataset/data.nq").status == 200


def emptied(folder: Path) -> None:
    (folder / "data.ttl").write_bytes(b"")


def cut(folder: Path) -> None:
    os.truncate(folder / "data.ttl", 100)


def without_a_file(folder: Path) -> None:
    (folder / "data.ttl").unlink()


def a_link_to_another_file(folder: Path) -> None:
    (folder / "data.ttl").unlink()
    (folder / "data.ttl").symlink_to("/etc/passwd")


def without_a_list(folder: Path) -> None:
    (folder / SUMS).unlink()


def with_another_list(folder: Path) -> None:
    (folder / SUMS).write_bytes(b"\xff\0")


def a_link_to_nowhere(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.symlink_to("nowhere")


DAMAGES: Final = (
    emptied,
    cut,
    without_a_file,
    a_link_to_another_file,
    without_a_list,
    with_another_list,
    a_link_to_nowhere,
)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_dumps_are_written_anew(
    releases: Path, project: Project, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """No file is sent that is not what its digest says."""
    now, _ = both(releases)
    Shelf(now.path).fill()
    whole = (now.path / FOLDER / "data.ttl").read_bytes()
    damage(now.path / FOLDER)
    folder = tmp_path / "server"
    folder.mkdir()
    with serving(folder, project=str(project.root), releases=str(releases)) as server:
        replies = []

        def is_there() -> bool:
            replies.append(server.get("/dataset/data.ttl"))
            return replies[-1].status == 200

        await_that(is_there, "the dump is there")
        assert replies[-1].body == whole
        assert {reply.status for reply in replies[:-1]} <= {503}
        assert "Traceback" not in server.log


def test_a_link_in_the_place_of_its_entry_is_not_written_through(
    releases: Path, project: Project, tmp_path: Path
) -> None:
    """Who may write there could otherwise have the server write elsewhere, or have another process told to reload."""
    victim = tmp_path / "victim"
    victim.write_text("kept")
    hostile = subprocess.Popen(["sleep", "60"])
    try:
        entry = {"pid": hostile.pid, "release": "x", "reloads": 0, "outcome": ""}
        (releases / f"{PREFIX}1").write_text(json.dumps(entry))
        (releases / f"{PREFIX}{hostile.pid}").write_text(json.dumps({**entry, "pid": -hostile.pid}))
        with (releases / f"{PREFIX}1").open() as one, (releases / f"{PREFIX}{hostile.pid}").open() as other:
            fcntl.flock(one, fcntl.LOCK_EX)
            fcntl.flock(other, fcntl.LOCK_EX)
            result = run_reload(releases, project)
            assert "no server runs on these releases" in result.stderr
        assert hostile.poll() is None
    finally:
        hostile.kill()
        hostile.wait()
    link = releases / f"{PREFIX}{os.getpid()}"
    link.symlink_to(victim)
    with registered(releases, "x") as register:
        register.record("x", "reloaded")
    assert victim.read_text() == "kept"
