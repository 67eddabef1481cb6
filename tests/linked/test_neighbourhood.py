from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Triple

from sinograph.linked.description import Fact
from sinograph.linked.neighbourhood import MOST, ROW, Neighbourhood, draw, shortened
from sinograph.linked.page import Group, Value
from sinograph.linked.places import Section
from sinograph.linked.thing_page import Page
from sinograph.namespaces import expand, sino

THING = expand("lab:x")


def value(node: NamedNode, *, mentions: bool = False, holds: bool = True) -> Value:
    subject, target = (node, THING) if mentions else (THING, node)
    name = node.value.rpartition("/")[2]
    fact = Fact(Triple(subject, sino("uses"), target), holds, False, (), ())
    return Value(fact, name, "", "", f"/id/model/{name}", (), ())


def group(name: str, *values: Value) -> Group:
    return Group(name, "", "", values)


def page(*groups: Group) -> Page:
    return Page(THING.value, "lab:x", "X", "", (), (), (), (Section("All", groups),), (), ())


def nodes(prefix: str, number: int) -> list[NamedNode]:
    return [expand(f"model:{prefix}{place}") for place in range(number)]


def drawn(*groups: Group) -> Neighbourhood:
    drawing = draw(page(*groups))
    assert drawing
    return drawing


def test_what_mentions_it_is_left_of_what_it_mentions() -> None:
    drawing = drawn(
        group("uses", *map(value, nodes("a", 2))), group("made by", value(expand("model:b0"), mentions=True))
    )
    assert [each.name for each in drawing.left] == ["b0"]
    assert [each.name for each in drawing.right] == ["a0", "a1"]
    assert drawing.left[0].x < drawing.middle < drawing.right[0].x
    assert drawing.right[1].y - drawing.right[0].y == ROW


def test_a_side_without_anything_takes_no_room() -> None:
    both = drawn(group("uses", *map(value, nodes("a", 2))), group("of", value(expand("model:b0"), mentions=True)))
    one = drawn(group("uses", *map(value, nodes("a", 2))))
    assert one.width < both.width
    assert one.start + one.width == both.width


def test_properties_take_turns_where_there_is_no_room_for_all() -> None:
    drawing = drawn(group("uses", *map(value, nodes("a", 20))), group("made by", value(expand("model:b0"))))
    assert len(drawing.right) == MOST
    assert "b0" in [each.name for each in drawing.right]
    assert drawing.left_out == 21 - MOST


def test_each_thing_is_drawn_once_and_only_what_holds() -> None:
    node, other = nodes("a", 2)
    drawing = drawn(group("uses", value(node), value(other)), group("likes", value(node)))
    assert [each.name for each in drawing.right] == ["a0", "a1"]
    assert draw(page(group("uses", value(node), value(other, holds=False)))) is None


@pytest.mark.parametrize(
    ("name", "shown"), [("short", "short"), ("x" * 30, "x" * 30), ("x" * 31, "x" * 29 + "…"), ("", "")]
)
def test_long_names_are_cut(name: str, shown: str) -> None:
    assert shortened(name) == shown
