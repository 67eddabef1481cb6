"""Releases that are replaced, damaged or never finished: what was served goes on being served."""

from __future__ import annotations

import ctypes
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, RemoteDisconnected
from typing import TYPE_CHECKING, Final

import pytest

from faults.client import RESULTS, cheap
from faults.reloading import both, edit, hang_up, reload, reload_in_vain, run, run_reload, served
from faults.serving import start
from faults.test_kills import STUCK_SECONDS, asking
from processes import children
from sinograph.release import CURRENT, Release, current, make_current
from waiting import await_that

if TYPE_CHECKING:
    from pathlib import Path

    from faults.serving import Server
    from sinograph.project import Project

PR_CAPBSET_DROP: Final = 24
CAP_DAC_OVERRIDE: Final = 1
"""What lets root write where nobody may (https://man7.org/linux/man-pages/man7/capabilities.7.html)."""

RELOADS: Final = 3
KILLS: Final = 6


def test_a_reload_loses_no_request(reloaded: Server, releases: Path) -> None:
    now, other = both(releases)
    with asking(reloaded, cheap, 4, {200}):
        for number in range(RELOADS):
            reload(reloaded, releases, other if number % 2 == 0 else now)
            reloaded.probe()
    await_that(lambda: len(reloaded.brokers()) == 1, "the old broker ends")
    await_that(lambda: len(reloaded.webs()) == 2, "the old web processes end")
    reloaded.probe()


def test_kept_connections_live_through_a_reload(reloaded: Server, releases: Path) -> None:
    """A client that keeps its connection is answered on it, or finds it closed between two requests, never within."""
    _, other = both(releases)
    connection = HTTPConnection(reloaded.host, reloaded.port, timeout=30)
    make_current(releases, other.path)
    hang_up(reloaded)
    closed = 0
    while served(reloaded) != other.digest or closed == 0:
        try:
            connection.request("GET", "/sparql?query=ASK%20%7B%7D", headers={"Accept": RESULTS})
            response = connection.getresponse()
            assert response.status == 200
            assert b"true" in response.read()
            closed = closed or served(reloaded) == other.digest
        except (RemoteDisconnected, ConnectionError):
            connection.close()
            closed += 1
    connection.close()


def test_a_query_under_way_is_finished_by_the_old_release(reloaded: Server, releases: Path) -> None:
    numbers = " ".join(map(str, range(1_000)))
    slow = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }} VALUES ?c {{ 1 2 3 }} }}"
    _, other = both(releases)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(reloaded.ask, slow)
        time.sleep(0.1)
        make_current(releases, other.path)
        hang_up(reloaded)
        reply = asked.result()
    assert reply.status == 200
    assert b"3000000" in reply.body


def test_many_signals_at_once_are_one_reload_after_another(reloaded: Server, releases: Path) -> None:
    _, other = both(releases)
    make_current(releases, other.path)
    for _ in range(20):
        hang_up(reloaded)
    await_that(lambda: served(reloaded) == other.digest, "the other release is served")
    await_that(lambda: len(reloaded.brokers()) == 1, "one broker is left")
    await_that(lambda: len(reloaded.webs()) == 2, "two web processes are left")
    reloaded.probe()


@pytest.mark.slow
def test_a_reload_does_not_wait_for_a_web_process_that_stands_still(reloaded: Server, releases: Path) -> None:
    _, other = both(releases)
    stuck = reloaded.webs()[0]
    os.kill(stuck, signal.SIGSTOP)
    began = time.monotonic()
    reload(reloaded, releases, other)
    assert time.monotonic() - began < 2 * STUCK_SECONDS
    await_that(lambda: len(reloaded.webs()) == 2 and stuck not in reloaded.webs(), "another takes its place")
    reloaded.probe()


def test_a_reload_by_command(reloaded: Server, releases: Path, project: Project) -> None:
    _, other = both(releases)
    make_current(releases, other.path)
    result = run_reload(releases, project)
    assert result.returncode == 0, result.stderr
    await_that(lambda: served(reloaded) == other.digest, "the other release is served")


def test_a_reload_without_a_server_is_one_message(releases: Path, project: Project) -> None:
    result = run_reload(releases, project)
    assert result.returncode == 1
    assert result.stderr.startswith("error: ")
    assert "Traceback" not in result.stderr


def _files(release: Release) -> list[Path]:
    """Return all files of a release that nobody writes any more: a store's log and lock are its readers'."""
    found = (path for path in release.path.rglob("*") if path.is_file())
    return sorted(path for path in found if not path.name.startswith(("LOG", "LOCK")))


def _flip(path: Path) -> None:
    """Change one bit in the middle of a file; an empty one gets a byte."""
    content = bytearray(path.read_bytes() or b"\1")
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_damaged_release_is_refused_and_the_old_one_goes_on(reloaded: Server, releases: Path) -> None:
    now, other = both(releases)
    files = _files(other)
    assert {"data.nq", "derivations.sqlite", "manifest.json", "report.json", "CURRENT"} <= {file.name for file in files}
    for file in files:
        kept = file.read_bytes()
        _flip(file)
        make_current(releases, other.path)
        reload_in_vain(reloaded)
        assert served(reloaded) == now.digest, file
        reloaded.probe()
        file.write_bytes(kept)
    reload(reloaded, releases, other)


def test_a_release_that_is_not_there_is_refused(reloaded: Server, releases: Path) -> None:
    now, other = both(releases)
    shutil.rmtree(other.path)
    link = releases / CURRENT
    link.unlink()
    link.symlink_to(other.path.name)
    reload_in_vain(reloaded)
    assert served(reloaded) == now.digest
    reloaded.probe()


@pytest.mark.parametrize("name", ["data.nq", "derivations.sqlite", "manifest.json", "report.json", "store"])
def test_a_damaged_release_is_not_served_at_all(project: Project, releases: Path, tmp_path: Path, name: str) -> None:
    now = current(releases)
    assert now
    _flip(max((file for file in _files(now) if name in file.parts), key=lambda file: file.stat().st_size))
    environ = {"project": str(project.root), "releases": str(releases)}
    process = start(tmp_path / "log", tmp_path, **environ)
    out, _ = process.communicate()
    said = (tmp_path / "log").read_text()
    assert (process.returncode, out) == (1, ""), said
    assert "error: " in said
    assert "Traceback" not in said


def test_a_build_that_is_killed_leaves_what_was_there(releases: Path, project: Project) -> None:
    chance = random.Random(1)
    before = current(releases)
    assert before
    for _ in range(KILLS):
        edit(project)
        process = _building(releases, project)
        time.sleep(chance.uniform(0.2, 1.5))
        process.kill()
        process.wait()
        now = current(releases)
        assert now
        Release.open(now.path, verify=True)
        answer = run("query", "ASK { ?s ?p ?o }", **_environ(releases, project))
        assert answer.returncode == 0, answer.stderr
    assert run("build", "--force", **_environ(releases, project)).returncode == 0
    assert list(releases.glob(".building-*")) == []


def _environ(releases: Path, project: Project) -> dict[str, str]:
    return {
        "SINOGRAPH_RELEASES": str(releases),
        "SINOGRAPH_PROJECT": str(project.root),
        "SINOGRAPH_REQUIRE_SOURCES": "0",
    }


def _building(releases: Path, project: Project) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "sinograph", "build", "--force"],
        env={**os.environ, **_environ(releases, project)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("most", [0, 1_000, 10_000, 30_000])
def test_a_full_disk_is_one_message_and_leaves_what_was_there(releases: Path, project: Project, most: int) -> None:
    """No file may grow beyond so many bytes: to who writes it, that is a disk which is full."""
    before = current(releases)
    assert before
    edit(project)
    result = subprocess.run(
        [sys.executable, "-m", "sinograph", "build", "--force"],
        env={**os.environ, **_environ(releases, project)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
        capture_output=True,
        text=True,
        check=False,
    )
    _assert_refused(result, releases, before)


def test_a_folder_that_may_not_be_written_is_one_message(releases: Path, project: Project) -> None:
    before = current(releases)
    assert before
    edit(project)
    for path in (releases, *releases.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o555 if path.is_dir() else 0o444)
    result = subprocess.run(
        [sys.executable, "-m", "sinograph", "build", "--force"],
        env={**os.environ, **_environ(releases, project)},
        preexec_fn=_renounce,
        capture_output=True,
        text=True,
        check=False,
    )
    for path in (releases, *releases.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755)
    _assert_refused(result, releases, before)


def _renounce() -> None:
    """Give up, in the process to come, what root may do beyond others."""
    ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)


def _assert_refused(result: subprocess.CompletedProcess[str], releases: Path, before: Release) -> None:
    assert result.returncode == 1, (result.stdout, result.stderr)
    assert "error: " in result.stderr
    assert "Traceback" not in result.stderr
    now = current(releases)
    assert now
    assert now.path == before.path
    Release.open(now.path, verify=True)
    assert list(releases.glob(".building-*")) == []


def test_a_server_whose_release_was_removed_goes_on(reloaded: Server, releases: Path) -> None:
    """The workers that are there have it open; it is an operator's slip, and the server must at least say so."""
    shutil.rmtree(releases)
    reloaded.probe()
    assert children(reloaded.pid)
