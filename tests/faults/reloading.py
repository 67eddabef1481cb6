"""Releases that a server is told to change over to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from sinograph.release import MANIFEST, Release, current, make_current
from waiting import await_that

if TYPE_CHECKING:
    from pathlib import Path

    from faults.serving import Server
    from sinograph.project import Project


def edit(project: Project) -> None:
    """Change a source, so that the next release is another one, which answers otherwise."""
    with project.entities[0].open("a", encoding="utf-8") as file:
        file.write(f'\nlab:borealis-ai skos:altLabel "Borealis {os.urandom(4).hex()}"@en .\n')


def both(releases: Path) -> tuple[Release, Release]:
    """Return the current release and the other one."""
    folders = [path.parent for path in releases.glob(f"*/{MANIFEST}") if not path.parent.is_symlink()]
    now = current(releases)
    assert now
    (other,) = [Release.open(folder) for folder in folders if folder.resolve() != now.path]
    return now, other


def served(server: Server) -> str:
    """Return the digest of what the server says it serves."""
    return str(server.get("/health").json["data"])


def hang_up(server: Server) -> None:
    """Tell the server by signal to open the release that is current now."""
    os.kill(server.pid, signal.SIGHUP)


def reload(server: Server, releases: Path, release: Release) -> None:
    """Make a release the current one, and wait until the server serves it."""
    make_current(releases, release.path)
    hang_up(server)
    await_that(lambda: served(server) == release.digest, "the other release is served")


def reload_in_vain(server: Server) -> None:
    """Tell the server to open what it cannot serve, and wait until it says so."""
    before = len(server.log)
    hang_up(server)
    await_that(lambda: "not reloaded: " in server.log[before:], "what is wrong is logged")


def run_reload(releases: Path, project: Project) -> subprocess.CompletedProcess[str]:
    """Tell the server by command to open the release that is current now."""
    return run("reload", SINOGRAPH_RELEASES=str(releases), SINOGRAPH_PROJECT=str(project.root))


def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a command."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SINOGRAPH_")}
    return subprocess.run(
        [sys.executable, "-m", "sinograph", *arguments],
        env={**kept, **environ},
        capture_output=True,
        text=True,
        check=False,
    )
