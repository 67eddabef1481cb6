from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sinograph import create_app
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from sinograph.release import Release


@pytest.fixture(scope="module")
def searching(small_release: Release) -> Iterator[FlaskClient]:
    engine = EmbeddedEngine(small_release.store_path, prefixes=PREFIXES, limits=Limits(workers=1))
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
    assert '<a href="/id/lab/aurora-labs">Aurora Labs</a>' in page
    assert "&lt;script&gt;" in searching.get("/search?q=<script>&format=html").text
    assert searching.get("/search?format=html").status_code == 200
    assert 'action="/search"' in searching.get("/").text


@pytest.mark.parametrize(
    "query", ["", "?q=", f"?q={'x' * 301}", "?q=x&limit=0", "?q=x&limit=many", "?q=%FF", "?q=x&format=csv"]
)
def test_refuses(searching: FlaskClient, query: str) -> None:
    response = searching.get(f"/search{query}")
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"


def test_no_more_than_asked(searching: FlaskClient) -> None:
    document = searching.get("/search?q=aurora&limit=2").json
    assert document is not None
    assert len(document["results"]) == 2
