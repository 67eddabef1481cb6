from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sinograph.engine import EmbeddedEngine
from sinograph.engine.formats import format_named
from sinograph.linked.addresses import Addresses
from sinograph.linked.diagram import ARROWS, BOX, HEIGHT, PLACES, WIDTH, Diagram, draw
from sinograph.linked.vocabulary import read_vocabulary
from sinograph.namespaces import PREFIXES
from sinograph.tabulation import tabulate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sinograph.release import Release


@pytest.fixture(scope="module")
def engine(real_release: Release) -> Iterator[EmbeddedEngine]:
    engine = EmbeddedEngine(real_release.store_path, prefixes=PREFIXES)
    yield engine
    engine.stop()


@pytest.fixture(scope="module")
def drawn(engine: EmbeddedEngine) -> Diagram:
    vocabulary = read_vocabulary(engine, Addresses())
    assert vocabulary
    diagram = draw(vocabulary)
    assert diagram
    return diagram


def test_has_every_class_and_property_of_the_table(drawn: Diagram) -> None:
    assert len(drawn.boxes) == len(PLACES)
    assert sum(len(arrow.labels) for arrow in drawn.arrows) == len(ARROWS)
    assert ("model", "模型") in {(box.name, box.chinese) for box in drawn.boxes}


def test_boxes_lie_apart_and_within_the_picture(drawn: Diagram) -> None:
    width, height = BOX
    for place, box in enumerate(drawn.boxes):
        assert width / 2 <= box.x <= WIDTH - width / 2
        assert height / 2 <= box.y <= HEIGHT - height / 2
        for other in drawn.boxes[place + 1 :]:
            assert abs(box.x - other.x) > width or abs(box.y - other.y) > height


def test_arrows_go_from_border_to_border(drawn: Diagram) -> None:
    for arrow in drawn.arrows:
        for (x, y), box in zip(arrow.line, (arrow.start, arrow.end), strict=True):
            assert max(abs(x - box.x) / BOX[0], abs(y - box.y) / BOX[1]) == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(("start", "prop", "end"), ARROWS, ids=["-".join(arrow) for arrow in ARROWS])
def test_the_data_have_what_an_arrow_says(engine: EmbeddedEngine, start: str, prop: str, end: str) -> None:
    curie = prop if ":" in prop else f"sino:{prop}"
    query = f"ASK {{ ?one a sino:{start} ; {curie} ?other . ?other a sino:{end} }}"
    assert tabulate(engine.query(query, format_named("json"))).truth
