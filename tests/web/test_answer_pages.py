"""Answers as pages: names for things, groups of digits, and the footnotes of rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from sinograph import create_app
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.namespaces import PREFIXES
from sinograph.project import Project
from sinograph.questions import TOPICS, read_questions
from sinograph.web.about import About

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from sinograph.release import Release

CHINESE = {"Accept-Language": "zh"}


@pytest.fixture(scope="module")
def reader(real_release: Release) -> Iterator[FlaskClient]:
    """A client of an application that serves the real graph."""
    engine = EmbeddedEngine(real_release.store_path, prefixes=PREFIXES, limits=Limits.for_one())
    yield create_app(engine, About(name="real", summary="", release=real_release.path)).test_client()
    engine.stop()


def page_of(client: FlaskClient, query: str, headers: dict[str, str] | None = None, **more: str) -> str:
    response = client.get(f"/sparql?{urlencode({'query': query, 'format': 'html', **more})}", headers=headers)
    assert response.status_code == 200
    return response.text


def quotes(page: str) -> list[str]:
    return re.findall(r'<li id="note-\d+".*?<q[^>]*>(.*?)</q>', page)


def test_things_have_names_in_the_language_of_the_page(reader: FlaskClient) -> None:
    query = "SELECT ?lab { model:glm-5 sino:developedBy ?lab }"
    assert re.search(
        r'<a href="/id/lab/zhipu-ai"[^>]*>Zhipu AI</a> <small>lab:zhipu-ai</small>', page_of(reader, query)
    )
    assert re.search(r'<a href="/id/lab/zhipu-ai"[^>]*>智谱AI</a>', page_of(reader, query, CHINESE))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("744000000000", ' class="number" data-sort="744000000000">744,000,000,000'),
        ("-12345", ' class="number" data-sort="-12345">-12,345'),
        ("2025", ' class="number" data-sort="2025">2025'),
        ("0.25", ' class="number" data-sort="0.25">0.25'),
        ('"2026-02"^^xsd:gYearMonth', ' class="date" data-sort="2026-02">2026-02'),
        ("'12345'", "><span>12345</span>"),
        ("'<b>'@en", "><span>&lt;b&gt;</span>"),
    ],
)
def test_values_are_read_easily(reader: FlaskClient, value: str, shown: str) -> None:
    assert f"<td{shown}</td>" in page_of(reader, f"SELECT ({value} AS ?x) {{}}")


def test_a_language_is_said_where_there_are_several(reader: FlaskClient) -> None:
    assert "<sup>zh</sup>" in page_of(reader, "SELECT ?n { lab:deepseek skos:prefLabel ?n }")
    assert "<sup>" not in page_of(reader, "SELECT ?n { lab:deepseek skos:prefLabel ?n FILTER(LANG(?n) = 'zh') }")


@pytest.mark.parametrize(
    ("query", "quote"),
    [
        ("SELECT ?n { model:glm-5 sino:totalParameters ?n }", "744B parameter MoE model with 40B active parameters"),
        ("SELECT (COUNT(?n) AS ?x) { model:glm-5 sino:totalParameters ?n }", "744B parameter MoE model"),
        ("SELECT ?n { model:glm-5 sino:totalParameters ?n } LIMIT 1", "744B parameter MoE model"),
        ("ASK { model:glm-5 sino:totalParameters 744000000000 }", "744B parameter MoE model"),
        ("CONSTRUCT WHERE { model:glm-5 sino:totalParameters ?n }", "744B parameter MoE model"),
        ("SELECT ?t { lab:zhipu-ai sino:practises ?t }", "The model adopted DeepSeek Sparse Attention"),
    ],
    ids=["row", "count", "limit", "ask", "statement", "conclusion"],
)
def test_what_rows_rest_on_is_quoted(reader: FlaskClient, query: str, quote: str) -> None:
    assert not quotes(page_of(reader, query))
    page = page_of(reader, query, evidence="true")
    assert any(quote in each for each in quotes(page))
    assert 'class="note"' in page


def test_what_follows_leads_to_its_proof(reader: FlaskClient) -> None:
    page = page_of(reader, "SELECT ?t { lab:zhipu-ai sino:practises ?t }", evidence="true")
    assert re.search(r'<a class="why" href="/explain\?s=[^"]*zhipu-ai[^"]*practises', page)


@pytest.mark.parametrize(
    ("query", "remark"),
    [
        ("SELECT ?n { model:glm-5 skos:prefLabel ?n }", "No passage of a document was needed"),
        ("SELECT (42 AS ?n) {}", "cannot be told for a query of this kind"),
        ("SELECT ?n FROM graph:inferred { ?s ?p ?n } LIMIT 1", "cannot be told for a query of this kind"),
        ("ASK { model:glm-5 a sino:Lab }", "No passage of a document was needed"),
        ("SELECT ?a { ?a ?b ?c . ?d ?e ?f } LIMIT 1", "more than a query may take"),
    ],
)
def test_says_why_there_are_no_footnotes(reader: FlaskClient, query: str, remark: str) -> None:
    page = page_of(reader, query, evidence="true")
    assert remark in page
    assert not quotes(page)


def test_no_rows_need_no_footnotes(reader: FlaskClient) -> None:
    assert "0 rows" in page_of(reader, "SELECT ?s { ?s a lab:deepseek }", evidence="true")


def test_files_as_they_are_have_no_footnotes(client: FlaskClient) -> None:
    page = page_of(client, "SELECT * { ?s ?p ?o } LIMIT 1", evidence="true")
    assert "footnotes" not in page


def test_questions_are_grouped_by_topic(real_release: Release) -> None:
    questions = read_questions(Project.find())
    assert {question.topic for question in questions} == set(TOPICS)
    about = About(name="real", summary="", questions=questions, release=real_release.path)
    assert [name for name, _ in about.topics] == list(TOPICS.values())
    assert sum(len(group) for _, group in about.topics) == len(questions)


def test_a_wide_answer_shows_fewer_rows(client: FlaskClient) -> None:
    names = " ".join(f"?v{place}" for place in range(200))
    page = page_of(client, f"SELECT {names} {{ ?v0 ex:number ?v1 }} LIMIT 101")
    assert "101 rows, of which the first 100 are shown" in " ".join(page.replace("</h2>", "").split())
    assert len(re.findall(r"<td[ >]", page)) == 20_000


@pytest.mark.parametrize("more", [{"format": "html"}, {"names": "en", "format": "csv"}], ids=["page", "names"])
def test_an_answer_of_empty_cells_is_too_large(client: FlaskClient, more: dict[str, str]) -> None:
    names = " ".join(f"?v{place}" for place in range(990))
    query = f"SELECT {names} {{ ?s ex:number ?o . ?t ex:number ?u FILTER(?u < 3) }}"
    response = client.post("/sparql", data={"query": query, **more})
    assert response.status_code == 503
    assert "more than 500,000 cells in 990 columns" in response.text
