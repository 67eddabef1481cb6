"""``sinograph serve``: a release, or any RDF file, at a SPARQL endpoint."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Any

import click

from sinograph.logs import begin_log
from sinograph.settings import Settings


@click.command()
@click.option("--host", help="The address to listen on.  [default: 127.0.0.1]")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="The port to listen on; 0 for any free one.  [default: 8000]"
)
@click.option("--workers", type=click.IntRange(1), help="How many web processes serve.  [default: 2]")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE_OR_FOLDER",
    help="Serve RDF as it is instead of the release: a file, or all RDF files in a folder. May be given again.",
)
def command(host: str | None, port: int | None, workers: int | None, data: tuple[Path, ...]) -> None:
    """Serve a release, or any RDF file, at a SPARQL endpoint.

    Where there is no release yet, one is built first. Ctrl-C stops the server; sinograph reload, or SIGHUP, has it
    serve the release that is current by then.
    """
    from sinograph.web.assets import MISSING, Assets
    from sinograph.web.listening import reserve
    from sinograph.web.server import serve

    signal.signal(signal.SIGTERM, _interrupt)
    begin_log()
    settings = Settings.load(host=host, port=port, workers=workers)
    listener = reserve(settings.host, settings.port)  # before the work of loading, not after
    if not Assets.read().entries:
        _say(MISSING)
    serve(settings, listener, data, _say, lambda url: click.echo(f"listening at {url}"))


def _say(line: str) -> None:
    click.echo(line, err=True)


def _interrupt(*_: Any) -> None:
    """Leave through every ``finally``, so that what was loaded is removed."""
    sys.exit(128 + signal.SIGTERM)
