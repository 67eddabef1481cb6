"""Data whose IRIs would run in a browser: none of them becomes a link, on any page."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

import pytest

from sinograph import create_app
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.loading import load
from sinograph.namespaces import PREFIXES
from sinograph.web.about import About

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

SCHEMES: Final = ("javascript:alert(1)", "JavaScript:alert(2)", "data:text/html,x", "vbscript:x", "file:///etc/passwd")
THING: Final = "https://w3id.org/sinograph/id/model/hostile"

DATA: Final = """
@prefix sino: <https://w3id.org/sinograph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix schema: <https://schema.org/> .
sino:Model a owl:Class ; skos:prefLabel "model"@en ; rdfs:subClassOf <{iri}> ; rdfs:seeAlso <{iri}> .
<https://w3id.org/sinograph/id/model/hostile> a sino:Model , <{iri}> ; skos:prefLabel "Hostile"@en ;
    <{iri}> <{iri}> ; schema:sameAs <{iri}> ; skos:exactMatch <{iri}> ; prov:wasQuotedFrom <{iri}> ; sino:uses <{iri}> .
<{iri}> a sino:Model , sino:Dispute ; skos:prefLabel "Hostile name"@en ; sino:disputeAbout <{iri}> ;
    sino:disputeSide <{iri}> ; schema:url <{iri}> .
"""

PAGES: Final = (
    "/",
    "/sparql",
    "/sparql?format=html&query=SELECT * { ?s ?p ?o }",
    "/sparql?format=html&query=CONSTRUCT WHERE { ?s ?p ?o }",
    "/page/model/hostile",
    "/search?q=hostile",
    "/search?q=hostile name",
    "/disputes?format=html",
    "/ontology?format=html",
    "/dataset",
    "/explain?format=html&s=hostile&p=uses&o=nothing",
    "/reconcile/preview?id=model/hostile",
    "/nowhere",
)


@pytest.fixture(scope="module", params=SCHEMES)
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder: Path = tmp_path_factory.mktemp("hostile")
    file = folder / "hostile.ttl"
    file.write_text(DATA.replace("{iri}", request.param), encoding="utf-8")
    load([file], folder / "store")
    engine = EmbeddedEngine(folder / "store", prefixes=PREFIXES, limits=Limits.for_one())
    yield create_app(engine, About("x", "y", prefixes=PREFIXES)).test_client()
    engine.stop()


@pytest.mark.parametrize("page", PAGES)
def test_no_link_runs_anything(hostile: FlaskClient, page: str) -> None:
    response = hostile.get(page, headers={"Accept": "text/html,*/*;q=0.1"})
    assert response.status_code < 500
    assert response.mimetype == "text/html"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    links = [unescape(link) for link in re.findall(r"(?:href|src|action)\s*=\s*[\"']?([^\"'\s>]*)", response.text)]
    assert links
    assert [link for link in links if ":" in link and not re.match(r"https?://|/|\?|#", link)] == []
    assert "<script>" not in response.text
    assert re.search(r"\son\w+\s*=", re.sub(r">[^<]*<", "><", response.text)) is None
