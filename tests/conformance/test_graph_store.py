"""The read-only half of the W3C's Graph Store Protocol tests (https://www.w3.org/TR/sparql11-http-rdf-update/).

What they write first is there from the start; what they would write is refused with 405.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import httpx
import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, DefaultGraph, NamedNode, Quad, RdfFormat, parse

from conformance.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOST: Final = "graphs.example"
"""The host that the requests name, so that the graphs' names are addresses that can be asked."""

PERSON: Final = f"http://{HOST}/graphs/person/1.ttl"

DATA: Final = f"""
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX v: <http://www.w3.org/2006/vcard/ns#>
[] a foaf:Person ; foaf:businessCard [ a v:VCard ; v:given-name "Alice" ] .
<{PERSON}> {{
    <http://{HOST}/person/1> a foaf:Person ; foaf:businessCard [ a v:VCard ; v:fn "Jane Doe" ] .
}}
"""

WAYS: Final = {
    "direct": ("/graphs/person/1.ttl", {}),
    "indirect": ("/graphs", {"graph": PERSON}),
    "default": ("/graphs", {"default": ""}),
}

MISSING: Final = {
    "direct": ("/graphs/person/2.ttl", {}),
    "indirect": ("/graphs", {"graph": f"http://{HOST}/graphs/person/2.ttl"}),
}


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder: Path = tmp_path_factory.mktemp("graphs")
    (folder / "data.trig").write_text(DATA, encoding="utf-8")
    with (
        serving(folder, "--workers", "1", "--data", str(folder / "data.trig")) as address,
        httpx.Client(base_url=address, headers={"Host": HOST}) as client,
    ):
        yield client


def canonical(quads: object) -> set[Quad]:
    dataset = Dataset(quads)  # type: ignore[arg-type]
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


@pytest.mark.parametrize("way", WAYS)
def test_get(graphs: httpx.Client, way: str) -> None:
    path, parameters = WAYS[way]
    response = graphs.get(path, params=parameters, headers={"Accept": "text/turtle; charset=utf-8"})
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/turtle")
    graph = DefaultGraph() if way == "default" else NamedNode(PERSON)
    said = [quad for quad in parse(DATA, RdfFormat.TRIG) if quad.graph_name == graph]
    wanted = [Quad(quad.subject, quad.predicate, quad.object) for quad in said]
    found = [Quad(*triple) for triple in parse(response.content, RdfFormat.TURTLE, base_iri=PERSON)]
    assert len(wanted) == 4
    assert canonical(found) == canonical(wanted)


@pytest.mark.parametrize("way", WAYS)
def test_head(graphs: httpx.Client, way: str) -> None:
    path, parameters = WAYS[way]
    headers = {"Accept": "application/n-triples", "Accept-Encoding": "identity"}
    got, headed = (graphs.request(method, path, params=parameters, headers=headers) for method in ("GET", "HEAD"))
    assert (headed.status_code, headed.content) == (200, b"")
    for name in ("Content-Type", "Content-Length", "ETag", "Vary"):
        assert headed.headers[name] == got.headers[name]


@pytest.mark.parametrize("way", MISSING)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_graph_that_is_not_there(graphs: httpx.Client, way: str, method: str) -> None:
    path, parameters = MISSING[way]
    assert graphs.request(method, path, params=parameters).status_code == 404


@pytest.mark.parametrize(
    "parameters", [{}, {"graph": PERSON, "default": ""}, {"graph": "person/1.ttl"}, {"graph": ["urn:a", "urn:b"]}]
)
def test_what_names_no_one_graph(graphs: httpx.Client, parameters: dict[str, str]) -> None:
    assert graphs.get("/graphs", params=parameters).status_code == 400


def test_a_format_that_there_is_not(graphs: httpx.Client) -> None:
    assert graphs.get("/graphs?default", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_written(graphs: httpx.Client, way: str, method: str) -> None:
    path, parameters = WAYS[way]
    headers = {"Content-Type": "text/turtle"}
    response = graphs.request(method, path, params=parameters, content=b"<urn:a> <urn:b> <urn:c> .", headers=headers)
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert graphs.get(path, params=parameters).status_code == 200
