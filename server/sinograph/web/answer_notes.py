"""The footnotes of an answer: the passages that each of its rows rests on, laid out for a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sinograph.linked.naming import Naming
from sinograph.web.links import OwnAddresses
from sinograph.web.notes import Notes
from sinograph.web.speaking import page_language

if TYPE_CHECKING:
    from sinograph.citing import Evidence
    from sinograph.engine.interface import Engine
    from sinograph.web.about import About


@dataclass(frozen=True)
class AnswerNotes:
    """What an answer rests on, with the footnotes of the passages that its rows cite; None where they cite none."""

    evidence: Evidence
    notes: Notes | None = None


def laid_out(evidence: Evidence, engine: Engine, about: About) -> AnswerNotes:
    """Return the footnotes that say what an answer rests on."""
    cited = [passage for row in evidence.rows if row for passage in row.passages]
    documents = {each.document for each in cited if each.document}
    marks = {mark for each in cited for mark in (each.modality, *each.conditions)}
    naming = Naming.of(engine, {each.iri for each in cited} | documents | marks, page_language())
    notes = Notes(naming, OwnAddresses(about.base))
    notes.cite(cited)
    return AnswerNotes(evidence, notes if notes.listed else None)
