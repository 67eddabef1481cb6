"""Requests that would have the server fetch something: it opens no connection and reads no file for anybody."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest

from faults.client import FORM, WAYS, head
from processes import is_alive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from faults.serving import Server

SECRET: Final = "root:"
"""What /etc/passwd begins with."""


class Listener:
    """Something on this machine that nobody may talk to; it counts who does."""

    def __init__(self) -> None:
        self.hits = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/"

    def _listen(self) -> None:
        with suppress(OSError):  # it is closed
            while True:
                connection, _ = self._socket.accept()
                self.hits += 1
                connection.close()

    def close(self) -> None:
        """Stop listening."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """Listen while the tests of this module run."""
    listener = Listener()
    yield listener
    listener.close()


QUERIES: Final = {
    "service": "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "mixed case": "SELECT * { sErViCe <URL> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "comment between": "SELECT * { SERVICE#c\n<URL> { ?s ?p ?o } }",
    "no blanks": "SELECT*{SERVICE<URL>{?s ?p ?o}}",
    "after a word": "SELECT * { BIND(1 AS ?x) FILTER(true)SERVICE <URL> { ?s ?p ?o } }",
    "after a number": "SELECT * { ?s ?p 1.SERVICE <URL> { ?s ?p ?o } }",
    "after true": "SELECT * { ?s ?p trueSERVICE <URL> { ?s ?p ?o } }",
    "bound endpoint": "SELECT * { VALUES ?e { <URL> } SERVICE ?e { ?s ?p ?o } }",
    "computed endpoint": "SELECT * { BIND(IRI('URL') AS ?e) SERVICE ?e { ?s ?p ?o } }",
    "prefixed endpoint": "PREFIX x: <URL> SELECT * { SERVICE x:y { ?s ?p ?o } }",
    "relative endpoint": "BASE <URL> SELECT * { SERVICE <y> { ?s ?p ?o } }",
    "in optional": "SELECT * { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "in exists": "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "in minus": "SELECT * { VALUES ?s { 1 } MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "in sub-select": "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "in graph": "SELECT * { GRAPH ?g { SERVICE <URL> { ?s ?p ?o } } }",
    "in union": "SELECT * { {} UNION { SERVICE <URL> { ?s ?p ?o } } }",
    "in construct": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "in describe": "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "escaped": "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "escaped long": "SELECT * { \\U00000053ERVICE <URL> { ?s ?p ?o } }",
    "long s": "SELECT * { ſERVICE <URL> { ?s ?p ?o } }",
    "after an apostrophe": "SELECT * { BIND(\"'\" AS ?x) SERVICE <URL> { ?s ?p ?o } #' \n }",
    "after a long string": 'SELECT * { BIND("""a""b\\"""" AS ?x) SERVICE <URL> { ?s ?p ?o } }',
    "after a hash": "SELECT * { ?s <http://x/#> ?o SERVICE <URL> { ?s ?p ?o } }",
    "after less than": "SELECT * { FILTER(1<2) SERVICE <URL> { ?s ?p ?o } FILTER(2>1) }",
    "after a carriage return": "SELECT * { # comment\rSERVICE <URL> { ?s ?p ?o } }",
    "after an escaped name": "PREFIX x: <URL> SELECT * { x:a\\#b ?p ?o SERVICE <URL> { ?s ?p ?o } }",
    "after a language": "SELECT * { ?s ?p 'x'@en-service SERVICE <URL> { ?s ?p ?o } }",
    "from": "SELECT * FROM <URL> { ?s ?p ?o }",
    "from named": "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "from a file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "from a named file": "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
    "graph": "SELECT * { GRAPH <URL> { ?s ?p ?o } }",
    "describe": "DESCRIBE <URL>",
    "describe a file": "DESCRIBE <file:///etc/passwd>",
    "load": "LOAD <URL>",
    "load silent": "LOAD SILENT <URL> INTO GRAPH <http://x/g>",
    "load a file": "LOAD <file:///etc/passwd>",
    "load after a query": "ASK {} ; LOAD <URL>",
    "load after an update": "INSERT DATA { <http://x/s> <http://x/p> 1 } ; LOAD <URL>",
    "load after a prologue": "PREFIX x: <URL> BASE <URL> LOAD x:y",
    "insert from a service": "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "copy": "COPY <URL> TO <http://x/g>",
    "function": "SELECT (<URL>(1) AS ?x) {}",
    "aggregate": "SELECT (<URL>(DISTINCT ?s) AS ?x) { ?s ?p ?o }",
}
"""``URL`` stands for the listener's address."""

NEVER_ANSWERED: Final = ("SERVICE", "LOAD ", "INSERT", "COPY", "ERVICE")

CONTEXT: Final = json.dumps({"@context": "URL", "@id": "URL", "query": "URL"})

BATCH: Final = json.dumps({"q": {"query": "URL", "type": "URL", "properties": [{"pid": "URL", "v": {"id": "URL"}}]}})
EXTENSION: Final = json.dumps({"ids": ["URL"], "properties": [{"id": "URL"}]})

REQUESTS: Final = {
    "default graph": head("/sparql?query=ASK%7B%3Fs%3Fp%3Fo%7D&default-graph-uri=URL"),
    "named graph": head("/sparql?query=ASK%7B%3Fs%3Fp%3Fo%7D&named-graph-uri=URL"),
    "default graph of a file": head("/sparql?query=ASK%7B%3Fs%3Fp%3Fo%7D&default-graph-uri=file:///etc/passwd"),
    "using graph": head("/sparql?update=LOAD%20%3CURL%3E&using-graph-uri=URL"),
    "query by reference": head("/sparql?query-uri=URL&query=URL"),
    "format": head("/sparql?query=ASK%7B%7D&format=URL"),
    "graph store": head("/graphs?graph=URL"),
    "graph store of a file": head("/graphs?graph=file:///etc/passwd"),
    "graph store write": head("/graphs?graph=URL", "PUT", Content_Length=0, Content_Type="text/turtle"),
    "thing": head("/id/URL"),
    "page": head("/page/URL"),
    "data": head("/data/URL.ttl"),
    "explain": head("/explain?s=URL&p=URL&o=URL"),
    "impact": head("/impact?without=URL&passage=URL"),
    "why not": head("/why-not?query=URL"),
    "search": head("/search?q=URL"),
    "document": head("/documents/URL"),
    "reconcile": head("/reconcile", "POST", Content_Type=FORM, Content_Length=len("queries=" + quote(BATCH)))
    + f"queries={quote(BATCH)}".encode(),
    "reconcile by get": head(f"/reconcile?queries={quote(BATCH)}&callback=URL"),
    "extend": head(f"/reconcile?extend={quote(EXTENSION)}"),
    "absolute target": head("URL"),
    "absolute target with query": head("URLsparql?query=ASK%7B%7D"),
    "connect": head("127.0.0.1:PORT", "CONNECT"),
    "forwarded host": head("/", X_Forwarded_Host="127.0.0.1:PORT", X_Forwarded_For="127.0.0.1", Forwarded="host=URL"),
    "rewritten": head("/", X_Original_URL="URL", X_Rewrite_URL="URL", X_Forwarded_Prefix="URL", Referer="URL"),
    "destination": head("/", "COPY", Destination="URL"),
    "origin": head("/sparql", "OPTIONS", Origin="URL", Access_Control_Request_Method="GET"),
    "context in a body": head("/sparql", "POST", Content_Type="application/ld+json", Content_Length=len(CONTEXT))
    + CONTEXT.encode(),
    "context by profile": head("/sparql?query=ASK%7B%7D", Accept='application/ld+json;profile="URL"', Link="<URL>"),
    "callback": head("/sparql?query=ASK%7B%7D&callback=URL&redirect=URL&url=URL&xslt-uri=URL"),
    "update": head("/sparql", "POST", Content_Type="application/sparql-update", Content_Length=10) + b"LOAD <URL>",
}
"""Whole requests, in which URL and PORT stand for the listener's."""

PATHS: Final = (
    "/static/../../../../../../etc/passwd",
    "/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/static/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/static//etc/passwd",
    "/static/....//....//etc/passwd",
    "/dataset/../../../../etc/passwd",
    "/dataset/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd",
    "/dataset//etc/passwd",
    "/dataset/manifest.json/../../../../../etc/passwd",
    "/data/../../../../etc/passwd.ttl",
    "/documents/..%2f..%2f..%2fetc%2fpasswd",
    "/page/%00/etc/passwd",
    "//etc/passwd",
    "/%2fetc/passwd",
    "file:///etc/passwd",
)


def test_there_are_as_many_spellings_as_there_were() -> None:
    assert (len(QUERIES), len(REQUESTS), len(PATHS)) == (47, 31, 15)


@pytest.mark.parametrize("name", QUERIES)
def test_no_query_fetches_anything(server: Server, listener: Listener, name: str) -> None:
    text = QUERIES[name].replace("URL", listener.url)
    for way in WAYS:
        reply = server.ask(text, way=way)
        assert reply.status in {200, 400, 403}, reply.body
        assert SECRET not in reply.body.decode()
        if any(word in text.upper().replace("S", "S") for word in NEVER_ANSWERED):
            assert reply.status != 200
    assert listener.hits == 0


@pytest.mark.parametrize("name", REQUESTS)
def test_no_request_fetches_anything(server: Server, release_server: Server, listener: Listener, name: str) -> None:
    sent = REQUESTS[name].replace(b"PORT", str(listener.port).encode())
    for attacked in (server, release_server):
        received = attacked.exchange(_with_url(sent, listener.url))
        assert SECRET.encode() not in received
        assert b" 500 " not in received[:20]
        attacked.probe()
    assert listener.hits == 0


def _with_url(sent: bytes, url: str) -> bytes:
    """Put the address into a request, and mend the length of its body."""
    before, blank, body = sent.partition(b"\r\n\r\n")
    target, line_end, headers = before.partition(b"\r\n")
    body = body.replace(b"URL", (quote(url) if b"queries=" in body else url).encode())
    lines = [line for line in headers.split(b"\r\n") if not line.startswith(b"Content-Length")]
    lines += [b"Content-Length: %d" % len(body)] if body else []
    return (target + line_end + b"\r\n".join(lines)).replace(b"URL", url.encode()) + blank + body


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_to_a_file_elsewhere(server: Server, release_server: Server, path: str) -> None:
    for attacked in (server, release_server):
        received = attacked.exchange(head(path, Connection="close"))
        assert SECRET.encode() not in received
        assert received.startswith((b"HTTP/1.1 3", b"HTTP/1.1 4")), received[:200]


def test_the_listener_would_notice(listener: Listener) -> None:
    socket.create_connection(("127.0.0.1", listener.port)).close()
    while listener.hits == 0:
        pass
    listener.hits = 0


def test_a_worker_holds_no_connection_and_no_file_but_its_store(server: Server) -> None:
    """What a query could do if it got past everything else."""
    workers = server.workers()
    assert len(workers) >= 4
    outside = _network_sockets()
    for pid in workers:
        for link in _open_files(pid):
            kind, _, inode = link.partition(":[")
            assert kind != "socket" or inode.rstrip("]") not in outside, (pid, link)
            is_file = link.startswith("/") and not link.startswith(("/dev/", "/memfd:"))
            assert not is_file or str(server.temporary) in link, (pid, link)


def test_a_worker_may_open_nothing_more(server: Server) -> None:
    for pid in server.workers():
        status = _status(pid)
        limits = Path(f"/proc/{pid}/limits").read_text()
        files = next(line for line in limits.splitlines() if line.startswith("Max open files"))
        assert status.get("Seccomp") == "2" or files.split()[3:5] == ["0", "0"], (pid, files)
        core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
        assert core.split()[4:6] == ["0", "0"]


def _open_files(pid: int) -> list[str]:
    found = []
    for path in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            found.append(str(path.readlink()))
    assert found or not is_alive(pid)
    return found


def _network_sockets() -> set[str]:
    """Return the inodes of all sockets of this machine that reach beyond it, or to it."""
    tables = [Path(f"/proc/net/{name}") for name in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6")]
    lines = [line for table in tables if table.exists() for line in table.read_text().splitlines()[1:]]
    return {line.split()[9] for line in lines}


def _status(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
