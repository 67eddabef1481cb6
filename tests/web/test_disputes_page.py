from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from sinograph import create_app
from sinograph.building import build
from sinograph.engine import EmbeddedEngine
from sinograph.namespaces import PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from sinograph.project import Project
    from sinograph.release import Release
    from sinograph.settings import Settings


@pytest.fixture
def disputing(disputed: Project, settings: Settings) -> Iterator[FlaskClient]:
    release = build(disputed, settings, lambda _: None)
    engine = EmbeddedEngine(release.store_path, prefixes=PREFIXES)
    yield create_app(engine).test_client()
    engine.stop()


def test_lists_both_sides_with_their_quotes(disputing: FlaskClient) -> None:
    response = disputing.get("/disputes")
    assert response.mimetype == "application/json"
    assert response.json is not None
    (dispute,) = response.json["disputes"]
    assert dispute["iri"] == f"{PREFIXES['dispute']}model-aurora-1-total-parameters"
    assert dispute["label"] == "Aurora-1 totalParameters: 12,000,000,000 or 120,000,000,000"
    assert dispute["kind"] == "values"
    assert dispute["about"] == [{"iri": f"{PREFIXES['model']}aurora-1", "label": "Aurora-1"}]
    assert dispute["property"] == {"iri": f"{PREFIXES['sino']}totalParameters", "label": ""}
    assert [(side["quotation"], side["start"], side["values"]) for side in dispute["sides"]] == [
        ("120B parameter mixture-of-experts model with 12B active parameters", 142, ["120000000000"]),
        ("12B active parameters", 187, ["12000000000"]),
    ]
    assert {side["document"] for side in dispute["sides"]} == {f"{PREFIXES['document']}small-dragons"}
    assert dispute["sides"][1]["modality"] == f"{PREFIXES['sino']}Estimated"


def test_lists_them_as_rdf(disputing: FlaskClient) -> None:
    response = disputing.get("/disputes", headers={"Accept": "text/turtle"})
    assert response.mimetype == "text/turtle"
    triples = {quad.triple for quad in parse(response.data, RdfFormat.TURTLE)}
    dispute, passage = expand("dispute:model-aurora-1-total-parameters"), expand("passage:aurora-1-size")
    assert Triple(dispute, expand("rdf:type"), expand("sino:Dispute")) in triples
    assert Triple(dispute, expand("sino:disputeSide"), passage) in triples
    assert Triple(passage, expand("prov:wasQuotedFrom"), expand("document:small-dragons")) in triples


def test_shows_them_as_a_page(disputing: FlaskClient) -> None:
    response = disputing.get("/disputes", headers={"Accept": "text/html"})
    assert response.mimetype == "text/html"
    assert "1 dispute." in response.text
    assert "Aurora-1: 120 billion or 12 billion?</bdi></h2>" in response.text
    assert "The values do not agree." in response.text
    side = r">12 billion</p>\s*<p class=\"quote\"><q[^>]*><mark>12B</mark> active parameters</q>"
    assert re.search(side, response.text)
    assert '<span class="mark">estimated</span>' in response.text
    assert "<mark>120B</mark> parameter mixture-of-experts model with 12B active parameters" in response.text
    place = "/documents/small-dragons?passage=aurora-1-other-size#aurora-1-other-size"
    assert f'<a href="{place}">Small Dragons, characters 187–208</a>' in response.text


def test_there_are_none_in_other_data(client: FlaskClient) -> None:
    response = client.get("/disputes")
    assert response.json == {"disputes": []}
    assert "0 disputes." in client.get("/disputes?format=html").text


def test_the_format_can_be_named(client: FlaskClient) -> None:
    assert client.get("/disputes?format=turtle", headers={"Accept": "text/html"}).mimetype == "text/turtle"
    assert client.get("/disputes?format=csv").status_code == 400
    assert client.get("/disputes", headers={"Accept": "image/png"}).status_code == 406


def test_markup_in_words_is_escaped(disputed: Project, settings: Settings) -> None:
    path = disputed.root / "graph/entities/models.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace('"Aurora-1"@en', '"<b>Aurora-1"@en'), encoding="utf-8")
    engine = EmbeddedEngine(build(disputed, settings, lambda _: None).store_path, prefixes=PREFIXES)
    page = create_app(engine).test_client().get("/disputes?format=html").text
    engine.stop()
    assert "&lt;b&gt;Aurora-1" in page
    assert "<b>" not in page


def test_those_about_the_same_things_stand_together(real_release: Release) -> None:
    engine = EmbeddedEngine(real_release.store_path, prefixes=PREFIXES)
    page = create_app(engine).test_client().get("/disputes?format=html").text
    engine.stop()
    assert page.count('<section class="quarrel"') == 6
    assert page.count('<div class="dispute"') == 8
    assert "Ascend 910B: fallback or primary domestic GPU?" in page
    assert "SenseTime: big tech lab or established AI company?" in page
    assert "Huawei&#39;s Ascend 910B GPU became a <mark>fallback</mark>" in page
