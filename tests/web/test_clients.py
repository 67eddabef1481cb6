"""A server as clients meet it: a process of its own, over HTTP."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from pyoxigraph import RdfFormat, parse
from rdflib.plugins.stores.sparqlstore import SPARQLStore

if TYPE_CHECKING:
    from collections.abc import Iterator

STOCK = Path(__file__).parents[1] / "resources" / "stock"
ROWS = "SELECT * { ?s ?p ?o }"
DIRECT = {"Content-Type": "application/sparql-query"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SINOGRAPH_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "sinograph", "serve", "--port", "0", "--workers", "2", "--data", str(STOCK)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**kept, "TMPDIR": str(tmp_path_factory.mktemp("temporary"))},
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().removeprefix("listening at ").strip().removesuffix("/")
    finally:
        process.terminate()
        process.communicate()


@pytest.fixture
def web(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, headers={"Accept-Encoding": "identity"}) as client:
        yield client


def test_all_ways_to_ask_have_the_same_answer(web: httpx.Client) -> None:
    responses = [
        web.get("/sparql", params={"query": ROWS}),
        web.post("/sparql", data={"query": ROWS}),
        web.post("/sparql", content=ROWS, headers=DIRECT),
        web.request("QUERY", "/sparql", content=ROWS, headers=DIRECT),
    ]
    assert {response.status_code for response in responses} == {200}
    assert len({response.content for response in responses}) == 1
    assert len(responses[0].json()["results"]["bindings"]) == 7


def test_tags_hold_for_every_web_process(web: httpx.Client) -> None:
    responses = [web.get("/sparql", params={"query": ROWS}, headers={"Connection": "close"}) for _ in range(20)]
    tags = {response.headers["ETag"] for response in responses}
    assert len(tags) == 1
    again = web.get("/sparql", params={"query": ROWS}, headers={"If-None-Match": tags.pop()})
    assert (again.status_code, again.content) == (304, b"")


def test_tags_of_several_header_lines(web: httpx.Client) -> None:
    tag = web.get("/sparql", params={"query": ROWS}).headers["ETag"]
    lines = [("If-None-Match", '"x"'), ("If-None-Match", tag)]
    assert web.get("/sparql", params={"query": ROWS}, headers=lines).status_code == 304


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
@pytest.mark.parametrize("path", ["/.well-known/void", "/dataset", "/graphs?default", "/static/sinograph.css"])
def test_codings(web: httpx.Client, coding: str, path: str) -> None:
    coded = web.get(path, headers={"Accept-Encoding": f"{coding}, identity;q=0"})
    assert coded.headers["Content-Encoding"] == coding
    if coding == "gzip":  # the one that every client reads
        assert coded.content == web.get(path).content
    raw = web.head(path, headers={"Accept-Encoding": f"{coding}, identity;q=0"})
    assert (raw.status_code, raw.headers["ETag"]) == (200, coded.headers["ETag"])


def test_the_service_description_leads_to_the_graphs(web: httpx.Client) -> None:
    triples = list(parse(web.get("/sparql").content, RdfFormat.TURTLE))
    names = {triple.object.value for triple in triples if triple.predicate.value.endswith("#name")}
    assert names == {"https://example.org/menu", "https://example.org/cellar"}
    for name in names:
        assert len(list(parse(web.get("/graphs", params={"graph": name}).content, RdfFormat.TURTLE))) == 1


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_nothing_is_written(web: httpx.Client, method: str) -> None:
    response = web.request(method, "/graphs?default", content=b"<http://x/a> <http://x/b> 1 .")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib(address: str, method: str) -> None:
    store = SPARQLStore(f"{address}/sparql", method=method, returnFormat="json")
    assert len(list(store.query(ROWS))) == 7
    assert bool(store.query("ASK { ?s <https://example.org/price> 2.5 }"))
