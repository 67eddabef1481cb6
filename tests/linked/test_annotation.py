from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinograph.linked.annotation import Segment, Span, annotate, parts

TEXT = "How It Works\n\nMoE with MLA, says A.\nTwo lines.\n \n┌──┐\n│  │\n└──┘\n\n\nLast"


def test_blocks_stand_between_empty_lines() -> None:
    blocks = annotate(TEXT, [])
    assert [(TEXT[block.start : block.end], block.kind) for block in blocks] == [
        ("How It Works", "heading"),
        ("MoE with MLA, says A.\nTwo lines.", "text"),
        ("┌──┐\n│  │\n└──┘", "drawing"),
        ("Last", "heading"),
    ]


def test_text_is_cut_where_quotes_begin_and_end() -> None:
    (block,) = annotate("MoE with MLA.", [Span(0, 12, "both"), Span(9, 12, "mla")])
    assert block.segments == (
        Segment("MoE with ", ("both",), ("both",)),
        Segment("MLA", ("mla", "both"), ("mla",)),
        Segment("."),
    )


def test_a_quote_may_span_blocks() -> None:
    first, second = annotate("one\n\ntwo", [Span(1, 7, "p")])
    assert first.segments == (Segment("o"), Segment("ne", ("p",), ("p",)))
    assert second.segments == (Segment("tw", ("p",), ("p",)), Segment("o"))


@pytest.mark.parametrize("line", ["A sentence.", "With a colon:", "• an item", "x" * 90])
def test_what_is_no_heading(line: str) -> None:
    assert [block.kind for block in annotate(line, [])] == ["text"]


SPANS = st.lists(
    st.builds(
        lambda start, length: Span(start, start + length, f"p{start}-{length}"), st.integers(0, 60), st.integers(1, 40)
    )
)


@given(st.text(alphabet="ab. \n\t│é极", max_size=60), SPANS)
def test_segments_lose_no_text_and_name_just_the_quotes_over_them(text: str, spans: list[Span]) -> None:
    covered = 0
    for block in annotate(text, spans):
        assert text[covered : block.start].strip() == ""
        assert "".join(segment.text for segment in block.segments) == text[block.start : block.end]
        place = block.start
        for segment in block.segments:
            over = {span.passage for span in spans if span.start <= place and place + len(segment.text) <= span.end}
            assert set(segment.passages) == over
            assert set(segment.begins) <= over
            place += len(segment.text)
        covered = block.end
    assert text[covered:].strip() == ""


@given(st.lists(st.integers(1, 50), max_size=30), st.integers(10, 100))
def test_parts_hold_all_blocks_in_their_order(lengths: list[int], most: int) -> None:
    blocks = annotate("\n\n".join(f"{'x' * length}." for length in lengths), [])
    divided = parts(blocks, most)
    assert [block for part in divided for block in part] == list(blocks)
    assert all(part for part in divided)
    assert all(part[-1].end - part[0].start <= most for part in divided if len(part) > 1)


def test_a_heading_stays_with_what_follows() -> None:
    blocks = annotate(f"{'a' * 30}.\n\nTitle\n\n{'b' * 30}.", [])
    assert [[block.kind for block in part] for part in parts(blocks, 40)] == [["text"], ["heading", "text"]]
