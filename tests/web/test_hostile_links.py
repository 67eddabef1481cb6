"""Data whose IRIs would run in a browser: none of them becomes a link, on any page."""

from __future__ import annotations

import re
from html import unescape
from itertools import chain
from typing import TYPE_CHECKING, Final

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from hostile import addresses_of, fill, spoilt
from sinograph import create_app
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.namespaces import PREFIXES
from sinograph.web.about import About

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

SCHEMES: Final = ("javascript:alert(1)", "JavaScript:alert(2)", "data:text/html,x", "vbscript:x", "file:///etc/passwd")

DATA: Final = """
@prefix sino: <https://w3id.org/sinograph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix schema: <https://schema.org/> .
GRAPH <https://w3id.org/sinograph/graph/ontology> {
    sino:Model a owl:Class ; skos:prefLabel "model"@en ; rdfs:subClassOf <{iri}> ; rdfs:seeAlso <{iri}> .
}
<https://w3id.org/sinograph/id/model/hostile> a sino:Model , <{iri}> ; skos:prefLabel "Hostile"@en ;
    <{iri}> <{iri}> ; schema:sameAs <{iri}> ; skos:exactMatch <{iri}> ; prov:wasQuotedFrom <{iri}> ; sino:uses <{iri}> .
<{iri}> a sino:Model , sino:Dispute ; skos:prefLabel "Hostile name"@en ; sino:disputeAbout <{iri}> ;
    sino:disputeSide <{iri}> ; schema:url <{iri}> .
"""

SAFE: Final = re.compile(r"https?://|/|\?|#")
"""How an address begins that runs nothing."""


@pytest.fixture(scope="module", params=SCHEMES)
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder: Path = tmp_path_factory.mktemp("hostile") / "store"
    own = parse(DATA.replace("{iri}", request.param), format=RdfFormat.TRIG)
    fill(folder, chain(own, spoilt((NamedNode(request.param),))))
    engine = EmbeddedEngine(folder, prefixes=PREFIXES, limits=Limits.for_one())
    yield create_app(engine, About("x", "y", prefixes=PREFIXES)).test_client()
    engine.stop()


def test_no_link_runs_anything(hostile: FlaskClient) -> None:
    shown = 0
    for address in [*addresses_of(hostile.application), "/nowhere"]:
        response = hostile.get(address, headers={"Accept": "text/html,*/*;q=0.1"})
        assert response.status_code < 500, address
        assert response.headers["X-Content-Type-Options"] == "nosniff", address
        if response.mimetype == "text/html":
            shown += 1
            page = response.text
            links = [unescape(link) for link in re.findall(r"(?:href|src|action)\s*=\s*[\"']?([^\"'\s>]*)", page)]
            assert links, address
            assert [link for link in links if ":" in link and not SAFE.match(link)] == [], address
            assert "<script>" not in page, address
            assert re.search(r"\son\w+\s*=", re.sub(r">[^<]*<", "><", page)) is None, address
            assert _followed(page) == [], address
    assert shown == 29


def test_no_link_in_json_runs_anything(hostile: FlaskClient) -> None:
    for address in addresses_of(hostile.application):
        response = hostile.get(address, headers={"Accept": "application/json, */*;q=0.1"})
        assert response.status_code < 500, address
        if response.mimetype == "application/json":
            assert _followed(response.text) == [], address


def _followed(text: str) -> list[str]:
    """Return the addresses that scripts would go to and that do not begin as they should."""
    links = re.findall(r'"link": ?"([^"]*)"', text)
    return [link for link in links if not SAFE.match(link)]
