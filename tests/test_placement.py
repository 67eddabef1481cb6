"""Quotes are placed where the file's order and what is written already say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import HEADER, claims, passage
from sinograph.namespaces import expand
from sinograph.passages import claims_of
from sinograph.placement import place, repaired
from sinograph.reading import parse_quads

D = expand("document:d")
TEXT = "labs begin. DeepSeek trains. Qwen trains. DeepSeek ships. Kimi trains. The end."
#       0           12               29            42                58


def outcomes(body: str, text: str = TEXT) -> list[tuple[str, int | None]]:
    return [(placement.outcome, placement.start) for placement in place(claims(body), {D: text})]


CASES = {
    "unique": (passage("p", "Qwen"), [("filled", 29)]),
    "in place": (passage("p", "Qwen", "29 33"), [("in place", 29)]),
    "moved": (passage("p", "Qwen", "30 34"), [("moved", 29)]),
    "wrong end": (passage("p", "Qwen", "29 34"), [("moved", 29)]),
    "hint that is right": (passage("p", "Qwen", "29"), [("filled", 29)]),
    "vanished": (passage("p", "ChatGLM"), [("vanished", None)]),
    "second place stays": (passage("p", "DeepSeek", "42 50"), [("in place", 42)]),
    "nearest to the hint": (passage("p", "DeepSeek", "39"), [("filled", 42)]),
    "nearest to the old start": (passage("p", "DeepSeek", "30 38"), [("moved", 42)]),
    "first of two": (passage("p", "DeepSeek"), [("ambiguous", 12)]),
    "after the one before": (passage("p", "Qwen") + passage("q", "DeepSeek"), [("filled", 29), ("filled", 42)]),
    "before the one after": (passage("p", "DeepSeek") + passage("q", "Qwen"), [("filled", 12), ("filled", 29)]),
    "between two": (
        passage("p", "DeepSeek") + passage("q", "trains") + passage("r", "Qwen", "29 33"),
        [("filled", 12), ("filled", 21), ("in place", 29)],
    ),
    "none after the one before": (
        passage("p", "Kimi") + passage("q", "DeepSeek"),
        [("filled", 58), ("ambiguous", 12)],
    ),
    "same span twice": (passage("p", "Qwen") + passage("q", "Qwen"), [("filled", 29), ("filled", 29)]),
}


@pytest.mark.parametrize(("body", "expected"), CASES.values(), ids=CASES)
def test_placement(body: str, expected: list[tuple[str, int | None]]) -> None:
    assert outcomes(body) == expected


FRAGMENTS = """passage:p a sino:Passage ; prov:wasQuotedFrom document:d ; sino:hasFragment fragment:p-1, fragment:p-2 .
fragment:p-1 a sino:Fragment ; oa:exact "Qwen" .
fragment:p-2 a sino:Fragment ; oa:exact "DeepSeek" ."""


def test_a_fragment_goes_after_the_one_before() -> None:
    assert outcomes(FRAGMENTS) == [("filled", 29), ("filled", 42)]


def test_a_vanished_quote_names_the_nearest_text() -> None:
    (placement,) = place(claims(passage("p", "DeepSeek shops")), {D: TEXT})
    assert placement.near is not None
    assert placement.near.text == "DeepSeek ships"


def test_passages_without_a_copy_are_left_out() -> None:
    assert place(claims(passage("p", "Qwen")), {}) == []


def test_repair_keeps_what_vanished_as_it_is() -> None:
    path = Path("claims.trig")
    quads = parse_quads((HEADER + passage("p", "Qwen", "1 2") + passage("q", "gone", "3 7")).encode(), path)[0]
    read = claims_of(repaired(quads, place(claims_of(quads, path), {D: TEXT})), path)
    assert [(passage.spans[0].start, passage.spans[0].end) for passage in read.passages] == [(29, 33), (3, 7)]


@given(st.data())
def test_passages_in_the_order_of_the_text_are_anchored_exactly(data: st.DataObject) -> None:
    text = data.draw(st.text("ab é🐉", min_size=1, max_size=60))
    starts = sorted(data.draw(st.lists(st.integers(0, len(text) - 1), min_size=1, max_size=5)))
    quotes = [text[start : start + data.draw(st.integers(1, 9))] for start in starts]
    body = "".join(passage(f"p{number}", quote) for number, quote in enumerate(quotes))
    found = place(claims(body), {D: text})
    assert all(text[placement.start : placement.end] == placement.span.exact for placement in found)
    certain = [placement.start for placement in found if placement.outcome == "filled"]
    assert certain == sorted(start for start in certain if start is not None)
