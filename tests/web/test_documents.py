from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from sinograph import create_app
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.namespaces import PREFIXES, expand
from sinograph.web.about import About

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from sinograph.project import Project
    from sinograph.release import Release

DOCUMENT = expand("document:small-dragons").value


@pytest.fixture(scope="module")
def engine(small_release: Release) -> Iterator[EmbeddedEngine]:
    engine = EmbeddedEngine(small_release.store_path, prefixes=PREFIXES, limits=Limits.for_one())
    yield engine
    engine.stop()


@pytest.fixture
def text(small_project: Project) -> str:
    return (small_project.root / "sources" / "small-dragons.txt").read_text(encoding="utf-8")


@pytest.fixture
def client(engine: EmbeddedEngine, small_release: Release, text: str) -> FlaskClient:
    about = About(name="small", summary="", release=small_release.path, texts={DOCUMENT: text})
    return create_app(engine, about).test_client()


def test_documents_are_listed(client: FlaskClient) -> None:
    page = client.get("/documents").text
    assert '<a href="/documents/small-dragons">' in page
    assert "the text is at hand" in page


def test_the_text_stands_beside_what_was_read_from_it(client: FlaskClient, text: str) -> None:
    response = client.get("/documents/small-dragons")
    assert response.status_code == 200
    article = re.search("<article.*?</article>", response.text, re.DOTALL)
    assert article
    shown = re.sub("<[^>]*>", "", article[0])
    assert "".join(shown.split()) in "".join(text.split()).replace('"', "&#34;").replace("'", "&#39;")
    assert '<span id="at-aurora-1-size"></span><a class="quoted' in article[0]
    assert '<li id="aurora-1-size">' in response.text
    facts = re.search('<li id="aurora-1-size">.*?</li>', response.text, re.DOTALL)
    assert facts
    assert '<a href="/id/model/aurora-1"><bdi>Aurora-1</bdi></a>' in facts[0]
    assert "12 billion" in facts[0]


def test_what_is_not_asserted_is_marked_in_words(client: FlaskClient) -> None:
    cards = re.findall(
        r'<li id="[^"]*" class="unasserted">.*?<span class="mark">([^<]*)</span>',
        client.get("/documents/small-dragons").text,
        re.DOTALL,
    )
    assert cards
    assert all(mark.startswith("only ") and mark.endswith(", not asserted") for mark in cards)


def test_a_passage_leads_to_its_part(client: FlaskClient) -> None:
    page = client.get("/documents/small-dragons?passage=aurora-1-size").text
    assert '<li id="aurora-1-size">' in page


def test_without_a_copy_the_quotes_stand_alone(engine: EmbeddedEngine) -> None:
    page = create_app(engine, About(name="small", summary="")).test_client().get("/documents/small-dragons").text
    assert "<article" not in page
    assert "SINOGRAPH_SOURCES" in page
    assert "120B parameter mixture-of-experts model" in page


@pytest.mark.parametrize(
    "path",
    [
        "other",
        "small-dragons?part=0",
        "small-dragons?part=999999999999",
        "small-dragons?part=x",
        "small-dragons?part=²",
    ],
)
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    response = client.get(f"/documents/{path}")
    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store"))
    graph, here = NamedNode("http://localhost/id/passage/p"), NamedNode("http://localhost/id/document/d")
    words = "<script>alert(1)</script>\u202e'\""
    for subject, prop, value in (
        (here, "rdf:type", expand("sino:SourceDocument")),
        (here, "dcterms:title", Literal(words)),
        (graph, "rdf:type", expand("sino:Passage")),
        (graph, "prov:wasQuotedFrom", here),
        (graph, "sino:modality", expand("sino:Stated")),
        (graph, "oa:exact", Literal(words)),
        (graph, "oa:start", Literal(2)),
        (graph, "oa:end", Literal(2 + len(words))),
    ):
        store.add(Quad(subject, expand(prop), value))
    store.add(Quad(here, expand("rdfs:seeAlso"), NamedNode("javascript:alert(1)"), graph))
    del store
    engine = EmbeddedEngine(tmp_path / "store")
    try:
        about = About(name="small", summary="", base="http://localhost/", texts={here.value: f"a {words} b"})
        page = create_app(engine, about).test_client().get("/documents/d").text
    finally:
        engine.stop()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 3
