from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from sinograph import create_app
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.linked.cards import MOST_TOLD
from sinograph.namespaces import PREFIXES, expand
from sinograph.web.about import About

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from sinograph.project import Project
    from sinograph.release import Release

DOCUMENT = expand("document:small-dragons").value
REAL = "/documents/chinese-ai-labs"


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


@pytest.fixture(scope="module")
def visitor(real_release: Release) -> Iterator[FlaskClient]:
    engine = EmbeddedEngine(real_release.store_path)
    yield create_app(engine, About(name="sinograph", summary="", release=real_release.path)).test_client()
    engine.stop()


def test_documents_are_listed(client: FlaskClient) -> None:
    page = client.get("/documents").text
    assert '<a href="/documents/small-dragons">' in page
    assert "the text is at hand, with each quote marked in its place" in page


def test_the_text_stands_beside_what_was_read_from_it(client: FlaskClient, text: str) -> None:
    response = client.get("/documents/small-dragons")
    assert response.status_code == 200
    blocks = "".join(re.findall(r'<div class="text .*?</div>', response.text, re.DOTALL))
    shown = re.sub("<[^>]*>", "", blocks)
    assert "".join(shown.split()) in "".join(text.split()).replace('"', "&#34;").replace("'", "&#39;")
    assert '<span id="at-aurora-1-size"></span><a class="quoted' in blocks
    assert '<li id="aurora-1-size">' in response.text
    facts = re.search('<li id="aurora-1-size">.*?</li>', response.text, re.DOTALL)
    assert facts
    assert '<a href="/id/model/aurora-1"><bdi>Aurora-1</bdi></a>' in facts[0]
    assert "12 billion" in facts[0]


def test_each_passage_stands_beside_the_block_in_which_it_begins(client: FlaskClient) -> None:
    stretches = client.get("/documents/small-dragons").text.split('<div class="stretch">')[1:]
    cards = [re.findall(r'<li id="([^"]*)"', stretch) for stretch in stretches]
    assert any(cards)
    for stretch, slugs in zip(stretches, cards, strict=True):
        assert [slug for slug in slugs if f'<span id="at-{slug}">' not in stretch] == []


def test_what_has_no_name_is_called_by_its_kind(visitor: FlaskClient) -> None:
    assert "<bdi>this assessment</bdi></a> <bdi>is about</bdi>" in visitor.get(REAL).text


def test_the_title_is_in_the_language_of_the_page(visitor: FlaskClient) -> None:
    assert "<title>中国人工智能实验室生态一章 ·" in visitor.get(f"{REAL}?lang=zh", follow_redirects=True).text


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
    assert '<li id="aurora-1-size" class="wanted">' in page


def test_without_a_copy_the_quotes_stand_alone(engine: EmbeddedEngine) -> None:
    page = create_app(engine, About(name="small", summary="")).test_client().get("/documents/small-dragons").text
    assert 'class="text' not in page
    assert "SINOGRAPH_SOURCES" in page
    assert re.search(r"SHA-256 digest, <code>[0-9a-f]{64}</code>", page)
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


def test_of_many_documents_few_are_named(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store"))
    for number in range(30):
        iri = NamedNode(f"http://localhost/id/document/d{number}")
        store.add(Quad(iri, expand("rdf:type"), expand("sino:SourceDocument")))
    store.flush()
    del store
    engine = EmbeddedEngine(tmp_path / "store", limits=Limits.for_one())
    missing = create_app(engine).test_client().get("/documents/none").get_json(force=True)["detail"]
    assert len(re.findall(r"\bd\d+", missing)) == 20
    assert "and 10 more" in missing
    engine.stop()


HERE = NamedNode("http://localhost/id/document/d")
PASSAGE = NamedNode("http://localhost/id/passage/p")


def page_of(words: str, facts: Iterable[Triple], folder: Path) -> str:
    """Return the page of a document, with its text, of which one passage quotes ``words`` and says ``facts``."""
    store = Store(str(folder / "store"))
    for subject, prop, value in (
        (HERE, "rdf:type", expand("sino:SourceDocument")),
        (HERE, "dcterms:title", Literal(words)),
        (PASSAGE, "rdf:type", expand("sino:Passage")),
        (PASSAGE, "prov:wasQuotedFrom", HERE),
        (PASSAGE, "sino:modality", expand("sino:Stated")),
        (PASSAGE, "oa:exact", Literal(words)),
        (PASSAGE, "oa:start", Literal(2)),
        (PASSAGE, "oa:end", Literal(2 + len(words))),
    ):
        store.add(Quad(subject, expand(prop), value))
    store.extend(Quad(fact.subject, fact.predicate, fact.object, PASSAGE) for fact in facts)
    store.flush()
    del store
    engine = EmbeddedEngine(folder / "store")
    try:
        about = About(name="small", summary="", base="http://localhost/", texts={HERE.value: f"a {words} b"})
        return create_app(engine, about).test_client().get("/documents/d").text
    finally:
        engine.stop()


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    words = "<script>alert(1)</script>\u202e'\""
    page = page_of(words, [Triple(HERE, expand("rdfs:seeAlso"), NamedNode("javascript:alert(1)"))], tmp_path)
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 3


@pytest.mark.parametrize(
    ("left_out", "said"), [(0, None), (1, "and 1 more fact, which"), (30, "and 30 more facts, which")]
)
def test_it_is_said_how_many_facts_are_left_out(left_out: int, said: str | None, tmp_path: Path) -> None:
    words = [Triple(HERE, expand("sino:statedAs"), Literal(f"words {number}")) for number in range(9)]
    facts = [Triple(HERE, expand("rdfs:seeAlso"), Literal(f"see {number}")) for number in range(MOST_TOLD + left_out)]
    page = page_of("words", [*words, *facts], tmp_path)
    assert len(re.findall(r">see \d+<", page)) == MOST_TOLD
    assert (said in page) if said else ("more fact" not in page)


def test_without_the_text_quotes_stand_below_headings(real_release: Release) -> None:
    engine = EmbeddedEngine(real_release.store_path)
    client = create_app(engine, About(name="small", summary="")).test_client()
    page = client.get("/documents/chinese-ai-labs?passage=players-glm-5-size").text
    engine.stop()
    heading, card = page.index("The Major Players: GLM/ChatGLM</h2>"), page.index('id="players-glm-5-size"')
    assert heading < card
    assert "</h2>" not in page[heading + 40 : card]
    assert page.count('href="/documents/chinese-ai-labs?part=') >= 17
    assert page.index("belongs to its author") < page.index("For whoever runs this server")
