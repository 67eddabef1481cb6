from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from sinograph.linked.cards import STATED_AS
from sinograph.linked.difference import Difference, difference
from sinograph.linked.page import TYPE

NAMES = ("A", "B", "p", "q", "red", "blue", "big")
A, B, P, Q, RED, BLUE, BIG = (NamedNode(f"http://example.org/{name}") for name in NAMES)


@pytest.mark.parametrize(
    ("sides", "found"),
    [
        ([[Triple(A, P, RED)], [Triple(A, P, BLUE)]], Difference(A, P, ((RED,), (BLUE,)))),
        ([[Triple(A, P, RED), Triple(A, P, BIG)], [Triple(A, P, BLUE), Triple(A, P, BIG)]],
         Difference(A, P, ((RED,), (BLUE,)))),
        ([[Triple(A, TYPE, RED), Triple(A, P, RED)], [Triple(A, TYPE, BLUE), Triple(A, P, BLUE)]],
         Difference(A, P, ((RED,), (BLUE,)))),
        ([[Triple(A, P, RED)], [Triple(A, P, RED), Triple(A, P, BLUE)]], None),
        ([[Triple(A, P, RED)], [Triple(B, P, BLUE)]], None),
        ([[Triple(A, STATED_AS, Literal("red"))], [Triple(A, STATED_AS, Literal("blue"))]], None),
        ([[Triple(A, P, RED)]], None),
        ([], None),
    ],
    ids=["values", "shared", "kinds last", "one says more", "of different things", "own words", "one side", "none"],
)  # fmt: skip
def test_tells_what_the_sides_say_differently(sides: list[list[Triple]], found: Difference | None) -> None:
    assert difference(sides) == found


def test_a_known_property_alone_counts() -> None:
    sides = [[Triple(A, P, RED), Triple(A, Q, RED)], [Triple(A, P, BLUE), Triple(A, Q, BLUE)]]
    assert difference(sides, Q) == Difference(A, Q, ((RED,), (BLUE,)))
