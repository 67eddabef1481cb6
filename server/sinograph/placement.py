"""Find where the quotes of a claim file stand in their document, and write or repair their offsets.

A quote that stands in several places is placed, in this order: where it is now; at the place nearest to the start that
is written; at the first place after the passage before it, which is ambiguous unless the passages around it leave only
one such place.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import pyoxigraph as ox

from sinograph.anchors import Near, nearest, occurrences
from sinograph.namespaces import expand
from sinograph.passages import END, EXACT, START

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sinograph.passages import ClaimFile, Passage, Span

Outcome = Literal["in place", "filled", "moved", "ambiguous", "vanished"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("in place", "filled", "moved", "ambiguous", "vanished")

_INTEGER: Final = expand("xsd:integer")


@dataclass(frozen=True)
class Placement:
    """Where a quote was found.

    :param start: where it begins, or None where it is not in the document
    :param places: every offset at which it begins
    :param near: the most similar text, where the quote is not in the document
    """

    passage: Passage
    span: Span
    outcome: Outcome
    start: int | None
    places: tuple[int, ...] = ()
    near: Near | None = None

    @property
    def end(self) -> int | None:
        """Where it ends, exclusive."""
        return None if self.start is None else self.start + len(self.span.exact)


def place(file: ClaimFile, copies: Mapping[ox.NamedNode, str]) -> list[Placement]:
    """Find each quote of a claim file in its document; passages whose document is not at hand are left out."""
    by_document: dict[ox.NamedNode, list[Passage]] = {}
    for passage in file.passages:
        if passage.document is not None and passage.document in copies:
            by_document.setdefault(passage.document, []).append(passage)
    return [
        placement for document, passages in by_document.items() for placement in _place_all(passages, copies[document])
    ]


def _place_all(passages: Sequence[Passage], text: str) -> Iterator[Placement]:
    """Place the passages of one document in the order of the file."""
    places = {span.exact: tuple(occurrences(span.exact, text)) for passage in passages for span in passage.spans}
    limits = _limits(passages, places, len(text))
    previous = 0
    for passage, limit in zip(passages, limits, strict=True):
        after = previous
        for number, span in enumerate(passage.spans):
            placement = _place(passage, span, places[span.exact], after, limit, text)
            yield placement
            if placement.start is None or placement.end is None:
                continue
            after = placement.end
            previous = placement.start if number == 0 else previous


def _limits(passages: Sequence[Passage], places: Mapping[str, Sequence[int]], length: int) -> list[int]:
    """Return for each passage where the next one begins whose place is beyond doubt."""
    limits = []
    limit = length
    for passage in reversed(passages):
        limits.append(limit)
        if passage.spans:
            first = passage.spans[0]
            found = places[first.exact]
            if len(found) == 1:
                limit = found[0]
            elif first.start is not None and first.start in found:
                limit = first.start
    return limits[::-1]


def _place(passage: Passage, span: Span, places: tuple[int, ...], after: int, limit: int, text: str) -> Placement:
    if not places:
        return Placement(passage, span, "vanished", None, near=nearest(span.exact, text))
    start, certain = _choose(span, places, after, limit)
    outcome: Outcome = "in place"
    if not certain:
        outcome = "ambiguous"
    elif span.start is None or span.end is None:
        outcome = "filled"
    elif (span.start, span.end) != (start, start + len(span.exact)):
        outcome = "moved"
    return Placement(passage, span, outcome, start, places)


def _choose(span: Span, places: Sequence[int], after: int, limit: int) -> tuple[int, bool]:
    """Return one of ``places``, and whether it is beyond doubt."""
    if len(places) == 1:
        return places[0], True
    if span.start is not None:
        hint = span.start
        return min(places, key=lambda start: abs(start - hint)), True
    following = places[bisect_left(places, after) :]
    if not following:
        return places[0], False
    return following[0], sum(start <= limit for start in following) == 1 and following[0] <= limit


def repaired(quads: Iterable[ox.Quad], placements: Iterable[Placement]) -> list[ox.Quad]:
    """Return the quads of a claim file with the offsets of what was found; quotes that vanished keep theirs."""
    found: dict[object, tuple[int, int]] = {}
    for placement in placements:
        if placement.start is not None and placement.end is not None:
            found[placement.span.node] = placement.start, placement.end
    result = []
    for quad in quads:
        if quad.predicate in (START, END) and quad.subject in found:
            continue
        result.append(quad)
        if quad.predicate == EXACT and quad.subject in found:
            start, end = found[quad.subject]
            result += [_offset(quad, START, start), _offset(quad, END, end)]
    return result


def _offset(quad: ox.Quad, predicate: ox.NamedNode, value: int) -> ox.Quad:
    return ox.Quad(quad.subject, predicate, ox.Literal(str(value), datatype=_INTEGER), quad.graph_name)
