"""``sinograph serve``: a release, or any RDF file, at a SPARQL endpoint."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sinograph.holdings import open_holdings
from sinograph.settings import Settings

if TYPE_CHECKING:
    from sinograph.holdings import Holdings


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

    Where there is no release yet, one is built first. Ctrl-C stops the server.
    """
    from sinograph.web.server import free_port, serve

    signal.signal(signal.SIGTERM, _interrupt)
    settings = Settings.load(host=host, port=port, workers=workers)
    free_port(settings.host, settings.port)  # before the work of loading, not after
    with open_holdings(settings, data, build=True, report=_say) as holdings:
        _say(_described(holdings))
        serve(holdings, settings, lambda url: click.echo(f"listening at {url}"))


def _described(holdings: Holdings) -> str:
    if holdings.loaded is None:
        return f"serving release {(holdings.digest or '')[:16]}"
    files = len(holdings.loaded.files)
    return f"loaded {files} file{'' if files == 1 else 's'} with {holdings.loaded.quads:,} statements"


def _say(line: str) -> None:
    click.echo(line, err=True)


def _interrupt(*_: Any) -> None:
    """Leave through every ``finally``, so that what was loaded is removed."""
    sys.exit(128 + signal.SIGTERM)
