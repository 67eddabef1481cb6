"""kill -9 of each part, idle and busy: it comes back by itself, and what is not hit goes on."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPException
from typing import TYPE_CHECKING, Final

import pytest

from faults.attacks import HEAVY
from faults.client import QUERY, cheap, head
from faults.serving import END_SECONDS, end, serving
from processes import descendants, is_alive, kill, ticks
from waiting import await_that

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from faults.serving import Server

WORKER_SECONDS: Final = 2.0
"""Within how many seconds a cheap query is answered after a worker was killed."""

PART_SECONDS: Final = 5.0
"""The same for the broker or a web process, which has to start anew: Python and the store's opening included."""


STUCK_SECONDS: Final = 15.0
"""The same after one of these does not go on, which is noticed after ten seconds."""

ALL_SECONDS: Final = 10.0
"""The same after all web processes, or all of another part, were killed at once."""


def heavy() -> str:
    """Return a query that takes longer than it may."""
    return HEAVY


PARTS: Final[dict[str, tuple[Callable[[Server], list[int]], float]]] = {
    "worker": (lambda server: server.workers(), WORKER_SECONDS),
    "broker": (lambda server: server.brokers(), PART_SECONDS),
    "web process": (lambda server: server.webs(), PART_SECONDS),
}


@pytest.fixture(scope="module")
def mortal(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose parts are killed."""
    folder = tmp_path_factory.mktemp("mortal")
    with serving(folder, "--data", str(data), query_seconds="2") as server:
        yield server
        assert server.process.poll() is None


@pytest.fixture
def steady(data: Path, tmp_path: Path) -> Iterator[Server]:
    """A server all of whose parts are there and have begun to beat: after kills, one that does not last has to wait."""
    with serving(tmp_path, "--data", str(data), query_seconds="2") as server:
        yield server


@pytest.mark.parametrize("part", PARTS)
def test_has_its_parts(mortal: Server, part: str) -> None:
    assert PARTS[part][0](mortal)


@pytest.mark.parametrize("part", PARTS)
def test_one_that_is_killed_comes_back(mortal: Server, part: str) -> None:
    find, within = PARTS[part]
    before = find(mortal)
    kill(before[0])
    mortal.await_probe(within)
    await_that(lambda: len(find(mortal)) >= len(before), f"as many {part}s as before")
    assert before[0] not in find(mortal)
    mortal.probe()


@pytest.mark.parametrize("part", PARTS)
def test_all_that_are_killed_come_back_twice_in_a_row(mortal: Server, part: str) -> None:
    find, _ = PARTS[part]
    size = len(find(mortal))
    for _ in range(2):
        for pid in find(mortal):
            kill(pid)
        mortal.await_probe(ALL_SECONDS)
    await_that(lambda: len(find(mortal)) >= size, f"as many {part}s as before")
    mortal.probe()


@pytest.mark.parametrize("part", PARTS)
def test_one_that_is_busy_comes_back(mortal: Server, part: str) -> None:
    find, within = PARTS[part]
    size = len(find(mortal))
    with asking(mortal, heavy, 6, {503}, lenient=True):
        busy = _busy_workers(mortal)
        kill(busy[0] if part == "worker" else find(mortal)[0])
        mortal.await_probe(max(within, PART_SECONDS))
    await_that(lambda: len(find(mortal)) >= size, f"as many {part}s as before")
    mortal.probe()


def _busy_workers(server: Server) -> list[int]:
    """Wait until workers work, and return those that do."""
    before = {pid: ticks(pid) for pid in server.workers()}
    busy: list[int] = []

    def found() -> bool:
        busy[:] = [pid for pid in server.workers() if ticks(pid) > before.get(pid, 0) + 10]
        return bool(busy)

    await_that(found, "a worker works")
    return busy


@pytest.mark.parametrize("part", ["worker", "broker"])
def test_no_cheap_query_is_lost_with_a_worker_or_the_broker(mortal: Server, part: str) -> None:
    """Queries only read, so that one that was under way is asked again."""
    find, within = PARTS[part]
    with asking(mortal, cheap, 4, {200}):
        for _ in range(3):
            await_that(lambda: bool(find(mortal)), f"there is a {part}")
            kill(find(mortal)[0])
            mortal.await_probe(within)
    mortal.probe()


@pytest.mark.slow
def test_kills_by_chance_under_load(mortal: Server) -> None:
    with asking(mortal, cheap, 4, {200, 503}, lenient=True), asking(mortal, heavy, 4, {503}, lenient=True):
        for number in range(30):
            find, _ = PARTS[list(PARTS)[number % len(PARTS)]]
            victims = find(mortal)
            if victims:
                kill(victims[number % len(victims)])
            mortal.await_probe(2 * PART_SECONDS)
    mortal.await_probe(PART_SECONDS)
    mortal.probe()


@contextmanager
def asking(
    server: Server, query: Callable[[], str], clients: int, expected: set[int], *, lenient: bool = False
) -> Iterator[None]:
    """Have clients ask all the time; in the end each answer was one of those expected.

    :param query: makes the next query
    :param lenient: whether a connection may be cut
    """
    stop = threading.Event()

    def ask() -> int:
        asked = 0
        while not stop.is_set():
            try:
                reply = server.ask(query())
            except (OSError, HTTPException):
                if not lenient:
                    raise
            else:
                assert reply.status in expected, (reply.status, reply.body[:300])
                asked += 1
        return asked

    with ThreadPoolExecutor(clients) as pool:
        futures = [pool.submit(ask) for _ in range(clients)]
        try:
            yield
        finally:
            stop.set()
        assert all(future.result() >= 0 for future in futures)
        assert lenient or sum(future.result() for future in futures) > 0


def test_a_stopped_worker_stops_nobody_else(mortal: Server) -> None:
    """A process that hangs is not one that has ended."""
    await_that(lambda: len(mortal.workers()) > 2, "there are workers")
    worker = mortal.workers()[0]
    os.kill(worker, signal.SIGSTOP)
    try:
        for _ in range(10):
            mortal.ask(cheap())
        mortal.await_probe(PART_SECONDS)
    finally:
        if is_alive(worker):
            os.kill(worker, signal.SIGCONT)
    mortal.await_probe(PART_SECONDS)


@pytest.mark.parametrize("part", ["web process", pytest.param("broker", marks=pytest.mark.slow)])
def test_one_that_stands_still_is_replaced(steady: Server, part: str) -> None:
    """It holds connections, and so requests, that nobody else can answer."""
    find, _ = PARTS[part]
    before = find(steady)
    for pid in before:
        os.kill(pid, signal.SIGSTOP)
    steady.await_probe(within=STUCK_SECONDS)
    await_that(  # one after the other: each has a pulse of its own
        lambda: len(find(steady)) == len(before) and not set(before) & set(find(steady)), f"all {part}s are others"
    )
    assert "is stuck" in steady.log
    steady.probe()


@pytest.mark.slow
def test_nobody_is_taken_for_stuck_because_of_others(steady: Server) -> None:
    """Neither while many heavy queries run, nor after all processes or the main one stood still for a time."""
    brokers, webs = steady.brokers(), steady.webs()
    with asking(steady, heavy, 16, {503}, lenient=True), asking(steady, cheap, 4, {200, 503}, lenient=True):
        time.sleep(2 * STUCK_SECONDS)
    for group in ([steady.pid], [steady.pid, *brokers, *webs]):
        for pid in group:
            os.kill(pid, signal.SIGSTOP)
        time.sleep(STUCK_SECONDS)
        for pid in group:
            os.kill(pid, signal.SIGCONT)
        steady.await_probe(PART_SECONDS)
        time.sleep(3)
    assert (steady.brokers(), steady.webs()) == (brokers, webs)


def test_nothing_outlives_the_main_process(data: Path, tmp_path: Path) -> None:
    with serving(tmp_path, "--data", str(data)) as server:
        with _heavy_queries(server):
            everything = descendants(server.pid)
            assert len(everything) >= 7
            kill(server.pid)
        await_that(lambda: not any(map(is_alive, everything)), "all processes end", END_SECONDS)


def test_ends_in_order_under_load(data: Path, tmp_path: Path) -> None:
    with serving(tmp_path, "--data", str(data), query_seconds="600") as server:
        with _heavy_queries(server):
            everything = descendants(server.pid)
            server.process.terminate()
            assert server.process.wait(END_SECONDS) == 0
        end(server, everything)


@contextmanager
def _heavy_queries(server: Server) -> Iterator[None]:
    """Have queries run that would not end, and do not wait for their answers."""
    sent = head("/sparql", "POST", Content_Type=QUERY, Content_Length=len(HEAVY)) + HEAVY.encode()
    with ExitStack() as stack:
        for _ in range(8):
            stack.enter_context(server.connected()).sendall(sent)
        _busy_workers(server)
        yield
