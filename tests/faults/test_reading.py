"""What takes long to read, is there much of it: no header, text or form keeps the process that reads it from others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest

from faults.client import FORM, PROBLEM, QUERY, cheap, head, read_response

if TYPE_CHECKING:
    from faults.client import Reply
    from faults.serving import Server

AT_ONCE: Final = 50
TEXTS_AT_ONCE: Final = 8
"""Of texts: to read one takes up to some tenths of a second."""

CROWD: Final = 300
HEADER: Final = 15_000
"""About as much as is read of all headers together."""

TEXT: Final = 65_000
"""About as much as is read of a query."""

FORMS: Final = {"/sparql": (399_000, AT_ONCE), "/reconcile": (1_990_000, TEXTS_AT_ONCE)}
"""About as much as is read of a form, and how many are sent at once."""

Request = tuple[str, str, bytes | None, dict[str, str]]


def _asked(headers: dict[str, str]) -> Request:
    return "GET", f"/sparql?query={quote(cheap())}", None, headers


def _repeated(before: str, part: str, length: int = TEXT) -> str:
    return before + part * ((length - len(before)) // len(part))


HEADERS: Final = {
    "names of a parameter": {"Accept": _repeated("a/b;", "a", HEADER)},
    "blanks before a parameter": {"Accept": _repeated("a/b;", " ", HEADER) + "a"},
    "parameters": {"Accept": _repeated("a/b", "; a", HEADER)},
    "quotation marks": {"Accept": _repeated("a/b;a=", '"', HEADER)},
    "backslashes": {"Accept": _repeated('a/b;a="', "\\", HEADER)},
    "ranges": {"Accept": _repeated("text/turtle", ",a/b;q=0.1", HEADER)},
    "quality": {"Accept": f"a/b;q={'0' * HEADER}"},
    "languages": {"Accept-Language": _repeated("en", ",a-b-c;q=0.1", HEADER)},
    "a long language": {"Accept-Language": _repeated("en", "-a", HEADER)},
    "codings": {"Accept-Encoding": _repeated("gzip", ",a;q=0.1", HEADER)},
    "a long coding": {"Accept-Encoding": _repeated("gzip;q=", "0", HEADER)},
    "tags": {"If-None-Match": _repeated('"a"', ',"a"', HEADER)},
    "a long tag": {"If-None-Match": _repeated('W/"', "a", HEADER)},
    "cookies": {"Cookie": _repeated("lang=zh", "; lang=zh", HEADER)},
    "an escaped cookie": {"Cookie": _repeated('lang="', "\\073", HEADER)},
    "forwarding": {"Forwarded": _repeated("for=1", ",for=1", HEADER)},
    "forwarded quotations": {"Forwarded": _repeated('for="', ';for="', HEADER)},
    "forwarders": {"X-Forwarded-For": _repeated("1.1.1.1", ",1.1.1.1", HEADER)},
    "ranges of bytes": {"Range": _repeated("bytes=0-1", ",0-1", HEADER)},
}

TEXTS: Final = {
    "words and signs": _repeated("ASK { ", "a-"),
    "letters": _repeated("ASK { ", "é", TEXT // 2),
    "dots": _repeated("ASK { ", "a."),
    "names": _repeated("ASK { ", "a.b "),
    "numbers": _repeated("ASK { ", "1a-"),
    "colons": _repeated("ASK { ", ":"),
    "signs": _repeated("ASK { ", "."),
    "less than": _repeated("ASK { FILTER(1", "<1"),
    "quotation marks": _repeated("ASK { ", '"'),
    "long quotation marks": _repeated("ASK { ", '""" '),
    "escapes": _repeated('ASK { "', "\\u0041"),
    "backslashes": _repeated("ASK { ", "\\"),
    "comments": _repeated("ASK { ", "#\n"),
    "languages": _repeated("ASK { ", "@a-"),
    "prefixes": "".join(f"PREFIX a{place}: <x:> " for place in range(1_500)) + _repeated("ASK { ", "a:b ", TEXT // 2),
    "terms": f"ASK {{ FILTER(1 IN ({','.join(map(str, range(9_000)))})) }}",
    "a word": _repeated("ASK { ", "FILTER"),
}


@pytest.mark.parametrize("kind", HEADERS)
def test_a_header_is_read_in_no_time(server: Server, kind: str) -> None:
    _crowd(server, [_asked(HEADERS[kind])] * AT_ONCE, {200, 400, 406})


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_is_read_in_no_time(server: Server, kind: str) -> None:
    text = TEXTS[kind].encode()
    assert len(text) < 65_536
    _crowd(server, [("POST", "/sparql", text, {"Content-Type": QUERY})] * TEXTS_AT_ONCE, {200, 400, 503})


def test_a_crowd_that_asks_for_the_description_keeps_no_query_waiting(release_server: Server) -> None:
    """It is written here, whereas queries are evaluated elsewhere."""
    described = ("GET", "/sparql", None, {"Accept": "text/turtle"})
    _crowd(release_server, [described] * CROWD, {200, 503})


@pytest.mark.parametrize("path", ["/sparql", "/reconcile"])
@pytest.mark.parametrize("part", ["%41", "a=b&", "%7B", "+"])
def test_large_forms_are_refused_before_they_are_taken_apart(server: Server, path: str, part: str) -> None:
    body = _repeated("queries=", part, 5_000_000).encode()
    _crowd(server, [("POST", path, body, {"Content-Type": FORM})] * 8, {413, 503})


@pytest.mark.parametrize("part", ["%41", "a=%41&", "+"])
@pytest.mark.parametrize("path", FORMS)
def test_the_largest_forms_are_taken_apart_by_few_at_a_time(server: Server, path: str, part: str) -> None:
    size, number = FORMS[path]
    body = _repeated("queries=", part, size).encode()
    _crowd(server, [("POST", path, body, {"Content-Type": FORM})] * number, {400, 413, 503})


def test_long_headers_are_refused(server: Server) -> None:
    assert server.get("/health", {"X": "x" * 16_000}).status == 200
    for length in (17_000, 60_000):
        reply = server.get("/health", {"X": "x" * length})
        assert reply.status == 431
        assert reply.media_type == PROBLEM
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert "16,384" in reply.problem["detail"]


@pytest.mark.parametrize(
    "host",
    [
        *"/?#@",
        "",
        "..",
        "a b",
        "<s>",
        "a\\b",
        "%41",
        'a"b',
        "a:b",
        "a:99999",
        "::1",
        "[x]",
        "-a",
        "a, b",
        "a" * 300,
        "é",
    ],
)
def test_who_names_no_host_is_told_so(server: Server, host: str) -> None:
    """Addresses in answers begin with the name; what is none would be an error of ours, or another address."""
    for path in ("/sparql?query=ASK%7B%7D", "/", "/id/lab/deepseek", "/dataset"):
        with server.connected() as connection:
            sent = head(path, Connection="close").replace(b"sinograph.test", host.encode("latin-1"))
            connection.sendall(sent)
            assert read_response(connection).status == 400, path


def test_a_request_names_one_host(server: Server) -> None:
    for sent in (head("/health").replace(b"Host: sinograph.test\r\n", b""), head("/health", host="other")):
        with server.connected() as connection:
            connection.sendall(sent)
            assert read_response(connection).status == 400
    for host in ("x", "A.example:8000", "[::1]:80", "a_b", "127.0.0.1", "example."):
        assert server.get("/health", {"Host": host}).status == 200


def _crowd(server: Server, requests: list[Request], expected: set[int]) -> None:
    """Send requests all at once; probes are answered meanwhile."""

    def send(request: Request) -> Reply:
        method, target, body, headers = request
        return server.request(method, target, body, {"Accept": "*/*", **headers})

    with ThreadPoolExecutor(len(requests)) as pool:
        replies = [pool.submit(send, request) for request in requests]
        for _ in range(3):
            server.probe()
        statuses = {reply.result().status for reply in replies}
    assert statuses <= expected
    server.probe()


@pytest.mark.parametrize("parameters", ["", "&evidence=true", "&lang=zh"])
@pytest.mark.parametrize("query", ["SELECT * { ?s ?p ?o } LIMIT 10000", "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 10000"])
def test_a_page_of_many_rows_is_written_in_no_time(release_server: Server, query: str, parameters: str) -> None:
    """What takes a moment for each cell must not take it for each cell and row."""
    reply = release_server.get(f"/sparql?query={quote(query)}{parameters}", {"Accept": "text/html"})
    assert reply.status == 200
    assert reply.seconds < 5
