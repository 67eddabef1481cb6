from __future__ import annotations

import json
from typing import Any

import pytest

from sinograph.lookup.batch import MOST_CANDIDATES, MOST_IDS, MOST_QUERIES, Query, Wanted, read_extension, read_queries
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
        {"q": {"query": ""}},
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


def test_refuses_what_is_too_much() -> None:
    with pytest.raises(BatchTooLargeError):
        read_queries(json.dumps({str(number): {"query": "x"} for number in range(MOST_QUERIES + 1)}))
    with pytest.raises(BatchTooLargeError):
        read_extension(json.dumps({"ids": ["x"] * (MOST_IDS + 1), "properties": []}))


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"ids": []},
        {"ids": "x", "properties": []},
        {"ids": [5], "properties": []},
        {"ids": [], "properties": [{}]},
        {"ids": [], "properties": [{"id": "a", "settings": {"limit": "many"}}]},
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
