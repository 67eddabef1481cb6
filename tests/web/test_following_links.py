"""Who knows only the IRI of one thing, and follows links in machine formats, finds everything else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

import pyoxigraph as ox
import pytest

from sinograph import create_app
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.engine.formats import FORMATS
from sinograph.namespaces import BASE, PREFIXES, expand, sino
from sinograph.web.about import About

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient
    from werkzeug.wrappers import Response

    from sinograph.release import Release

HERE = "http://localhost/"
MOST_REQUESTS = 1500
THING = re.compile(r"/(id|data|linkset)/[^/]+/.+|/dataset/.+|/graphs/.+")
MACHINES = (
    "text/turtle, application/linkset+json;q=0.9, application/json;q=0.8, "
    "application/opensearchdescription+xml;q=0.8, */*;q=0.1"
)
READERS = {form.media_type: form.writer for form in FORMATS if isinstance(form.writer, ox.RdfFormat)}


@pytest.fixture(scope="module")
def served(small_release: Release) -> Iterator[FlaskClient]:
    engine = EmbeddedEngine(small_release.store_path, prefixes=PREFIXES, limits=Limits.for_one())
    yield create_app(engine, About(name="small", summary="", release=small_release.path)).test_client()
    engine.stop()


def found_in(response: Response) -> set[str]:
    """Return the IRIs to which a response leads, those of pages left out."""
    headers = response.headers.getlist("Link")
    iris = {re.findall("<([^>]+)>", header)[0] for header in headers if 'type="text/html"' not in header}
    if "Location" in response.headers:
        iris.add(HERE.rstrip("/") + response.headers["Location"].removeprefix(HERE.rstrip("/")))
    if response.mimetype in READERS:
        for quad in ox.parse(response.data, READERS[response.mimetype]):
            iris |= {
                term.value for term in (quad.subject, quad.predicate, quad.object) if isinstance(term, ox.NamedNode)
            }
    elif response.mimetype in {"application/linkset+json", "application/json"}:
        iris |= set(re.findall(r'"(https?://[^"{}]+)"', response.get_data(as_text=True)))
    elif response.mimetype == "application/opensearchdescription+xml":
        templates = re.findall(r'template="([^"]+)"', response.get_data(as_text=True))
        iris |= {
            each.replace("{searchTerms}", "aurora").replace("{count?}", "5").replace("&amp;", "&") for each in templates
        }
    return iris


def crawl(client: FlaskClient, start: str) -> tuple[dict[str, str], set[str]]:
    """Follow every link that leads to this server; return the media type of each address, and all IRIs seen.

    IRIs of things and terms are asked for here, as their registered authority would redirect to here.
    """
    todo, seen, reached, failed = [start], {start}, dict[str, str](), set[str]()
    while todo and len(reached) < MOST_REQUESTS:
        iri = todo.pop()
        if not iri.startswith((BASE, HERE)):
            continue
        path = "/" + urldefrag(iri)[0].removeprefix(BASE).removeprefix(HERE)
        if path in reached.keys() | failed or path.startswith("/page/"):
            continue
        with client.get(path, headers={"Accept": MACHINES}) as response:
            if response.status_code >= 400:
                failed.add(path)
                continue
            reached[path] = response.mimetype or ""
            new = found_in(response) - seen
        seen |= new
        todo += sorted(new)
    assert {path for path in failed if THING.fullmatch(path)} == set()
    return reached, seen


def test_one_iri_leads_to_everything(served: FlaskClient) -> None:
    reached, seen = crawl(served, expand("model:aurora-1").value)
    assert {
        f"/data/model/aurora-1.{ending}" for ending in ("ttl", "nt", "rdf", "jsonld", "trig", "nq")
    } <= reached.keys()
    assert {"/id/lab/borealis-ai", "/id/document/small-dragons", "/id/passage/aurora-1-size"} <= reached.keys()
    assert {"/linkset/model/aurora-1.json", "/linkset/lab/aurora-labs.txt"} <= reached.keys()
    assert reached["/ontology"] == "text/turtle"
    assert sino("developedBy").value in seen
    assert {"/sparql", "/.well-known/void", "/dataset", "/reconcile", "/search/description"} <= reached.keys()
    assert reached["/sparql"] == "text/turtle"
    assert reached["/dataset/data.nq"] == "application/n-quads"
    assert any(path.startswith("/search?q=aurora") and kind == "application/json" for path, kind in reached.items())
    assert "https://creativecommons.org/licenses/by/4.0/" in seen
    assert "http://www.w3.org/ns/sparql-service-description#Service" in seen
