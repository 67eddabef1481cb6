"""A server that may ask another one, and only that one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

import pytest

from faults.client import RESULTS, WAYS, Reply
from faults.serving import Server, serving
from faults.test_network import NEVER_ANSWERED, QUERIES, Listener

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PREFIX: Final = "PREFIX ex: <https://example.org/>\n"
ROWS: Final = 4000
NEAR: Final = """@prefix ex: <https://example.org/> .
ex:n1 ex:name "one" . ex:n2 ex:name "two" . ex:n0 ex:name "none" .
"""


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with 4,000 numbers."""
    folder = tmp_path_factory.mktemp("far")
    lines = [f"<https://example.org/n{place}> <https://example.org/number> {place} ." for place in range(1, ROWS + 1)]
    (folder / "numbers.ttl").write_text("\n".join(lines), encoding="utf-8")
    with serving(folder, "--data", str(folder / "numbers.ttl")) as server:
        yield server


@pytest.fixture(scope="module")
def silent() -> Iterator[str]:
    """The address of something that takes every request and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"


@pytest.fixture(scope="module")
def near(far: Server, silent: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with three names that may ask the other one, also where that has nothing, and the silent one."""
    folder = tmp_path_factory.mktemp("near")
    (folder / "names.ttl").write_text(NEAR, encoding="utf-8")
    settings = {
        "query_seconds": "2",
        "workers": "1",
        "services": f"{url(far)}, {url(far)}/nothing {silent}",
        "trusted_proxies": "127.0.0.1",
        "client_seconds": "2",
    }
    with serving(folder, "--data", str(folder / "names.ttl"), **settings) as server:
        yield server
        server.probe()


def url(server: Server) -> str:
    return f"http://{server.host}:{server.port}/sparql"


def ask(near: Server, far: Server, text: str, accept: str = RESULTS, way: str = "form") -> Reply:
    return near.ask(PREFIX + text.replace("FAR", url(far)), {"Accept": accept}, way=way)


def values(reply: Reply) -> list[dict[str, Any]]:
    assert reply.status == 200, reply.body
    return [{name: term["value"] for name, term in row.items()} for row in reply.json["results"]["bindings"]]


@pytest.mark.parametrize("way", WAYS)
def test_joins_what_the_other_says(near: Server, far: Server, way: str) -> None:
    text = "SELECT ?name ?n { ?x ex:name ?name SERVICE <FAR> { ?x ex:number ?n } } ORDER BY ?n"
    reply = ask(near, far, text, way=way)
    assert values(reply) == [{"name": "one", "n": "1"}, {"name": "two", "n": "2"}]
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.headers["ETag"] is None


@pytest.mark.parametrize(
    ("text", "accept", "expected"),
    [
        ("ASK { SERVICE <FAR> { ex:n7 ex:number 7 } }", RESULTS, '{"head":{},"boolean":true}'),
        ("ASK { SERVICE <FAR> { ex:n7 ex:number 8 } }", RESULTS, '{"head":{},"boolean":false}'),
        (
            "CONSTRUCT { ?x ex:called ?n } WHERE { SERVICE <FAR> { ?x ex:number 7 ; ex:number ?n } }",
            "application/n-triples",
            '<https://example.org/n7> <https://example.org/called> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
        ),
        ("SELECT (COUNT(*) AS ?n) { SERVICE <FAR> { ?x ex:number ?m } }", "text/csv", f"n\r\n{ROWS}\r\n"),
        ("SELECT ?n { SERVICE SILENT <FAR/nothing> { ?x ?y ?z } BIND(1 AS ?n) }", "text/csv", "n\r\n1\r\n"),
        ("SELECT ?n { SERVICE SILENT <FAR> { ?x ?y } BIND(1 AS ?n) }", "text/csv", "n\r\n1\r\n"),
        (
            "SELECT ?name { ?x ex:name ?name FILTER NOT EXISTS { SERVICE <FAR> { ?x ex:number ?n } } }",
            "text/csv",
            "name\r\nnone\r\n",
        ),
    ],
    ids=["yes", "no", "graph", "many", "silent", "silent about a syntax error", "not exists"],
)
def test_answers_in_every_form(near: Server, far: Server, text: str, accept: str, expected: str) -> None:
    reply = ask(near, far, text, accept)
    assert (reply.status, reply.body.decode()) == (200, expected)


def test_a_page_is_not_kept_either(near: Server, far: Server) -> None:
    reply = ask(near, far, "SELECT ?n { SERVICE <FAR> { ex:n7 ex:number ?n } }", "text/html", "get")
    assert reply.status == 200
    assert reply.media_type == "text/html"
    assert reply.headers["Cache-Control"] == "no-store"


def test_every_answer_is_asked_for_anew(near: Server, far: Server) -> None:
    text = "SELECT ?n { SERVICE <FAR> { ex:n8 ex:number ?n } }"
    before = _answered(far)
    for _ in range(3):
        assert values(ask(near, far, text, way="get")) == [{"n": "8"}]
    assert _answered(far) == before + 3


def _answered(server: Server) -> int:
    lines = server.get("/metrics").body.decode().splitlines()
    counts = [line.split() for line in lines if line.startswith("sinograph_answers_total{")]
    return int(sum(float(count) for _, count in counts))


@pytest.mark.parametrize("name", QUERIES)
def test_no_spelling_leads_to_a_server_that_is_not_listed(near: Server, name: str) -> None:
    listener = Listener()
    try:
        text = QUERIES[name].replace("URL", listener.url)
        for way in WAYS:
            reply = near.ask(text, way=way)
            assert reply.status in {200, 400, 403}, reply.body
            if any(word in text.upper() for word in NEVER_ANSWERED):
                assert reply.status != 200
        assert listener.hits == 0
    finally:
        listener.close()


def test_a_server_that_fails_is_named(near: Server, far: Server) -> None:
    reply = ask(near, far, "SELECT * {\n SERVICE <FAR/nothing> { ?s ?p ?o } }")
    assert reply.status == 502
    assert reply.problem["detail"].endswith(f"<{url(far)}/nothing>, answers with status 404.")
    assert reply.problem["where"] == "line 3, column 2"
    assert 'sinograph_queries_total{outcome="service"}' in near.get("/metrics").body.decode()


def test_a_server_that_takes_too_long_is_left(near: Server, far: Server, silent: str) -> None:
    reply = ask(near, far, f"SELECT * {{ SERVICE <{silent}> {{ ?s ?p ?o }} }}")
    assert reply.status == 504
    assert "has not answered within 1.6 s" in reply.problem["detail"]
    reply = ask(near, far, f"SELECT ?n {{ SERVICE SILENT <{silent}> {{ ?s ?p ?o }} BIND(1 AS ?n) }}")
    assert values(reply) == [{"n": "1"}]


def test_the_engine_has_only_the_time_that_is_left(near: Server, far: Server, silent: str) -> None:
    """Waiting for the silent one takes 1.6 s of the two that there are."""
    product = " ".join(f"?a{place} ?b{place} ?c{place} ." for place in range(20))
    text = f"SELECT (COUNT(*) AS ?n) {{ SERVICE SILENT <{silent}> {{}} {product} }}"
    reply = ask(near, far, text)
    assert reply.status == 503
    assert reply.problem["detail"] == "The query took longer than 2 s, the servers that it asks included."


@pytest.mark.parametrize(
    ("group", "limit", "most"),
    [
        ("[] ex:number ?n BIND('' AS ?m) BIND('' AS ?k)", "terms in the answer of another server", 10_000),
        (
            "SELECT ?a ?t { ?a ex:number ?n BIND(CONCAT(" + ", ".join(["STR(?a)"] * 9) + ") AS ?t) }",
            "bytes in the answer of another server",
            1_000_000,
        ),
    ],
    ids=["terms", "bytes"],
)
@pytest.mark.parametrize("keyword", ["", "SILENT "])
def test_too_large_an_answer_is_no_answer(
    near: Server, far: Server, group: str, limit: str, most: int, keyword: str
) -> None:
    reply = ask(near, far, f"SELECT * {{ SERVICE {keyword}<FAR> {{ {group} }} }}")
    assert reply.status == 400
    assert (reply.problem["limit"], reply.problem["most"]) == (limit, most)
    assert reply.problem["value"] > most


def test_two_answers_together_are_bounded_too(near: Server, far: Server) -> None:
    reply = ask(near, far, "SELECT * { SERVICE <FAR> { ?a ex:number ?b } SERVICE <FAR> { [] ex:number ?c } }")
    assert reply.status == 400
    assert reply.problem["limit"] == "terms in VALUES and IN"
    assert reply.problem["where"] == "with the answers of other servers in it"


def test_a_syntax_error_is_where_it_was_written(near: Server, far: Server) -> None:
    reply = ask(near, far, "SELECT * {\n SERVICE <FAR> { ex:n7 ex:number ?n }\n ?x ex:name }")
    assert reply.status == 400
    assert (reply.problem["line"], reply.problem["excerpt"].split("\n")[0]) == (4, " ?x ex:name }")
    reply = ask(near, far, "SELECT * {\n OPTIONAL SERVICE <FAR> { ex:n7 ex:number ?n } }")
    assert (reply.status, reply.problem["line"], reply.problem["column"]) == (400, 3, 11)
    assert reply.problem["detail"] == "A SERVICE cannot stand here."


def test_servers_that_do_not_answer_leave_the_others_an_answer(near: Server, far: Server, silent: str) -> None:
    text = f"SELECT * {{ SERVICE <{silent}> {{ ?s ?p ?o }} }}"
    with ThreadPoolExecutor(24) as pool:
        replies = [pool.submit(ask, near, far, text) for _ in range(24)]
        for _ in range(5):
            near.probe()
        statuses = [reply.result().status for reply in replies]
        busy = [reply.result() for reply in replies if reply.result().status == 503]
    assert set(statuses) <= {503, 504}
    assert statuses.count(504) >= 8
    assert all(reply.headers["Retry-After"] for reply in busy)


def test_the_time_that_others_take_is_the_clients(near: Server, silent: str) -> None:
    text = f"SELECT * {{ SERVICE <{silent}> {{ ?s ?p ?o }} }}"
    hog, other = ({"X-Forwarded-For": f"203.0.113.{number}"} for number in (1, 2))
    assert [near.ask(text, hog).status for _ in range(3)] == [504, 504, 429]
    refused = near.ask("ASK {}", hog)
    assert refused.status == 429
    assert int(refused.headers["Retry-After"]) >= 1
    assert near.ask("ASK {}", other).status == 200


def test_the_description_says_so(near: Server, far: Server) -> None:
    feature = b"sd:BasicFederatedQuery"
    assert feature in near.get("/sparql", {"Accept": "text/turtle"}).body
    assert feature not in far.get("/sparql", {"Accept": "text/turtle"}).body


def _run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, **{f"SINOGRAPH_{name.upper()}": value for name, value in settings.items()}}
    command = [sys.executable, "-m", "sinograph", *arguments]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


def test_the_command_line_asks_the_same(far: Server, tmp_path: Path) -> None:
    (tmp_path / "names.ttl").write_text(NEAR, encoding="utf-8")
    text = f"{PREFIX}SELECT ?n {{ ?x ex:name 'two' SERVICE <{url(far)}> {{ ?x ex:number ?n }} }}"
    asking = ("query", text, "--data", str(tmp_path / "names.ttl"), "--format", "csv")
    done = _run(*asking, services=url(far))
    assert (done.returncode, done.stdout.split()) == (0, ["n", "2"]), done.stderr
    done = _run(*asking)
    assert done.returncode == 1
    assert "sends no requests of its own" in done.stderr
