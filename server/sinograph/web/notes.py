"""Footnotes: the passages that a page cites, each with a number, its words, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sinograph.linked.manner import manner_of
from sinograph.linked.page import STATED, Layout
from sinograph.web.links import link_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import NamedNode

    from sinograph.linked.addresses import Addresses
    from sinograph.linked.evidence import Passage
    from sinograph.linked.naming import Naming


@dataclass(frozen=True)
class Note:
    """A footnote.

    :param link: to the passage in its document
    :param span: where it stands there
    :param place: the document and where it stands there
    :param manner: how the document says it, in a sentence
    :param remarks: what a reader must know before citing it
    :param disputes: the ends of the IRIs of the disputes of which it is a side
    """

    number: int
    passage: str
    quotation: str
    link: str
    document: str
    span: str
    place: str
    modality: str
    stated: bool
    manner: str
    remarks: tuple[str, ...]
    disputes: tuple[str, ...]


class Notes:
    """Numbers passages in the order in which they are first cited; a passage that is cited again keeps its number.

    :param sides: the disputes of which each passage is a side, as far as they are known
    """

    def __init__(
        self, naming: Naming, addresses: Addresses, sides: Mapping[NamedNode, tuple[str, ...]] | None = None
    ) -> None:
        self._naming, self._sides = naming, sides or {}
        self._layout = Layout(naming, addresses)
        self._notes: dict[str, Note] = {}
        self.listed: list[Note] = []
        """The footnotes in the order of their numbers."""

    def cite(self, passages: Iterable[Passage]) -> list[Note]:
        """Return the footnote of each of these passages."""
        return [self._cited(passage) for passage in passages]

    def numbers(self, passages: Iterable[Passage]) -> list[int]:
        """Return the numbers of the footnotes of these passages, in their order."""
        return sorted(note.number for note in self.cite(passages))

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
                place=words.place,
                modality=words.modality,
                stated=passage.modality == STATED,
                manner=manner_of(passage, self._layout),
                remarks=words.remarks,
                disputes=self._sides.get(passage.iri, ()),
            )
            self.listed.append(self._notes[passage.iri.value])
        return self._notes[passage.iri.value]
