"""What the page of a thing shows: headings, folded claims, marks, footnotes, and that no text becomes markup."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, Store

from sinograph import create_app
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.namespaces import PREFIXES
from sinograph.web.about import about_release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from sinograph.release import Release

PASSAGE = """
passage:NAME a sino:Passage ; prov:wasQuotedFrom document:d ; oa:exact "WORDS" ; oa:start 1 ; oa:end 9 ;
  sino:quotation "WORDS" ; sino:modality sino:MODALITY MORE .
"""

DATA = """
document:d a sino:SourceDocument ; dcterms:title "The document" .
sino:Expected sino:isAsserted false .
sino:DamagedText skos:prefLabel "damaged text"@en .
model:m a sino:Model , sino:LanguageModel ; skos:prefLabel "M"@en , "模"@zh ; skos:definition "A model."@en ;
  sino:totalParameters 7000000000 ; sino:experts 8 ; sino:hasPrice price:p ; sino:basedIn place:x ; sino:date "2025" ;
  sino:unheardOf "something" .
graph:models { model:m a sino:Model ; skos:prefLabel "M"@en ; sino:unheardOf "something" . }
graph:inferred { model:m sino:basedIn place:x ; sino:date "2025" . family:f sino:offers model:m . }
family:f sino:offers model:m .
price:p a sino:Price , sino:Claim ; skos:prefLabel "M, price: 2 dollars"@en .
result:r a sino:BenchmarkResult , sino:Claim ; skos:prefLabel "M on B: 9"@en ;
  sino:ofModel model:m ; sino:about model:m .
graph:inferred { result:r sino:about model:m . }
model:n a sino:Model ; skos:prefLabel "N"@en ; sino:succeeds model:m ; sino:experts 8 ; sino:basedIn place:x .
dispute:m-total a sino:Dispute ; skos:prefLabel "M has 7 or 9"@en ; sino:disputeAbout model:m ;
  sino:disputedProperty sino:totalParameters ; sino:disputeSide passage:size , passage:other .
passage:size { model:m sino:totalParameters 7000000000 . }
passage:prices { model:m sino:hasPrice price:p . price:p a sino:Price . }
passage:prices-again { model:m sino:hasPrice price:p . }
passage:broken { result:r sino:ofModel model:m . result:r a sino:BenchmarkResult . }
passage:guess { model:m sino:experts 8 . }
passage:hope { model:m sino:contextLength 1000000 . assessment:a a sino:Assessment ; sino:about model:m . }
"""

PASSAGES = (
    ("size", "7B parameters", "Stated", ""),
    ("other", "9B parameters", "Stated", ""),
    ("prices", "costs 2 dollars", "Stated", ""),
    ("prices-again", "2 dollars", "Stated", ""),
    ("broken", "9 on", "Stated", '; sino:condition sino:DamagedText ; skos:editorialNote "Words are lost."@en'),
    ("guess", "about 8 experts", "Estimated", ""),
    ("hope", "expects 1M", "Expected", ""),
)


def document(data: str) -> bytes:
    """Return TriG with the prefixes that it needs."""
    return ("".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()) + data).encode()


@pytest.fixture
def showing(tmp_path: Path) -> Iterator[Callable[[str], FlaskClient]]:
    """Return what makes a client of some data."""
    engines = []

    def client(data: str) -> FlaskClient:
        store = Store(str(tmp_path / "store"))
        store.load(document(data), format=RdfFormat.TRIG)
        store.flush()
        del store
        engine = EmbeddedEngine(tmp_path / "store", prefixes=PREFIXES, limits=Limits.for_one())
        engines.append(engine)
        return create_app(engine).test_client()

    yield client
    for engine in engines:
        engine.stop()


@pytest.mark.parametrize(
    ("language", "shown", "hidden"), [("en", "A model.", "一个模型。"), ("zh", "一个模型。", "A model.")]
)
def test_a_definition_is_in_the_language_of_the_page(
    showing: Callable[[str], FlaskClient], language: str, shown: str, hidden: str
) -> None:
    data = 'model:m a sino:Model ; skos:definition "A model."@en , "一个模型。"@zh .'
    page = showing(data).get(f"/page/model/m?lang={language}").text
    assert f'<meta name="description" content="{shown}">' in page
    assert re.search(rf'<p class="lead"[^>]*>{shown}</p>', page)
    assert hidden not in page


@pytest.fixture
def page(showing: Callable[[str], FlaskClient]) -> str:
    """The page of the model."""
    passages = [
        PASSAGE.replace("NAME", name).replace("WORDS", words).replace("MODALITY", modality).replace("MORE", more)
        for name, words, modality, more in PASSAGES
    ]
    response = showing(DATA + "".join(passages)).get("/page/model/m")
    assert response.status_code == 200
    return response.text


def section(page: str, heading: str) -> str:
    """Return what stands below a heading, without markup."""
    match = re.search(rf"<h2[^>]*>(?:{heading})</h2>(.*?)</section>", page, re.DOTALL)
    assert match, re.findall(r"<h2[^>]*>(.*?)</h2>", page)
    return " ".join(re.sub(r"<[^>]+>", " ", match[1]).split())


def test_facts_stand_below_the_headings_of_their_kind(page: str) -> None:
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", page)
    order = ["Size", "Results", "Prices", "Lineage", "Disputes", "Assessments", "More", "Mentioned by"]
    assert [heading for heading in headings if heading in order] == order
    assert section(page, "Size").startswith("total parameters 7 billion")
    assert section(page, "Lineage") == "succeeded by N"
    assert "something" in section(page, "More")
    assert "2025" not in section(page, "More"), "dates for comparison stand with the other vocabularies"


def test_claims_are_folded_into_lines(page: str) -> None:
    assert section(page, "Results").startswith("M on B: 9 damaged text 4 details")
    assert "M, price: 2 dollars" in section(page, "Prices")
    assert page.count("M on B: 9</span>") == 1, "however many properties it mentions the model by"
    assert '<a class="details" href="/id/price/p"' in page


def test_marks_are_words(page: str) -> None:
    size = section(page, "Size")
    assert re.search(r"7 billion disputed", size)
    assert 'href="/disputes#m-total">disputed</a>' in page
    assert re.search(r"8 estimated", size)
    assert re.search(r"1 million only expected, not asserted", size)
    assert "“expects 1M” only expected, not asserted" in section(page, "Assessments"), "what has no name is quoted"
    assert "inferred" in section(page, "Mentioned by")
    assert "the curators, in models" in section(page, "More")


def test_footnotes_are_numbered_as_they_are_cited(page: str) -> None:
    cited = [int(number) for number in re.findall(r'aria-describedby="note-(\d+)"', page)]
    assert list(dict.fromkeys(cited)) == sorted(set(cited)), "in the order of the page"
    listed = [int(number) for number in re.findall(r'<li id="note-(\d+)"', page)]
    assert listed == sorted(set(cited))
    assert 'href="/documents/d?passage=size#size"' in page
    assert "Words are lost" in section(page, "Sources")


def test_things_like_it_are_named(page: str) -> None:
    assert section(page, "Most like it") == "N"


def test_the_head_describes_the_thing(page: str) -> None:
    assert '<meta name="description" content="A model.">' in page
    assert '<link rel="canonical" href="http://localhost/page/model/m">' in page
    match = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert match
    told = json.loads(match[1])
    assert (told["@id"], told["name"], told["alternateName"]) == (f"{PREFIXES['model']}m", "M", ["模"])


HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\\\"' onclick='alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "\u202eright to left \u05d0\u05d1",
    "x" * 10_000,
)


@pytest.mark.parametrize("label", HOSTILE, ids=["script", "image", "quotes", "template", "rtl", "long"])
def test_names_stay_text(showing: Callable[[str], FlaskClient], label: str) -> None:
    data = f"""model:m a sino:Model ; skos:prefLabel "{label}"@en ; skos:altLabel "{label}" ; sino:uses technique:t ;
      sino:unheardOf "{label}" ; sino:memberOf family:f ; skos:definition "{label}"@en .
      technique:t skos:prefLabel "{label}"@en . family:f skos:prefLabel "{label}"@en ."""
    page = showing(data).get("/page/model/m").text
    found = Elements(page)
    assert found.names.count("script") == page.count('<script type="module"') + 1
    assert "img" not in found.names
    assert not [name for name in found.attributes if name.startswith("on")]
    assert "49" not in section(page, "What is known|More")
    assert len(page) < 120_000


class Elements(HTMLParser):
    """The names of a page's elements and attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes |= {name for name, _ in attrs}


def test_every_hub_is_light(real_release: Release) -> None:
    """The pages of what is mentioned most, as they are before compression."""
    engine = EmbeddedEngine(real_release.store_path, prefixes=PREFIXES, limits=Limits.for_one())
    client = create_app(engine, about_release(engine, "x", (), real_release.path)).test_client()
    query = """SELECT ?x (COUNT(*) AS ?n) { ?s ?p ?x FILTER(REGEX(STR(?x), "/id/(lab|group|policy)/")) }
               GROUP BY ?x ORDER BY DESC(?n) LIMIT 3"""
    rows = client.get("/sparql", query_string={"query": query}).get_json()["results"]["bindings"]
    assert len(rows) == 3
    for row in rows:
        path = row["x"]["value"].partition("/id/")[2]
        assert len(client.get(f"/page/{path}").data) < 80_000, path
    engine.stop()
