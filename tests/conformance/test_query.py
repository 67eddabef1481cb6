"""The W3C's SPARQL 1.1 query tests, asked over HTTP: each names its dataset as the protocol does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from conformance.results import read, same
from conformance.suite import SUITE, Case, cases, files, folders

if TYPE_CHECKING:
    import httpx

DOCUMENTATION: Final = Path(__file__).parents[2] / "docs" / "endpoint.md"

ACCEPTED: Final = {
    "srx": "application/sparql-results+xml",
    "srj": "application/sparql-results+json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "application/n-triples",
}
"""What is asked for, by the ending of the file with the expected answer; a graph is then read as N-Triples."""

EVALUATED: Final = frozenset(("QueryEvaluationTest", "CSVResultFormatTest"))

KNOWN_GAPS: Final = {
    "aggregates/agg-empty-group": "the W3C has corrected it since: where there is nothing to group there is no group",
    "csv-tsv-res/csv03": "numbers are written as the engine keeps them: 1.0E6 is answered as 1000000",
    "csv-tsv-res/tsv03": "the integers' other types are answered as xsd:integer: the engine keeps the value",
    "functions/bnode01": "BNODE of the same text is the same blank node in every row",
    "functions/strdt03": "since RDF 1.1 a text of the type xsd:string is a plain one, which the function takes",
    "functions/strlang03": "since RDF 1.1 a text of the type xsd:string is a plain one, which the function takes",
    "syntax-query/test_4": "a function that the engine does not have is refused, although its name is well-formed",
}
"""What is not as the tests have it, and why; these tests are run too, and must fail."""

FEDERATED: Final = ("service", "syntax-fed")
"""The folders whose queries ask other servers, which this one never does."""

ALL: Final = [case for folder in folders() for case in cases(folder)]
HERE: Final = [case for case in ALL if case.name.partition("/")[0] not in FEDERATED]
EVALUATIONS: Final = [case for case in HERE if case.kind in EVALUATED]
SYNTAX: Final = [case for case in HERE if "SyntaxTest" in case.kind]
ELSEWHERE: Final = [case for case in ALL if case not in HERE]


def ask(web: httpx.Client, case: Case, accept: str) -> httpx.Response:
    parameters = {
        "query": f"BASE <{SUITE}{case.query}>\n{case.text}",
        "default-graph-uri": [SUITE + path for path in case.data],
        "named-graph-uri": [SUITE + path for path in case.graphs],
    }
    return web.get("/sparql", params=parameters, headers={"Accept": accept})


def marked(found: list[Case]) -> list[Any]:
    marks = {name: pytest.mark.xfail(reason=reason, strict=True) for name, reason in KNOWN_GAPS.items()}
    return [pytest.param(case, id=case.name, marks=marks.get(case.name, ())) for case in found]


def test_all_tests_are_run() -> None:
    assert (len(EVALUATIONS), len(SYNTAX), len(ELSEWHERE)) == (183, 95, 10)
    assert set(KNOWN_GAPS) <= {case.name for case in HERE}


def test_what_is_otherwise_is_documented() -> None:
    documented = DOCUMENTATION.read_text(encoding="utf-8")
    assert [name for name in KNOWN_GAPS if f"`{name}`" not in documented] == []
    for tests in (EVALUATIONS, SYNTAX, ELSEWHERE):
        assert f"| {len(tests)} |" in documented


@pytest.mark.parametrize("case", marked(EVALUATIONS))
def test_answers(web: httpx.Client, case: Case) -> None:
    ending = case.result.rpartition(".")[2]
    response = ask(web, case, ACCEPTED[ending])
    assert response.status_code == 200, response.text
    found = read(response.content, "nt" if ending == "ttl" else ending, SUITE)
    assert same(found, read(files()[case.result], ending, SUITE + case.result)), response.text


@pytest.mark.parametrize("case", marked(SYNTAX))
def test_reads(web: httpx.Client, case: Case) -> None:
    response = ask(web, case, "*/*")
    assert response.status_code == (200 if case.kind.startswith("Positive") else 400), response.text


@pytest.mark.parametrize("case", marked(ELSEWHERE))
def test_asks_no_other_server(web: httpx.Client, case: Case) -> None:
    response = ask(web, case, "*/*")
    assert response.status_code == 400
    assert "SERVICE" in response.json()["detail"]
