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
from sinograph.web.assets import STATIC

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from sinograph.release import Release

MOST_BYTES = 95_000
"""What the page of a thing may weigh with its styles and scripts, before compression."""

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
    assert section(page, "Results").startswith("M on B: 9 4 damaged text in source 4 details")
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
    assert re.search("the curators say so, in their file models", section(page, "More"))


def test_footnotes_are_numbered_as_they_are_cited(page: str) -> None:
    cited = [int(number) for number in re.findall(r'aria-describedby="note-(\d+)"', page)]
    assert list(dict.fromkeys(cited)) == sorted(set(cited)), "in the order of the page"
    listed = [int(number) for number in re.findall(r'<li id="note-(\d+)"', page)]
    assert listed == sorted(set(cited))
    assert 'href="/documents/d?passage=size#size"' in page
    assert "Words are lost" in section(page, "Sources")


def test_sources_say_how_the_document_says_it_where_it_is_not_plainly(page: str) -> None:
    sources = section(page, "Sources")
    assert re.search(
        r"7B parameters ”? ?characters 1–9 \. The document states this itself \. One side of a dispute", sources
    )
    assert "An estimate that the document gives" in sources
    assert "The document only expects it" in sources
    assert sources.count("The document states this itself") == 2, "of a side of a dispute, and beside a note"
    assert 'data-plainly="The document states this itself; nothing in the graph disputes it."' in page


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("", "The document says that others say it. Nothing in the graph disputes it."),
        ("; sino:condition sino:ConflictingText", "The curators note that another passage says otherwise."),
    ],
    ids=["alone", "conflicting"],
)
def test_a_claim_says_who_makes_it(showing: Callable[[str], FlaskClient], condition: str, said: str) -> None:
    passage = PASSAGE.replace("NAME", "p").replace("WORDS", "w").replace("MODALITY", "Reported")
    data = 'figure:f a sino:Quantity ; prov:wasAttributedTo lab:l . lab:l skos:prefLabel "L"@en .'
    graph = "passage:p { figure:f a sino:Quantity ; prov:wasAttributedTo lab:l . }"
    page = showing(data + graph + passage.replace("MORE", condition)).get("/page/figure/f").text
    told = re.search(r'<p class="asserted">(.*?)</p>', page)
    assert told
    assert "It is attributed to L." in told[1]
    assert told[1].endswith(said.rpartition("it. ")[2])


def test_what_others_imply_is_not_repeated(showing: Callable[[str], FlaskClient]) -> None:
    page = (
        showing("""
      sino:LanguageModel rdfs:subClassOf sino:Model . sino:pioneers rdfs:subPropertyOf sino:uses .
      model:m a sino:Model , sino:LanguageModel ; sino:pioneers technique:t ; sino:uses technique:t .
      graph:models { model:m a sino:LanguageModel ; sino:pioneers technique:t . }
      graph:inferred { model:m a sino:Model ; sino:uses technique:t . }""")
        .get("/page/model/m")
        .text
    )
    kinds = re.search(r'<ul class="kinds".*?</ul>', page)
    assert kinds
    assert re.findall(r">([^<>]+)</a>", kinds[0]) == ["LanguageModel"]
    assert section(page, "Techniques").startswith("pioneers t")
    assert "uses" not in section(page, "Techniques")
    assert "uses" in page[page.index("In the words of other") :], "it is there for who looks for it"


def test_what_means_the_same_from_both_sides_is_one_line(showing: Callable[[str], FlaskClient]) -> None:
    page = (
        showing("""
      model:m a sino:Model ; sino:comparableTo model:n . model:n sino:comparableTo model:m ; skos:closeMatch model:m .
      graph:models { model:m sino:comparableTo model:n . model:n skos:closeMatch model:m . }
      """)
        .get("/page/model/m")
        .text
    )
    assert section(page, "Comparisons").count("comparable") == 1
    assert section(page, "Elsewhere").startswith("may be the same as n")


def test_a_page_says_how_to_cite_it(page: str) -> None:
    cited = re.search(r'<p class="citation"[^>]*>(.*?)</p>', page)
    assert cited
    assert re.sub(r"<[^>]+>", "", cited[1]).startswith("M. ")
    assert f"{PREFIXES['model']}m" in cited[1]


def test_things_like_it_are_named(page: str) -> None:
    assert section(page, "Most like it") == "N"


def test_the_head_describes_the_thing(page: str) -> None:
    assert '<meta name="description" content="A model.">' in page
    assert '<link rel="canonical" href="http://localhost/page/model/m">' in page
    match = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert match
    told = json.loads(match[1])
    names = [{"@value": "M", "@language": "en"}, {"@value": "模", "@language": "zh"}]
    assert (told["@id"], told["@type"], told["name"]) == (f"{PREFIXES['model']}m", "SoftwareApplication", names)


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


HEAVIEST = """SELECT ?x (COUNT(*) AS ?n) {
  ?s ?p ?x
  FILTER(STRSTARTS(STR(?x), "https://w3id.org/sinograph/id/"))
} GROUP BY ?x ORDER BY DESC(?n) LIMIT 25"""
"""The things that are mentioned most: their pages are the longest."""


@pytest.fixture(scope="module")
def real(real_release: Release) -> Iterator[FlaskClient]:
    """A client of an application that serves the real graph."""
    engine = EmbeddedEngine(real_release.store_path, prefixes=PREFIXES, limits=Limits.for_one())
    yield create_app(engine, about_release(engine, "x", (), real_release.path)).test_client()
    engine.stop()


def weight(client: FlaskClient, path: str, language: str) -> int:
    """Return how many bytes a page has with its styles and scripts, before compression."""
    page = client.get(path, query_string={"lang": language})
    assert page.status_code == 200, path
    loaded = set(re.findall(r'(?:href|src)="/static/([^"?]+)', page.text))
    assert len(loaded) >= 2
    files: int = sum((STATIC / each).stat().st_size for each in loaded)
    return len(page.get_data()) + files


def test_the_heaviest_pages_are_light(real: FlaskClient) -> None:
    rows = real.get("/sparql", query_string={"query": HEAVIEST}).get_json()["results"]["bindings"]
    paths = [f"/page/{row['x']['value'].partition('/id/')[2]}" for row in rows]
    assert len(paths) == 25
    weights = {(path, language): weight(real, path, language) for path in paths for language in ("en", "zh")}
    heaviest = max(weights, key=weights.__getitem__)
    assert weights[heaviest] < MOST_BYTES, heaviest
