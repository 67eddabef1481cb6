"""Queries that take more than there is: each gets its own error, or a whole answer, and nobody else waits for it."""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import pytest

from faults.attacks import CPU_BOMBS, EX, HEAVY, MEMORY_BOMBS, OPTIONAL_BOMBS, PRODUCTS
from faults.client import Client
from faults.serving import serving

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from faults.client import Reply
    from faults.serving import Server

REFUSED: Final = {400, 503}
AT_ONCE: Final = 8
HEAVY_AT_ONCE: Final = 16
TOO_MANY: Final = 64
PROBES: Final = 10
FLOOD: Final = 300

BOMBS: Final[Mapping[str, Mapping[str, str]]] = {
    "products": PRODUCTS,
    "memory": MEMORY_BOMBS,
    "processor": CPU_BOMBS,
    "planner": OPTIONAL_BOMBS,
}


ENDLESS: Final = frozenset(PRODUCTS) - {"closure"}
"""What cannot be answered in time."""


def ask_all(server: Client, queries: Sequence[str], at_once: int) -> list[Reply]:
    """Ask many queries at the same time, and return the replies in the order of the queries."""
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(server.ask, queries))


def assert_whole_or_refused(reply: Reply) -> None:
    """A 200 has a whole answer; all else is a problem that says so."""
    if reply.status == 200:
        assert "results" in reply.json or "boolean" in reply.json
    else:
        assert reply.status in REFUSED, (reply.status, reply.body[:300])
        assert reply.problem["remedy"]


@pytest.mark.parametrize("kind", BOMBS)
def test_each_bomb_is_refused_or_answered_whole(server: Server, kind: str) -> None:
    replies = ask_all(server, list(BOMBS[kind].values()), AT_ONCE)
    for reply in replies:
        assert_whole_or_refused(reply)
    statuses = {name: reply.status for name, reply in zip(BOMBS[kind], replies, strict=True)}
    assert not [name for name in ENDLESS if statuses.get(name) == 200]
    server.probe()


def test_a_heavy_query_is_told_that_it_took_too_long(server: Server) -> None:
    problem = server.ask(HEAVY).problem
    assert problem["status"] == 503
    assert "2 s" in problem["detail"]


def test_a_cheap_query_is_answered_while_heavy_ones_run(server: Server) -> None:
    with ThreadPoolExecutor(HEAVY_AT_ONCE) as pool:
        running = [pool.submit(server.ask, HEAVY) for _ in range(HEAVY_AT_ONCE)]
        probes = 0
        while not all(future.done() for future in running):
            server.probe(within=5.0)
            probes += 1
        replies = [future.result() for future in running]
    assert probes > PROBES
    assert {reply.status for reply in replies} == {503}
    server.probe()


def test_more_than_can_wait_are_told_to_come_back(server: Server) -> None:
    replies = ask_all(server, [HEAVY] * TOO_MANY, TOO_MANY)
    assert {reply.status for reply in replies} == {503}
    turned_away = [reply for reply in replies if "Retry-After" in reply.headers]
    assert turned_away
    assert all(int(reply.headers["Retry-After"]) >= 1 for reply in turned_away)
    server.probe()


def test_a_flood_of_cheap_queries_is_answered(server: Server) -> None:
    flood = [f"ASK {{ FILTER({number} = {number}) }}" for number in range(1000)]
    with ThreadPoolExecutor(1) as pool:
        flooding = pool.submit(ask_all, server, flood, 32)
        while not flooding.done():
            server.probe()
    statuses = {reply.status for reply in flooding.result()}
    assert 200 in statuses
    assert statuses <= {200, 503}
    server.probe()


def test_floods_of_both_kinds_leave_room_for_a_probe(server: Server) -> None:
    stop = threading.Event()

    def cheaply() -> int:
        asked = 0
        while not stop.is_set():
            assert server.ask(f"ASK {{ FILTER({asked} = {asked}) }}").status in {200, 503}
            asked += 1
        return asked

    with ThreadPoolExecutor(HEAVY_AT_ONCE + 4) as pool:
        heavy = [pool.submit(server.ask, HEAVY) for _ in range(HEAVY_AT_ONCE)]
        cheap = [pool.submit(cheaply) for _ in range(4)]
        while not all(future.done() for future in heavy):
            server.probe(within=5.0)
        stop.set()
        assert all(future.result() > 0 for future in cheap)
    server.probe()


def large(number: int) -> str:
    """Return a query of its own with 10,000 rows to answer."""
    values = " ".join(map(str, range(100)))
    return f"SELECT * {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} {number} }} }} LIMIT 10000"


def test_a_flood_of_large_answers_leaves_room_for_a_probe(server: Server) -> None:
    """The flood comes from a process of its own: 300 threads in this one would delay the probe themselves."""
    flood = [large(number) for number in range(FLOOD)]
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        flooding = pool.submit(ask_all, Client(server.host, server.port), flood, FLOOD)
        probes = 0
        while not flooding.done():
            server.probe()
            probes += 1
        replies = flooding.result()
    assert probes > PROBES
    assert {reply.status for reply in replies} <= {200, 503}
    assert {len(reply.json["results"]["bindings"]) for reply in replies if reply.status == 200} == {10_000}


class TestSizes:
    def test_rows(self, server: Server) -> None:
        values = " ".join(map(str, range(101)))
        product = f"SELECT * {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} }}"
        for media_type in ("application/sparql-results+json", "text/csv", "text/tab-separated-values"):
            allowed = server.ask(f"{product} LIMIT 10000", {"Accept": media_type})
            assert (allowed.status, allowed.media_type) == (200, media_type)
            refused = server.ask(f"{product} LIMIT 10001", {"Accept": media_type}).problem
            assert "10,000 rows" in refused["detail"]

    def test_triples(self, server: Server) -> None:
        values = " ".join(map(str, range(101)))
        text = f"{EX}CONSTRUCT {{ ex:s ?p ?b }} WHERE {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} "
        text += "BIND(IRI(CONCAT('https://example.org/', STR(?a))) AS ?p) }"
        assert server.ask(f"{text} LIMIT 10000").status == 200
        assert server.ask(text).status == 503

    def test_bytes(self, server: Server) -> None:
        line = "x" * 2_000
        text = f"{EX}SELECT ?n ('{line}' AS ?text) {{ ?n ex:number ?a . ?m ex:number ?b FILTER(?b < 6) }}"
        assert server.ask(f"{text} LIMIT 4000").status == 200
        refused = server.ask(text).problem
        assert "10 MB" in refused["detail"]
        server.probe()


@pytest.mark.slow
def test_with_the_limits_as_they_are_by_default(data: Path, tmp_path: Path) -> None:
    with serving(tmp_path, "--data", str(data)) as server:
        for kind, bombs in BOMBS.items():
            replies = ask_all(server, list(bombs.values()), HEAVY_AT_ONCE)
            for name, reply in zip(bombs, replies, strict=True):
                print(kind, name, reply.status, f"{reply.seconds:.1f}")
                assert_whole_or_refused(reply)
            server.probe()
