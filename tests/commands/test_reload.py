from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING

from servers import environment, port_of, serving
from sinograph.building import build
from sinograph.registration import registered, registrations

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.project import Project
    from sinograph.release import Release
    from sinograph.settings import Settings

QUERY = "/sparql?" + urllib.parse.urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"})
CLIENTS = 8


def named(project: Project, temporary: Path) -> dict[str, str]:
    """Return what makes the program use this project, and a folder for everything that it writes."""
    return {
        "SINOGRAPH_PROJECT": str(project.root),
        "SINOGRAPH_RELEASES": str(temporary / "releases"),
        "TMPDIR": str(temporary),
    }


def sinograph(environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sinograph", *arguments]
    return subprocess.run(command, env=environment(**environ), capture_output=True, text=True, check=False)


class Client(threading.Thread):
    """Asks again and again, over one connection or a new one each time, until it is told to stop."""

    def __init__(self, port: int, *, alive: bool) -> None:
        super().__init__()
        self._port = port
        self._alive = alive
        self._done = threading.Event()
        self.statuses: list[int] = []
        self.tags: list[str] = []
        self.failures: list[Exception] = []

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port)
        while not self._done.is_set():
            try:
                connection.request("GET", QUERY)
                response = connection.getresponse()
                response.read()
            except (OSError, http.client.HTTPException) as error:
                self.failures.append(error)
                break
            self.statuses.append(response.status)
            self.tags.append(response.headers["ETag"])
            if not self._alive:
                connection.close()
        connection.close()

    def finish(self) -> None:
        self._done.set()
        self.join()


def changed(project: Project, settings: Settings) -> Release:
    """Build a release of other data."""
    with project.entities[0].open("a", encoding="utf-8") as file:
        file.write("\n")
    return build(project, settings, lambda _: None, shacl=False)


def served(address: str) -> str | None:
    with urllib.request.urlopen(f"{address}health") as health:
        digest: str | None = json.load(health)["data"]
    return digest


def test_drops_and_refuses_no_request(project: Project, settings: Settings, tmp_path: Path) -> None:
    environ = named(project, tmp_path)
    releases = [build(project, settings, lambda _: None, shacl=False)]
    with serving(**environ) as (process, address):
        clients = [Client(port_of(address), alive=number % 2 == 0) for number in range(CLIENTS)]
        for client in clients:
            client.start()
        for _ in range(3):
            releases.append(changed(project, settings))
            told = sinograph(environ, "reload")
            assert told.stdout == f"process {process.pid}: reloaded: serving release {releases[-1].path.name}\n"
            assert served(address) == releases[-1].digest
        for client in clients:
            client.finish()
    assert [failure for client in clients for failure in client.failures] == []
    assert {status for client in clients for status in client.statuses} == {200}
    assert len({tag for client in clients for tag in client.tags}) == len(releases)


def test_says_that_nothing_has_changed(project: Project, settings: Settings, tmp_path: Path) -> None:
    release = build(project, settings, lambda _: None, shacl=False)
    environ = named(project, tmp_path)
    with serving(**environ) as (process, _):
        release.quads_path.unlink()  # which would be missed if the release were opened again
        told = sinograph(environ, "reload")
        assert told.returncode == 0
        assert told.stdout == f"process {process.pid}: unchanged: release {release.path.name} is the current one\n"


def test_goes_on_where_the_release_is_damaged(project: Project, settings: Settings, tmp_path: Path) -> None:
    good = build(project, settings, lambda _: None, shacl=False)
    environ = named(project, tmp_path)
    with serving(**environ) as (process, address):
        damaged = changed(project, settings)
        for name in ("store/CURRENT", "derivations.sqlite", "data.nq"):  # the last one is found first
            with (damaged.path / name).open("ab") as file:
                file.write(b"x")
            told = sinograph(environ, "reload")
            assert told.returncode == 1
            assert f"not reloaded: {damaged.path / name}: is not what the build wrote" in told.stdout
        assert served(address) == good.digest
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate()
        assert said.count("not reloaded: ") == 3
    refused = sinograph(environ, "serve", "--port", "0")
    assert refused.returncode == 1
    assert "is not what the build wrote" in refused.stderr


def test_a_released_folder_can_be_removed(project: Project, settings: Settings, tmp_path: Path) -> None:
    former = build(project, settings, lambda _: None, shacl=False)
    environ = named(project, tmp_path)
    with serving(**environ):
        changed(project, settings)
        assert sinograph(environ, "reload").returncode == 0
        os.utime(former.path / "manifest.json", (0, 0))
        while former.path.exists():  # the next build removes it as soon as the server has let go of it
            build(project, settings, lambda _: None, force=True, shacl=False)


def test_says_that_no_server_runs(project: Project, settings: Settings, tmp_path: Path) -> None:
    build(project, settings, lambda _: None, shacl=False)
    environ = named(project, tmp_path)
    with serving(**environ):
        assert len(registrations(tmp_path / "releases")) == 1
    (tmp_path / "releases" / ".serving-1").write_text("{}")  # what one that was killed leaves behind
    told = sinograph(environ, "reload")
    assert told.returncode == 1
    assert "no server runs on these releases" in told.stderr
    assert list((tmp_path / "releases").glob(".serving-*")) == []


def test_a_server_removes_what_killed_ones_have_left(tmp_path: Path) -> None:
    (tmp_path / ".serving-1").write_text("{}")
    with registered(tmp_path, "release x") as register:
        register.record("release y", "reloaded")
        (entry,) = registrations(tmp_path)
        assert (entry.pid, entry.release, entry.reloads, entry.outcome) == (os.getpid(), "release y", 1, "reloaded")
    assert list(tmp_path.iterdir()) == []


def test_serves_where_it_cannot_write(tmp_path: Path) -> None:
    with registered(tmp_path / "missing", "release x") as register:
        register.record("release y", "reloaded")
    assert registrations(tmp_path / "missing") == []


def test_files_stay_as_they_were_read(project: Project, tmp_path: Path) -> None:
    environ = named(project, tmp_path)
    file = tmp_path / "data.ttl"
    file.write_text("<https://example.org/a> a <https://example.org/B> .")
    with serving("--data", str(file), **environ) as (process, address):
        process.send_signal(signal.SIGHUP)
        assert process.stderr is not None
        while not (line := process.stderr.readline()).startswith("unchanged"):
            assert line
        assert line.startswith("unchanged: 1 file with 1 statements are served")
        assert served(address) is None
