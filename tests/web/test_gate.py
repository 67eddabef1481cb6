from __future__ import annotations

import asyncio
import http.client
import json
import socket
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sinograph.web.bodies import BodyBounds
from sinograph.web.gate import LARGE, PAGE_THREADS, UNWATCHED_SECONDS, Gate
from sinograph.web.listening import listen, reserve
from sinograph.web.process import BACKLOG, SharedServer
from sinograph.web.workload import work_of
from waiting import await_that

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIEnvironment

    from sinograph.web.wsgi import Reply

FILE = Path(__file__)
NARROW = BodyBounds(bytes=1000, seconds=0.3, held_bytes=1500)


def echo(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer with what was asked."""
    if environ["PATH_INFO"] == "/file":
        start_response("200 OK", [("Content-Type", "text/x-python"), ("Content-Length", str(FILE.stat().st_size))])
        wrapped: Iterable[bytes] = environ["wsgi.file_wrapper"](FILE.open("rb"))
        return wrapped
    told = {name: value for name, value in environ.items() if isinstance(value, str)}
    body = json.dumps({**told, "body": environ["wsgi.input"].read().decode("latin-1")}).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


@contextmanager
def gated(gate: Gate) -> Iterator[int]:
    """Serve in a thread of this process; yield the port."""
    with reserve("127.0.0.1", 0) as listener:
        listen(listener, BACKLOG)
        started = threading.Event()
        servers: list[tuple[asyncio.AbstractEventLoop, SharedServer]] = []

        async def serve() -> None:
            server = SharedServer(gate, listener)
            servers.append((asyncio.get_running_loop(), server))
            started.set()
            await server.serve()

        thread = threading.Thread(target=lambda: asyncio.run(serve()))
        thread.start()
        started.wait()
        try:
            yield listener.getsockname()[1]
        finally:
            ((loop, server),) = servers
            loop.call_soon_threadsafe(server.stop)
            thread.join()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with gated(Gate(echo, threads=4, bounds=NARROW)) as port:
        yield port


def send(port: int, *pieces: bytes) -> bytes:
    """Send pieces over one connection, and return all that comes back until the server closes it."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for piece in pieces:
            connection.sendall(piece)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def parsed(answer: bytes) -> tuple[int, dict[str, str], bytes]:
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return int(first.split()[1]), dict(line.lower().split(": ", 1) for line in lines), body


def request(line: str, *headers: str, body: bytes = b"") -> bytes:
    lines = [f"{line} HTTP/1.1", "Host: x", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def asked(port: int, line: str, *headers: str, body: bytes = b"") -> dict[str, Any]:
    status, _, content = parsed(send(port, request(line, *headers, body=body)))
    assert status == 200
    told: dict[str, Any] = json.loads(content)
    return told


class TestRequests:
    def test_reach_the_application_as_they_are(self, port: int) -> None:
        told = asked(port, "POST /a%20b/%E5%BC%A0?q=%41", "Content-Length: 3", "X-Thing: 1", "X-Thing: 2", body=b"abc")
        assert told["PATH_INFO"].encode("latin-1").decode() == "/a b/张"
        assert told["QUERY_STRING"] == "q=%41"
        assert (told["REQUEST_METHOD"], told["SERVER_PROTOCOL"]) == ("POST", "HTTP/1.1")
        assert (told["REMOTE_ADDR"], told["SERVER_PORT"]) == ("127.0.0.1", str(port))
        assert told["HTTP_X_THING"] == "1,2"
        assert (told["CONTENT_LENGTH"], told["body"]) == ("3", "abc")

    def test_in_chunks_arrive_whole(self, port: int) -> None:
        body = b"3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n"
        told = asked(port, "POST /", "Transfer-Encoding: chunked", body=body)
        assert (told["CONTENT_LENGTH"], told["body"]) == ("7", "abcdefg")
        assert "HTTP_TRANSFER_ENCODING" not in told

    def test_cannot_pass_for_a_proxys_with_an_underscore(self, port: int) -> None:
        assert "HTTP_X_FORWARDED_FOR" not in asked(port, "GET /", "X_Forwarded_For: 192.0.2.1")

    def test_may_be_as_large_as_is_allowed(self, port: int) -> None:
        assert len(asked(port, "POST /", "Content-Length: 1000", body=b"x" * 1000)["body"]) == 1000

    def test_by_head_have_the_length_and_no_body(self, port: int) -> None:
        status, headers, body = parsed(send(port, request("HEAD /")))
        assert status == 200
        assert int(headers["content-length"]) > 100
        assert body == b""

    def test_for_a_file_get_it(self, port: int) -> None:
        status, headers, body = parsed(send(port, request("GET /file")))
        assert (status, headers["content-type"]) == (200, "text/x-python")
        assert body == FILE.read_bytes()


REFUSED = {
    "an address too long": (414, [request(f"GET /{'a' * 8192}")]),
    "parameters too long": (414, [request(f"GET /?{'a' * 8192}")]),
    "a body that says it is too large": (413, [request("POST /", "Content-Length: 1001")]),
    "a body that turns out too large": (
        413,
        [
            request("POST /", "Transfer-Encoding: chunked"),
            b"1f4\r\n" + b"x" * 500 + b"\r\n",
            b"1f5\r\n" + b"x" * 501 + b"\r\n",
        ],
    ),
    "a compressed body": (415, [request("POST /", "Content-Encoding: gzip", "Content-Length: 1", body=b"x")]),
    "half a body": (408, [request("POST /", "Content-Length: 10"), b"half"]),
    "half a body in chunks": (408, [request("POST /", "Transfer-Encoding: chunked"), b"3\r\nabc\r\n"]),
    "no chunks": (400, [request("POST /", "Transfer-Encoding: chunked"), b"3\r\nabc\r\nzz\r\n"]),
}


@pytest.mark.parametrize(("status", "pieces"), REFUSED.values(), ids=REFUSED)
def test_refuses(port: int, status: int, pieces: list[bytes]) -> None:
    answered, headers, body = parsed(send(port, *pieces))
    assert answered == status
    assert headers["content-type"] == "application/problem+json"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["server"] == "sinograph"
    assert json.loads(body)["status"] == status


def test_refuses_a_body_that_breaks_off(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request("POST /", "Content-Length: 10") + b"half")
        connection.shutdown(socket.SHUT_WR)
        status, _, _ = parsed(b"".join(iter(lambda: connection.recv(65536), b"")))
    assert status == 400


def test_tells_of_what_it_refuses() -> None:
    told: list[tuple[str, int]] = []

    def watch(scope: Any, reply: Reply) -> None:
        told.append((scope.path, reply.status))

    with gated(Gate(echo, threads=1, bounds=NARROW, watch=watch)) as port:
        send(port, request("POST /x", "Content-Length: 1001"))
    assert told == [("/x", 413)]


def test_holds_no_more_of_all_bodies_than_it_may() -> None:
    with (
        gated(Gate(echo, threads=1, bounds=BodyBounds(bytes=1000, seconds=60, held_bytes=1500))) as port,
        ExitStack() as s,
    ):
        slow = s.enter_context(socket.create_connection(("127.0.0.1", port)))
        slow.sendall(request("POST /", "Content-Length: 1000") + b"x" * 999)
        while True:  # until the server has read that
            status, headers, _ = parsed(send(port, request("POST /", "Content-Length: 1000", body=b"x" * 1000)))
            if status != 200:
                break
        assert (status, headers["retry-after"], headers["connection"]) == (503, "2", "close")
        slow.sendall(b"x")
        assert parsed(b"".join(iter(lambda: slow.recv(65536), b"")))[0] == 200
        assert len(asked(port, "POST /", "Content-Length: 1000", body=b"x" * 1000)["body"]) == 1000


def test_counts_a_body_until_its_request_is_answered() -> None:
    paused = Paused()
    gate = Gate(paused, threads=1, bounds=BodyBounds(bytes=1000, seconds=60, held_bytes=1500))
    large = request("POST /", "Content-Length: 1000", body=b"x" * 1000)
    with gated(gate) as port, ExitStack() as waiting:
        for number in range(2):
            connection = waiting.enter_context(socket.create_connection(("127.0.0.1", port)))
            connection.sendall(request("POST /", "Content-Length: 740", body=b"x" * 740))
            await_that(lambda number=number: gate.waiting == number + 1)  # type: ignore[misc]
        assert parsed(send(port, large))[0] == 503
        small = waiting.enter_context(socket.create_connection(("127.0.0.1", port)))
        small.sendall(request("POST /small", "Content-Length: 4", body=b"much"))
        await_that(lambda: gate.waiting == 3)
        paused.leave.set()
        assert b'"/small"' in b"".join(iter(lambda: small.recv(65536), b""))
        await_that(lambda: not gate.waiting)
        assert parsed(send(port, large))[0] == 200


def test_who_sends_slowly_holds_no_thread() -> None:
    with gated(Gate(echo, threads=1, bounds=BodyBounds(seconds=60))) as port, ExitStack() as slow:
        for number in range(200):
            connection = slow.enter_context(socket.create_connection(("127.0.0.1", port)))
            connection.sendall((b"", b"GET / HT", request("POST /", "Content-Length: 10") + b"half")[number % 3])
        assert asked(port, "GET /well")["PATH_INFO"] == "/well"


def test_who_reads_slowly_holds_no_thread() -> None:
    def large(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [])
        return [b"x" * 10_000_000]

    gate = Gate(large, threads=1)
    with gated(gate) as port, ExitStack() as slow:
        for _ in range(20):
            connection = slow.enter_context(socket.create_connection(("127.0.0.1", port)))
            connection.sendall(request("GET /"))
            assert connection.recv(1) == b"H"
        gate.application = echo
        assert asked(port, "GET /well")["PATH_INFO"] == "/well"


def test_begins_no_large_answer_without_the_memory_for_it() -> None:
    def sized(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [])
        return [b"x" * int(environ["QUERY_STRING"])]

    with gated(Gate(sized, threads=1, resident=1)) as port:
        assert parsed(send(port, request(f"GET /?{LARGE - 1}")))[0] == 200
        status, headers, _ = parsed(send(port, request(f"GET /?{LARGE}")))
    assert (status, headers["retry-after"]) == (503, "2")


class Paused:
    """An application that answers when it is told to."""

    def __init__(self) -> None:
        self.entered = threading.Semaphore(0)
        self.leave = threading.Event()
        self.paths: list[str] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.paths.append(environ["PATH_INFO"])
        self.entered.release()
        self.leave.wait()
        return echo(environ, start_response)


@contextmanager
def under_way(port: int, path: str) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request(f"GET {path}"))
        yield connection


def test_changes_over_without_leaving_anyone_behind() -> None:
    former = Paused()
    gate = Gate(former, threads=2)
    with gated(gate) as port, under_way(port, "/former") as connection:
        former.entered.acquire()
        gate.application = echo
        assert asked(port, "GET /new")["PATH_INFO"] == "/new"
        assert gate.busy(former)
        former.leave.set()
        assert b'"/former"' in b"".join(iter(lambda: connection.recv(65536), b""))
        await_that(lambda: not gate.busy(former))
    assert former.paths == ["/former"]


def test_turns_away_whom_it_has_no_room_for_and_forgets_who_leaves() -> None:
    paused = Paused()
    with gated(gate := Gate(paused, threads=1, waiting=1)) as port, under_way(port, "/first") as first:
        paused.entered.acquire()
        with under_way(port, "/left"):
            await_that(lambda: gate.waiting == 2)
            assert parsed(send(port, request("GET /third")))[0] == 503
        await_that(lambda: gate.waiting == 1)
        paused.leave.set()
        assert b'"/first"' in b"".join(iter(lambda: first.recv(65536), b""))
    assert paused.paths == ["/first"]


def test_pages_keep_nobody_waiting_but_pages() -> None:
    paused = Paused()
    gate = Gate(paused, threads=PAGE_THREADS + 1, waiting=1, sort=work_of, party=lambda scope, _: scope.path)
    with gated(gate) as port, ExitStack() as pages:
        for number in range(PAGE_THREADS):
            pages.enter_context(under_way(port, f"/page/{number}"))
            paused.entered.acquire()
        pages.enter_context(under_way(port, "/page/waits"))
        await_that(lambda: gate.waiting == PAGE_THREADS + 1)
        status, headers, _ = parsed(send(port, request("GET /page/refused")))
        assert (status, headers["retry-after"]) == (503, "2")
        gate.application = echo
        assert asked(port, "GET /sparql?query=")["PATH_INFO"] == "/sparql"
        paused.leave.set()


def test_who_has_to_wait_has_turns_with_the_other_parties() -> None:
    paused = Paused()
    arrivals = ("/flood/1", "/flood/2", "/flood/3", "/other/1", "/third/1", "/other/2")
    gate = Gate(paused, threads=1, party=lambda scope, _: scope.path.split("/")[1])
    with gated(gate) as port, ExitStack() as waiting:
        waiting.enter_context(under_way(port, "/flood/0"))
        paused.entered.acquire()
        for number, path in enumerate(arrivals, start=2):
            waiting.enter_context(under_way(port, path))
            await_that(lambda number=number: gate.waiting == number)  # type: ignore[misc]
        paused.leave.set()
        await_that(lambda: not gate.waiting)
    assert paused.paths == ["/flood/0", "/flood/1", "/other/1", "/third/1", "/flood/2", "/other/2", "/flood/3"]


def test_the_turn_of_one_who_leaves_is_anothers() -> None:
    paused = Paused()
    with gated(gate := Gate(paused, threads=1)) as port, under_way(port, "/first"):
        paused.entered.acquire()
        with under_way(port, "/left"):
            await_that(lambda: gate.waiting == 2)
            time.sleep(2 * UNWATCHED_SECONDS)
        await_that(lambda: gate.waiting == 1)
        with under_way(port, "/last") as last:
            await_that(lambda: gate.waiting == 2)
            paused.leave.set()
            assert b'"/last"' in b"".join(iter(lambda: last.recv(65536), b""))
    assert paused.paths == ["/first", "/last"]


def test_keeps_connections_alive(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for _ in range(3):
        connection.request("GET", "/")
        socket_before = connection.sock
        assert connection.getresponse().read()
        assert connection.sock is socket_before
    connection.close()


def test_its_threads_are_those_of_all_kinds_of_work() -> None:
    assert Gate(echo, threads=10).threads == 10 + 10 + PAGE_THREADS
