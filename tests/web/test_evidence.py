"""What answers rest on, for programs: in JSON, CSV and TSV, and names beside things."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from rdflib.query import Result

from sinograph import create_app
from sinograph.citing import Annotator
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.engine.errors import BudgetError, EngineBusyError, QueryTimeoutError
from sinograph.engine.formats import format_named
from sinograph.engine.wrapped import WrappedEngine
from sinograph.explaining import Knowledge
from sinograph.namespaces import PREFIXES
from sinograph.project import Project
from sinograph.questions import read_questions
from sinograph.web.about import About
from sinograph.web.answer_data import AnswerData
from sinograph.web.answer_hints import Hints
from sinograph.web.asking import Asking
from sinograph.web.cache import AnswerCache
from sinograph.web.measuring import Metrics
from sinograph.web.protocol import ProtocolRequest
from sinograph.web.turnstile import Turnstile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Unpack

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from sinograph.engine.errors import LimitError
    from sinograph.engine.formats import Format
    from sinograph.engine.interface import Answer, Engine, Terms
    from sinograph.release import Release

SIZE = "SELECT ?n { model:glm-5 sino:totalParameters ?n }"
PRACTISED = "SELECT ?t { lab:zhipu-ai sino:practises ?t } ORDER BY ?t LIMIT 2"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="module")
def reader(real_release: Release) -> Iterator[FlaskClient]:
    """A client of an application that serves the real graph with its questions."""
    engine = EmbeddedEngine(real_release.store_path, prefixes=PREFIXES, limits=Limits.for_one())
    yield _client(engine, real_release)
    engine.stop()


def _client(engine: Engine, release: Release) -> FlaskClient:
    questions = read_questions(Project.find())
    about = About(name="real", summary="", release=release.path, questions=questions)
    return create_app(engine, about).test_client()


class Tiring(WrappedEngine):
    """An engine that answers the first queries after it was told so, and fails with the next."""

    answers = 1000
    error: LimitError = QueryTimeoutError("the query took longer than it may")

    def query(self, text: str, form: Format, **terms: Unpack[Terms]) -> Answer:
        self.answers -= 1
        if self.answers < 0:
            raise self.error
        return super().query(text, form, **terms)


@pytest.fixture
def tiring(real_release: Release) -> Iterator[Tiring]:
    engine = EmbeddedEngine(real_release.store_path, prefixes=PREFIXES, limits=Limits.for_one())
    yield Tiring(engine)
    engine.stop()


def asked(client: FlaskClient, query: str, headers: dict[str, str] | None = None, **more: str) -> TestResponse:
    return client.get(f"/sparql?{urlencode({'query': query, **more})}", headers=headers)


def told(client: FlaskClient, query: str) -> dict[str, Any]:
    evidence: dict[str, Any] = asked(client, query, evidence="true").get_json(force=True)["evidence"]
    return evidence


def test_json_has_a_member_more_and_is_the_same_otherwise(reader: FlaskClient) -> None:
    plain, more = asked(reader, SIZE).data, asked(reader, SIZE, evidence="true").data
    assert more.startswith(plain.rstrip()[:-1])
    assert len(Result.parse(io.BytesIO(more), format="json")) == 1


def test_a_row_has_its_passages_with_quote_and_place(reader: FlaskClient) -> None:
    evidence = told(reader, SIZE)
    (row,) = evidence["rows"]
    assert row["more"] == 0
    assert row["proofs"] == []
    passage = evidence["passages"][f"{PREFIXES['passage']}players-glm-5-size"]
    assert f"{PREFIXES['passage']}players-glm-5-size" in row["passages"]
    assert passage["quote"] == "744B parameter MoE model with 40B active parameters"
    assert passage["document"] == f"{PREFIXES['document']}chinese-ai-labs"
    assert passage["end"] - passage["start"] == len(passage["quote"])
    assert passage["asserted"] is True


def test_what_is_inferred_has_the_address_of_its_proof(reader: FlaskClient) -> None:
    rows = told(reader, PRACTISED)["rows"]
    for row in rows:
        (proof,) = row["proofs"]
        assert reader.get(proof, headers={"Accept": "application/json"}).status_code == 200


def test_says_what_cannot_be_told(reader: FlaskClient) -> None:
    evidence = told(reader, "SELECT (RAND() AS ?r) { ?m sino:totalParameters ?n }")
    assert evidence["rows"] == []
    assert "cannot be told" in evidence["remarks"][0]
    query = (
        "SELECT (COUNT(?n) AS ?c) { ?m sino:totalParameters ?n VALUES ?m { model:glm-5 model:kimi-k2 } } GROUP BY ?m"
    )
    assert told(reader, query)["rows"] == [None, None]
    table = asked(reader, query, evidence="true", format="csv").text
    assert table.count("cannot be told") == 2


def test_only_the_first_rows_are_told(reader: FlaskClient) -> None:
    query = "SELECT ?x { ?x a sino:Passage } ORDER BY ?x LIMIT 230"
    evidence = told(reader, query)
    assert len(evidence["rows"]) == evidence["mostRows"] == 200
    rows = list(csv.reader(io.StringIO(asked(reader, query, evidence="true", format="csv").text)))
    assert len(rows) == 231
    assert rows[200][1].startswith("“")
    assert {row[1] for row in rows[201:]} == {"cannot be told"}


@pytest.mark.parametrize(
    ("name", "head"), [("csv", "n,evidence"), ("csv-exact", "n,evidence"), ("tsv", "?n\t?evidence")]
)
def test_tables_have_a_column_more(reader: FlaskClient, name: str, head: str) -> None:
    text = asked(reader, SIZE, evidence="true", format=name).text
    assert text.splitlines()[0] == head
    assert re.search(r"“744B parameter MoE [^”]*” \(\S+/chinese-ai-labs 6100-6151\) \S+/players-glm-5-size", text)


def test_a_column_of_that_name_stays(reader: FlaskClient) -> None:
    text = asked(
        reader, "SELECT ('x' AS ?evidence) ?n { model:glm-5 sino:totalParameters ?n }", evidence="true", format="tsv"
    ).text
    assert text.splitlines()[0] == "?evidence\t?n\t?evidence_"
    assert text.splitlines()[1].startswith('"x"\t744000000000\t"“')


def test_names_stand_beside_things(reader: FlaskClient) -> None:
    query = "SELECT ?lab ?n { model:glm-5 sino:developedBy ?lab ; sino:totalParameters ?n }"
    rows = list(csv.reader(io.StringIO(asked(reader, query, names="zh", format="csv").text)))
    assert rows == [["lab", "labName", "n"], [f"{PREFIXES['lab']}zhipu-ai", "智谱AI", "744000000000"]]
    assert asked(reader, query, names="fr").status_code == 400
    assert asked(reader, query, names="en", format="json").status_code == 406


@pytest.mark.parametrize(
    ("query", "headers", "name"),
    [
        (SIZE, {"Accept": "application/sparql-results+xml"}, ""),
        (SIZE, {}, "xml"),
        ("ASK {}", {}, "csv"),
        ("DESCRIBE model:glm-5", {"Accept": "text/turtle"}, ""),
        ("DESCRIBE model:glm-5", {"Accept": "*/*"}, ""),
        ("DESCRIBE model:glm-5", {}, "turtle"),
    ],
)
def test_other_formats_say_which_have_it(reader: FlaskClient, query: str, headers: dict[str, str], name: str) -> None:
    response = asked(reader, query, headers, evidence="true", format=name)
    assert response.status_code == 406
    detail = response.get_json(force=True)["detail"]
    assert re.search("json|html", detail)


def test_yes_or_no_rests_on_something_too(reader: FlaskClient) -> None:
    query = "ASK { model:glm-5 sino:totalParameters 744000000000 }"
    answer = json.loads(asked(reader, query, evidence="true").data)
    assert answer["boolean"] is True
    assert len(answer["evidence"]["rows"][0]["passages"]) == 2


def test_answers_with_and_without_it_have_tags_of_their_own(reader: FlaskClient) -> None:
    tags = {
        asked(reader, SIZE, None, **more).headers["ETag"]
        for more in ({}, {"evidence": "true"}, {"format": "csv"}, {"format": "csv", "names": "en"})
    }
    assert len(tags) == 4
    tag = asked(reader, SIZE, evidence="true").headers["ETag"]
    assert asked(reader, SIZE, {"If-None-Match": tag}, evidence="true").status_code == 304


@pytest.mark.parametrize("form", ["json", "csv", "html"])
def test_what_fails_now_and_then_is_told_to_nobody_else(tiring: Tiring, real_release: Release, form: str) -> None:
    client = _client(tiring, real_release)
    tiring.answers = 1
    response = asked(client, SIZE, evidence="true", format=form)
    assert response.status_code == 200
    assert ("would take more" in response.text) == (form != "csv")
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers
    tiring.answers = 1000
    again = asked(client, SIZE, evidence="true", format=form)
    assert "players-glm-5-size" in again.text
    assert again.headers["ETag"]


@pytest.mark.parametrize("form", ["json", "csv", "html"])
def test_who_has_used_up_a_budget_is_told_so(tiring: Tiring, real_release: Release, form: str) -> None:
    client = _client(tiring, real_release)
    tiring.answers, tiring.error = 1, BudgetError("too much in a minute", retry_after=7)
    response = asked(client, SIZE, evidence="true", format=form)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "7")
    tiring.answers = 1000
    assert "players-glm-5-size" in asked(client, SIZE, evidence="true", format=form).text


def test_files_as_they_are_have_no_evidence(client: FlaskClient) -> None:
    response = asked(client, "SELECT * { ?s ?p ?o } LIMIT 1", evidence="true", format="json")
    assert response.status_code == 400
    assert "served as they are" in response.get_json(force=True)["detail"]


def test_an_empty_answer_says_what_the_data_do_not_have(reader: FlaskClient) -> None:
    query = "SELECT * { ?x sino:totalParametrs ?y ; sino:usess ?z ; sino:developedBy lab:zhipu ; skos:prefLabel ?n }"
    page = asked(reader, query, BROWSER).text
    hints = re.sub("<[^>]*>", "", page[page.index('class="hints"') : page.index('class="noting"')])
    assert "sino:totalParametrs: did you mean sino:totalParameters?" in hints
    assert "sino:usess: did you mean sino:uses?" in hints
    assert "lab:zhipu: did you mean lab:zhipu-ai?" in hints
    assert "skos:prefLabel" not in hints
    assert 'class="hints"' not in asked(reader, "SELECT * { lab:deepseek sino:uses lab:deepseek }", BROWSER).text


def test_of_few_unknown_terms_it_is_told_what_may_be_meant(reader: FlaskClient) -> None:
    names = ["totalParametrs", "usess", "developdBy", "actveParameters", "basdIn", "trainedOnn"]
    query = f"ASK {{ {' '.join(f'?s sino:{name} ?o .' for name in [*names, 'useses' + 'x' * 5000])} }}"
    unknown = reader.get("/terms/unknown", query_string={"query": query}).get_json()["unknown"]
    assert [each["term"][5:][:20] for each in unknown] == [*names, "useses" + "x" * 14]
    assert [bool(each["nearest"]) for each in unknown] == [True] * 5 + [False] * 2


def test_the_terms_of_a_namespace_are_read_once(tiring: Tiring) -> None:
    hints = Hints(tiring, About(name="real", summary=""))
    assert hints.unknown("ASK { ?s sino:usess ?o }")[0].nearest[0] == "sino:uses"
    tiring.answers = 1
    assert hints.unknown("ASK { ?s sino:developdBy ?o }")[0].nearest[0] == "sino:developedBy"


def test_finding_evidence_takes_a_turn(tiring: Tiring, real_release: Release) -> None:
    asking = Asking(tiring, AnswerCache(0), Metrics())
    asking.noting = Turnstile(1, 0)
    data = AnswerData(asking, tiring, Annotator(tiring, lambda: Knowledge.of(real_release.path), PREFIXES))
    app = create_app(tiring)
    with app.test_request_context("/sparql"), asking.noting.turn():
        app.preprocess_request()
        with pytest.raises(EngineBusyError):
            data.content(ProtocolRequest(SIZE, (), (), None, evidence=True), format_named("json"), None)


@pytest.mark.parametrize("query", ["", "SELECT", "PREFIX", "SELECT * { ?x nope:a ?y }", "PREFIX x: <> SELECT", "'"])
def test_what_is_no_query_has_no_unknown_terms(reader: FlaskClient, query: str) -> None:
    assert reader.get("/terms/unknown", query_string={"query": query}).get_json() == {"unknown": []}


def test_questions_have_addresses(reader: FlaskClient) -> None:
    page = reader.get("/questions/largest-models", headers={"Accept-Language": "zh"})
    assert page.status_code == 200
    assert "<h1>哪些模型的参数最多？</h1>" in page.text
    assert '<th scope="col">模型</th>' in page.text
    assert page.text.index("<tbody>") < page.text.index("<textarea")
    assert 'href="/questions/largest-models" data-share' in page.text
    missing = reader.get("/questions/larges-models")
    assert missing.status_code == 404
    assert "largest-models" in missing.get_json(force=True)["detail"]


def test_names_of_things_are_in_the_language_of_the_page(reader: FlaskClient) -> None:
    page = reader.get("/questions/labs-and-seats", headers={"Accept-Language": "zh"}).text
    assert re.search(r'<a href="/id/lab/zhipu-ai"[^>]*>智谱AI</a>', page)
    both = reader.get("/questions/chinese-names", headers={"Accept-Language": "zh"}).text
    assert re.search(r">Zhipu AI</a>", both)


def test_every_question_names_its_columns_in_chinese() -> None:
    with_columns = [each for each in read_questions(Project.find()) if each.query.lstrip().upper().find("SELECT") >= 0]
    assert len([each for each in with_columns if each.columns_zh]) >= 60


def test_a_method_that_is_not_answered_is_told_which_are(reader: FlaskClient) -> None:
    response = reader.put("/sparql")
    assert response.status_code == 405
    assert "GET" in response.get_json(force=True)["detail"]
