"""Bytes that are no HTTP, or HTTP that means two things: refused, and nothing of it taken for a second request."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from faults.client import FORM, QUERY, head, read_response

if TYPE_CHECKING:
    from faults.serving import Server

SMUGGLED: Final = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
LENGTH: Final = len(b"ASK {}")
POST: Final = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"

SMUGGLING: Final = {
    "two lengths": POST + b"Content-Length: 6\r\nContent-Length: 60\r\n\r\nASK {}" + SMUGGLED,
    "a list of lengths": POST + b"Content-Length: 6, 60\r\n\r\nASK {}" + SMUGGLED,
    "length and chunks": POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "chunks and length": POST + b"Transfer-Encoding: chunked\r\nContent-Length: 60\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "chunks twice": POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "unknown coding": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "blank before colon": POST + b"Transfer-Encoding : chunked\r\nContent-Length: 60\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "tab in coding": POST + b"Transfer-Encoding:\tchunked\r\nContent-Length: 60\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "plus in length": POST + b"Content-Length: +6\r\n\r\nASK {}" + SMUGGLED,
    "negative length": POST + b"Content-Length: -6\r\n\r\nASK {}" + SMUGGLED,
    "hexadecimal length": POST + b"Content-Length: 0x6\r\n\r\nASK {}" + SMUGGLED,
    "huge length": POST + b"Content-Length: 99999999999999999999999999\r\n\r\nASK {}" + SMUGGLED,
    "bare line feeds": POST.replace(b"\r\n", b"\n") + b"Content-Length: 6\n\nASK {}" + SMUGGLED,
    "folded header": POST + b"X: y\r\n Content-Length: 60\r\nContent-Length: 6\r\n\r\nASK {}" + SMUGGLED,
    "huge chunk": POST + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff0\r\nASK {}\r\n0\r\n\r\n" + SMUGGLED,
    "negative chunk": POST + b"Transfer-Encoding: chunked\r\n\r\n-6\r\nASK {}\r\n0\r\n\r\n" + SMUGGLED,
    "no chunk": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nASK {}\r\n0\r\n\r\n" + SMUGGLED,
    "long chunk": POST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nASK {}\r\n0\r\n\r\n" + SMUGGLED,
    "zero in a header": POST + b"X: a\0b\r\nContent-Length: 6\r\n\r\nASK {}",
}

GARBAGE: Final = {
    "http/0.9": b"GET /\r\n",
    "http/0.9 with blank": b"GET / \r\n\r\n",
    "http/1.0 without host": b"GET /health HTTP/1.0\r\n\r\n",
    "http/1.1 without host": b"GET /health HTTP/1.1\r\n\r\n",
    "http/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0",
    "http/3": b"GET / HTTP/3.0\r\nHost: x\r\n\r\n",
    "http/9.9": b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    "upgrade to http/2": b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
    b"HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
    "upgrade to websocket": b"GET /sparql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
    "tls": bytes.fromhex("1603010200010001fc0303") + bytes(range(256)),
    "proxy protocol": b"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n",
    "nothing but line ends": b"\r\n" * 10_000,
    "zeros": b"\0" * 100_000,
    "one long line": b"A" * 1_000_000,
    "connect": b"CONNECT 127.0.0.1:80 HTTP/1.1\r\nHost: x\r\n\r\n",
    "trace": b"TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
    "asterisk": b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
    "long method": b"G" * 10_000 + b" / HTTP/1.1\r\nHost: x\r\n\r\n",
    "strange method": b"\xff\xfe / HTTP/1.1\r\nHost: x\r\n\r\n",
    "target of bytes": b"GET /\xff\xfe\x80 HTTP/1.1\r\nHost: x\r\n\r\n",
    "target of escapes": b"GET /%00%ff%0d%0aX:%20y HTTP/1.1\r\nHost: x\r\n\r\n",
    "host of bytes": b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n",
    "host of markup": b"GET / HTTP/1.1\r\nHost: <script>alert(1)</script>\r\n\r\n",
    "host with a bad port": b"GET / HTTP/1.1\r\nHost: x:99999999\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
    "empty host": b"GET / HTTP/1.1\r\nHost:\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(10_000)) + b"\r\n",
    "a long header": b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 1_000_000 + b"\r\n\r\n",
    "a long cookie": b"GET / HTTP/1.1\r\nHost: x\r\nCookie: " + b"a=b; " * 4_000 + b"\r\n\r\n",
    "a long accept": b"GET / HTTP/1.1\r\nHost: x\r\nAccept: " + b"text/*;q=0.1, " * 4_000 + b"\r\n\r\n",
    "long tags": b"GET / HTTP/1.1\r\nHost: x\r\nIf-None-Match: " + b'"x", ' * 8_000 + b"\r\n\r\n",
    "many ranges": b"GET / HTTP/1.1\r\nHost: x\r\nRange: bytes=" + b"0-1," * 8_000 + b"\r\n\r\n",
    "header without colon": b"GET / HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n",
}

ANSWERED: Final = re.compile(rb"\A(HTTP/1\.[01] (?:[1234]\d\d|505) )?")


def statuses(received: bytes) -> list[int]:
    """Return the statuses of the responses in what was received."""
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d\d\d) ", received)]


@pytest.mark.parametrize("kind", SMUGGLING)
def test_no_request_is_hidden_in_another(server: Server, kind: str) -> None:
    """A server before this one would have taken the hidden one for a body; its answer would go to somebody else."""
    received = server.exchange(SMUGGLING[kind])
    assert 500 not in statuses(received)
    assert len(statuses(received)) <= 1 or kind in {"bare line feeds", "folded header"}, received
    server.probe()


@pytest.mark.parametrize("kind", GARBAGE)
def test_garbage_is_refused_or_answered(server: Server, kind: str) -> None:
    received = server.exchange(GARBAGE[kind])
    assert all(status < 500 or status in {501, 505} for status in statuses(received)), received[:500]
    assert b"Traceback" not in received
    server.probe()


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes_are_refused(server: Server, seed: int) -> None:
    chance = random.Random(seed)
    received = server.exchange(chance.randbytes(chance.choice([1, 10, 1_000, 100_000])))
    assert all(status < 500 for status in statuses(received)), received[:500]
    server.probe()


class TestSizes:
    def test_a_long_address(self, server: Server) -> None:
        longest = "ASK {} #" + "x" * 7_900
        assert server.get(f"/sparql?query={quote(longest)}").status == 200
        for length in (8_200, 60_000):
            reply = server.get(f"/sparql?query={quote('ASK {} #')}{'x' * length}")
            assert reply.status == 414
            assert reply.problem["detail"]

    def test_an_address_beyond_all_measure(self, server: Server) -> None:
        received = server.exchange(head("/" + "x" * 1_000_000))
        assert statuses(received) in ([], [400], [414], [431])
        server.probe()

    @pytest.mark.parametrize("way", ["form", "direct", "query"])
    def test_a_long_query(self, server: Server, way: str) -> None:
        assert server.ask("ASK {} #" + "x" * 65_000, way=way).status == 200
        reply = server.ask("ASK {} #" + "x" * 66_000, way=way)
        assert reply.status == 413
        assert "65,536" in reply.problem["detail"]

    def test_a_large_body(self, server: Server) -> None:
        for media_type in (FORM, QUERY, "text/plain", "application/json"):
            for path in ("/sparql", "/reconcile"):
                sent = head(path, "POST", Content_Type=media_type, Content_Length=11_000_000)
                with server.connected() as connection:
                    connection.sendall(sent)  # the body need not be sent for this
                    assert read_response(connection).status == 413
        server.probe()

    def test_a_large_body_without_a_length(self, server: Server) -> None:
        chunk = b"10000\r\n" + b"#" * 0x10000 + b"\r\n"
        sent = head("/sparql", "POST", Content_Type=QUERY, Transfer_Encoding="chunked")
        received = server.exchange(sent + chunk * 200 + b"0\r\n\r\n")
        assert statuses(received) in ([413], [])  # the connection may be cut before the answer is read
        server.probe()

    @pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "x", "gzip, identity", "GZIP"])
    def test_a_compressed_body(self, server: Server, coding: str) -> None:
        reply = server.ask("ASK {}", {"Content-Encoding": coding}, way="direct")
        assert reply.status == 415
        assert reply.problem["detail"]

    def test_a_body_is_sent_where_it_is_waited_for(self, server: Server) -> None:
        with server.connected() as connection:
            connection.sendall(
                head("/sparql", "POST", Content_Type=QUERY, Content_Length=LENGTH, Expect="100-continue")
            )
            connection.sendall(b"ASK {}")
            assert read_response(connection).json["boolean"] is True


METHODS = st.one_of(
    st.sampled_from(["GET", "HEAD", "POST", "QUERY", "OPTIONS", "PUT", "DELETE", "PATCH", "get"]),
    st.text("ABCabc!#$%&'*+-.^_`|~09", min_size=1, max_size=10),
)


def any_of(words: str) -> st.SearchStrategy[str]:
    """Choose one of several words."""
    return st.sampled_from(words.split())


PATHS = any_of(
    "/ /sparql /id/ /page/ /data/ /graphs /explain /impact /disputes /search /reconcile /ontology /dataset "
    "/.well-known/void /health /ready /static/ /why-not // /.. /%2e%2e/"
)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)
NAMES = st.one_of(
    any_of(
        "query format default-graph-uri named-graph-uri default graph s p o queries extend q type all evidence "
        "without prefix limit callback id lang"
    ),
    TEXTS,
)
HEADER_NAMES = any_of(
    "Accept Accept-Encoding Accept-Language Content-Type If-None-Match If-Match Range Origin X-Forwarded-For "
    "X-Forwarded-Host X-Forwarded-Proto Forwarded Authorization Cookie Referer If-Modified-Since Connection "
    "Access-Control-Request-Method Expect Host User-Agent Prefer"
)
HEADER_VALUES = st.one_of(
    st.sampled_from(
        ["*/*", "text/html", "application/json", "bytes=0-", "Bearer x", "text/turtle;q=2", "gzip;q=x", ""]
    ),
    st.binary(max_size=40).map(lambda value: re.sub(rb"[\r\n\0]", b"", value).decode("latin-1")),
)
TYPES = st.sampled_from(
    [FORM, QUERY, "application/json", "multipart/form-data; boundary=x", "text/plain; charset=x", ""]
)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=METHODS,
    path=st.one_of(PATHS, st.tuples(PATHS, TEXTS).map(lambda parts: parts[0] + quote(parts[1]))),
    parameters=st.lists(st.tuples(NAMES, TEXTS), max_size=3),
    headers=st.lists(st.tuples(HEADER_NAMES, HEADER_VALUES), max_size=4),
    media_type=TYPES,
    body=st.one_of(st.just(b""), st.binary(max_size=60), st.sampled_from([b"query=ASK{}", b"ASK {}", b"queries={}"])),
)
def test_no_request_is_an_error_of_ours(
    server: Server,
    method: str,
    path: str,
    parameters: list[tuple[str, str]],
    headers: list[tuple[str, str]],
    media_type: str,
    body: bytes,
) -> None:
    target = f"{path}?{'&'.join(f'{quote(name)}={quote(value)}' for name, value in parameters)}"
    lines = [f"{method} {target} HTTP/1.1", "Host: x", f"Content-Type: {media_type}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers]
    lines += ["Connection: close"]
    received = server.exchange("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)
    assert all(status < 500 or status == 501 for status in statuses(received)), received[:1000]
    assert b"Traceback" not in received


def test_the_server_stands_after_all_that(server: Server) -> None:
    server.probe()
    assert "Traceback" not in server.log
