"""``sinograph anchor``: find each quote in its document, and write or repair its offsets."""

from __future__ import annotations

import sys
from collections import Counter
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sinograph.errors import SinographError
from sinograph.faults import shown
from sinograph.namespaces import shorten
from sinograph.passages import ClaimFile, claims_of, read_claim_file
from sinograph.placement import OUTCOMES, Placement, place, repaired
from sinograph.project import Project
from sinograph.reading import parse_quads, read_bytes
from sinograph.settings import Settings
from sinograph.sources import Document, find_copies, read_documents, source_folders
from sinograph.writing import replace, write_quads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyoxigraph import NamedNode

_STYLES: Final = {"filled": "green", "moved": "yellow", "ambiguous": "bold yellow", "vanished": "bold red"}
_MOST_PLACES: Final = 5
"""How many other places of an ambiguous quote are listed."""

_WIDTH_UNBOUND: Final = 200
"""How wide the table may be where the output is not a terminal."""


@click.command("anchor")
@click.argument("document", required=False)
@click.option(
    "--file", "files", multiple=True, type=click.Path(path_type=Path), help="A claim file to anchor; by default all."
)
@click.option("--dry-run", is_flag=True, help="Write nothing; only report.")
def command(document: str | None, files: tuple[Path, ...], dry_run: bool) -> None:
    """Find each quote of DOCUMENT (its slug; by default every document) in the text, and write its offsets.

    Passages may be written without oa:start and oa:end, or with oa:start alone as a hint. A quote that stands in
    several places keeps the one it is at, or else goes to the one nearest to its oa:start, or else to the first one
    after the passage before it. The file is then written in the order of the text; its comments are lost.
    Exits with 1 if a quote is not in the document.
    """
    settings = Settings.load()
    project = Project.find(settings.project)
    declared = read_documents(project)
    copies = _copies(_chosen(document, declared), source_folders(settings, project))
    chosen = files or tuple(project.claims)
    for file in chosen:
        _require_documents(read_claim_file(file), declared)
    placements = [placement for file in chosen for placement in _anchor(file, copies, write=not dry_run)]
    _report(placements, len(chosen))
    sys.exit(1 if any(placement.outcome == "vanished" for placement in placements) else 0)


def _chosen(slug: str | None, documents: Sequence[Document]) -> list[Document]:
    chosen = [document for document in documents if slug in (None, document.slug)]
    if chosen or slug is None:
        return chosen
    slugs = [document.slug for document in documents]
    close = get_close_matches(slug, slugs, n=1)
    remedy = f"did you mean {close[0]}?" if close else f"graph/sources.ttl declares {', '.join(slugs) or 'none'}"
    raise SinographError("no such document", where=slug, remedy=remedy)


def _copies(documents: Sequence[Document], folders: Sequence[Path]) -> dict[NamedNode, str]:
    copies = find_copies(documents, folders)
    for document in documents:
        if document.iri not in copies:
            raise SinographError(
                f"no file with sha256 {document.sha256} is in {', '.join(map(shown, folders))}",
                where=shorten(document.iri),
                remedy="name the folder that holds the document with SINOGRAPH_SOURCES",
            )
    return copies


def _require_documents(file: ClaimFile, declared: Sequence[Document]) -> None:
    known = {document.iri for document in declared}
    for passage in file.passages:
        if passage.document not in known:
            source = f"{shorten(passage.document)}, which is not declared" if passage.document else "no document"
            remedy = "write prov:wasQuotedFrom a document that graph/sources.ttl declares"
            raise SinographError(f"is quoted from {source}", where=passage.where, remedy=remedy)


def _anchor(file: Path, copies: Mapping[NamedNode, str], *, write: bool) -> list[Placement]:
    """Place the quotes of one file, and replace the file if that changes it."""
    data = read_bytes(file)
    quads, prefixes = parse_quads(data, file)
    placements = place(claims_of(quads, file), copies)
    text = write_quads(repaired(quads, placements), file, prefixes)
    if write and placements and text.encode() != data:
        replace(file, text)
    return placements


def _report(placements: Sequence[Placement], files: int) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDTH_UNBOUND)
    rows = [placement for placement in placements if placement.outcome != "in place"]
    if rows:
        console.print(_table(rows))
    counts = Counter(placement.outcome for placement in placements)
    told = ", ".join(f"{counts[outcome]} {outcome}" for outcome in OUTCOMES)
    console.print(f"{files} files, {len(placements)} quotes: {told}", soft_wrap=True)


def _table(placements: Sequence[Placement]) -> Table:
    table = Table("outcome", "file", "passage", "offsets", "quote", box=None, pad_edge=False)
    for placement in placements:
        style = _STYLES[placement.outcome]
        cells = (placement.passage.file.name, shorten(placement.span.node), _offsets(placement), _quote(placement))
        table.add_row(Text(placement.outcome, style), *map(Text, cells))
    return table


def _offsets(placement: Placement) -> str:
    """Write old and new offsets, and the other places of an ambiguous quote."""
    new = "nowhere" if placement.start is None else f"{placement.start}-{placement.end}"
    if placement.outcome == "ambiguous":
        others = [str(start) for start in placement.places if start != placement.start]
        more = f" and {len(others) - _MOST_PLACES} more" if len(others) > _MOST_PLACES else ""
        return f"{new} (or at {', '.join(others[:_MOST_PLACES])}{more})"
    if placement.span.start is None:
        return new
    end = "" if placement.span.end is None else f"-{placement.span.end}"
    return f"{placement.span.start}{end} -> {new}"


def _quote(placement: Placement) -> str:
    """Write the quote, and what is most like it where it is not in the document."""
    near = placement.near
    if near is None:
        return placement.span.exact
    return f"{placement.span.exact}\nnearest, {near.similarity:.0f}% alike, at {near.start}-{near.end}: {near.text}"
