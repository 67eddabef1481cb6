"""What no client should send, on every route: the right kind of status, said in problem JSON, and never a 500."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlsplit

import jsonschema
import pytest

from conformance.reconciliation import PROBLEM
from conformance.routes import ROUTES, Route

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

EVERY = pytest.mark.parametrize("route", ROUTES, ids=lambda route: str(route.address))

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"

VALUES = {
    "not UTF-8": "%FF%FE",
    "an overlong NUL": "%C0%80",
    "a NUL": "%00",
    "control characters": "%01%1B%7F%0D%0A",
    "a lone surrogate": "%ED%A0%80",
    "a lone surrogate, escaped": "%5CuD800",
    "a character outside the first plane": "%F0%9F%8D%B5",
    "an unfinished escape": "%",
    "an escape that is none": "%zz",
    "an IRI with spaces": quote("http://example.org/a b"),
    "an IRI in brackets": quote("<http://example.org/a> <b>"),
    "an IRI that is open": quote("http://[::1"),
    "a relative IRI": "..%2F..%2Fetc%2Fpasswd",
    "a script": quote("<script>alert(1)</script>\"'"),
    "a query": quote('"} SELECT * { ?s ?p ?o } #'),
    "a long text": "x" * 5000,
    "a large number": "9" * 400,
    "a negative number": "-1",
    "a number that is none": "NaN",
    "digits of another script": quote("٣²"),
    "deep brackets": "(" * 2000,
    "nothing": "",
}
"""Values as they stand in an address."""

HEADERS: dict[str, dict[str, str]] = {
    "Accept": {"Accept": '"' * 100 + ";q=\x7f,\xff/\xff"},
    "Accept, long": {"Accept": "a/b;" * 2000},
    "Accept-Encoding": {"Accept-Encoding": "gzip;q=x,;;,\xff"},
    "Accept-Language": {"Accept-Language": "\xff;q=q"},
    "If-None-Match": {"If-None-Match": '"' * 1001},
    "If-Match, long": {"If-None-Match": '"a",' * 2000},
    "If-Modified-Since": {"If-Modified-Since": "Thu, 99 Foo 20000 99:99:99 GMT"},
    "Range": {"Range": "bytes=" + "0-1," * 500},
    "Content-Type": {"Content-Type": "text/html; charset=\xff"},
    "Authorization": {"Authorization": "Bearer \xff\xff"},
    "Forwarded": {"X-Forwarded-For": "not an address, ,,", "Forwarded": "for=;;,"},
    "Cookie": {"Cookie": "\xff=;;;=a"},
    "Origin": {"Origin": "nonsense\t\xff", "Access-Control-Request-Headers": "\xff"},
    "Host": {"Host": "a b<c>"},
    "Host, with a path": {"Host": "x/../y"},
    "Host, with a port": {"Host": "x:99999999"},
    "Host, empty": {"Host": ""},
}

PLACES = sorted({route.rule.partition("<")[0] for route in ROUTES if "<" in route.rule} | {"/nowhere/"})
"""What the addresses of things, files and graphs begin with."""

BODIES: dict[str, dict[str, Any]] = {
    "nothing": {"data": b""},
    "binary": {"data": bytes(range(256)), "content_type": "application/octet-stream"},
    "not UTF-8": {"data": b"query=\xff&queries=\xff&extend=%FF", "content_type": FORM},
    "another charset": {"data": "query=ASK{}".encode("utf-16"), "content_type": f"{FORM}; charset=utf-16"},
    "a charset that there is not": {"data": b"ASK{}", "content_type": f"{QUERY}; charset=no-such"},
    "unfinished multipart": {
        "data": b"--x\r\nContent-Disposition: form-data",
        "content_type": "multipart/form-data; boundary=x",
    },
    "multipart without a boundary": {"data": b"--x", "content_type": "multipart/form-data"},
    "a media type that is none": {"data": b"x", "content_type": ";;;"},
    "compressed": {"data": b"\x1f\x8b", "content_type": QUERY, "headers": {"Content-Encoding": "gzip"}},
    "JSON": {"data": b"{}", "content_type": "application/json"},
    "many fields": {"data": b"a=1&" * 5000, "content_type": FORM},
}


def checked(response: TestResponse, case: str) -> None:
    """Assert that a response is no fault of the server's, and that an error says what was wrong."""
    assert response.status_code < 500, (case, response.text)
    if response.status_code >= 400 and response.data:
        assert response.mimetype == "application/problem+json", (case, response.text)
        problem = json.loads(response.data)
        jsonschema.validate(problem, PROBLEM)
        assert problem["status"] == response.status_code
        assert "Traceback" not in response.text, case


def names(route: Route) -> list[str]:
    given = [name for name, _ in parse_qsl(urlsplit(route.address).query, keep_blank_values=True)]
    return [*given, "format"]


@EVERY
def test_parameters(released: FlaskClient, route: Route) -> None:
    path, _, query = route.address.partition("?")
    given = query.split("&") if query else []
    for case, value in VALUES.items():
        for name in names(route):
            others = [pair for pair in given if pair.partition("=")[0] != name]
            checked(released.get(f"{path}?{'&'.join([*others, f'{name}={value}'])}"), f"{name}: {case}")
        checked(released.get(f"{path}?{'&'.join([*given, *given, value])}"), case)


@pytest.mark.parametrize("place", PLACES)
def test_paths(released: FlaskClient, place: str) -> None:
    for case, value in VALUES.items():
        for path in (value, f"model/{value}", f"model/{value}.ttl", f"{value}/aurora-1", f"{value}.nq", f"/{value}//"):
            checked(released.get(f"{place}{path}"), case)


@EVERY
def test_headers(released: FlaskClient, route: Route) -> None:
    for case, headers in HEADERS.items():
        checked(released.get(route.address, headers=headers), case)
        if case == "Origin":
            checked(released.options(route.address, headers=headers), case)


@pytest.mark.parametrize("path", sorted({urlsplit(route.address).path for route in ROUTES}))
def test_bodies(released: FlaskClient, path: str) -> None:
    for case, body in BODIES.items():
        for method in ("POST", "QUERY", "PUT"):
            response = released.open(path, method=method, **body)
            checked(response, case)
            assert response.status_code >= 400, case


def test_a_graph_that_there_is_not_is_empty_in_a_query_and_missing_by_name(released: FlaskClient) -> None:
    asked = {"query": "ASK { ?s ?p ?o }", "default-graph-uri": "urn:nothing", "format": "json"}
    assert json.loads(released.get("/sparql", query_string=asked).data)["boolean"] is False
    assert released.get("/graphs", query_string={"graph": "urn:nothing"}).status_code == 404
