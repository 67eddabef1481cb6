"""``sinograph dump``: write the current release as files in other formats."""

from __future__ import annotations

from pathlib import Path

import click

from sinograph.dumps import FORMATS, Shelf, write_dumps
from sinograph.errors import SinographError
from sinograph.locks import in_use
from sinograph.project import Project
from sinograph.release import current, releases_folder
from sinograph.settings import Settings


@click.command("dump")
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    help="What to write; may be given again.  [default: everything]",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write to.  [default: the release's own, where the server finds them]",
)
def command(formats: tuple[str, ...], output: Path | None) -> None:
    """Write the current release as files in other formats, with their digests in SHA256SUMS.

    RDF comes compressed too. Tables are written as CSV, with a description of them in Croissant. The same release
    always gives the same bytes.
    """
    settings = Settings.load()
    release = current(releases_folder(settings, Project.find(settings.project)))
    if release is None:
        raise SinographError("there is no release yet", remedy="make one with: sinograph build")
    if output is None:
        if formats:
            raise click.UsageError("--format needs --output: the release's own folder has everything or nothing.")
        paths = [kept.path for kept in Shelf(release.path).fill().values()]
    else:
        with in_use(release.path):
            paths = [output / name for name in write_dumps(release, output, formats or FORMATS)]
    for path in paths:
        click.echo(f"{path} {path.stat().st_size:,} bytes")
