from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given
from pyoxigraph import NamedNode

from sinograph.lookup.index import Name, NameIndex
from sinograph.lookup.likeness import normalised


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


SPELT = NameIndex(
    [
        Name(thing(slug), name, 0)
        for slug, name in (
            ("moonshot", "月之暗面"),
            ("glm-4", "GLM-4"),
            ("glm-5", "GLM-5"),
            ("alibaba", "阿里巴巴"),
            ("moe", "mixture of experts"),
            ("dsa", "DeepSeek Sparse Attention"),
            ("restrictions", "US chip export restrictions"),
            ("k2", "Kimi K2"),
        )
    ]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("GLM5", "glm-5"),
        ("月", "moonshot"),
        ("月之", "moonshot"),
        ("暗面", "moonshot"),
        ("阿里", "alibaba"),
        ("mixture of expert", "moe"),
        ("experts mixture", "moe"),
        ("sparse attention", "dsa"),
        ("export control", "restrictions"),
        ("kimik2", "k2"),
        ("ki", "k2"),
    ],
)
def test_finds_however_it_is_typed(text: str, found: str) -> None:
    assert SPELT.search(text, 3)[0].thing == thing(found)


def test_another_number_is_no_slip() -> None:
    assert all(hit.score <= 80 for hit in SPELT.search("GLM-4.5", 5))


def test_things_come_before_terms_of_the_same_name() -> None:
    index = NameIndex(
        [Name(thing("ontology#Language"), "language", 2), Name(thing("id/topic/language"), "Language", 0)]
    )
    assert index.search("language", 1)[0].thing == thing("id/topic/language")


def test_is_found_among_many_of_the_same_pieces() -> None:
    names = [Name(thing(f"m{number}"), f"Model {number}", 0) for number in range(20_000)]
    index = NameIndex([*names, Name(thing("far"), "Model of the last resort", 0)])
    assert index.search("model 19999", 1)[0].thing == thing("m19999")
    assert index.search("model of the last", 1)[0].thing == thing("far")
    assert len(index.search("model", 5)) == 5
