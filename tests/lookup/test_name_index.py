from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given
from pyoxigraph import NamedNode

from sinograph.lookup.index import Name, NameIndex, normalised


def thing(name: str) -> NamedNode:
    return NamedNode(f"https://example.org/{name}")


INDEX = NameIndex(
    [
        Name(thing("deepseek"), "DeepSeek", 0),
        Name(thing("deepseek"), "深度求索", 0),
        Name(thing("deepseek-v3"), "DeepSeek V3", 0),
        Name(thing("moonshot"), "Moonshot AI", 0),
        Name(thing("moonshot"), "月之暗面", 0),
        Name(thing("moonshot"), "Moonshot", 1),
        Name(thing("cafe"), "Café-Modell", 0),
    ]
)


@pytest.mark.parametrize(
    ("text", "found", "score"),
    [
        ("DeepSeek", "deepseek", 100),
        ("deep-seek!", "deepseek", None),
        ("deepsek", "deepseek", None),
        ("月之暗面", "moonshot", 100),
        ("月之暗", "moonshot", None),
        ("深度求索", "deepseek", 100),
        ("moonshot", "moonshot", 100),
        ("CAFE MODELL", "cafe", 100),
        ("DEEPSEEK-V3", "deepseek-v3", 100),
    ],
)
def test_finds_what_was_meant(text: str, found: str, score: float | None) -> None:
    best = INDEX.search(text, 5)[0]
    assert best.thing == thing(found)
    assert best.score == score if score else 70 <= best.score < 100


def test_finds_a_thing_once_and_no_more_than_asked() -> None:
    hits = INDEX.search("moonshot", 5)
    assert [hit.thing for hit in hits].count(thing("moonshot")) == 1
    assert len(INDEX.search("deepseek", 1)) == 1


def test_finds_only_among_what_is_given() -> None:
    assert [hit.thing for hit in INDEX.search("DeepSeek", 5, {thing("deepseek-v3")})] == [thing("deepseek-v3")]


@pytest.mark.parametrize("text", ["", "  ", "?!", "zzzzqqqq", "\x00"])
def test_finds_nothing(text: str) -> None:
    assert INDEX.search(text, 5) == []


@given(st.text(max_size=400))
def test_takes_any_text(text: str) -> None:
    assert all(70 <= hit.score <= 100 for hit in INDEX.search(text, 3))
    assert normalised(normalised(text)) == normalised(text)
