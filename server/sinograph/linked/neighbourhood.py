"""The things around a thing, as a drawing: what mentions it on the left, what it mentions on the right.

Places and sizes are in the units of the drawing, which are pixels where it is shown in full.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sinograph.tabulation import value_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sinograph.linked.page import Value
    from sinograph.linked.thing_page import Page

    Beside = tuple[str, Value]

MOST: Final = 8
"""How many things a side has."""

WIDTH: Final = 760
ROW: Final = 46
MARGIN: Final = 8
HALF: Final = 95
"""Half of the width of the box in the middle."""

COLUMN: Final = 250
"""How wide the names on either side may be."""

LONGEST: Final = 30
"""How many characters of a name are shown."""

MIDDLE: Final = 20
"""How many characters of the thing's own name are shown."""


@dataclass(frozen=True)
class Neighbour:
    """A thing beside ours.

    :param by: the name of the property between them
    :param path: the curve from it to the middle, as SVG has it
    """

    name: str
    by: str
    link: str
    x: int
    y: int
    path: str


@dataclass(frozen=True)
class Neighbourhood:
    """A drawing.

    :param start: where it begins, as a side that has nothing takes no room
    :param left: what mentions the thing
    :param right: what it mentions
    :param left_out: how many neighbours have no place in it
    """

    name: str
    height: int
    left: tuple[Neighbour, ...]
    right: tuple[Neighbour, ...]
    left_out: int
    start: int
    width: int
    middle: int = WIDTH // 2


def draw(page: Page) -> Neighbourhood | None:
    """Draw what a page says of other things, or return None where it says of fewer than two."""
    left, right = _sides(page)
    if len(left) + len(right) < 2:
        return None
    rows = max(min(len(left), MOST), min(len(right), MOST), 2)
    height = rows * ROW + 2 * MARGIN
    start = 0 if left else WIDTH // 2 - HALF - MARGIN
    end = WIDTH if right else WIDTH // 2 + HALF + MARGIN
    return Neighbourhood(
        shortened(page.name, MIDDLE),
        height,
        tuple(_placed(left[:MOST], height, is_left=True)),
        tuple(_placed(right[:MOST], height, is_left=False)),
        max(len(left) - MOST, 0) + max(len(right) - MOST, 0),
        start,
        end - start,
    )


def shortened(name: str, longest: int = LONGEST) -> str:
    """Return a name that is cut where it is too long to be drawn."""
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def _sides(page: Page) -> tuple[list[Beside], list[Beside]]:
    """Return what mentions the thing, and what it mentions: each thing once, properties taking turns."""
    seen = {page.iri}
    sides: tuple[list[list[Beside]], list[list[Beside]]] = ([], [])
    for group in (group for section in page.sections for group in section.groups if group.name):
        found: tuple[list[Beside], list[Beside]] = ([], [])
        for value in group.values:
            subject, target = value_of(value.fact.triple.subject), value_of(value.fact.triple.object)
            other = target if subject == page.iri else subject
            if value.link.startswith("/id/") and value.fact.holds and other not in seen:
                seen.add(other)
                found[subject == page.iri].append((group.name, value))
        for side, names in zip(sides, found, strict=True):
            side.append(names)
    return _in_turn(sides[0]), _in_turn(sides[1])


def _in_turn(groups: Sequence[Sequence[Beside]]) -> list[Beside]:
    """Return the first of each group, then the second of each, kept together by group as far as there is room."""
    turns = [(place, number, each) for number, group in enumerate(groups) for place, each in enumerate(group)]
    chosen = sorted(turns, key=lambda turn: turn[:2])
    first = sorted(chosen[:MOST], key=lambda turn: (turn[1], turn[0]))
    return [each for _, _, each in (*first, *chosen[MOST:])]


def _placed(side: Sequence[Beside], height: int, *, is_left: bool) -> Iterator[Neighbour]:
    start, end, middle = (COLUMN, WIDTH // 2 - HALF, height // 2)
    if not is_left:
        start, end = WIDTH - start, WIDTH - end
    for number, (by, value) in enumerate(side):
        y = middle + round((number - (len(side) - 1) / 2) * ROW)
        bend = (start + end) // 2
        x = start - 8 if is_left else start + 8
        path = f"M{start} {y}C{bend} {y} {bend} {middle} {end} {middle}"
        yield Neighbour(shortened(value.text), by, value.link, x, y, path)
