"""The footnotes of an answer: the passages that each of its rows rests on, laid out for a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sinograph.linked.naming import Naming
from sinograph.web.links import OwnAddresses
from sinograph.web.notes import Notes
from sinograph.web.speaking import page_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Triple

    from sinograph.citing import Evidence
    from sinograph.engine.interface import Engine
    from sinograph.web.about import About


@dataclass(frozen=True)
class RowNotes:
    """The footnotes of a row.

    :param numbers: of the passages that it cites
    :param more: how many more it rests on
    :param inferred: what nobody said and these passages prove
    """

    numbers: tuple[int, ...] = ()
    more: int = 0
    inferred: tuple[Triple, ...] = ()


@dataclass(frozen=True)
class AnswerNotes:
    """The footnotes of an answer.

    :param rows: those of each row, as far as there are any
    :param remarks: what a reader must know of what is missing
    """

    rows: Sequence[RowNotes] = ()
    notes: Notes | None = None
    remarks: tuple[str, ...] = ()


def laid_out(evidence: Evidence, engine: Engine, about: About) -> AnswerNotes:
    """Return the footnotes that say what an answer rests on."""
    cited = [passage for row in evidence.rows if row for passage in row.passages]
    documents = {each.document for each in cited if each.document}
    marks = {mark for each in cited for mark in (each.modality, *each.conditions)}
    naming = Naming.of(engine, {each.iri for each in cited} | documents | marks, page_language())
    notes = Notes(naming, OwnAddresses(about.base))
    rows = []
    for row in evidence.rows:
        numbers = tuple(sorted(note.number for note in notes.cite(row.passages))) if row else ()
        rows.append(RowNotes(numbers, row.more, row.inferred) if row else RowNotes())
    return AnswerNotes(rows, notes if notes.listed else None, evidence.remarks)
