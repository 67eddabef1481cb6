from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from sinograph import create_app
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.loading import load
from sinograph.lookup.index import NameIndex
from sinograph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from sinograph.release import Release


@pytest.fixture(scope="module")
def searching(small_release: Release) -> Iterator[FlaskClient]:
    engine = EmbeddedEngine(small_release.store_path, prefixes=PREFIXES, limits=Limits.for_one())
    yield create_app(engine).test_client()
    engine.stop()


@pytest.mark.parametrize("text", ["Aurora Labs", "aurora lab", "极光", "arora labs"])
def test_finds_by_name(searching: FlaskClient, text: str) -> None:
    document = searching.get("/search", query_string={"q": text}).json
    assert document is not None
    best = document["results"][0]
    assert best["iri"] == f"{PREFIXES['lab']}aurora-labs"
    assert best["link"] == "/id/lab/aurora-labs"
    assert "Lab" in {kind["id"] for kind in best["types"]}


def test_shows_a_page_with_links(searching: FlaskClient) -> None:
    page = searching.get("/search?q=aurora+labs", headers={"Accept": "text/html"}).text
    assert '<a href="/id/lab/aurora-labs"><bdi>Aurora Labs</bdi></a>' in page
    assert "&lt;script&gt;" in searching.get("/search?q=<script>&format=html").text
    assert searching.get("/search?format=html").status_code == 200
    assert 'action="/search"' in searching.get("/").text


def test_definitions_are_in_english_for_programs_and_in_the_language_of_a_page(real_release: Release) -> None:
    engine = EmbeddedEngine(real_release.store_path, prefixes=PREFIXES, limits=Limits.for_one())
    try:
        client = create_app(engine).test_client()
        found = client.get("/search?q=hedge+fund", headers={"Accept-Language": "zh"}).get_json()["results"]
        english = next(each for each in found if each["iri"] == f"{PREFIXES['sino']}HedgeFund")["definition"]
        assert english.startswith("A company that invests")
        page = client.get("/search?q=hedge+fund&format=html&lang=zh").text
        assert english not in page
        assert "汇集资金的公司。</p>" in page
    finally:
        engine.stop()


@pytest.mark.parametrize(
    "query",
    ["?q=x&language=fr", "", "?q=", f"?q={'x' * 301}", "?q=x&limit=0", "?q=x&limit=many", "?q=%FF", "?q=x&format=csv"],
)
def test_refuses(searching: FlaskClient, query: str) -> None:
    response = searching.get(f"/search{query}")
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"


def test_names_are_in_the_language_that_a_program_asks_for(searching: FlaskClient) -> None:
    english, chinese = (
        searching.get("/search", query_string={"q": "aurora labs", "language": language}).get_json()["results"][0]
        for language in ("en", "zh")
    )
    assert (english["name"], english["also"]) == ("Aurora Labs", "极光")
    assert (chinese["name"], chinese["also"]) == ("极光", "Aurora Labs")
    assert english["iri"] == chinese["iri"]
    assert english["kinds"], "what it is, in words"


def test_kinds_are_those_that_no_other_implies(real_release: Release) -> None:
    engine = EmbeddedEngine(real_release.store_path, prefixes=PREFIXES, limits=Limits.for_one())
    try:
        best = create_app(engine).test_client().get("/search?q=DeepSeek").get_json()["results"][0]
        assert best["kinds"][0] == "lab", "what its address calls it"
        assert "venture-backed startup" in best["kinds"]
        assert {"agent", "organization", "company"} & set(best["kinds"]) == set()
        assert "Agent" in {kind["id"] for kind in best["types"]}
    finally:
        engine.stop()


def test_what_has_one_name_is_told_apart_by_its_words(real_release: Release) -> None:
    engine = EmbeddedEngine(real_release.store_path, prefixes=PREFIXES, limits=Limits.for_one())
    found = create_app(engine).test_client().get("/search?q=DeepSeek+V3.2+compared+with+GPT-5&limit=30").get_json()
    words: dict[str, list[str]] = {}
    for result in found["results"]:
        words.setdefault(result["name"], []).append(result["words"])
    same = {name: each for name, each in words.items() if len(each) > 1}
    assert "DeepSeek V3.2 compared with GPT-5 in overall performance: comparable" in same
    assert all(len(set(each)) == len(each) and all(each) for each in same.values())
    assert all(each == [""] for name, each in words.items() if name not in same)
    engine.stop()


def test_says_where_names_are_left_out(small_release: Release, caplog: pytest.LogCaptureFixture) -> None:
    engine = EmbeddedEngine(small_release.store_path, limits=Limits.for_one())
    try:
        assert not NameIndex.of(engine).cut
        assert not caplog.messages
        index = NameIndex.of(engine, most=5)
        assert (index.cut, len(index) <= 5) == (True, True)
        assert "only 5 names are indexed" in caplog.text
    finally:
        engine.stop()


def test_describes_itself(searching: FlaskClient) -> None:
    response = searching.get("/search/description")
    assert response.mimetype == "application/opensearchdescription+xml"
    templates = [url.attrib["template"] for url in ElementTree.fromstring(response.data) if "template" in url.attrib]
    assert len(templates) == 2
    for template in templates:
        path = template.replace("{searchTerms}", "aurora").replace("{count?}", "").removeprefix("http://localhost")
        assert searching.get(path).status_code == 200


def test_no_more_than_asked(searching: FlaskClient) -> None:
    document = searching.get("/search?q=aurora&limit=2").json
    assert document is not None
    assert len(document["results"]) == 2


def test_kinds_of_other_vocabularies_are_told_apart_too(tmp_path: Path) -> None:
    data = """
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        <urn:x:Dog> rdfs:subClassOf <urn:x:Animal> .
        <urn:rex> a <urn:x:Dog>, <urn:x:Animal> ; rdfs:label "Rex" ."""
    (tmp_path / "data.ttl").write_text(data, encoding="utf-8")
    load([tmp_path / "data.ttl"], tmp_path / "store")
    engine = EmbeddedEngine(tmp_path / "store", prefixes=PREFIXES, limits=Limits.for_one())
    best = create_app(engine).test_client().get("/search?q=Rex").get_json()["results"][0]
    engine.stop()
    assert best["kinds"] == ["urn:x:Dog"]
    assert {kind["id"] for kind in best["types"]} == {"urn:x:Dog", "urn:x:Animal"}
