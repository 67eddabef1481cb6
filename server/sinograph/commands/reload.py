"""``sinograph reload``: have a running server serve the release that is current now."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING, Final

import click

from sinograph.errors import SinographError
from sinograph.project import Project
from sinograph.registration import entry_of, registrations
from sinograph.release import releases_folder
from sinograph.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.registration import Registration

WAIT_SECONDS: Final = 120
"""How long a server may take to open a release."""

_LOOK_SECONDS: Final = 0.05

FAILED: Final = "not reloaded"
"""How the outcome begins of a reload that changed nothing because the release cannot be served."""


@click.command()
def command() -> None:
    """Have the running server serve the release that is current now.

    No request is dropped or refused. A damaged release is not taken: the server goes on with what it has, and the exit
    code is 1.
    """
    settings = Settings.load()
    releases = releases_folder(settings, Project.find(settings.project))
    servers = registrations(releases)
    if not servers:
        raise SinographError("no server runs on these releases", where=releases, remedy="start one: sinograph serve")
    outcomes = [_reload(releases, server) for server in servers]
    for outcome in outcomes:
        click.echo(outcome)
    if any(FAILED in outcome for outcome in outcomes):
        raise click.exceptions.Exit(1)


def _reload(releases: Path, server: Registration) -> str:
    """Tell one server, and return what it says."""
    try:
        os.kill(server.pid, signal.SIGHUP)
    except (PermissionError, ProcessLookupError) as error:
        raise SinographError(
            f"the server cannot be told: {error.strerror}", where=f"process {server.pid}", remedy="run this as its user"
        ) from None
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        entry = entry_of(releases, server.pid)
        if entry is not None and entry.reloads > server.reloads:
            return f"process {server.pid}: {entry.outcome}"
        time.sleep(_LOOK_SECONDS)
    raise SinographError("the server has not answered", where=f"process {server.pid}", remedy="see what it wrote")
