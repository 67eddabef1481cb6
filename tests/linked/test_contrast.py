from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinograph.linked.contrast import contrast


def shown(side: tuple[tuple[tuple[str, bool], ...], ...]) -> str:
    return " … ".join("".join(f"[{part}]" if differs else part for part, differs in text) for text in side)


@pytest.mark.parametrize(
    ("quotes", "values", "marked"),
    [
        (
            [["120B parameter model with 12B active"], ["12B active parameters"]],
            [["120000000000"], ["12000000000"]],
            ["[120B] parameter model with 12B active", "[12B] active parameters"],
        ),
        (
            [["primary domestic GPU"], ["Ascend became a fallback GPU"]],
            [[], []],
            ["[primary domestic] GPU", "[Ascend became a fallback] GPU"],
        ),
        (
            [["Shaped by:", "Fierce competition"], ["shaped by three forces"]],
            [[], []],
            ["Shaped by: … [Fierce competition]", "shaped by [three forces]"],
        ),
        ([["red"], ["nothing alike"]], [[], []], ["red", "nothing alike"]),
        ([["$3 per million"], ["$5 per million"]], [["3"], ["5"]], ["[$3] per million", "[$5] per million"]),
        ([["a model"], ["a model"]], [["x"], ["y"]], ["a model", "a model"]),
        ([["alone"]], [[]], ["alone"]),
        ([], [], []),
    ],
    ids=["numbers", "words", "stretches", "nothing shared", "prices", "the same", "one side", "none"],
)
def test_marks_what_differs(quotes: list[list[str]], values: list[list[str]], marked: list[str]) -> None:
    assert [shown(side) for side in contrast(quotes, values)] == marked


@pytest.mark.parametrize(
    ("quotes", "names", "telling", "marked"),
    [
        (
            [["Ascend 910B GPU became a fallback"], ["primary domestic GPU"]],
            ["Ascend 910B"],
            [["fallback"], ["primary domestic GPU"]],
            ["Ascend 910B GPU became a [fallback]", "[primary domestic] GPU"],
        ),
        (
            [["first publicly traded AI company"], ["publicly traded corporations"]],
            ["AI companies"],
            [],
            ["[first] publicly traded AI company", "publicly traded [corporations]"],
        ),
        (
            [["BIG TECH", "Ours"], ["an old firm"]],
            ["Ours"],
            [["big tech"], ["old"]],
            ["[BIG TECH] … Ours", "an [old] firm"],
        ),
    ],
    ids=["what is said", "names", "nothing shared"],
)
def test_names_are_no_difference(
    quotes: list[list[str]], names: list[str], telling: list[list[str]], marked: list[str]
) -> None:
    assert [shown(side) for side in contrast(quotes, [[] for _ in quotes], names, telling)] == marked


@given(st.lists(st.lists(st.text(max_size=40), max_size=3), max_size=3))
def test_loses_no_words(quotes: list[list[str]]) -> None:
    marked = contrast(quotes, [["12"] for _ in quotes])
    assert [["".join(part for part, _ in text) for text in side] for side in marked] == quotes
