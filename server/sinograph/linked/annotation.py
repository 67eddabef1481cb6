"""A document's text with the places that passages quote: blocks of text, cut where a quote begins or ends.

Offsets count Unicode code points of the document, ends are exclusive, as in ``text[start:end]``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PARAGRAPH: Final = re.compile(r"\S(?:.|\n(?![ \t]*\n))*")
"""What stands between empty lines."""

DRAWING: Final = re.compile("[\u2500-\u257f]")
"""Lines and corners of boxes (https://www.unicode.org/charts/PDF/U2500.pdf): such a block keeps its columns."""

HEADING: Final = re.compile(r"[^\n•]{1,80}[^\n.:,;]")
"""A line of its own that is no sentence."""

PART_LENGTH: Final = 2400
"""About how many characters of a document one page shows."""


class Span(NamedTuple):
    """A place that a passage quotes."""

    start: int
    end: int
    passage: str


@dataclass(frozen=True)
class Segment:
    """Text under the same quotes throughout.

    :param passages: those that quote it, the one of the shortest place first
    :param begins: those whose quotes begin here
    """

    text: str
    passages: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading or a drawing.

    :param kind: ``text``, ``heading`` or ``drawing``
    """

    start: int
    end: int
    kind: str
    segments: tuple[Segment, ...]


def annotate(text: str, spans: Iterable[Span]) -> tuple[Block, ...]:
    """Return the blocks of a text; what lies between them is empty lines.

    Spans that reach beyond the text are cut to it.
    """
    places = [match.span() for match in PARAGRAPH.finditer(text)]
    touching = _touching(places, sorted(spans))
    return tuple(
        Block(start, end, _kind(text[start:end]), tuple(_segments(text, start, end, spans)))
        for (start, end), spans in zip(places, touching, strict=True)
    )


def _touching(places: Iterable[tuple[int, int]], spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield for each place, in the order of the text, the spans that have something in common with it.

    :param spans: in the order of where they start
    """
    reached, known = 0, list[Span]()
    for start, end in places:
        first = reached
        reached = bisect_left(spans, end, key=attrgetter("start"))
        known = [span for span in (*known, *spans[first:reached]) if span.end > start]
        yield known


def parts(blocks: Sequence[Block], length: int = PART_LENGTH) -> tuple[tuple[Block, ...], ...]:
    """Divide blocks into parts of about ``length`` characters; a heading stays with what follows it."""
    divided: list[list[Block]] = []
    for unit in _units(blocks):
        if not divided or unit[-1].end - divided[-1][0].start > length:
            divided.append([])
        divided[-1] += unit
    return tuple(tuple(part) for part in divided)


def _units(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Yield each block with the headings before it."""
    unit: list[Block] = []
    for block in blocks:
        unit.append(block)
        if block.kind != "heading":
            yield unit
            unit = []
    if unit:
        yield unit


def _kind(text: str) -> str:
    if DRAWING.search(text):
        return "drawing"
    return "heading" if HEADING.fullmatch(text) else "text"


def _segments(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Segment]:
    cuts = sorted({start, end} | {place for span in spans for place in (span.start, span.end) if start < place < end})
    pieces = list(pairwise(cuts))
    for (low, high), within in zip(pieces, _touching(pieces, spans), strict=True):
        over = sorted((span for span in within if span.end > span.start), key=_length)
        begins = [span.passage for span in over if max(span.start, start) == low]
        yield Segment(text[low:high], _distinct(span.passage for span in over), _distinct(begins))


def _length(span: Span) -> tuple[int, int]:
    return span.end - span.start, span.start


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
