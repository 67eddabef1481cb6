"""The W3C's SPARQL 1.1 Protocol tests, by their names (https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/).

The requests that an update test would make are refused, each as it deserves: nothing is updated here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import httpx
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from conformance.serving import serving
from conformance.suite import cases

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA: Final = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
ZERO, ONE, TWO, THREE = (DATA.format(number) for number in range(4))
"""The graphs that the tests take for granted: each says of itself that it is a document."""

TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
DOCUMENT: Final = NamedNode("http://xmlns.com/foaf/0.1/Document")

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"

TRUTH: Final = frozenset(("application/sparql-results+xml", "application/sparql-results+json"))
TABLE: Final = TRUTH | {"text/tab-separated-values", "text/csv"}
RDF: Final = frozenset(("application/rdf+xml", "application/rdf+json", "text/turtle", "application/n-triples"))

GRAPHS: Final = f"GRAPH ?g1 {{ <{ONE}> a ?type }} GRAPH ?g2 {{ <{TWO}> a ?type }}"
INSERT: Final = f"INSERT DATA {{ GRAPH <{ONE}> {{ <{ONE}> a <{DOCUMENT.value}> }} }}"

Parameters = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Asked:
    """A request, and what is expected: a status, the media types that may come, and where it is one the truth value."""

    status: int
    media_types: frozenset[str] = frozenset()
    truth: bool | None = None
    method: str = "POST"
    parameters: Parameters = ()
    content_type: str | None = None
    body: str | Parameters = ""
    charset: str = "utf-8"


def got(*parameters: tuple[str, str], status: int = 200) -> Asked:
    """Return what is asked by GET, and answered with true."""
    return Asked(status, TRUTH, truth=True, method="GET", parameters=parameters)


def posted(text: str, *parameters: tuple[str, str], media_types: frozenset[str] = TRUTH) -> Asked:
    """Return what is asked by POST directly; an ASK is answered with true."""
    truth = True if media_types is TRUTH else None
    return Asked(200, media_types, truth, parameters=parameters, content_type=QUERY, body=text)


def default(*graphs: str) -> Parameters:
    return tuple(("default-graph-uri", graph) for graph in graphs)


def named(*graphs: str) -> Parameters:
    return tuple(("named-graph-uri", graph) for graph in graphs)


BOTH: Final = f"ASK {{ <{ONE}> a ?type . <{TWO}> a ?type . }}"
FULL: Final = f"ASK {{ <{THREE}> a ?type {GRAPHS} }}"

QUERIES: Final = {
    "query_post_form": Asked(
        200, TRUTH, truth=True, parameters=default(ZERO), content_type=FORM, body=(("query", "ASK {}"),)
    ),
    "query_dataset_default_graphs_get": got(("query", BOTH), *default(ONE, TWO)),
    "query_dataset_default_graphs_post": posted(BOTH, *default(ONE, TWO)),
    "query_dataset_named_graphs_post": posted(f"ASK {{ {GRAPHS} }}", *named(ONE, TWO)),
    "query_dataset_named_graphs_get": got(("query", f"ASK {{ {GRAPHS} }}"), *named(ONE, TWO)),
    "query_dataset_full": posted(FULL, *default(THREE), *named(ONE, TWO)),
    "query_multiple_dataset": posted(f"ASK FROM <{THREE}> {{ {GRAPHS} }}", *named(ONE, TWO)),
    "query_get": got(("query", "ASK {}"), *default(ZERO)),
    "query_content_type_select": posted("SELECT (1 AS ?value) {}", *default(ZERO), media_types=TABLE),
    "query_content_type_ask": posted("ASK {}", *default(ZERO)),
    "query_content_type_describe": posted("DESCRIBE <http://example.org/>", *default(ZERO), media_types=RDF),
    "query_content_type_construct": posted("CONSTRUCT { <s> <p> 1 } WHERE {}", *default(ZERO), media_types=RDF),
    "query_post_direct": posted("ASK {}", *default(ZERO)),
    "bad_query_method": Asked(405, method="PUT", parameters=(("query", "ASK {}"), *default(ZERO)), content_type=FORM),
    "bad_multiple_queries": got(("query", "ASK {}"), ("query", "SELECT * {}"), status=400),
    "bad_query_wrong_media_type": Asked(415, content_type="text/plain", body="ASK {}"),
    "bad_query_missing_form_type": Asked(415, body=(("query", "ASK {}"),)),
    "bad_query_missing_direct_type": Asked(415, body="ASK {}"),
    "bad_query_non_utf8": Asked(415, content_type=f"{QUERY}; charset=UTF-16", body="ASK {}", charset="utf-16"),
    "bad_query_syntax": got(("query", "ASK {"), status=400),
}

UPDATES: Final = {
    "update_dataset_default_graph": Asked(
        403, parameters=(("using-graph-uri", ONE),), content_type=UPDATE, body=INSERT
    ),
    "update_dataset_default_graphs": Asked(
        403, parameters=(("using-graph-uri", ONE), ("using-graph-uri", TWO)), content_type=UPDATE, body=INSERT
    ),
    "update_dataset_named_graphs": Asked(
        403, parameters=(("using-named-graph-uri", ONE),), content_type=UPDATE, body=INSERT
    ),
    "update_dataset_full": Asked(
        403,
        parameters=(("using-graph-uri", ONE), ("using-named-graph-uri", TWO)),
        content_type=UPDATE,
        body=INSERT,
    ),
    "update_post_form": Asked(403, content_type=FORM, body=(("update", "CLEAR NAMED"),)),
    "update_post_direct": Asked(403, content_type=UPDATE, body="CLEAR NAMED"),
    "update_base_uri": Asked(403, content_type=UPDATE, body="CLEAR GRAPH <urn:x> ; INSERT DATA { <s> <p> <test> }"),
    "bad_update_get": Asked(403, method="GET", parameters=(("update", "CLEAR ALL"),)),
    "bad_multiple_updates": Asked(
        403, content_type=FORM, body=(("update", "CLEAR NAMED"), ("update", "CLEAR DEFAULT"))
    ),
    "bad_update_wrong_media_type": Asked(415, content_type="text/plain", body="CLEAR NAMED"),
    "bad_update_missing_form_type": Asked(415, body=(("update", "CLEAR NAMED"),)),
    "bad_update_non_utf8": Asked(415, content_type=f"{UPDATE}; charset=UTF-16", body="CLEAR NAMED", charset="utf-16"),
    "bad_update_syntax": Asked(403, content_type=FORM, body=(("update", "CLEAR XYZ"),)),
    "bad_update_dataset_conflict": Asked(
        403,
        parameters=(("using-named-graph-uri", "http://example/people"),),
        content_type=UPDATE,
        body="WITH <http://example/addresses> DELETE { ?p ?q 'Bill' } WHERE { ?p ?q 'Bill' }",
    ),
}

TRUE: Final = {"application/sparql-results+json": b"true", "application/sparql-results+xml": b"<boolean>true</boolean>"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("protocol")
    graphs = [NamedNode(iri) for iri in (ZERO, ONE, TWO, THREE)]
    serialize((Quad(graph, TYPE, DOCUMENT, graph) for graph in graphs), folder / "data.nq", RdfFormat.N_QUADS)
    with (
        serving(folder, "--workers", "1", "--data", str(folder / "data.nq")) as address,
        httpx.Client(base_url=address) as client,
    ):
        yield client


def send(server: httpx.Client, asked: Asked, accept: str | None = None) -> httpx.Response:
    pairs = isinstance(asked.body, tuple)
    body = str(httpx.QueryParams(asked.body)) if pairs else str(asked.body)
    headers = {"Accept": accept} if accept else {}
    if asked.content_type:
        headers["Content-Type"] = asked.content_type
    request = server.build_request(
        asked.method,
        "/sparql",
        params=list(asked.parameters) or None,
        content=body.encode(asked.charset) if asked.method != "GET" else None,
        headers=headers,
    )
    return server.send(request)


def test_every_test_of_the_w3c_is_here() -> None:
    names = {case.name.partition("/")[2] for case in cases("protocol")}
    assert len(names) == 34
    assert names == QUERIES.keys() | UPDATES.keys()


@pytest.mark.parametrize("asked", QUERIES.values(), ids=QUERIES.keys())
def test_query(server: httpx.Client, asked: Asked) -> None:
    response = send(server, asked)
    media_type = response.headers["Content-Type"].partition(";")[0]
    assert response.status_code == asked.status, response.text
    if asked.status != 200:
        assert media_type == "application/problem+json"
        return
    assert media_type in asked.media_types
    if asked.truth is not None:
        assert TRUE[media_type] in response.content


@pytest.mark.parametrize("asked", UPDATES.values(), ids=UPDATES.keys())
def test_nothing_is_updated(server: httpx.Client, asked: Asked) -> None:
    response = send(server, asked)
    assert (response.status_code, response.json()["status"]) == (asked.status, asked.status)
    assert send(server, posted(FULL, *default(THREE), *named(ONE, TWO))).json()["boolean"]


def test_relative_iris_are_resolved_against_the_endpoint(server: httpx.Client) -> None:
    response = send(server, posted("CONSTRUCT { <s> <p> 1 } WHERE {}", media_types=RDF), "application/n-triples")
    (triple,) = parse(response.content, RdfFormat.N_TRIPLES)
    assert triple.predicate.value == str(server.base_url.join("/p"))
