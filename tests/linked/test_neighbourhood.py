from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Triple

from sinograph.linked.addresses import Addresses
from sinograph.linked.description import Fact
from sinograph.linked.neighbourhood import BOX, MOST, NARROW, ROW, Neighbourhood, draw, shortened
from sinograph.linked.page import Group, Value
from sinograph.linked.places import Section
from sinograph.linked.thing_page import Page
from sinograph.namespaces import expand, sino, tail

THING = expand("lab:x")


def value(node: NamedNode, *, mentions: bool = False, holds: bool = True) -> Value:
    subject, target = (node, THING) if mentions else (THING, node)
    fact = Fact(Triple(subject, sino("uses"), target), holds, False, (), ())
    return Value(fact, tail(node.value), "", "", f"/below/id/model/{tail(node.value)}", (), ())


def group(name: str, *values: Value) -> Group:
    return Group(name, "", "", values)


def page(*groups: Group) -> Page:
    return Page(THING.value, "lab:x", "X", "", (), (), (), (Section("All", groups),), (), ())


def nodes(prefix: str, number: int) -> list[NamedNode]:
    return [expand(f"model:{prefix}{place}") for place in range(number)]


def drawn(*groups: Group) -> Neighbourhood:
    drawing = draw(page(*groups), Addresses())
    assert drawing
    return drawing


def test_the_sides_are_even_and_in_the_order_of_the_page() -> None:
    drawing = drawn(
        group("uses", *map(value, nodes("a", 2))), group("made by", value(expand("model:b0"), mentions=True))
    )
    assert [each.name for each in drawing.left] == ["a0", "a1"]
    assert [each.name for each in drawing.right] == ["b0"]
    assert drawing.left[0].x < drawing.middle < drawing.right[0].x
    assert drawing.left[1].y - drawing.left[0].y == ROW


def test_on_a_phone_all_stand_below_it() -> None:
    drawing = drawn(group("uses", *map(value, nodes("a", 5))))
    assert [each.name for each in drawing.below] == [each.name for each in (*drawing.left, *drawing.right)]
    places = [each.y for each in drawing.below]
    assert places == sorted(places)
    assert BOX < places[0] < places[-1] < drawing.tall
    assert all(0 < each.x < NARROW for each in drawing.below)


def test_properties_take_turns_where_there_is_no_room_for_all() -> None:
    drawing = drawn(group("uses", *map(value, nodes("a", 20))), group("made by", value(expand("model:b0"))))
    names = [each.name for each in drawing.below]
    assert len(names) == MOST
    assert "b0" in names
    assert drawing.left_out == 21 - MOST


def test_each_thing_is_drawn_once_and_only_what_holds() -> None:
    node, other = nodes("a", 2)
    drawing = drawn(group("uses", value(node), value(other)), group("likes", value(node)))
    assert [each.name for each in drawing.below] == ["a0", "a1"]
    assert draw(page(group("uses", value(node), value(other, holds=False))), Addresses()) is None


def test_what_is_no_thing_of_ours_is_not_drawn() -> None:
    elsewhere = value(NamedNode("https://example.org/x"))
    assert draw(page(group("uses", value(expand("model:a0")), elsewhere)), Addresses()) is None


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("short", "short"),
        ("x" * 33, "x" * 33),
        ("x" * 34, "x" * 32 + "…"),
        ("深" * 16, "深" * 16),
        ("深" * 17, "深" * 16 + "…"),
        ("", ""),
    ],
    ids=["short", "fits", "long", "Chinese fits", "Chinese long", "none"],
)
def test_long_names_are_cut(name: str, shown: str) -> None:
    assert shortened(name) == shown


def test_a_name_that_is_cut_is_there_in_full() -> None:
    drawing = drawn(group("uses", *map(value, [expand("model:" + "x" * 40), expand("model:y")])))
    assert [each.full for each in drawing.below] == ["x" * 40, ""]
