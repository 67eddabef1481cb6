"""Queries that end every process which parses or plans them: refused beforehand, or answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from faults.attacks import CRASHERS, PLANNER_BOMBS
from faults.client import RESULTS, WAYS, Reply

if TYPE_CHECKING:
    from faults.serving import Server

REFUSED = {400, 413, 414, 431}
ADDRESSES = {414, 431}
"""The refusals of long addresses. The HTTP parser itself refuses those that are far too long, without many words."""

MOST_PATTERNS = 60


def test_there_are_as_many_as_there_were() -> None:
    assert (len(CRASHERS), len(PLANNER_BOMBS)) == (53, 13)


@pytest.mark.parametrize("name", CRASHERS)
def test_is_a_query_when_it_is_small(server: Server, name: str) -> None:
    reply = server.ask(CRASHERS[name](1))
    assert reply.status == 200, reply.body


@pytest.mark.parametrize("depth", [50, 1_000, 10_000])
@pytest.mark.parametrize("name", CRASHERS)
def test_a_deep_query_ends_nothing(server: Server, name: str, depth: int) -> None:
    text = CRASHERS[name](depth)
    for way in WAYS:
        reply = server.ask(text, way=way)
        assert reply.status in {200, *REFUSED}, (way, reply.status, reply.body)
        if reply.status != 200:
            assert_says_what_is_too_much(reply)
    server.probe()


@pytest.mark.parametrize("name", CRASHERS)
def test_the_deepest_are_refused_before_any_engine_sees_them(server: Server, name: str) -> None:
    text = CRASHERS[name](10_001)
    statuses = {way: server.ask(text, way=way).status for way in WAYS}
    assert set(statuses.values()) <= REFUSED, statuses
    assert statuses["get"] in ADDRESSES


@pytest.mark.parametrize("size", [60, 61, 100, 150, 200])
@pytest.mark.parametrize("name", PLANNER_BOMBS)
def test_a_large_group_is_refused_by_its_size(server: Server, name: str, size: int) -> None:
    reply = server.ask(PLANNER_BOMBS[name](size))
    if size > MOST_PATTERNS:
        assert reply.status == 400, reply.body
        assert_says_what_is_too_much(reply)
    else:
        assert reply.status in {200, 400, 503}, reply.body
    server.probe()


def assert_says_what_is_too_much(reply: Reply) -> None:
    """A limit of a query is named, with what was found and where, and what the query may have."""
    if reply.status in ADDRESSES and not reply.body:
        return
    problem = reply.problem
    assert "ended" not in problem["detail"]
    if reply.status == 400:
        assert problem["limit"]
        assert problem["value"]
        assert problem["most"] > 0
        assert problem["where"].startswith("line ")


def test_an_answer_is_an_answer(server: Server) -> None:
    for way in WAYS:
        reply = server.ask("ASK {}", way=way)
        assert (reply.status, reply.media_type, reply.json["boolean"]) == (200, RESULTS, True)
