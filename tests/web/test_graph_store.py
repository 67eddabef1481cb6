from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse

from sinograph import create_app
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.engine.formats import formats_of
from sinograph.web.about import About

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from sinograph.engine.formats import Format

MENU = "https://example.org/menu"
SERVED = NamedNode("https://example.org/servedAt")


def read(client: FlaskClient, graph: str, **headers: str) -> TestResponse:
    return client.get("/graphs", query_string={"graph": graph}, headers=headers)


def test_a_named_graph(client: FlaskClient) -> None:
    response = read(client, MENU)
    assert (response.status_code, response.mimetype) == (200, "text/turtle")
    (triple,) = parse(response.data, RdfFormat.TURTLE)
    assert triple.predicate == SERVED


@pytest.mark.parametrize("address", ["/graphs?default", "/graphs?default="])
def test_the_default_graph(client: FlaskClient, address: str) -> None:
    triples = list(parse(client.get(address).data, RdfFormat.TURTLE))
    assert len(triples) > 1000
    assert SERVED not in {triple.predicate for triple in triples}


@pytest.mark.parametrize("form", formats_of("graph"), ids=lambda form: str(form.name))
def test_every_format(client: FlaskClient, form: Format) -> None:
    assert read(client, MENU, Accept=form.media_type).mimetype == form.media_type
    named = client.get("/graphs", query_string={"graph": MENU, "format": form.name})
    assert named.mimetype == form.media_type
    assert "Accept" in named.vary


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/graphs", 400),
        ("/graphs?default&graph=https://example.org/menu", 400),
        ("/graphs?graph=https://example.org/menu&graph=https://example.org/cellar", 400),
        ("/graphs?graph=menu", 400),
        ("/graphs?graph=", 400),
        ("/graphs?graph=http://x/a%20b", 400),
        ("/graphs?graph=http://x/%3E%7D", 400),
        ("/graphs?graph=%FF", 400),
        ("/graphs?graph=%00", 400),
        ("/graphs?default&nonsense=1", 400),
        ("/graphs?default&format=xls", 400),
        ("/graphs?default&format=csv", 406),
        ("/graphs/menu?default", 400),
        ("/graphs?graph=https://example.org/nothing", 404),
        ("/graphs/nothing", 404),
        ("/graphs/no%20thing%3E", 404),
    ],
)
def test_refuses(client: FlaskClient, address: str, status: int) -> None:
    for method in ("GET", "HEAD"):
        response = client.open(address, method=method)
        assert response.status_code == status
        assert response.mimetype == "application/problem+json"


def test_no_format_that_fits(client: FlaskClient) -> None:
    assert read(client, MENU, Accept="image/png").status_code == 406


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("address", ["/graphs?default", "/graphs?graph=https://example.org/menu", "/graphs/menu"])
def test_writes_nothing(client: FlaskClient, method: str, address: str) -> None:
    response = client.open(address, method=method, data="<a> <b> <c> .", content_type="text/turtle")
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert json.loads(response.data)["status"] == 405


def test_an_address_names_the_graph_of_that_name(client: FlaskClient) -> None:
    assert client.get("/graphs/menu").status_code == 404
    # The stock has no graph below /graphs: only what an address names entirely is found.
    assert client.get("/graphs/menu", base_url="https://example.org").status_code == 404


BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture
def local(tmp_path: Path) -> Iterator[FlaskClient]:
    """A client of data whose graphs have addresses of the server itself as their names."""
    store = Store(str(tmp_path / "store"))
    thing = NamedNode("http://localhost/id/place/here")
    store.add(Quad(thing, SERVED, Literal("nameless"), BlankNode("cellar")))
    for name in ("graphs/menu", "graph/cellar", *(f"graph/n{number}" for number in range(150))):
        store.add(Quad(thing, SERVED, Literal(name), NamedNode(f"http://localhost/{name}")))
    store.flush()
    del store
    engine = EmbeddedEngine(tmp_path / "store", limits=Limits.for_one())
    yield create_app(engine, About(name="local", summary="", prefixes={}, base="http://localhost/")).test_client()
    engine.stop()


@pytest.mark.parametrize(
    ("path", "value"),
    [("/graphs/menu", "graphs/menu"), ("/graph/cellar", "graph/cellar"), ("/graphs/cellar", "graph/cellar")],
)
def test_a_graph_at_its_own_iri(local: FlaskClient, path: str, value: str) -> None:
    (triple,) = parse(local.get(path).data, RdfFormat.TURTLE)
    assert triple.object == Literal(value)


def test_browsers_get_pages(local: FlaskClient) -> None:
    page = local.get("/graphs", headers=BROWSER)
    assert page.mimetype == "text/html"
    assert "152 named graphs" in page.text
    assert 'rel="next" href="/graphs?page=2"' in page.text
    assert "1 to 100 of them" in local.get("/graphs?page=0000000001", headers=BROWSER).text
    assert "101 to 152 of them" in local.get("/graphs?page=2", headers=BROWSER).text
    page = local.get("/graphs/menu", headers=BROWSER)
    assert 'href="/id/place/here"' in page.text
    assert "Accept" in page.headers["Vary"]
    assert local.get("/graphs?default", headers=BROWSER).mimetype == "text/html"


@pytest.mark.parametrize(
    ("page", "status"), [("0", 400), ("-1", 400), ("x", 400), ("99", 404), ("9" * 400, 404), ("1000000001", 404)]
)
def test_pages_that_are_not_there(local: FlaskClient, page: str, status: int) -> None:
    assert local.get("/graphs", query_string={"page": page}, headers=BROWSER).status_code == status


def test_a_graph_that_is_not_there_has_no_page(local: FlaskClient) -> None:
    assert local.get("/graphs/nothing", headers=BROWSER).status_code == 404
    assert local.get("/graphs?graph=http://localhost/nothing", headers=BROWSER).status_code == 404
