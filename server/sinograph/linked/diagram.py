"""A picture of an ontology: its core classes as boxes, and the properties that lead from one to another as arrows.

Where the boxes stand is chosen by hand, so that the picture reads well; what they and the arrows are called comes from
the ontology, and what the ontology lacks is not drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from sinograph.languages import message
from sinograph.namespaces import expand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sinograph.linked.vocabulary import Vocabulary

WIDTH: Final = 960
HEIGHT: Final = 540
BOX: Final = (148, 46)
"""How wide and how high a box is."""

PLACES: Final[dict[str, tuple[float, float]]] = {
    "Person": (0, 0),
    "TechniqueSpread": (1.5, 0),
    "Policy": (3, 0),
    "Lab": (1, 1),
    "Technique": (2, 1),
    "Organization": (0, 1),
    "ModelFamily": (0, 2.15),
    "Model": (1.5, 2.15),
    "Chip": (3, 2.15),
    "Benchmark": (0, 3.3),
    "BenchmarkResult": (1, 3.3),
    "Price": (2, 3.3),
    "Licence": (3, 3.3),
    "Document": (0, 4.3),
    "Passage": (1, 4.3),
    "Dispute": (2, 4.3),
}
"""The column and the row of each class."""

ARROWS: Final = (
    ("Lab", "foundedBy", "Person"),
    ("Lab", "backedBy", "Organization"),
    ("Technique", "introducedBy", "Lab"),
    ("Technique", "respondsTo", "Policy"),
    ("TechniqueSpread", "fromLab", "Lab"),
    ("TechniqueSpread", "toLab", "Lab"),
    ("TechniqueSpread", "technique", "Technique"),
    ("Model", "developedBy", "Lab"),
    ("Model", "memberOf", "ModelFamily"),
    ("Model", "uses", "Technique"),
    ("Model", "trainedOn", "Chip"),
    ("Model", "hasPrice", "Price"),
    ("Model", "releasedUnder", "Licence"),
    ("Policy", "restricts", "Chip"),
    ("BenchmarkResult", "ofModel", "Model"),
    ("BenchmarkResult", "onBenchmark", "Benchmark"),
    ("Dispute", "disputeSide", "Passage"),
    ("Passage", "prov:wasQuotedFrom", "Document"),
)
"""The properties that lead from class to class; those with a prefix are of other vocabularies."""


FOREIGN: Final = {"prov:wasQuotedFrom": message("was quoted from")}
"""What properties of other vocabularies are called."""


class Box(NamedTuple):
    """A class: its names, its address on the page, and where its middle is."""

    name: str
    chinese: str
    link: str
    x: float
    y: float


class Label(NamedTuple):
    """A property: its names and its address on the page."""

    name: str
    chinese: str
    link: str


@dataclass(frozen=True)
class Arrow:
    """One or more properties from one class to another.

    :param line: from where to where it goes, each as x and y
    """

    labels: tuple[Label, ...]
    start: Box
    end: Box
    line: tuple[tuple[float, float], tuple[float, float]]

    @property
    def middle(self) -> tuple[float, float]:
        """Where its labels stand."""
        (x, y), (across, down) = self.line
        return round((x + across) / 2, 1), round((y + down) / 2, 1)


@dataclass(frozen=True)
class Diagram:
    """Boxes and arrows within a width and a height."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: int = WIDTH
    height: int = HEIGHT
    box: tuple[int, int] = BOX


def draw(vocabulary: Vocabulary) -> Diagram | None:
    """Draw those of the core classes that an ontology has; None where no two of them are related."""
    boxes = {name: box for name in PLACES if (box := _box(vocabulary, name))}
    arrows = tuple(_arrows(vocabulary, boxes))
    return Diagram(tuple(boxes.values()), arrows) if arrows else None


def _box(vocabulary: Vocabulary, name: str) -> Box | None:
    term = vocabulary.term(name)
    if term is None:
        return None
    column, row = PLACES[name]
    return Box(term.name, term.chinese, f"#{name}", 90 + column * 260, 34 + row * 108)


def _arrows(vocabulary: Vocabulary, boxes: dict[str, Box]) -> Iterator[Arrow]:
    labels: dict[tuple[str, str], list[Label]] = {}
    for start, prop, end in ARROWS:
        label = _label(vocabulary, prop)
        if label and start in boxes and end in boxes:
            labels.setdefault((start, end), []).append(label)
    for (start, end), each in labels.items():
        one, other = boxes[start], boxes[end]
        yield Arrow(tuple(each), one, other, (_border(one, other), _border(other, one)))


def _label(vocabulary: Vocabulary, prop: str) -> Label | None:
    if prop in FOREIGN:
        return Label(FOREIGN[prop], "", expand(prop).value)
    term = vocabulary.term(prop)
    return None if term is None else Label(term.name, term.chinese, f"#{prop}")


def _border(box: Box, other: Box) -> tuple[float, float]:
    """Return where the line from the middle of one box to that of another leaves the first."""
    across, down = other.x - box.x, other.y - box.y
    reach = min(size / 2 / abs(part) for size, part in zip(BOX, (across, down), strict=True) if part)
    return round(box.x + across * reach, 1), round(box.y + down * reach, 1)
