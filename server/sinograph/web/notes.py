"""Footnotes: the passages that a page cites, each with a number, its words, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from sinograph.linked.page import STATED, Layout

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sinograph.linked.addresses import Addresses
    from sinograph.linked.evidence import Passage
    from sinograph.linked.naming import Naming


@dataclass(frozen=True)
class Note:
    """A footnote.

    :param link: to the passage in its document
    :param span: where it stands there
    :param remarks: what a reader must know before citing it
    """

    number: int
    passage: str
    quotation: str
    link: str
    document: str
    span: str
    modality: str
    stated: bool
    remarks: tuple[str, ...]

    @property
    def place(self) -> str:
        """The document and where it stands there."""
        return ", ".join(part for part in (self.document, self.span) if part)


class Notes:
    """Numbers passages in the order in which they are first cited; a passage that is cited again keeps its number."""

    def __init__(self, naming: Naming, addresses: Addresses) -> None:
        self._naming = naming
        self._layout = Layout(naming, addresses)
        self._notes: dict[str, Note] = {}

    @property
    def listed(self) -> list[Note]:
        """The footnotes in the order of their numbers."""
        return list(self._notes.values())

    def cite(self, passages: Iterable[Passage]) -> list[Note]:
        """Return the footnote of each of these passages."""
        return [self._cited(passage) for passage in passages]

    def _cited(self, passage: Passage) -> Note:
        if passage.iri.value not in self._notes:
            words = self._layout.words(passage)
            document = self._naming.of_node(passage.document) if passage.document else ""
            self._notes[passage.iri.value] = Note(
                number=len(self._notes) + 1,
                passage=passage.iri.value,
                quotation=" … ".join(words.exact),
                link=link_to(passage) or words.link,
                document=document,
                span=words.span,
                modality=words.modality,
                stated=passage.modality == STATED,
                remarks=words.remarks,
            )
        return self._notes[passage.iri.value]


def link_to(passage: Passage) -> str | None:
    """Return the address at which a passage is read beside the text of its document, if it is from one."""
    if passage.document is None:
        return None
    slug, document = (node.value.rpartition("/")[2] for node in (passage.iri, passage.document))
    return url_for("documents.document", slug=document, passage=slug, _anchor=slug)
