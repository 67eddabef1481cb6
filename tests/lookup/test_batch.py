from __future__ import annotations

import json
from typing import Any

import pytest

from sinograph.lookup.batch import (
    MOST_CANDIDATES,
    MOST_CELLS,
    MOST_CHARACTERS,
    MOST_DESCRIBED,
    MOST_QUERIES,
    MOST_VALUES,
    Query,
    Wanted,
    read_extension,
    read_queries,
)
from sinograph.lookup.errors import BatchTooLargeError, LookupRequestError
from sinograph.lookup.identifiers import Identifiers


def test_reads_a_batch() -> None:
    batch = {
        "q0": {"query": "Kimi", "type": "Model", "limit": 3, "type_strict": "all"},
        "q1": {"query": "x", "type": ["Model", "Lab"], "limit": 10**6},
        "q2": {"properties": [{"pid": "developedBy", "v": {"id": "lab/zhipu-ai"}}, {"pid": "date", "v": ["a", 1]}]},
    }
    assert read_queries(json.dumps(batch)) == {
        "q0": Query("Kimi", ("Model",), "all", 3),
        "q1": Query("x", ("Model", "Lab"), limit=MOST_CANDIDATES),
        "q2": Query("", properties=(Wanted("developedBy", ({"id": "lab/zhipu-ai"},)), Wanted("date", ("a", 1)))),
    }


@pytest.mark.parametrize(
    "batch",
    [
        [],
        "text",
        None,
        {"q": []},
        {"q": {}},
        {"q": {"query": 5}},
        {"q": {"query": "x", "type": 5}},
        {"q": {"query": "x", "type": [5]}},
        {"q": {"query": "x", "type_strict": "maybe"}},
        {"q": {"query": "x", "type_strict": ["any"]}},
        {"q": {"query": "x", "limit": 0}},
        {"q": {"query": "x", "limit": "three"}},
        {"q": {"query": "x", "limit": True}},
        {"q": {"query": "x", "unknown": 1}},
        {"q": {"query": "x", "properties": {}}},
        {"q": {"query": "x", "properties": [{"pid": "a"}]}},
        {"q": {"query": "x", "properties": [{"v": "a"}]}},
        {"q": {"query": "x", "properties": [{"pid": "a", "v": {}}]}},
        {"q": {"query": "x", "properties": [{"pid": "a", "v": [None]}]}},
    ],
    ids=str,
)
def test_refuses_what_is_no_batch(batch: Any) -> None:
    with pytest.raises(LookupRequestError):
        read_queries(json.dumps(batch))


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"q": {"query": "x", "limit": NaN}}', "\x00"])
def test_refuses_what_is_not_json(text: str) -> None:
    with pytest.raises(LookupRequestError):
        read_queries(text)


VALUES = [{"pid": "a", "v": "x"}] * (MOST_VALUES // 2 + 1)


@pytest.mark.parametrize(
    "batch",
    [
        {str(number): {"query": "x"} for number in range(MOST_QUERIES + 1)},
        {"q": {"query": "x", "properties": [{"pid": "a", "v": ["x"] * (MOST_VALUES + 1)}]}},
        {"q0": {"query": "x", "properties": VALUES}, "q1": {"query": "x", "properties": VALUES}},
        {"q": {"query": "x" * MOST_CHARACTERS}},
    ],
    ids=["queries", "values of one", "values of all", "characters"],
)
def test_refuses_what_is_too_much(batch: Any) -> None:
    with pytest.raises(BatchTooLargeError):
        read_queries(json.dumps(batch))


def test_refuses_an_extension_of_too_many_cells() -> None:
    with pytest.raises(BatchTooLargeError):
        read_extension(json.dumps({"ids": ["x"] * (MOST_CELLS + 1), "properties": []}))
    with pytest.raises(BatchTooLargeError):
        read_extension(json.dumps({"ids": ["x"] * (MOST_CELLS // 2 + 1), "properties": [{"id": "a"}, {"id": "b"}]}))


def test_a_large_batch_is_given_less_for_each_query() -> None:
    batch = read_queries(json.dumps({str(number): {"query": "x", "limit": 100} for number in range(MOST_QUERIES)}))
    assert sum(query.limit for query in batch.values()) <= MOST_DESCRIBED


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"ids": []},
        {"ids": "x", "properties": []},
        {"ids": [5], "properties": []},
        {"ids": [], "properties": [{}]},
        {"ids": [], "properties": [{"id": "a", "settings": {"limit": "many"}}]},
        {"ids": [], "properties": [{"id": "a", "settings": {"content": "all"}}]},
        {"ids": [], "properties": [{"id": "a", "settings": {"unknown": 1}}]},
    ],
    ids=str,
)
def test_refuses_what_is_no_extension(asked: Any) -> None:
    with pytest.raises(LookupRequestError):
        read_extension(json.dumps(asked))


@pytest.mark.parametrize("text", ["model/glm-5", "model:glm-5", "https://w3id.org/sinograph/id/model/glm-5"])
def test_identifiers_in_every_form(text: str) -> None:
    ids = Identifiers()
    assert ids.of_thing(ids.thing(text)) == "model/glm-5"


def test_refuses_what_is_no_identifier() -> None:
    with pytest.raises(LookupRequestError):
        Identifiers().thing("a b")
