from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinograph import create_app
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.namespaces import BASE, PREFIXES, expand
from sinograph.web.about import About
from sinograph.web.explanations import DEEPEST, nested

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from sinograph.release import Release

PRACTISES = {"s": "lab:aurora-labs", "p": "sino:practises", "o": "technique:mixture-of-experts"}


@pytest.fixture(scope="module")
def explaining(small_release: Release) -> Iterator[FlaskClient]:
    """A client of an application that serves the small project's release."""
    engine = EmbeddedEngine(small_release.store_path, prefixes=PREFIXES, limits=Limits.for_one())
    yield create_app(engine, About(name="small", summary="", release=small_release.path)).test_client()
    engine.stop()


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/turtle", "text/turtle"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
    ],
)
def test_negotiates(explaining: FlaskClient, accept: str, media_type: str) -> None:
    response = explaining.get("/explain", query_string=PRACTISES, headers={"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, media_type)
    assert "Accept" in response.headers["Vary"]


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("mermaid", "text/vnd.mermaid"),
        ("dot", "text/vnd.graphviz"),
        ("html", "text/html"),
        ("json", "application/json"),
    ],
)
def test_forms_by_name(explaining: FlaskClient, form: str, media_type: str) -> None:
    assert explaining.get("/explain", query_string={**PRACTISES, "format": form}).mimetype == media_type


def test_json_has_the_proof(explaining: FlaskClient) -> None:
    document = explaining.get("/explain", query_string=PRACTISES).json
    assert document is not None
    assert document["sentence"].startswith("Aurora Labs practises mixture of experts")
    assert document["proofs"][0]["leaves"] == 2


def test_full_iris_and_all_proofs(explaining: FlaskClient) -> None:
    asked = {"s": expand("model:aurora-1").value, "p": "a", "o": f"<{expand('sino:Model').value}>", "all": "true"}
    document = explaining.get("/explain", query_string=asked).json
    assert document is not None
    assert document["complete"] is True
    assert document["inferred"] is False


def test_turtle_is_read(explaining: FlaskClient) -> None:
    response = explaining.get("/explain", query_string={**PRACTISES, "format": "turtle"})
    assert len(list(ox.parse(response.data, ox.RdfFormat.TURTLE))) > 20


def test_the_page_shows_the_quotes(explaining: FlaskClient) -> None:
    page = explaining.get("/explain", query_string={**PRACTISES, "format": "html"}).text
    assert "<q>120B parameter mixture-of-experts model with 12B active parameters</q>" in page
    assert "<bdi>Small Dragons</bdi>, characters 142–208</a>" in page
    assert "style=" not in page, "the security policy lets no style through but the sheet's"


def test_a_thing_as_json_and_as_a_page(explaining: FlaskClient) -> None:
    document = explaining.get("/explain", query_string={"thing": "model:aurora-2"}).json
    assert document is not None
    assert document["thing"]["label"] == "Aurora-2"
    page = explaining.get("/explain", query_string={"thing": "model:aurora-2", "format": "html"}).text
    assert ">Aurora-2</h1>" in page
    address = page.split('href="/explain?s=')[1].split('"')[0].replace("&amp;", "&")
    assert explaining.get(f"/explain?s={address}").status_code == 200, "the links of the page lead on"


@pytest.mark.parametrize(("base", "leads"), [(BASE, True), ("http://localhost:8000/", False)])
def test_a_thing_has_a_page_where_its_address_is_ours(small_release: Release, base: str, leads: bool) -> None:
    engine = EmbeddedEngine(small_release.store_path, prefixes=PREFIXES, limits=Limits.for_one())
    try:
        about = About(name="small", summary="", release=small_release.path, base=base)
        page = create_app(engine, about).test_client().get("/explain?thing=model:aurora-2&format=html").text
    finally:
        engine.stop()
    assert ('<a href="/id/model/aurora-2">Its page</a>' in page) is leads


@pytest.mark.parametrize(
    ("asked", "status", "detail"),
    [
        ({}, 400, "Give a triple"),
        ({"s": "lab:aurora-labs"}, 400, "Give a triple"),
        ({**PRACTISES, "thing": "model:aurora-2"}, 400, "Give a triple"),
        ({**PRACTISES, "x": "1"}, 400, "no parameter 'x'"),
        ({**PRACTISES, "limit": "many"}, 400, "from 1 to 100,"),
        ({**PRACTISES, "limit": "9999999999999999999"}, 400, "from 1 to 100,"),
        ({**PRACTISES, "format": "pdf"}, 400, "no format 'pdf'"),
        ({"thing": "model:<script>alert(1)</script>"}, 400, "is not an IRI"),
        ({"thing": "model:aurora-9"}, 404, "Nothing is known of model:aurora-9"),
        ({**PRACTISES, "o": "technique:sparse-attention"}, 404, "Does not hold"),
        (
            {"s": "model:aurora-3", "p": "sino:totalParameters", "o": "1000000000000"},
            404,
            "only expected: “Aurora-3 is anticipated at 1 trillion parameters”",
        ),
    ],
)
def test_what_cannot_be_explained_is_a_problem(
    explaining: FlaskClient, asked: dict[str, str], status: int, detail: str
) -> None:
    response = explaining.get("/explain", query_string=asked)
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    assert response.json is not None
    assert detail in response.json["detail"]


@pytest.mark.parametrize("text", [r'"\q"', r'"\UFFFFFFFF"', r'"\uD800"', '"x"@abcdefghij'])
@pytest.mark.parametrize("place", ["thing", *"spo"])
def test_a_malformed_literal_is_a_problem(explaining: FlaskClient, place: str, text: str) -> None:
    response = explaining.get("/explain", query_string={**({} if place == "thing" else PRACTISES), place: text})
    assert response.status_code == 400
    assert response.json is not None
    assert "is not a literal" in response.json["detail"]


MARKS = st.sampled_from(
    ['"', "'", "\\", "u", "UFFFF", "D800", "@en", "-abcdefghi", "^^", "xsd:", "<", ">", "model:", "//"]
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.lists(MARKS).map("".join)
QUOTED = st.tuples(TEXTS, st.lists(MARKS).map("".join)).map(lambda parts: f'"{parts[0]}"{parts[1]}')


@given(
    TEXTS | QUOTED, st.sampled_from(["thing", "s", "p", "o", "passage", "document"]), st.sampled_from(["json", "html"])
)
def test_any_text_is_answered_or_refused(explaining: FlaskClient, text: str, place: str, form: str) -> None:
    whole = PRACTISES if place in "spo" else {}
    for path in ("/explain", "/impact"):
        response = explaining.get(path, query_string={**whole, place: text, "format": form})
        assert response.status_code in {200, 400, 404}
    assert explaining.get(f"/proof/{quote(text, safe='')}").status_code in {308, 404}


@pytest.mark.parametrize(("number", "status"), [(100, 200), (101, 400)])
def test_so_many_passages_may_be_withdrawn_together(explaining: FlaskClient, number: int, status: int) -> None:
    response = explaining.get("/impact", query_string={"document": ["document:small-dragons"] * number})
    assert response.status_code == status


def test_json_ld_says_what_turtle_says(explaining: FlaskClient) -> None:
    turtle = explaining.get("/explain", query_string=PRACTISES, headers={"Accept": "text/turtle"})
    json_ld = explaining.get("/explain", query_string=PRACTISES, headers={"Accept": "application/ld+json"})
    assert json_ld.mimetype == "application/ld+json"
    told = {quad.triple for quad in ox.parse(json_ld.data, ox.RdfFormat.JSON_LD)}
    assert told == {quad.triple for quad in ox.parse(turtle.data, ox.RdfFormat.TURTLE)}
    assert explaining.get("/explain", query_string={**PRACTISES, "format": "jsonld"}).data == json_ld.data


def test_rules_and_proofs_lead_to_where_they_are_looked_at(explaining: FlaskClient) -> None:
    answer = explaining.get("/explain", query_string={**PRACTISES, "format": "turtle"})
    triples = [quad.triple for quad in ox.parse(answer.data, ox.RdfFormat.TURTLE)]
    rules = {triple.subject.value for triple in triples if triple.object == expand("prov:Plan")}
    assert rules == {f"{BASE}rule/practises"}
    response = explaining.get("/rule/practises")
    assert (response.status_code, response.headers["Location"]) == (303, "/ontology#rule-practises")
    (seen,) = {triple.object.value for triple in triples if triple.predicate == expand("rdfs:seeAlso")}
    assert explaining.get(seen.removeprefix(BASE[:-1])).status_code == 200


def test_a_rule_of_the_ontology_leads_to_its_term(explaining: FlaskClient) -> None:
    asked = {"s": "model:aurora-2", "p": "sino:descendsFrom", "o": "model:aurora-1", "format": "turtle"}
    triples = [
        quad.triple for quad in ox.parse(explaining.get("/explain", query_string=asked).data, ox.RdfFormat.TURTLE)
    ]
    rules = {triple.subject.value for triple in triples if triple.object == expand("prov:Plan")}
    assert rules
    for rule in rules:
        response = explaining.get(rule.removeprefix(BASE[:-1]))
        assert response.status_code == 303
        assert re.fullmatch(r"/ontology#\w+", response.headers["Location"])


@pytest.mark.parametrize("path", ["/rule/nothing", "/proof/0123456789abcdef"])
def test_what_has_no_place_says_where_to_look(explaining: FlaskClient, path: str) -> None:
    response = explaining.get(path)
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")
    assert response.json is not None
    assert re.search("/ontology|/explain", response.json["detail"])


def test_the_nearest_is_named(explaining: FlaskClient) -> None:
    response = explaining.get("/explain", query_string={**PRACTISES, "o": "technique:sparse-attention"})
    assert response.json is not None
    assert response.json["nearest"] == ["lab:aurora-labs sino:practises technique:mixture-of-experts"]


def test_a_page_of_a_problem_escapes_what_was_asked(explaining: FlaskClient) -> None:
    asked = {"thing": "<script>alert(1)</script>"}
    response = explaining.get("/explain", query_string=asked, headers={"Accept": "text/html"})
    assert response.status_code in {400, 404}
    assert "<script>" not in response.text


def test_nothing_else_than_get_is_taken(explaining: FlaskClient) -> None:
    assert explaining.post("/explain", data=PRACTISES).status_code == 405


def test_files_that_are_served_as_they_are_have_no_proofs(client: FlaskClient) -> None:
    response = client.get("/explain", query_string=PRACTISES)
    assert response.status_code == 404
    assert response.json is not None
    assert "have no proofs" in response.json["detail"]
    assert response.json["remedy"] == "serve a release: without --data"


def test_a_process_opens_what_is_known_once(small_release: Release, tmp_path: Path) -> None:
    release = tmp_path / small_release.path.name
    shutil.copytree(small_release.path, release)
    engine = EmbeddedEngine(release / "store", prefixes=PREFIXES, limits=Limits.for_one())
    try:
        client = create_app(engine, About(name="small", summary="", release=release)).test_client()
        for path in ("/explain?thing=model:aurora-2", "/impact?document=document:small-dragons", "/ontology"):
            assert client.get(path).status_code == 200
        open_files = [link.resolve() for link in Path("/proc/self/fd").iterdir()]
        assert open_files.count(release / "derivations.sqlite") == 1
    finally:
        engine.stop()


def chain(length: int) -> dict[str, object]:
    """Return a proof in which each node rests on the next and on the last."""
    nodes = [{"id": number, "premises": [number + 1, length]} for number in range(1, length - 1)]
    return {"nodes": [*nodes, {"id": length - 1, "premises": [length]}, {"id": length}]}


def test_a_proof_is_nested_and_says_nothing_twice() -> None:
    told = [(kind, node["id"]) for kind, node in nested(chain(4))]
    assert told == [
        *(("begin", 1), ("begin", 2), ("begin", 3), ("fact", 4), ("end", 3)),
        *(("fact", 4), ("end", 2), ("fact", 4), ("end", 1)),
    ]
    shared = {"nodes": [{"id": 1, "premises": [2, 2]}, {"id": 2, "premises": [3]}, {"id": 3}]}
    told = [(kind, node["id"]) for kind, node in nested(shared)]
    assert told == [("begin", 1), ("begin", 2), ("fact", 3), ("end", 2), ("again", 2), ("end", 1)]


def test_a_deep_proof_is_cut_where_browsers_would() -> None:
    kinds = [kind for kind, _ in nested(chain(3000))]
    assert kinds.count("begin") == kinds.count("end") == DEEPEST + 1
    assert kinds.count("deep") == 1
