from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from sinograph import create_app
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.namespaces import PREFIXES, sino
from sinograph.web.about import About

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from sinograph.release import Release


@pytest.fixture(scope="module")
def documented(real_release: Release) -> Iterator[FlaskClient]:
    """A client of an application that serves the real graph, whose ontology is whole."""
    engine = EmbeddedEngine(real_release.store_path, prefixes=PREFIXES, limits=Limits(workers=1))
    yield create_app(engine, About(name="real", summary="", release=real_release.path)).test_client()
    engine.stop()


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "text/turtle"),
        ("text/html", "text/html"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
    ],
)
def test_negotiates(documented: FlaskClient, accept: str, media_type: str) -> None:
    response = documented.get("/ontology", headers={"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, media_type)
    assert "Accept" in response.headers["Vary"]


def test_every_term_has_its_place(documented: FlaskClient) -> None:
    page = documented.get("/ontology.html").text
    quads = ox.parse(documented.get("/ontology.nt").data, ox.RdfFormat.N_TRIPLES)
    space = sino("").value
    terms = {quad.subject.value.removeprefix(space) for quad in quads if str(quad.subject).startswith(f"<{space}")}
    assert len(terms) > 200
    missing = {term for term in terms if f'<div id="{term}">' not in page}
    assert not missing
    assert '<span class="chinese" lang="zh">总参数量</span>' in page
    assert "Gives the number of all parameters of a model." in page


def test_what_is_not_there(documented: FlaskClient, client: FlaskClient) -> None:
    assert documented.get("/ontology.docx").status_code == 404
    assert documented.get("/ontology", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/ontology").status_code == 404
    assert client.get("/ontology.html").status_code == 404
