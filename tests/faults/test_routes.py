"""The other routes under abuse: what they do in the web process is bounded too."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

import pytest

from faults.client import FORM

if TYPE_CHECKING:
    from faults.client import Reply
    from faults.serving import Server

AT_ONCE: Final = 4
CROWD: Final = 300

CHINESE: Final = "深度求索" * 200
LONG: Final = "a" * 7_000
WORDS: Final = " ".join(f"w{number}" for number in range(1_000))

COLUMNS: Final = " ".join(f"(1 AS ?v{number})" for number in range(400))

GETS: Final = {
    "search for a long name": f"/search?q={LONG}",
    "search for many words": f"/search?q={quote(WORDS)}",
    "search in chinese": f"/search?q={quote(CHINESE)[:7_200]}",
    "search for one letter": "/search?q=a",
    "search for nothing": "/search?q=",
    "search for patterns": f"/search?q={quote('%_*?[a-z]+(.*)*' * 100)}",
    "suggest": f"/reconcile/suggest/entity?prefix={LONG}",
    "suggest far on": "/reconcile/suggest/entity?prefix=a&cursor=999999999",
    "suggest beyond numbers": f"/reconcile/suggest/entity?prefix=a&cursor={'9' * 4_000}",
    "propose": "/reconcile/properties?type=Lab&limit=999999999",
    "explain a hub": "/explain?s=lab:deepseek&all=true",
    "explain a class": "/explain?s=sino:Lab&all=true",
    "explain the type": "/explain?s=lab:deepseek&p=rdf:type&o=sino:Lab&all=true",
    "explain a long name": f"/explain?s={LONG}&p={'b' * 500}&o={'c' * 500}",
    "impact of the document": "/impact?document=document:chinese-ai-labs",
    "all words": "/documents/chinese-ai-labs",
    "supports of a hub": "/impact?s=lab:deepseek&p=rdf:type&o=sino:Lab",
    "page of a hub": "/page/lab/deepseek",
    "data of a hub": "/data/lab/deepseek.jsonld",
    "page of the document": "/page/document/chinese-ai-labs",
    "data of the document": "/data/document/chinese-ai-labs.ttl",
    "ontology": "/ontology",
    "ontology as data": "/ontology?format=rdfxml",
    "whole graph": "/graphs?default",
    "inferred graph": "/graphs/inferred",
    "whole graph as json-ld": "/graphs?default&format=jsonld",
    "void": "/.well-known/void",
    "dataset": "/dataset",
    "download": "/dataset/data.nq",
    "disputes": "/disputes",
    "metrics": "/metrics",
    "everything as a page": f"/sparql?query={quote('SELECT * { ?s ?p ?o } LIMIT 10000')}&format=html",
    "a wide page": f"/sparql?query={quote(f'SELECT {COLUMNS} {{}}')}&format=html",
    "many parameters": "/sparql?" + "&".join(f"p{n}=x" for n in range(900)),
    "many graphs": "/sparql?query=ASK%7B%7D&" + "&".join(f"default-graph-uri=x:{n}" for n in range(300)),
}


def _batch(size: int, query: object) -> str:
    return json.dumps({f"q{number}": query for number in range(size)})


def _deep(depth: int) -> str:
    return '{"q": ' + "[" * depth + "]" * depth + "}"


_PROPERTIES: Final = [{"pid": f"P{number}", "v": "x" * 100} for number in range(1_000)]

POSTS: Final = {
    "ten thousand queries": ("/reconcile", {"queries": _batch(10_000, {"query": "DeepSeek"})}),
    "a hundred queries": ("/reconcile", {"queries": _batch(100, {"query": "Deep Seek AI laboratory"})}),
    "a long query": ("/reconcile", {"queries": _batch(1, {"query": "a" * 5_000_000})}),
    "many long queries": ("/reconcile", {"queries": _batch(50, {"query": "ab cd " * 20_000})}),
    "a long chinese query": ("/reconcile", {"queries": _batch(10, {"query": "深度求索" * 20_000})}),
    "many properties": ("/reconcile", {"queries": _batch(50, {"query": "x", "properties": _PROPERTIES})}),
    "no limit": ("/reconcile", {"queries": _batch(50, {"query": "a", "limit": 10**9})}),
    "deep json": ("/reconcile", {"queries": _deep(100_000)}),
    "deep extension": ("/reconcile", {"extend": _deep(100_000)}),
    "huge number": ("/reconcile", {"queries": '{"q": {"query": "x", "limit": ' + "9" * 100_000 + "}}"}),
    "not a number": ("/reconcile", {"queries": '{"q": {"query": "x", "limit": NaN}}'}),
    "lone surrogate": ("/reconcile", {"queries": '{"q": {"query": "\\ud800"}}'}),
    "zeros": ("/reconcile", {"queries": '{"q": {"query": "\\u0000"}}'}),
    "much to extend": (
        "/reconcile",
        {"extend": json.dumps({"ids": ["lab/deepseek"] * 10_000, "properties": [{"id": "label"}] * 1_000})},
    ),
    "same names": ("/sparql", {"query": "ASK {}", "x" * 100_000: "y" * 1_000_000}),
}


def _post(server: Server, name: str) -> Reply:
    path, parameters = POSTS[name]
    return server.request("POST", path, urlencode(parameters).encode(), {"Content-Type": FORM, "Accept": "*/*"})


def _assert_bounded(reply: Reply) -> None:
    assert reply.status < 500 or (reply.status == 503 and reply.problem), (reply.status, reply.body[:300])


@pytest.mark.parametrize("name", GETS)
def test_a_get_blocks_nobody(release_server: Server, name: str) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        replies = [pool.submit(release_server.get, GETS[name], {"Accept": "*/*"}) for _ in range(AT_ONCE)]
        release_server.probe()
        for reply in replies:
            _assert_bounded(reply.result())
    release_server.probe()


@pytest.mark.parametrize("name", POSTS)
def test_a_post_blocks_nobody(release_server: Server, name: str) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        replies = [pool.submit(_post, release_server, name) for _ in range(AT_ONCE)]
        release_server.probe()
        for reply in replies:
            _assert_bounded(reply.result())
    release_server.probe()


def test_multipart_of_many_parts_is_bounded(release_server: Server) -> None:
    parts = b"".join(b'--x\r\nContent-Disposition: form-data; name="p%d"\r\n\r\ny\r\n' % n for n in range(20_000))
    for path in ("/reconcile", "/sparql"):
        reply = release_server.request(
            "POST", path, parts + b"--x--\r\n", {"Content-Type": "multipart/form-data; boundary=x", "Accept": "*/*"}
        )
        assert reply.status in {400, 413, 415}, reply.body[:300]
        release_server.probe()


@pytest.mark.parametrize(
    "name",
    [
        "everything as a page",
        *(pytest.param(name, marks=pytest.mark.slow) for name in ("impact of the document", "all words")),
    ],
)
def test_a_crowd_at_one_route_blocks_nobody(release_server: Server, name: str) -> None:
    """More than there are threads in all web processes."""
    with ThreadPoolExecutor(CROWD) as pool:
        replies = [pool.submit(_tried, release_server, GETS[name]) for _ in range(CROWD)]
        for _ in range(5):
            release_server.probe()
        for reply in replies:
            if answered := reply.result():
                _assert_bounded(answered)
    release_server.probe()


def _tried(server: Server, target: str) -> Reply | None:
    """Ask for a page, and leave when it takes long."""
    try:
        return server.get(target, {"Accept": "*/*"}, patience=5)
    except TimeoutError:
        return None


def test_every_route_at_once(release_server: Server) -> None:
    with ThreadPoolExecutor(8) as pool:
        gets = [pool.submit(release_server.get, target, {"Accept": "*/*"}) for target in GETS.values()]
        posts = [pool.submit(_post, release_server, name) for name in POSTS]
        while not all(future.done() for future in (*gets, *posts)):
            release_server.probe(within=5.0)
        for future in (*gets, *posts):
            _assert_bounded(future.result())
    release_server.probe()
