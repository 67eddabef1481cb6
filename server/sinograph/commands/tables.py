"""Answers in a terminal: a table, with the numbers of its footnotes, and the footnotes below it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid
from rich.text import Text

from sinograph.citing import MOST_ROWS
from sinograph.citing.writing import CANNOT_TELL, quotation, spans
from sinograph.namespaces import PREFIXES, shorten
from sinograph.tabulation import written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import Triple

    from sinograph.citing import Evidence, RowEvidence
    from sinograph.linked.evidence import Passage
    from sinograph.tabulation import Table

WIDE = 10_000
"""How wide a table may be, in characters, where it is not a terminal that shows it."""

SOURCES = "sources"


def print_table(table: Table, evidence: Evidence | None = None) -> None:
    """Print an answer, with what it rests on where that is given."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDE)
    notes = _numbered(evidence) if evidence else {}
    if table.truth is None:
        _print_rows(console, table, evidence, notes)
    else:
        marks = _marks(evidence.rows[0], notes) if evidence and evidence.rows else ""
        console.print(Text(f"{'yes' if table.truth else 'no'} {marks}".rstrip()))
    if evidence:
        _print_notes(console, table, evidence, notes)


def explanation(triple: Triple) -> str:
    """Return the command that shows the proof of a statement."""
    return shlex.join(("sinograph", "explain", *(_spelt(term) for term in triple)))


def _spelt(term: object) -> str:
    return shorten(term) if isinstance(term, NamedNode) else str(term)


def _print_rows(console: Console, table: Table, evidence: Evidence | None, notes: Mapping[NamedNode, int]) -> None:
    grid = Grid(*(escape(column) for column in table.columns), header_style="bold")
    language = table.language
    if notes:
        grid.add_column(SOURCES)
    for place, row in enumerate(table.rows):
        cells = [Text(written(term, PREFIXES, understood=language)) for term in row]
        if evidence and notes:
            cells.append(Text(_marks(evidence.rows[place], notes) if place < len(evidence.rows) else ""))
        grid.add_row(*cells)
    console.print(grid)
    console.print(f"{len(table.rows):,} row{'' if len(table.rows) == 1 else 's'}")


def _numbered(evidence: Evidence) -> dict[NamedNode, int]:
    """Return the numbers of passages, in the order in which they are cited."""
    passages = dict.fromkeys(passage.iri for row in evidence.rows if row for passage in row.passages)
    return {iri: number for number, iri in enumerate(passages, 1)}


def _marks(row: RowEvidence | None, notes: Mapping[NamedNode, int]) -> str:
    """Return the numbers of a row's footnotes, and whether it is inferred."""
    if row is None:
        return CANNOT_TELL
    marks = [f"[{notes[passage.iri]}]" for passage in row.passages]
    return " ".join((*marks, *([f"and {row.more} more"] if row.more else []), *(["inferred"] if row.inferred else [])))


def _print_notes(console: Console, table: Table, evidence: Evidence, notes: Mapping[NamedNode, int]) -> None:
    passages = {passage.iri: passage for row in evidence.rows if row for passage in row.passages}
    if notes:
        console.print()
    for iri, number in notes.items():
        console.print(Text(f"[{number}] {_note(passages[iri])}"), soft_wrap=True)
    inferred = next((triple for row in evidence.rows if row for triple in row.inferred), None)
    remarks = [*evidence.remarks]
    if inferred:
        remarks.append(f"For a proof of what is inferred: {explanation(inferred)}")
    if len(table.rows) > len(evidence.rows) > 0:
        remarks.append(f"The first {MOST_ROWS} rows have footnotes.")
    for remark in remarks:
        console.print(Text(remark), soft_wrap=True)


def _note(passage: Passage) -> str:
    """Return a quote with its place, and how the document says it unless it just states it."""
    modality = "" if passage.modality.value.endswith("#Stated") else f", {shorten(passage.modality)}"
    marks = "".join(f", {shorten(each)}" for each in passage.conditions)
    document = shorten(passage.document) if passage.document else ""
    place = " ".join(part for part in (document, spans(passage)) if part)
    return f"“{quotation(passage)}” {shorten(passage.iri)} ({place}{modality}{marks})"
