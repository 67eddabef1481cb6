"""A server as clients meet it: a process of its own, over HTTP."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import urllib.error
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from typing import Literal as TypingLiteral
from urllib.parse import urlencode

import httpx
import pandas
import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Graph, Literal, URIRef, Variable
from rdflib.plugins.stores.sparqlconnector import SPARQLConnector
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from conformance.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

STOCK = Path(__file__).parents[1] / "resources" / "stock"
ROWS = "SELECT * { ?s ?p ?o }"
DIRECT = {"Content-Type": "application/sparql-query"}
EX = "https://example.org/"
Method = TypingLiteral["GET", "POST", "POST_FORM"]
YASGUI_GRAPHS = "text/turtle,*/*;q=0.9"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("temporary"), "--workers", "2", "--data", str(STOCK)) as address:
        yield address


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
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rdflib(address: str, method: str, form: str) -> None:
    store = SPARQLStore(f"{address}/sparql", method=method, returnFormat=form)
    assert len(list(store.query(ROWS))) == 7
    if form in {"json", "xml"}:
        assert bool(store.query("ASK { ?s <https://example.org/price> 2.5 }"))


def test_rdflib_as_a_graph(address: str) -> None:
    graph = Graph(SPARQLStore(f"{address}/sparql"))
    tea, label = URIRef(f"{EX}tea"), URIRef(f"{EX}label")
    assert len(graph) == 7
    assert set(graph.objects(tea, label)) == {Literal("tea", lang="en"), Literal("茶", lang="zh")}
    assert (tea, label, Literal("tea", lang="en")) in graph
    rows = graph.query("SELECT ?o { ?s ?p ?o }", initBindings={"s": tea, "p": label})
    assert len(rows) == 2
    assert len(graph.query(f"CONSTRUCT WHERE {{ <{EX}tea> ?p ?o }}").graph or ()) == 4


def test_rdflib_with_named_graphs(address: str) -> None:
    store = SPARQLStore(f"{address}/sparql", context_aware=True)
    assert {str(name) for name in store.contexts()} == {f"{EX}menu", f"{EX}cellar"}
    assert [str(name) for name in store.contexts((URIRef(f"{EX}wine"), Variable("p"), Variable("o")))] == [
        f"{EX}cellar"
    ]
    menu = Graph(store, identifier=URIRef(f"{EX}menu"))
    assert [str(subject) for subject in menu.subjects()] == [f"{EX}tea"]
    plain = SPARQLStore(f"{address}/sparql", context_aware=False)
    assert len(Graph(plain)) == 7


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflibs_connector(address: str, method: Method) -> None:
    connector = SPARQLConnector(f"{address}/sparql", method=method, returnFormat="json")
    assert len(connector.query(ROWS, default_graph=f"{EX}menu")) == 1
    assert connector.query("ASK {}").askAnswer


def test_rdflib_writes_nothing(address: str) -> None:
    store = SPARQLUpdateStore(f"{address}/sparql", f"{address}/sparql", autocommit=False)
    store.add((URIRef(f"{EX}a"), URIRef(f"{EX}b"), URIRef(f"{EX}c")))
    with pytest.raises(urllib.error.HTTPError, match="403"):
        store.commit()
    store.update("CLEAR ALL")
    with pytest.raises(urllib.error.HTTPError, match="403"):
        store.commit()


REQUESTS = [("GET", "urlencoded"), ("POST", "urlencoded"), ("POST", "postdirectly")]


def wrapper(address: str, text: str, method: str = "GET", request: str = "urlencoded") -> SPARQLWrapper:
    asking = SPARQLWrapper(f"{address}/sparql")
    asking.setMethod(method)
    asking.setRequestMethod(request)
    asking.setTimeout(30)
    asking.setQuery(text)
    return asking


def converted(asking: SPARQLWrapper) -> Any:
    return asking.query().convert()


@pytest.mark.parametrize(("method", "request_"), REQUESTS)
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_sparqlwrapper_selects(address: str, method: str, request_: str, form: str) -> None:
    asking = wrapper(address, ROWS, method, request_)
    asking.setReturnFormat(form)
    found = converted(asking)
    if form == "json":
        assert len(found["results"]["bindings"]) == 7
    elif form == "xml":
        assert len(found.getElementsByTagName("result")) == 7
    else:
        assert len(found.decode().strip().splitlines()) == 8


@pytest.mark.parametrize(("method", "request_"), REQUESTS)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_sparqlwrapper_asks(address: str, method: str, request_: str, form: str) -> None:
    asking = wrapper(address, f"ASK {{ <{EX}tea> ?p ?o }}", method, request_)
    asking.setReturnFormat(form)
    found = converted(asking)
    assert found["boolean"] if form == "json" else found.getElementsByTagName("boolean")[0].firstChild.data == "true"


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize(("method", "request_"), REQUESTS)
@pytest.mark.parametrize("form", ["turtle", "n3", "rdf+xml", "xml", "json-ld"])
@pytest.mark.parametrize("text", [f"DESCRIBE <{EX}tea>", f"CONSTRUCT WHERE {{ <{EX}tea> ?p ?o }}"])
def test_sparqlwrapper_gets_graphs(address: str, method: str, request_: str, form: str, text: str) -> None:
    asking = wrapper(address, text, method, request_)
    asking.setReturnFormat(form)
    found = converted(asking)
    graph = found if isinstance(found, Graph) else Graph().parse(data=found)
    assert len(graph) == 4


def test_sparqlwrapper_names_graphs(address: str) -> None:
    asking = wrapper(address, "SELECT * { GRAPH ?g { ?s ?p ?o } }")
    asking.addParameter("named-graph-uri", f"{EX}menu")
    asking.setReturnFormat("json")
    assert len(converted(asking)["results"]["bindings"]) == 1


def test_sparqlwrapper_tells_what_is_wrong(address: str) -> None:
    with pytest.raises(QueryBadFormed, match="cannot stand here"):
        wrapper(address, "SELECT nonsense").query()


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("asked", ["format=csv", "format=tsv"])
def test_pandas_reads_tables(address: str, coding: str, asked: str) -> None:
    text = urlencode({"query": f"SELECT ?s ?price {{ ?s <{EX}price> ?price }}"})
    table = pandas.read_csv(
        f"{address}/sparql?{text}&{asked}",
        sep="\t" if asked.endswith("tsv") else ",",
        storage_options={"Accept-Encoding": coding},
    )
    assert table.shape == (1, 2)
    assert table.iloc[0, 1] == 2.5


def test_pandas_reads_json(address: str) -> None:
    found = pandas.read_json(f"{address}/sparql?{urlencode({'query': ROWS})}")
    assert len(pandas.json_normalize(found["results"]["bindings"])) == 7


def test_yasgui(web: httpx.Client) -> None:
    headers = {"Accept": "application/sparql-results+json,*/*;q=0.9", "Origin": "https://editor.example"}
    rows = web.post("/sparql", data={"query": ROWS}, headers=headers)
    assert rows.headers["Content-Type"].startswith("application/sparql-results+json")
    assert rows.headers["Access-Control-Allow-Origin"] == "*"
    graph = web.post("/sparql", data={"query": f"DESCRIBE <{EX}tea>"}, headers={**headers, "Accept": YASGUI_GRAPHS})
    assert graph.headers["Content-Type"].startswith("text/turtle")


def test_a_spreadsheet(web: httpx.Client) -> None:
    """A spreadsheet's import takes an address and nothing else, and its program accepts anything."""
    for accept in ({}, {"Accept": "*/*"}, {"Accept": "text/html, application/xhtml+xml, */*"}):
        response = web.get("/sparql", params={"query": ROWS, "format": "csv"}, headers=accept)
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        lines = list(csv.reader(StringIO(response.text, newline="")))
        assert (lines[0], len(lines)) == (["o", "p", "s"], 8)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--get", "--data-urlencode", f"query={ROWS}"],
        ["--data-urlencode", f"query={ROWS}"],
        ["--header", "Content-Type: application/sparql-query", "--data-binary", ROWS],
        ["--compressed", "--get", "--data-urlencode", f"query={ROWS}"],
        ["--http1.0", "--get", "--data-urlencode", f"query={ROWS}"],
        ["--header", "Expect: 100-continue", "--data-urlencode", f"query={ROWS}"],
        ["--request", "QUERY", "--header", "Content-Type: application/sparql-query", "--data-binary", ROWS],
        ["--header", "Transfer-Encoding: chunked", "--data-urlencode", f"query={ROWS}"],
    ],
    ids=["GET", "form", "direct", "compressed", "HTTP 1.0", "100-continue", "QUERY", "chunked"],
)
def test_curl(address: str, arguments: list[str]) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed")
    said = subprocess.run(
        [curl, "--silent", "--show-error", "--fail", *arguments, f"{address}/sparql"], capture_output=True, check=True
    )
    assert len(json.loads(said.stdout)["results"]["bindings"]) == 7
