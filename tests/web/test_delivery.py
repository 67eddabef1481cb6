from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from sinograph import create_app
from sinograph.engine import EmbeddedEngine
from sinograph.web.about import About
from sinograph.web.allowances import Allowances

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

ROWS = "SELECT * { ?s ex:number ?n }"
QUERY = "application/sparql-query"
READABLE = ["/", "/sparql", "/sparql?query=ASK{}", "/.well-known/void", "/dataset", "/graphs?default", "/disputes"]


def ask(client: FlaskClient, text: str = ROWS, method: str = "GET", **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.open("/sparql", method=method, query_string={"query": text}, headers=named)


def tag_of(client: FlaskClient, text: str = ROWS, **headers: str) -> str:
    return ask(client, text, **headers).headers["ETag"]


class TestTags:
    def test_is_the_same_for_the_same_request(self, client: FlaskClient) -> None:
        assert tag_of(client) == tag_of(client)
        assert tag_of(client).startswith('"')

    @pytest.mark.parametrize("change", ["format", "text", "graph", "coding", "host"])
    def test_is_another_for_another(self, client: FlaskClient, change: str) -> None:
        other = {
            "format": lambda: tag_of(client, Accept="text/csv"),
            "text": lambda: tag_of(client, f"{ROWS} LIMIT 1"),
            "graph": lambda: client.get(
                "/sparql", query_string={"query": ROWS, "default-graph-uri": "https://example.org/menu"}
            ).headers["ETag"],
            "coding": lambda: tag_of(client, Accept_Encoding="gzip"),
            "host": lambda: tag_of(client, Host="elsewhere.example"),
        }[change]()
        assert other != tag_of(client)

    def test_is_another_for_other_data(self, engine: EmbeddedEngine) -> None:
        clients = [create_app(engine, About("x", "y", version=version)).test_client() for version in ("1", "2")]
        assert tag_of(clients[0]) != tag_of(clients[1])

    def test_is_the_same_in_every_process_on_a_store(self, client: FlaskClient, stock: Path) -> None:
        other = EmbeddedEngine(stock, prefixes={"ex": "https://example.org/"})
        try:
            assert tag_of(create_app(other).test_client()) == tag_of(client)
        finally:
            other.stop()

    def test_is_weak_where_blank_nodes_are_named_anew(self, client: FlaskClient) -> None:
        assert tag_of(client, "CONSTRUCT { [] ?p ?o } WHERE { ex:tea ?p ?o }").startswith('W/"')

    def test_is_none_where_the_answer_does_not_stay(self, client: FlaskClient) -> None:
        response = ask(client, "SELECT (NOW() AS ?now) {}")
        assert "ETag" not in response.headers
        assert response.headers["Cache-Control"] == "no-store"

    def test_is_none_for_post(self, client: FlaskClient) -> None:
        response = client.post("/sparql", data={"query": ROWS}, headers={"If-None-Match": "*"})
        assert response.status_code == 200
        assert "ETag" not in response.headers

    @pytest.mark.parametrize("path", READABLE)
    def test_everything_that_is_read_has_one(self, client: FlaskClient, path: str) -> None:
        first = client.get(path)
        assert first.status_code == 200
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")

    def test_static_files_too(self, client: FlaskClient) -> None:
        for coding in ("identity", "gzip"):
            with client.get("/static/sinograph.css", headers={"Accept-Encoding": coding}) as first:
                headers = {"If-None-Match": first.headers["ETag"], "Accept-Encoding": coding}
            with client.get("/static/sinograph.css", headers=headers) as again:
                assert again.status_code == 304


class TestConditions:
    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    @pytest.mark.parametrize("header", ["{}", "W/{}", '"x", {} , "y"', "*"])
    @pytest.mark.parametrize("coding", ["identity", "gzip"])
    def test_not_modified(self, client: FlaskClient, method: str, header: str, coding: str) -> None:
        tag = tag_of(client, Accept_Encoding=coding)
        response = ask(client, method=method, If_None_Match=header.format(tag), Accept_Encoding=coding)
        assert (response.status_code, response.data) == (304, b"")
        assert response.headers["ETag"] == tag
        assert {"Accept", "Accept-Encoding"} <= set(response.vary)
        assert response.headers["Cache-Control"] == "public, no-cache"
        assert not {"Content-Type", "Content-Length", "Content-Encoding"} & set(response.headers.keys())

    def test_by_query(self, client: FlaskClient) -> None:
        sent: dict[str, Any] = {"method": "QUERY", "data": ROWS, "content_type": QUERY}
        tag = client.open("/sparql", **sent).headers["ETag"]
        assert client.open("/sparql", **sent, headers={"If-None-Match": tag}).status_code == 304

    @pytest.mark.parametrize("header", ['"x"', 'W/"x"', "nonsense", '"', '*, "x"', "", '"x" "y"'])
    def test_modified_or_malformed(self, client: FlaskClient, header: str) -> None:
        assert ask(client, If_None_Match=header).status_code == 200

    def test_a_tag_of_another_coding_is_another(self, client: FlaskClient) -> None:
        assert ask(client, If_None_Match=tag_of(client), Accept_Encoding="br").status_code == 200

    @pytest.mark.parametrize("text", ["SELECT", "ASK { SERVICE <http://x/> {} }"])
    def test_an_error_stays_one(self, client: FlaskClient, text: str) -> None:
        response = ask(client, text, If_None_Match="*", If_Match='"x"')
        assert response.status_code == 400
        assert response.headers["Cache-Control"] == "no-store"

    def test_if_match(self, client: FlaskClient) -> None:
        tag = tag_of(client)
        assert ask(client, If_Match=tag).status_code == 200
        assert ask(client, If_Match="*").status_code == 200
        assert ask(client, If_Match="nonsense").status_code == 200
        assert ask(client, If_Match=tag, If_None_Match=tag).status_code == 304
        for header in ('"x"', f"W/{tag}"):
            response = ask(client, If_Match=header)
            assert response.status_code == 412
            assert tag in json.loads(response.data)["detail"]

    def test_nothing_is_evaluated_for_who_has_the_answer(self, stock: Path) -> None:
        engine = EmbeddedEngine(stock, prefixes={"ex": "https://example.org/"})
        stopped = create_app(engine, allowances=Allowances(cache_bytes=0)).test_client()
        tag = tag_of(stopped)
        engine.stop()
        assert ask(stopped, If_None_Match=tag).status_code == 304
        assert ask(stopped).status_code == 503


class TestCodings:
    def test_a_small_body_is_coded_for_who_takes_nothing_else(self, client: FlaskClient) -> None:
        assert "Content-Encoding" not in ask(client, "ASK {}", Accept_Encoding="gzip").headers
        response = ask(client, "ASK {}", Accept_Encoding="gzip, identity;q=0")
        assert response.headers["Content-Encoding"] == "gzip"
        assert json.loads(gzip.decompress(response.data))["boolean"] is True

    def test_errors_are_coded_for_them_too(self, client: FlaskClient) -> None:
        response = ask(client, "SELECT", Accept_Encoding="gzip, identity;q=0")
        assert response.status_code == 400
        assert json.loads(gzip.decompress(response.data))["status"] == 400

    @pytest.mark.parametrize("header", ["identity;q=0", "*;q=0", "deflate, identity;q=0"])
    def test_none_that_is_acceptable(self, client: FlaskClient, header: str) -> None:
        response = ask(client, Accept_Encoding=header)
        assert response.status_code == 406
        assert "Content-Encoding" not in response.headers
        assert "gzip" in json.loads(response.data)["detail"]
        assert client.options("/sparql", headers={"Accept-Encoding": header}).status_code == 200

    @pytest.mark.parametrize("path", [*READABLE, "/nowhere", "/static/sinograph.css"])
    def test_every_response_varies_with_it(self, client: FlaskClient, path: str) -> None:
        with client.get(path) as response:
            assert "accept-encoding" in {name.lower() for name in response.vary}


class TestMethods:
    @pytest.mark.parametrize("path", READABLE)
    def test_head_is_get_without_a_body(self, client: FlaskClient, path: str) -> None:
        get, head = client.get(path), client.head(path)
        assert (head.status_code, head.data) == (get.status_code, b"")
        assert dict(head.headers) == dict(get.headers)

    @pytest.mark.parametrize("path", READABLE)
    def test_options(self, client: FlaskClient, path: str) -> None:
        response = client.options(path)
        assert response.status_code == 200
        assert {"GET", "HEAD", "OPTIONS"} <= set(response.headers["Allow"].split(", "))

    def test_query_asks_like_post(self, client: FlaskClient) -> None:
        response = client.open("/sparql", method="QUERY", data="ASK { ex:tea a ex:Drink }", content_type=QUERY)
        assert json.loads(response.data)["boolean"] is True
        assert QUERY in response.headers["Accept-Query"]

    def test_query_refuses_like_post(self, client: FlaskClient) -> None:
        for content_type, status in (("text/plain", 415), ("application/sparql-update", 403), (QUERY, 400)):
            response = client.open("/sparql", method="QUERY", data="nonsense", content_type=content_type)
            assert response.status_code == status
