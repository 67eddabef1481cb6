"""Prove that each quote stands in its document exactly where its passage says, or say where it stands instead."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sinograph.faults import Fault
from sinograph.namespaces import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import NamedNode

    from sinograph.passages import ClaimFile, Passage, Span
    from sinograph.sources import Document

_BOX_DRAWING: Final = range(0x2500, 0x2580)
"""The code points that draw a diagram's lines (Unicode block Box Drawing)."""

_SHOWN: Final = 30
"""How many characters a message shows of what stands where a heading should."""

_MOST_SHOWN: Final = 5
"""How many places of a quote a message lists."""


def check_anchors(
    claims: Iterable[ClaimFile],
    documents: Iterable[Document],
    copies: Mapping[NamedNode, str],
    *,
    required: bool = False,
) -> list[Fault]:
    """Return a fault for each quote or heading that is not where it is said to be, and each document without a copy.

    :param copies: the texts at hand, by document (:func:`sinograph.sources.find_copies`)
    :param required: whether a document without a copy is an error rather than a warning
    """
    passages = [passage for file in claims for passage in file.passages]
    quoted = Counter(passage.document for passage in passages)
    faults = []
    for document in documents:
        if document.iri not in copies:
            faults.append(_no_copy(document, quoted[document.iri], required=required))
        elif document.length != len(copies[document.iri]):
            faults.append(_wrong_length(document, copies[document.iri]))
        else:
            faults += _misplaced_headings(document, copies[document.iri])
    for passage in passages:
        if passage.document is not None and passage.document in copies:
            faults += _misplaced(passage, copies[passage.document])
    return faults


def _no_copy(document: Document, passages: int, *, required: bool) -> Fault:
    return Fault(
        "error" if required else "warning",
        "anchors",
        shorten(document.iri),
        f"no copy is at hand, so the anchors of {passages} passages are not proved",
        f"put the file with sha256 {document.sha256} into a folder that SINOGRAPH_SOURCES names",
    )


def _wrong_length(document: Document, text: str) -> Fault:
    problem = f"has {len(text)} characters, but its sino:length is {document.length}"
    return Fault("error", "anchors", shorten(document.iri), problem, f"write sino:length {len(text)}")


def _misplaced_headings(document: Document, text: str) -> Iterator[Fault]:
    for heading in document.contents:
        if not heading.begins(text):
            there = text[heading.start : heading.start + _SHOWN]
            problem = f"the section {heading.title!r} does not begin at {heading.start}, where {there!r} is"
            remedy = "mend its line in the dcterms:tableOfContents"
            yield Fault("error", "anchors", shorten(document.iri), problem, remedy)


def _misplaced(passage: Passage, text: str) -> Iterator[Fault]:
    for span in passage.spans:
        if span.start is None or span.end is None or text[span.start : span.end] == span.exact:
            continue
        node = "" if span.node == passage.iri else f"{shorten(span.node)}: "
        problem, remedy = _where_instead(span, text)
        yield Fault("error", "anchors", passage.where, f"{node}{problem}", remedy)


def _where_instead(span: Span, text: str) -> tuple[str, str]:
    places = occurrences(span.exact, text)
    if places:
        listed = ", ".join(f"{start}-{start + len(span.exact)}" for start in places[:_MOST_SHOWN])
        more = f" and {len(places) - _MOST_SHOWN} places more" if len(places) > _MOST_SHOWN else ""
        return f"{span.exact!r} is at {listed}{more}, not at {span.start}-{span.end}", "run `sinograph anchor`"
    near = nearest(span.exact, text)
    problem = f"{span.exact!r} is not in the document"
    return problem, f"the nearest text is {near.text!r} at {near.start}-{near.end}: quote exactly what is there"


def occurrences(quote: str, text: str) -> list[int]:
    """Return every offset at which ``quote`` begins in ``text``, overlapping ones included; none for an empty quote."""
    found = []
    start = text.find(quote) if quote else -1
    while start >= 0:
        found.append(start)
        start = text.find(quote, start + 1)
    return found


@dataclass(frozen=True)
class Near:
    """The stretch of a document that is most like a quote.

    :param similarity: from 0 to 100, where 100 is the same
    """

    text: str
    start: int
    end: int
    similarity: float


def nearest(quote: str, text: str) -> Near:
    """Return the stretch of ``text`` that is most like ``quote``."""
    from rapidfuzz.fuzz import partial_ratio_alignment  # most builds have nothing to look for

    found = partial_ratio_alignment(quote, text)
    if found is None or not text:
        return Near("", 0, 0, 0.0)
    return Near(text[found.dest_start : found.dest_end], found.dest_start, found.dest_end, found.score)


@dataclass(frozen=True)
class Coverage:
    """What share of a document lies under quotes, from 0 to 1.

    :param characters: of all its characters
    :param words: of those that are neither blank nor part of a diagram's lines
    """

    characters: float
    words: float


def coverage(claims: Iterable[ClaimFile], document: Document, text: str) -> Coverage:
    """Return what share of a document's text lies under quotes that stand where they say."""
    passages = (passage for file in claims for passage in file.passages if passage.document == document.iri)
    quoted: set[int] = set()
    for passage in passages:
        for span in passage.spans:
            if span.start is not None and text[span.start : span.end] == span.exact:
                quoted.update(range(span.start, span.start + len(span.exact)))
    words = [place for place, char in enumerate(text) if not char.isspace() and ord(char) not in _BOX_DRAWING]
    return Coverage(_share(quoted, range(len(text))), _share(quoted, words))


def _share(quoted: set[int], places: Sequence[int]) -> float:
    return sum(place in quoted for place in places) / len(places) if places else 0.0
