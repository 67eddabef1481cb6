"""Clients that send slowly, read slowly, say nothing, go away or come by the thousand: nobody else notices."""

from __future__ import annotations

import resource
import selectors
import socket
import struct
import time
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import pytest

from faults.attacks import HEAVY
from faults.client import FORM, QUERY, RESULTS, head, read_response
from processes import ticks
from waiting import await_that

if TYPE_CHECKING:
    from collections.abc import Iterator

    from faults.serving import Server

FEW: Final = 20
MANY: Final = 200
CROWD: Final = 1_000

PROBE: Final = head("/sparql?query=ASK%7B%7D%23NUMBER", Accept=RESULTS)
"""``NUMBER`` is another in each, so that no answer is one that was kept."""

BODY: Final = urlencode({"query": "ASK {}"}).encode()

_LEFT: Final = " ".join(map(str, range(90)))
_RIGHT: Final = " ".join(map(str, range(100)))
BIG: Final = f"SELECT * {{ VALUES ?a {{ {_LEFT} }} VALUES ?b {{ {_RIGHT} }} BIND('{'x' * 800}' AS ?text) }}"
"""9,000 rows, some 9 MB as JSON."""

UNFINISHED: Final = {
    "nothing": b"",
    "half a request line": b"GET /spar",
    "half a head": b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: x\r\nAcc",
    "half a form": head("/sparql", "POST", Content_Type=FORM, Content_Length=1000) + b"query=ASK",
    "half a query": head("/sparql", "POST", Content_Type=QUERY, Content_Length=1000) + b"ASK {",
    "no body": head("/sparql", "POST", Content_Type=QUERY, Content_Length=1000),
    "half of much": head("/sparql", "POST", Content_Type=QUERY, Content_Length=9_000_000) + b"#" * 100_000,
    "half a chunk": head("/sparql", "POST", Content_Type=QUERY, Transfer_Encoding="chunked") + b"ff\r\nASK {",
    "one chunk": head("/sparql", "POST", Content_Type=QUERY, Transfer_Encoding="chunked") + b"5\r\nASK {\r\n",
    "a promise": head("/sparql", "POST", Content_Type=QUERY, Content_Length=6, Expect="100-continue"),
    "half a batch": head("/reconcile", "POST", Content_Type=FORM, Content_Length=1000) + b"queries=%7B",
}


@pytest.fixture(autouse=True, scope="module")
def _room_for_a_crowd() -> Iterator[None]:
    """Let this process have as many connections open as a crowd needs."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4 * CROWD
    if hard != resource.RLIM_INFINITY and hard < wanted:
        pytest.skip(f"at most {hard} files may be open here, and these tests need {wanted}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@contextmanager
def crowd(server: Server, size: int, sent: bytes) -> Iterator[list[socket.socket]]:
    """Open as many connections and send the same on each; read nothing."""
    with ExitStack() as stack:
        sockets = []
        for number in range(size):
            connection = stack.enter_context(socket.create_connection((server.host, server.port), timeout=30))
            connection.setblocking(False)
            sockets.append(connection)
            _send_what_fits(connection, sent.replace(b"NUMBER", b"%d" % number))
        yield sockets


def _send_what_fits(connection: socket.socket, sent: bytes) -> None:
    try:
        connection.send(sent)
    except (BlockingIOError, ConnectionError):
        return


def _read_heads(sockets: list[socket.socket]) -> list[bytes]:
    """Return the first line that comes on each connection, in any order; nothing for one that is closed."""
    lines = []
    with selectors.DefaultSelector() as selector:
        for waiting in sockets:
            selector.register(waiting, selectors.EVENT_READ, waiting)
        while selector.get_map():
            ready = selector.select(timeout=30)
            assert ready, f"{len(selector.get_map())} connections were not answered"
            for key, _ in ready:
                connection: socket.socket = key.data
                selector.unregister(connection)
                try:
                    lines.append(connection.recv(65_536).partition(b"\r\n")[0])
                except ConnectionError:
                    lines.append(b"")
    return lines


def test_unfinished_requests_are_as_many_as_they_were() -> None:
    assert len(UNFINISHED) == 11


@pytest.mark.parametrize("kind", UNFINISHED)
def test_unfinished_requests_block_nobody(server: Server, kind: str) -> None:
    with crowd(server, MANY, UNFINISHED[kind]):
        server.probe()
    server.probe()


def test_large_bodies_that_are_half_sent_keep_out_no_small_one(server: Server) -> None:
    """They fill what a web process holds to the last bytes."""
    with ExitStack() as stack:
        for size in [900_000] * MANY + [size for size in (100_000, 10_000, 1_000, 100, 10) for _ in range(FEW)]:
            connection = stack.enter_context(server.connected())
            with suppress(ConnectionError):  # it was one too many
                connection.sendall(head("/sparql", "POST", Content_Type=QUERY, Content_Length=9_000_000) + b"#" * size)
        for way in ("form", "direct", "query"):
            assert server.ask("ASK {}", way=way).status == 200
            assert server.ask("ASK {} #" + "x" * 60_000, way=way).status == 200


def test_idle_connections_block_nobody(server: Server) -> None:
    """A connection that has had its answer and stays open holds nothing but itself."""
    with crowd(server, MANY, PROBE) as sockets:
        assert set(_read_heads(sockets)) == {b"HTTP/1.1 200 OK"}
        server.probe()


def test_slow_readers_of_big_answers_block_nobody(server: Server) -> None:
    sent = head("/sparql", "POST", Content_Type=QUERY, Content_Length=len(BIG), Accept=RESULTS) + BIG.encode()
    with crowd(server, FEW, sent) as sockets:
        for _ in range(10):
            server.probe()
        assert set(_read_heads(sockets)) <= {b"HTTP/1.1 200 OK", b"HTTP/1.1 503 Service Unavailable"}
        server.probe()


def test_a_slow_reader_gets_the_whole_answer(server: Server) -> None:
    whole = server.ask(BIG, {"Accept": RESULTS})
    assert whole.status == 200
    assert len(whole.body) > 8_000_000
    sent = head("/sparql", "POST", Content_Type=QUERY, Content_Length=len(BIG), Accept=RESULTS) + BIG.encode()
    with server.connected() as connection:
        connection.sendall(sent)
        server.probe()
        assert read_response(connection).body == whole.body


def test_a_thousand_clients_at_once_are_answered(server: Server) -> None:
    with crowd(server, CROWD, PROBE) as sockets:
        server.probe()
        lines = _read_heads(sockets)
    assert len(lines) == CROWD
    assert set(lines) <= {b"HTTP/1.1 200 OK", b"HTTP/1.1 503 Service Unavailable"}
    assert lines.count(b"HTTP/1.1 200 OK") >= CROWD // 2
    server.probe()


def test_all_of_them_together_block_nobody(server: Server) -> None:
    sent = head("/sparql", "POST", Content_Type=QUERY, Content_Length=len(BIG), Accept=RESULTS) + BIG.encode()
    with (
        crowd(server, MANY, UNFINISHED["half a query"]),
        crowd(server, MANY, UNFINISHED["half a head"]),
        crowd(server, MANY, b""),
        crowd(server, FEW, sent),
        crowd(server, CROWD, PROBE) as sockets,
    ):
        server.probe()
        assert len(_read_heads(sockets)) == CROWD
        server.probe()
    server.probe()


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_a_half_sent_body_is_not_waited_for_without_end(server: Server) -> None:
    with server.connected(patience=90) as connection:
        connection.sendall(UNFINISHED["half a query"])
        answer = connection.recv(65_536)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize("ending", ["closed", "reset", "half closed"])
def test_a_query_whose_client_went_away_frees_its_worker(server: Server, ending: str) -> None:
    sent = head("/sparql", "POST", Content_Type=QUERY, Content_Length=len(HEAVY)) + HEAVY.encode()
    for _ in range(MANY // 4):
        with server.connected() as connection:
            connection.sendall(sent)
            if ending == "reset":
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            if ending == "half closed":
                connection.shutdown(socket.SHUT_WR)
    server.probe(within=5.0)
    await_that(lambda: _is_idle(server), "the workers rest")
    server.probe()
    assert "2 s" in server.ask(HEAVY).problem["detail"]  # and is not told that others wait


def _is_idle(server: Server) -> bool:
    """Say whether no worker has worked for a while."""
    workers = server.workers()
    before = [ticks(pid) for pid in workers]
    time.sleep(0.3)
    return bool(workers) and before == [ticks(pid) for pid in workers]


def test_an_answer_whose_reader_went_away_is_dropped(server: Server) -> None:
    sent = head("/sparql", "POST", Content_Type=QUERY, Content_Length=len(BIG), Accept=RESULTS) + BIG.encode()
    for _ in range(FEW):
        with server.connected() as connection:
            connection.sendall(sent)
            connection.recv(1)
    server.probe()


def test_pipelined_requests_are_answered_in_their_order(server: Server) -> None:
    with server.connected() as connection:
        connection.sendall(b"".join(head(f"/health?{place}") for place in range(10)) + PROBE)
        received = b""
        while b'"boolean":true' not in received:
            part = connection.recv(65_536)
            assert part, received
            received += part
    assert received.count(b"HTTP/1.1 200 OK") == 11


def test_thousands_of_pipelined_requests_block_nobody(server: Server) -> None:
    with crowd(server, 10, PROBE * 300):
        server.probe()
    server.probe()


def test_a_body_may_come_in_many_small_parts(server: Server) -> None:
    with server.connected() as connection:
        connection.sendall(head("/sparql", "POST", Content_Type=FORM, Content_Length=len(BODY)))
        for place in range(len(BODY)):
            connection.sendall(BODY[place : place + 1])
        assert read_response(connection).json["boolean"] is True
