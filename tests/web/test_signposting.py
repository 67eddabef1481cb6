from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from sinograph import create_app
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.namespaces import PREFIXES, expand
from sinograph.web.about import About
from sinograph.web.data_forms import EXTENSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from sinograph.release import Release

AURORA = expand("model:aurora-1").value
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#$%&'()*+,/:;=?@\[\]A-Za-z0-9._~-]*")


@pytest.fixture(scope="module")
def signed(small_release: Release) -> Iterator[FlaskClient]:
    engine = EmbeddedEngine(small_release.store_path, prefixes=PREFIXES, limits=Limits.for_one())
    yield create_app(engine, About(name="small", summary="", release=small_release.path)).test_client()
    engine.stop()


def links(client: FlaskClient, path: str) -> dict[str, list[tuple[str, str]]]:
    """Return the targets and media types of the Link headers by relation."""
    found: dict[str, list[tuple[str, str]]] = {}
    for header in client.get(path).headers.getlist("Link"):
        match = re.fullmatch(r'<([^<>]+)>; rel="([^"]+)"(?:; type="([^"]+)")?', header)
        assert match, header
        found.setdefault(match[2], []).append((match[1], match[3] or ""))
    return found


def test_a_page_has_the_links_of_a_landing_page(signed: FlaskClient) -> None:
    found = links(signed, "/page/model/aurora-1")
    assert {"cite-as", "type", "describedby", "item", "license", "author", "collection", "linkset"} == found.keys()
    assert found["cite-as"] == [(AURORA, "")]
    assert ("https://schema.org/AboutPage", "") in found["type"]
    assert len(found["describedby"]) == len(found["item"]) == len(EXTENSIONS)
    for target, media_type in [*found["describedby"], *found["linkset"]]:
        response = signed.get(target.removeprefix("http://localhost"))
        assert (response.status_code, response.mimetype) == (200, media_type)


def test_data_lead_back_and_on(signed: FlaskClient) -> None:
    found = links(signed, "/data/model/aurora-1.ttl")
    assert found["describes"] == found["collection"] == [("http://localhost/page/model/aurora-1", "text/html")]
    for target, media_type in [*found["service-desc"], *found["service-meta"], *found["search"]]:
        path = target.removeprefix("http://localhost")
        assert signed.get(path, headers={"Accept": media_type}).mimetype == media_type


def test_an_iri_is_described_by_all_of_them(signed: FlaskClient) -> None:
    assert len(links(signed, "/id/model/aurora-1")["describedby"]) == len(EXTENSIONS) + 1


def check_target(target: dict[str, Any]) -> None:
    assert {"href"} <= target.keys() <= {"href", "type"}
    assert URI.fullmatch(target["href"])


def test_the_link_set_is_as_in_rfc_9264(signed: FlaskClient) -> None:
    response = signed.get("/linkset/model/aurora-1")
    assert response.mimetype == "application/linkset+json"
    document = response.get_json(force=True)
    assert document.keys() == {"linkset"}
    for context in document["linkset"]:
        assert URI.fullmatch(context["anchor"])
        for relation in context.keys() - {"anchor"}:
            assert re.fullmatch(r"[a-z][a-z0-9.-]*", relation)
            assert context[relation]
            for target in context[relation]:
                check_target(target)
    anchors = [context["anchor"] for context in document["linkset"]]
    assert anchors[:2] == [AURORA, "http://localhost/page/model/aurora-1"]
    assert len(anchors) == len(set(anchors)) == 2 + len(EXTENSIONS)


def test_both_forms_say_the_same(signed: FlaskClient) -> None:
    document = signed.get("/linkset/model/aurora-1.json").get_json(force=True)
    told = {
        (context["anchor"], relation, target["href"])
        for context in document["linkset"]
        for relation in context.keys() - {"anchor"}
        for target in context[relation]
    }
    text = signed.get("/linkset/model/aurora-1", headers={"Accept": "application/linkset"}).text
    written = re.findall(r'<([^>]+)>; rel="([^"]+)".*?; anchor="([^"]+)"', text)
    assert {(anchor, relation, href) for href, relation, anchor in written} == told
    assert len(written) == len(text.strip().split("\n"))


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [("model/nothing", "*/*", 404), ("model/nothing.json", "*/*", 404), ("model/aurora-1", "image/png", 406)],
)
def test_link_sets_that_are_not_there(signed: FlaskClient, path: str, accept: str, status: int) -> None:
    assert signed.get(f"/linkset/{path}", headers={"Accept": accept}).status_code == status
