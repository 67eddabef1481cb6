from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from sinograph import create_app
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.linked.description import MOST_LINKS
from sinograph.namespaces import PREFIXES, expand, sino
from sinograph.web.about import About
from sinograph.web.data_forms import EXTENSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from sinograph.release import Release

PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
AURORA = expand("model:aurora-1")
SIZE = Triple(AURORA, sino("totalParameters"), Literal(120_000_000_000))
READERS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}


@pytest.fixture(scope="module")
def linked(small_release: Release) -> Iterator[FlaskClient]:
    """A client of an application that serves the small project's release."""
    engine = EmbeddedEngine(small_release.store_path, prefixes=PREFIXES, limits=Limits.for_one())
    yield create_app(engine, About(name="small", summary="", release=small_release.path)).test_client()
    engine.stop()


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[FlaskClient]:
    """A client of data in which many things mention one, under a base of their own."""
    store = Store(str(tmp_path / "store"))
    node, prop = NamedNode("http://localhost/id/place/hub"), NamedNode("https://example.org/near")
    store.extend(Quad(NamedNode(f"http://localhost/id/place/{number}"), prop, node) for number in range(1000))
    store.flush()
    del store
    engine = EmbeddedEngine(tmp_path / "store", limits=Limits.for_one())
    yield create_app(engine, About(name="hub", summary="", prefixes={}, base="http://localhost/")).test_client()
    engine.stop()


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        (None, "/data/model/aurora-1.ttl"),
        ("*/*", "/data/model/aurora-1.ttl"),
        (PAGE, "/page/model/aurora-1"),
        ("application/ld+json", "/data/model/aurora-1.jsonld"),
        ("application/rdf+xml", "/data/model/aurora-1.rdf"),
        ("text/turtle;q=0.5, application/n-triples", "/data/model/aurora-1.nt"),
        ("application/trig", "/data/model/aurora-1.trig"),
    ],
)
def test_an_iri_leads_to_what_is_accepted(linked: FlaskClient, accept: str | None, location: str) -> None:
    response = linked.get("/id/model/aurora-1", headers={"Accept": accept} if accept else {})
    assert (response.status_code, response.headers["Location"]) == (303, location)
    assert "Accept" in response.headers["Vary"]
    assert linked.get(location).status_code == 200


def test_an_iri_leads_nowhere_that_is_not_accepted(linked: FlaskClient) -> None:
    assert linked.get("/id/model/aurora-1", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("path", ["model/nothing", "nothing", "model/a%20b", "model/%00", "model/%FF", "model/%3Cx%3E"])
@pytest.mark.parametrize("route", ["id", "data", "page"])
def test_what_is_not_there(linked: FlaskClient, route: str, path: str) -> None:
    response = linked.get(f"/{route}/{path}")
    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"


@pytest.mark.parametrize("ending", EXTENSIONS)
def test_data_in_every_format(linked: FlaskClient, ending: str) -> None:
    assert len(READERS) == len(EXTENSIONS)
    response = linked.get(f"/data/model/aurora-1.{ending}")
    quads = list(ox.parse(response.data, READERS[ending]))
    triples = {quad.triple for quad in quads}
    assert SIZE in triples
    assert Triple(expand("lab:aurora-labs"), expand("skos:prefLabel"), Literal("极光", language="zh")) in triples
    passage = expand("passage:aurora-1-size")
    assert any(triple.predicate == expand("void:inDataset") for triple in triples)
    quote = Literal("120B parameter mixture-of-experts model with 12B active parameters")
    assert Triple(passage, expand("oa:exact"), quote) in triples
    assert Triple(passage, sino("modality"), sino("Stated")) in triples
    assert Triple(expand("model:aurora-2"), sino("succeeds"), AURORA) in triples
    if ending in {"trig", "nq"}:
        assert ox.Quad(SIZE.subject, SIZE.predicate, SIZE.object, passage) in quads
    else:
        derived = {quad.subject for quad in quads if quad.predicate == expand("prov:wasDerivedFrom")}
        assert {quad.subject for quad in quads if quad.object == SIZE.object} & derived


def test_data_by_accept(linked: FlaskClient) -> None:
    response = linked.get("/data/model/aurora-1", headers={"Accept": "application/n-triples"})
    assert response.mimetype == "application/n-triples"
    assert "Accept" in response.headers["Vary"]
    assert linked.get("/data/model/aurora-1", headers={"Accept": "image/png"}).status_code == 406


def test_what_is_only_expected_is_described_and_not_said(linked: FlaskClient) -> None:
    expected = Triple(expand("model:aurora-3"), sino("totalParameters"), Literal(1_000_000_000_000))
    triples = {quad.triple for quad in ox.parse(linked.get("/data/model/aurora-3.nt").data, ox.RdfFormat.N_TRIPLES)}
    assert expected not in triples
    assert any(triple.predicate == expand("rdf:object") and triple.object == expected.object for triple in triples)
    page = linked.get("/page/model/aurora-3").text
    assert re.search(r"1 trillion</span>\s*<span class=\"mark\">only expected, not asserted", page, re.IGNORECASE)


def test_the_page_shows_names_values_and_quotes(linked: FlaskClient) -> None:
    page = linked.get("/page/lab/aurora-labs").text
    assert '<span class="chinese" lang="zh">极光</span>' in page
    assert "<q>Founded in 2023 by Lin Wei, Aurora Labs</q>" in page
    assert "All from “Small Dragons”" in page
    assert "characters 20–59</a>" in page
    assert 'href="/id/person/lin-wei"' in page
    page = linked.get("/page/model/aurora-1").text
    assert 'title="120000000000">120 billion</span>' in page
    assert not re.search(r'href="https?://w3id.org/sinograph', page)


def test_inferred_facts_lead_to_their_reasons(linked: FlaskClient) -> None:
    page = linked.get("/page/lab/aurora-labs").text
    links = re.findall(r'class="why" href="([^"]+)"', page)
    assert links
    for link in links:
        assert linked.get(link.replace("&amp;", "&")).status_code == 200


def test_the_page_of_a_passage_says_what_it_says(linked: FlaskClient) -> None:
    page = linked.get("/page/passage/aurora-2-attention").text
    assert "What it says" in page
    assert 'href="/id/technique/sparse-attention"' in page


def test_links_lead_on(linked: FlaskClient) -> None:
    """Who has only the IRI of one thing finds the others by following links."""
    todo, seen = ["/page/model/aurora-1"], set[str]()
    while todo:
        path = todo.pop()
        response = linked.get(path, headers={"Accept": PAGE}, follow_redirects=True)
        assert response.status_code == 200, path
        found = set(re.findall(r'href="(/(?:id|documents)/[^"#?]+)', response.text)) - seen
        seen |= found
        todo += found
    assert {"/id/lab/borealis-ai", "/id/document/small-dragons", "/id/person/lin-wei"} <= seen
    assert len(seen) > 15


def test_signposts(linked: FlaskClient) -> None:
    links = linked.get("/page/model/aurora-1").headers.getlist("Link")
    assert f'<{AURORA.value}>; rel="cite-as"' in links
    assert '<http://localhost/data/model/aurora-1.ttl>; rel="describedby"; type="text/turtle"' in links
    links = linked.get("/data/model/aurora-1.ttl").headers.getlist("Link")
    assert '<http://localhost/page/model/aurora-1>; rel="describes"; type="text/html"' in links


def test_a_hub_is_bounded_and_says_so(hub: FlaskClient) -> None:
    quads = list(ox.parse(hub.get("/data/place/hub.nt").data, ox.RdfFormat.N_TRIPLES))
    near = [quad for quad in quads if quad.predicate.value == "https://example.org/near"]
    assert len(near) == MOST_LINKS
    assert any("950 more things mention this by near" in str(quad.object) for quad in quads)
    link = re.search(r'and 950 more: <a href="([^"]+)"', hub.get("/page/place/hub").text)
    assert link
    assert "1,000 rows" in hub.get(link[1].replace("&amp;", "&")).text


@pytest.mark.parametrize(
    "path",
    ["/page/model/aurora-1", "/page/lab/aurora-labs", "/search?q=aurora&format=html", "/page/model/aurora-l", "/"],
)
def test_links_lead_below_the_path_that_a_proxy_has_put_the_server_at(linked: FlaskClient, path: str) -> None:
    page = linked.get(path, headers={"Accept": PAGE}, environ_overrides={"SCRIPT_NAME": "/below"}).text
    links = re.findall(r'(?:href|action|src)="(/[^"]*)"', page)
    assert len(links) > 10
    assert [link for link in links if not link.startswith("/below/")] == []


def test_redirects_lead_there_too(linked: FlaskClient) -> None:
    response = linked.get("/id/model/aurora-1", environ_overrides={"SCRIPT_NAME": "/below"})
    assert response.headers["Location"] == "/below/data/model/aurora-1.ttl"


def test_a_base_of_ones_own(hub: FlaskClient) -> None:
    assert 'href="/id/place/hub"' in hub.get("/page/place/7").text
    page = hub.get("/sparql", query_string={"query": "SELECT * { ?s ?p ?o } LIMIT 1", "format": "html"}).text
    assert re.search(r'href="/id/place/\w+"', page)


def test_conditional_requests(linked: FlaskClient) -> None:
    tag = linked.get("/data/model/aurora-1.ttl").headers["ETag"]
    assert linked.get("/data/model/aurora-1.ttl", headers={"If-None-Match": tag}).status_code == 304
    assert linked.head("/page/model/aurora-1").status_code == 200


def test_only_reading(linked: FlaskClient) -> None:
    response = linked.post("/id/model/aurora-1")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize(
    "path",
    ["model/aurora-l", "Model/Aurora-1", "lab/aurora-1", "model/aurora_1", "aurora-1"],
    ids=["a slip", "another case", "the wrong kind", "another character", "no kind"],
)
def test_what_is_not_there_names_what_is_nearly_so(linked: FlaskClient, path: str) -> None:
    near = linked.get(f"/id/{path}").get_json(force=True)["nearest"]
    assert {"iri": AURORA.value, "name": "Aurora-1", "link": "/id/model/aurora-1"} in near
    assert len(near) <= 5
    page = linked.get(f"/id/{path}", headers={"Accept": PAGE})
    assert page.status_code == 404
    assert re.search(r'<a href="/id/model/aurora-1">(<bdi>)?Aurora-1<', page.text)


def test_what_is_not_there_is_said_in_the_language_of_the_page(linked: FlaskClient) -> None:
    page = linked.get("/page/lab/aurora-lab?lang=zh", headers={"Accept": PAGE}).text
    assert "没有关于 lab/aurora-lab 的内容" in page
    assert '<a href="/id/lab/aurora-labs"><bdi>极光</bdi></a> <small>lab/aurora-labs</small>' in page


@pytest.mark.parametrize("route", ["id", "page", "data"])
def test_a_slash_too_many(linked: FlaskClient, route: str) -> None:
    response = linked.get(f"/{route}/model/aurora-1/?x=1")
    assert (response.status_code, response.headers["Location"]) == (308, f"/{route}/model/aurora-1?x=1")


def test_data_of_a_hub_lead_to_the_rest(hub: FlaskClient) -> None:
    quads = list(ox.parse(hub.get("/data/place/hub.nt").data, ox.RdfFormat.N_TRIPLES))
    (rest,) = (quad.object for quad in quads if quad.predicate == expand("rdfs:seeAlso"))
    assert isinstance(rest, NamedNode)
    response = hub.get(rest.value.removeprefix("http://localhost"), headers={"Accept": "application/n-triples"})
    assert len(list(ox.parse(response.data, ox.RdfFormat.N_TRIPLES))) == 1000


def test_an_iri_leads_on_without_all_that_is_known(hub: FlaskClient) -> None:
    def asked() -> float:
        return sum(
            map(float, re.findall(r"^sinograph_queries_total\{.*\} (\S+)", hub.get("/metrics").text, re.MULTILINE))
        )

    before = asked()
    assert hub.get("/id/place/hub").status_code == 303
    assert asked() - before == 1
