from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinograph.web.validators import Tags, coded, content_tag, entity_tag, parse_tags


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ('"a"', {'"a"'}),
        ('W/"a"', {'W/"a"'}),
        ('"a", W/"b" ,"c"', {'"a"', 'W/"b"', '"c"'}),
        (', "a",, "b",', {'"a"', '"b"'}),
        ('""', {'""'}),
        ('"a,b"', {'"a,b"'}),
        (' "a" ', {'"a"'}),
    ],
)
def test_reads_lists(header: str, tags: set[str]) -> None:
    parsed = parse_tags(header)
    assert parsed is not None
    assert parsed == Tags(frozenset(tags))


@pytest.mark.parametrize("header", [None, "", "a", '"a', 'a"', 'w/"a"', '"a" "b"', '*, "a"', '"a", *', '"a b"', ","])
def test_ignores_what_is_malformed(header: str | None) -> None:
    assert parse_tags(header) is None


def test_any() -> None:
    parsed = parse_tags(" * ")
    assert parsed is not None
    assert parsed.weakly('"x"')
    assert parsed.strongly('W/"x"')


def test_compares_weakly_and_strongly() -> None:
    parsed = parse_tags('W/"a", "b"')
    assert parsed is not None
    assert [parsed.weakly(tag) for tag in ('"a"', 'W/"a"', '"b"', 'W/"b"', '"c"')] == [True, True, True, True, False]
    assert [parsed.strongly(tag) for tag in ('"a"', 'W/"a"', '"b"', 'W/"b"')] == [False, False, True, False]


@given(st.lists(st.text()), st.lists(st.text()))
def test_other_parts_make_another_tag(one: list[str], other: list[str]) -> None:
    assert (entity_tag(*one) == entity_tag(*other)) == (one == other)
    assert entity_tag(*one, weak=True) == f"W/{entity_tag(*one)}"


@given(st.text())
def test_reads_any_header(header: str) -> None:
    parse_tags(header)


def test_reads_a_hostile_header_quickly() -> None:
    assert parse_tags('"a"' + ", " * 100_000 + "x") is None
    assert parse_tags('"a",' * 100_000 + "x") is None


@given(st.binary())
def test_what_is_written_can_be_read(content: bytes) -> None:
    for tag in (
        content_tag(content, "a/b"),
        coded(content_tag(content, ""), "br"),
        coded(entity_tag("x", weak=True), "br"),
    ):
        parsed = parse_tags(tag)
        assert parsed is not None
        assert parsed.tags == {tag}
