"""``sinograph format``: write ``.ttl`` and ``.trig`` files as the project writes them."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console

from sinograph.faults import shown
from sinograph.project import Project
from sinograph.reading import read_bytes
from sinograph.settings import Settings
from sinograph.writing import formatted, formatted_files, replace


@click.command("format")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a file would change.")
def command(files: tuple[Path, ...], check: bool) -> None:
    """Write .ttl and .trig files as the project writes them: by default all of ontology/ and graph/.

    Turtle is sorted by subject; a claim file goes passage by passage in the order of the text. Literals keep their
    spelling. Comments are lost: what is worth saying belongs into skos:editorialNote or skos:scopeNote.
    """
    console = Console(soft_wrap=True, highlight=False)
    chosen = files or formatted_files(Project.find(Settings.load().project))
    changed = [file for file in chosen if _differs(file, write=not check)]
    for file in changed:
        console.print(f"{'would change' if check else 'formatted'} {shown(file)}", markup=False)
    console.print(f"{len(chosen)} files, {len(changed)} {'to be formatted' if check else 'changed'}")
    sys.exit(1 if check and changed else 0)


def _differs(file: Path, *, write: bool) -> bool:
    """Tell whether a file differs from its formatted self, and replace it if asked."""
    data = read_bytes(file)
    text = formatted(data, file)
    if text.encode() == data:
        return False
    if write:
        replace(file, text)
    return True
