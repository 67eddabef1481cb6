from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from sinograph import create_app
from sinograph.engine import EmbeddedEngine
from sinograph.engine.complexity import QUERY_BYTES
from sinograph.engine.formats import FORMATS, Format

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
ASK = "ASK { ex:tea a ex:Drink }"
QUERY = "application/sparql-query"


def ask(client: FlaskClient, text: str, headers: dict[str, str] | None = None, **parameters: Any) -> TestResponse:
    return client.get("/sparql", query_string={"query": text, **parameters}, headers=headers)


def truth(response: TestResponse) -> bool:
    assert response.status_code == 200, response.text
    return bool(json.loads(response.data)["boolean"])


class TestAsking:
    def test_get(self, client: FlaskClient) -> None:
        assert truth(ask(client, ASK))

    def test_post_form(self, client: FlaskClient) -> None:
        assert truth(client.post("/sparql", data={"query": ASK}))

    def test_post_form_in_raw_utf8(self, client: FlaskClient) -> None:
        form = {
            "data": "query=ASK{ex:tea ex:label '茶'@zh}".encode(),
            "content_type": "application/x-www-form-urlencoded",
        }
        assert truth(client.post("/sparql", **form))

    def test_post_direct(self, client: FlaskClient) -> None:
        assert truth(client.post("/sparql", data=ASK, content_type=f"{QUERY}; charset=UTF-8"))

    def test_head(self, client: FlaskClient) -> None:
        response = client.head("/sparql", query_string={"query": ASK})
        assert (response.status_code, response.data) == (200, b"")

    def test_options(self, client: FlaskClient) -> None:
        response = client.options("/sparql")
        assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST", "QUERY"}

    @pytest.mark.parametrize("way", ["get", "form", "direct"])
    def test_dataset_of_the_request(self, client: FlaskClient, way: str) -> None:
        graphs = {"default-graph-uri": "https://example.org/menu", "named-graph-uri": "https://example.org/cellar"}
        text = "ASK { ex:tea ex:servedAt ex:noon . GRAPH ex:cellar { ex:wine ?p ?o } }"
        response = {
            "get": lambda: client.get("/sparql", query_string={"query": text, **graphs}),
            "form": lambda: client.post("/sparql", data={"query": text, **graphs}),
            "direct": lambda: client.post("/sparql", query_string=graphs, data=text, content_type=QUERY),
        }[way]()
        assert truth(response)
        assert not truth(ask(client, text))


class TestFormats:
    @staticmethod
    def text(form: Format) -> str:
        return "DESCRIBE ex:tea" if form.kind == "graph" else "SELECT * { ex:tea ?p ?o }"

    @pytest.mark.parametrize("form", FORMATS, ids=lambda form: str(form.name))
    def test_by_name(self, client: FlaskClient, form: Format) -> None:
        response = ask(client, self.text(form), format=form.name)
        assert (response.status_code, response.mimetype) == (200, form.media_type)

    @pytest.mark.parametrize("form", FORMATS, ids=lambda form: str(form.name))
    def test_by_accept(self, client: FlaskClient, form: Format) -> None:
        response = ask(client, self.text(form), {"Accept": f"image/png, {form.media_type};q=0.3"})
        assert (response.status_code, response.mimetype) == (200, form.media_type)
        assert "Accept" in response.headers["Vary"]

    def test_name_wins_over_accept(self, client: FlaskClient) -> None:
        assert ask(client, ASK, {"Accept": "text/csv"}, format="xml").mimetype == "application/sparql-results+xml"

    def test_none_that_fits(self, client: FlaskClient) -> None:
        response = ask(client, ASK, {"Accept": "text/turtle"})
        assert response.status_code == 406
        assert "text/csv" in response.get_json(force=True)["detail"]

    def test_name_of_the_other_kind(self, client: FlaskClient) -> None:
        assert ask(client, "DESCRIBE ex:tea", format="csv").status_code == 406

    def test_unknown_name(self, client: FlaskClient) -> None:
        response = ask(client, ASK, format="xls")
        assert response.status_code == 400
        assert "jsonld" in response.get_json(force=True)["detail"]

    def test_compression(self, client: FlaskClient) -> None:
        response = ask(client, "SELECT * { ?s ex:number ?n }", {"Accept-Encoding": "gzip"})
        assert response.headers["Content-Encoding"] == "gzip"
        assert len(json.loads(gzip.decompress(response.data))["results"]["bindings"]) == 1000


FORM_TYPE = "application/x-www-form-urlencoded"

REFUSED: dict[str, tuple[int, dict[str, Any]]] = {
    "no query by GET": (400, {"query_string": "default-graph-uri=http://x/"}),
    "no query by POST": (400, {"method": "POST", "data": {"x": "y"}}),
    "two queries": (400, {"query_string": "query=ASK{}&query=ASK{}"}),
    "one query in the address and one in the body": (
        400,
        {"method": "POST", "query_string": "query=ASK{}", "data": "ASK {}", "content_type": QUERY},
    ),
    "empty query": (400, {"query_string": "query="}),
    "two queries in one": (400, {"query_string": "query=ASK{}ASK{}"}),
    "malformed query": (400, {"query_string": "query=ASK{"}),
    "NUL in the query": (400, {"query_string": "query=ASK%00{}"}),
    "not UTF-8 by GET": (400, {"query_string": "query=ASK{?s?p'%ff'}"}),
    "not UTF-8 by POST form": (400, {"method": "POST", "data": b"query=\xff", "content_type": FORM_TYPE}),
    "not UTF-8 by POST direct": (400, {"method": "POST", "data": b"ASK {} #\xff", "content_type": QUERY}),
    "relative default graph": (400, {"query_string": "query=ASK{}&default-graph-uri=here"}),
    "malformed named graph": (400, {"query_string": "query=ASK{}&named-graph-uri=http://x/%20y"}),
    "too many parameters": (400, {"query_string": "query=ASK{}" + "&x=y" * 2000}),
    "federation": (400, {"query_string": "query=ASK{SERVICE<http://127.0.0.1:1/>{}}"}),
    "update as a query": (400, {"query_string": "query=INSERT DATA {}"}),
    "unknown function": (400, {"query_string": "query=SELECT(<http://x/f>(1) AS ?x){}"}),
    "update by POST form": (403, {"method": "POST", "data": {"update": "INSERT DATA {}"}}),
    "update by POST direct": (
        403,
        {"method": "POST", "data": "INSERT DATA {}", "content_type": "application/sparql-update"},
    ),
    "lone surrogate": (400, {"query_string": "query=ASK{?s?p'%ED%A0%80'}"}),
    "IRI with a space": (400, {"query_string": {"query": "ASK { <http://x/a b> ?p ?o }"}}),
    "no query by QUERY": (400, {"method": "QUERY", "data": "", "content_type": QUERY}),
    "PUT": (405, {"method": "PUT"}),
    "DELETE": (405, {"method": "DELETE"}),
    "long query by POST": (413, {"method": "POST", "data": "#" * (QUERY_BYTES + 1), "content_type": QUERY}),
    "huge body": (413, {"method": "POST", "data": b"#" * 2_000_000, "content_type": QUERY}),
    "long query by GET": (414, {"query_string": "query=" + "x" * (QUERY_BYTES + 1)}),
    "POST without a media type": (415, {"method": "POST", "data": "ASK {}"}),
    "POST of another media type": (415, {"method": "POST", "data": "ASK {}", "content_type": "text/plain"}),
    "POST in another charset": (415, {"method": "POST", "data": "ASK {}", "content_type": f"{QUERY}; charset=utf-16"}),
    "POST of a compressed body": (
        415,
        {"method": "POST", "data": b"", "content_type": QUERY, "headers": {"Content-Encoding": "gzip"}},
    ),
    "product that takes for ever": (
        503,
        {"query_string": {"query": "SELECT (COUNT(*) AS ?n) {?a ?b ?c. ?d ?e ?f. ?g ?h ?i}"}},
    ),
    "nesting of 1,000": (400, {"query_string": {"query": f"ASK {'{' * 1000}{'}' * 1000}"}}),
    "nesting of 10,000": (400, {"query_string": {"query": f"ASK {'{' * 10000}{'}' * 10000}"}}),
}


class TestRefusing:
    @pytest.mark.parametrize(("status", "request_"), REFUSED.values(), ids=REFUSED.keys())
    def test_refuses(self, client: FlaskClient, status: int, request_: dict[str, Any]) -> None:
        response = client.open("/sparql", **request_)
        assert response.status_code == status, response.text
        assert response.mimetype == "application/problem+json"
        body = json.loads(response.data)
        assert body["status"] == status
        assert body["detail"].endswith((".", "again."))
        assert "Traceback" not in response.text
        assert truth(ask(client, ASK))

    @pytest.mark.parametrize(("status", "request_"), REFUSED.values(), ids=REFUSED.keys())
    def test_refuses_a_browser_with_a_page(self, client: FlaskClient, status: int, request_: dict[str, Any]) -> None:
        headers = {**request_.get("headers", {}), **BROWSER}
        response = client.open("/sparql", **{**request_, "headers": headers})
        assert (response.status_code, response.mimetype) == (status, "text/html")

    def test_answers_nesting_of_50(self, client: FlaskClient) -> None:
        assert truth(ask(client, f"ASK {'{' * 50}{'}' * 50}"))

    def test_names_the_methods_allowed(self, client: FlaskClient) -> None:
        assert "POST" in client.put("/sparql").headers["Allow"]

    def test_points_at_the_place_of_a_syntax_error(self, client: FlaskClient) -> None:
        body = ask(client, "SELECT *\n{ ?s nope:p ?o }").get_json(force=True)
        assert (body["line"], body["column"]) == (2, 6)
        assert body["excerpt"] == "{ ?s nope:p ?o }\n     ^"
        assert "nope:" in body["detail"]

    def test_says_what_there_is_too_much_of(self, client: FlaskClient) -> None:
        body = ask(client, f"ASK\n{'{' * 101}").get_json(force=True)
        assert (body["limit"], body["value"], body["most"]) == ("nested brackets", 101, 100)
        assert body["where"] == "line 2, column 101"

    def test_offers_a_browser_the_query_to_mend(self, client: FlaskClient) -> None:
        page = ask(client, "ASK { </textarea>", BROWSER).text
        assert "ASK { &lt;/textarea&gt;" in page


def test_an_engine_that_cannot_answer_keeps_its_paths_to_itself(stock: Path) -> None:
    engine = EmbeddedEngine(stock)
    client = create_app(engine).test_client()
    engine.stop()
    response = client.get("/sparql", query_string={"query": "ASK {}"})
    assert response.status_code == 503
    problem = json.loads(response.data)
    assert problem["detail"] == "The data cannot be read; the server's log says why."
    assert problem.keys() == {"type", "title", "status", "detail"}


class TestPages:
    def test_rows_are_a_table_with_everything_escaped(self, client: FlaskClient) -> None:
        page = ask(client, "SELECT ?p ?o { ex:water ?p ?o }", BROWSER).text
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert 'href="https://example.org/Drink"' in page
        assert 'href="javascript:' not in page

    def test_columns_are_escaped(self, client: FlaskClient) -> None:
        assert "<b>" not in ask(client, "SELECT ('<b>' AS ?x) {}", BROWSER).text

    def test_literals_have_their_language(self, client: FlaskClient) -> None:
        assert '<span lang="zh">茶</span>' in ask(client, "SELECT ?o { ex:tea ex:label ?o }", BROWSER).text

    def test_graphs_are_a_table(self, client: FlaskClient) -> None:
        assert "subject" in ask(client, "DESCRIBE ex:tea", BROWSER).text

    @pytest.mark.parametrize(("text", "said"), [(ASK, "yes"), ("ASK { ex:tea a ex:Wine }", "no")])
    def test_a_truth_value_is_a_word(self, client: FlaskClient, text: str, said: str) -> None:
        assert f'<p class="truth">{said}</p>' in ask(client, text, BROWSER).text

    def test_no_rows(self, client: FlaskClient) -> None:
        assert "0 rows" in ask(client, "SELECT * { ex:nothing ?p ?o }", BROWSER).text

    def test_offers_other_formats(self, client: FlaskClient) -> None:
        page = ask(client, "SELECT * { ex:tea ?p ?o }", format="html").text
        assert "format=csv" in page

    def test_shows_the_form_where_there_is_no_query(self, client: FlaskClient) -> None:
        assert "<textarea" in client.get("/sparql", headers=BROWSER).text


class TestHeaders:
    @pytest.mark.parametrize("path", ["/", "/sparql?query=ASK{}", "/sparql", "/health", "/nowhere"])
    def test_every_response_is_guarded_and_shared(self, client: FlaskClient, path: str) -> None:
        headers = client.get(path, headers={"Origin": "https://elsewhere.example"}).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in headers

    def test_preflight(self, client: FlaskClient) -> None:
        headers = {
            "Origin": "https://elsewhere.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        }
        response = client.options("/sparql", headers=headers)
        assert response.status_code == 200
        assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS, POST, QUERY"
        assert response.headers["Access-Control-Allow-Headers"] == "content-type"
