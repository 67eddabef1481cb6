from __future__ import annotations

import html
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from hostile import ONTOLOGY, fill
from sinograph import create_app
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.linked.vocabulary import DEEPEST
from sinograph.namespaces import PREFIXES, expand, sino
from sinograph.web.about import About

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from sinograph.release import Release


@pytest.fixture(scope="module")
def documented(real_release: Release) -> Iterator[FlaskClient]:
    """A client of an application that serves the real graph, whose ontology is whole."""
    engine = EmbeddedEngine(real_release.store_path, prefixes=PREFIXES, limits=Limits.for_one())
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


ENGLISH = "An organization that develops artificial intelligence models."
CHINESE = "开发人工智能模型的组织。"
TOLD = ('<span class="meaning" lang="{}">{}</span>', '<p lang="{}">{}</p>')


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [("en", (ENGLISH, "en"), (CHINESE, "zh")), ("zh", (CHINESE, "zh"), (ENGLISH, "en"))],
)
def test_definitions_are_in_both_languages_that_of_the_page_first(
    documented: FlaskClient, language: str, first: tuple[str, str], second: tuple[str, str]
) -> None:
    page = documented.get("/ontology.html", headers={"Accept-Language": language}).text
    told, other = (pattern.format(tag, text) for pattern, (text, tag) in zip(TOLD, (first, second), strict=True))
    assert page.count(told) == 2  # in the hierarchy and where the term is folded
    assert re.search(rf'{re.escape(told)}</summary>\s*<div id="Lab">\s*{re.escape(other)}', page)
    assert (page.count(first[0]), page.count(second[0])) == (2, 1)


def test_what_is_not_there(documented: FlaskClient, client: FlaskClient) -> None:
    assert documented.get("/ontology.docx").status_code == 404
    assert documented.get("/ontology", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/ontology").status_code == 404
    assert client.get("/ontology.html").status_code == 404


def entry(page: str, local: str) -> str:
    """Return the words of a term's entry."""
    found = re.search(rf'<div id="{local}">(.*?)</dl>', page, re.DOTALL)
    assert found, local
    return " ".join(html.unescape(re.sub("<[^>]+>", "", found[1].replace("</dt>", " "))).split())


@pytest.mark.parametrize(
    ("local", "told"),
    [
        ("Lab", "narrower than organization"),
        ("Lab", "startup lab"),
        ("MixtureOfExpertsModel", "the same as model that uses mixture of experts"),
        ("basedIn", "follows from is based in, which is part of"),
        ("totalParameters", "is single-valued: documents that give different values"),
        ("restricts", "the other way round is restricted by"),
        ("Model", "shares nothing with agent; benchmark"),
        ("Modality", "has the individuals"),
        ("BenchmarkResult", "told apart by"),
        ("Model", "fair4ml:MLModel"),
        ("Stated", "is a modality"),
    ],
)
def test_axioms_are_told_in_words(documented: FlaskClient, local: str, told: str) -> None:
    assert told in entry(documented.get("/ontology.html").text, local)


def test_the_header_the_hierarchy_and_the_rules(documented: FlaskClient) -> None:
    page = documented.get("/ontology.html").text
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in page
    assert "<dt>Version</dt><dd><p><span>0.1.0</span></p>" in page
    assert re.search(
        r'<summary><bdi>organization</bdi> .*?<a href="#Organization">all about <bdi>organization</bdi></a><ul>', page
    )
    assert '<div id="rule-practises">' in page
    anchors = re.findall(r' id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)


def test_uses_lead_to_a_query(documented: FlaskClient) -> None:
    found = re.search(r'href="(/sparql[^"]+)">(\d+) things?<', documented.get("/ontology.html").text)
    assert found
    assert f"{found[2]} row" in documented.get(html.unescape(found[1])).text


@pytest.mark.parametrize(("accept", "status"), [("text/html", 303), ("text/turtle", 200), ("image/png", 406)])
def test_a_term_after_a_slash(documented: FlaskClient, accept: str, status: int) -> None:
    response = documented.get("/ontology/Lab", headers={"Accept": accept})
    assert response.status_code == status
    assert status != 303 or response.headers["Location"] == "/ontology#Lab"


def test_the_data_of_a_term_have_its_class_expressions(documented: FlaskClient) -> None:
    quads = list(ox.parse(documented.get("/ontology/MixtureOfExpertsModel.nt").data, ox.RdfFormat.N_TRIPLES))
    assert any(quad.object == expand("technique:mixture-of-experts") for quad in quads)
    assert {str(quad.subject) for quad in quads if isinstance(quad.subject, ox.NamedNode)} == {
        str(sino("MixtureOfExpertsModel"))
    }


def test_versions_and_alignments_have_their_iris(documented: FlaskClient) -> None:
    whole = documented.get("/ontology.nt").data
    for name in ("0.1.0", "alignments", "alignments/0.1.0"):
        assert documented.get(f"/ontology/{name}", headers={"Accept": "application/n-triples"}).data == whole
    response = documented.get("/ontology/Labb")
    assert response.status_code == 404
    assert response.get_json(force=True)["nearest"][0]["link"] == "/ontology#Lab"
    assert documented.get("/ontology/9.9.9").status_code == 404


def test_axioms_are_told_in_chinese(documented: FlaskClient) -> None:
    page = documented.get("/ontology.html", headers={"Accept-Language": "zh"}).text
    assert "人工智能实验室 ，其 总部位于 中国".replace(" ", "") in entry(page, "ChineseLab").replace(" ", "")
    assert "单值：给出不同值的文献彼此矛盾" in entry(page, "totalParameters")


@pytest.mark.parametrize(("levels", "cut"), [(DEEPEST, False), (DEEPEST + 1, True)])
def test_it_is_said_where_classes_are_left_out(levels: int, cut: bool, tmp_path: Path) -> None:
    classes = [sino(f"Level{number}") for number in range(levels)]
    typed = (ox.Quad(each, expand("rdf:type"), expand("owl:Class"), ONTOLOGY) for each in classes)
    below = (ox.Quad(low, expand("rdfs:subClassOf"), high, ONTOLOGY) for high, low in pairwise(classes))
    fill(tmp_path / "store", (*typed, *below))
    engine = EmbeddedEngine(tmp_path / "store", prefixes=PREFIXES, limits=Limits.for_one())
    try:
        page = create_app(engine, About(name="deep", summary="")).test_client().get("/ontology.html").text
    finally:
        engine.stop()
    assert f"all about <bdi>Level{DEEPEST - 2}</bdi>" in page
    assert ("There are more places than are shown" in page) is cut
