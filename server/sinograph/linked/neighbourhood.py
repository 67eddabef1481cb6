"""The things around a thing, as a drawing: on both sides of it where there is room, below it on a phone.

Places and sizes are in the units of the drawing, which are pixels where it is shown in full.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

from pyoxigraph import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sinograph.linked.addresses import Addresses
    from sinograph.linked.page import Value
    from sinograph.linked.thing_page import Page

    Beside = tuple[str, Value]

MOST: Final = 12
"""How many things are drawn."""

WIDTH: Final = 840
ROW: Final = 48
MARGIN: Final = 10
HALF: Final = 110
"""Half of the width of the box in the middle."""

COLUMN: Final = 270
"""How wide the names on either side may be."""

LONGEST: Final = 33
"""How many characters of a name are shown; those of East Asian scripts are twice as wide."""

LONGEST_FULL: Final = 300
"""How many are there to be read by who points at it."""

MIDDLE: Final = 24
"""How many characters of the thing's own name are shown."""

NARROW: Final = 340
TRUNK: Final = 14
BOX: Final = 40
"""The width of the drawing for a phone, where the line from the thing goes down in it, and the height of the box."""


@dataclass(frozen=True)
class Neighbour:
    """A thing beside ours.

    :param full: its name where that is cut
    :param by: the name of the property between them
    :param path: the line from it to ours, as SVG has it
    """

    name: str
    full: str
    by: str
    link: str
    x: int
    y: int
    path: str


@dataclass(frozen=True)
class Neighbourhood:
    """A drawing, and the same for a phone.

    :param start: where it begins, as a side that has nothing takes no room
    :param below: all of them, one below the other
    :param left_out: how many neighbours have no place in it
    """

    name: str
    height: int
    left: tuple[Neighbour, ...]
    right: tuple[Neighbour, ...]
    below: tuple[Neighbour, ...]
    left_out: int
    width: int = WIDTH
    middle: int = WIDTH // 2
    half: int = HALF
    narrow: int = NARROW

    @property
    def tall(self) -> int:
        """How high the drawing for a phone is."""
        return BOX + len(self.below) * ROW + MARGIN


def draw(page: Page, addresses: Addresses) -> Neighbourhood | None:
    """Draw what a page says of other things, or return None where it says of fewer than two."""
    beside = _in_turn(_by_property(page, addresses))
    if len(beside) < 2:
        return None
    drawn = beside[:MOST]
    half = (len(drawn) + 1) // 2
    height = max(half, 2) * ROW + 2 * MARGIN
    return Neighbourhood(
        shortened(page.name, MIDDLE),
        height,
        tuple(_placed(drawn[:half], height, is_left=True)),
        tuple(_placed(drawn[half:], height, is_left=False)),
        tuple(_below(drawn)),
        len(beside) - len(drawn),
    )


def shortened(name: str, longest: int = LONGEST) -> str:
    """Return a name that is cut where it is too long to be drawn."""
    widths = list(accumulate(2 if east_asian_width(character) in "WF" else 1 for character in name))
    if not widths or widths[-1] <= longest:
        return name
    return f"{name[: bisect(widths, longest - 1)].rstrip()}…"


def _by_property(page: Page, addresses: Addresses) -> list[list[Beside]]:
    """Return what stands beside the thing for each property: each thing once, and only what holds."""
    seen = {page.iri}
    groups: list[list[Beside]] = []
    for group in (group for section in page.sections for group in section.groups if group.name):
        groups.append([])
        for value in group.values:
            triple = value.fact.triple
            others = [node for node in (triple.object, triple.subject) if isinstance(node, NamedNode)]
            other = next((node for node in others if node.value != page.iri), None)
            if other and value.link and value.fact.holds and addresses.path_of(other) and other.value not in seen:
                seen.add(other.value)
                groups[-1].append((group.name, value))
    return groups


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
        path = f"M{start} {y}C{bend} {y} {bend} {middle} {end} {middle}"
        yield _neighbour(by, value, start - 8 if is_left else start + 8, y, path)


def _below(all_of_them: Sequence[Beside]) -> Iterator[Neighbour]:
    for number, (by, value) in enumerate(all_of_them):
        y = BOX + round((number + 0.5) * ROW)
        path = f"M{TRUNK} {BOX}V{y - 8}Q{TRUNK} {y} {TRUNK + 8} {y}H{TRUNK + 18}"
        yield _neighbour(by, value, TRUNK + 26, y, path)


def _neighbour(by: str, value: Value, x: int, y: int, path: str) -> Neighbour:
    name = shortened(value.text)
    return Neighbour(
        name, shortened(value.text, LONGEST_FULL) if name != value.text else "", by, value.link, x, y, path
    )
