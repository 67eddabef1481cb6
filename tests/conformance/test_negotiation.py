"""What RFC 9110 says of methods, of Accept (section 12.5.1), and of conditions (section 13), on every route."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat

from conformance.routes import PAGE, ROUTES, UNANSWERED, Route

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

NEGOTIATING = [route for route in ROUTES if route.offers]
OTHERWISE = {
    "/static/<path:filename>": "Werkzeug, which sends these, reads If-Match and malformed ranges in its own way"
}
TAGGED = [route for route in ROUTES if route.tagged]
EVERY = pytest.mark.parametrize("route", ROUTES, ids=lambda route: str(route.address))
NEGOTIATED = pytest.mark.parametrize("route", NEGOTIATING, ids=lambda route: str(route.address))

BROWSERS = {
    "Firefox": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Chrome": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7",
}

ANYTHING = [
    "",
    "   ",
    ",",
    "*/*",
    "*/*;q=0.001",
    "*/*;level=1",
    "nonsense",
    "text/",
    "/*",
    ";q=1",
    "a/b/c",
    "*",
    "\t*/*\t",
]
"""Headers that accept anything, or say nothing that can be read."""

NOTHING = ["*/*;q=0", "*/*;q=0.0", "*/*;q=0.000", "*/*; Q=0", "image/png", "image/*", "image/png, video/*;q=0.1"]
"""Headers that accept nothing that we have."""

MALFORMED = {
    "If-None-Match": 'unquoted, "',
    "If-Match": "W/",
    "If-Modified-Since": "yesterday",
    "If-Unmodified-Since": "0",
    "Range": "bytes=9-1,x",
    "If-Range": "nonsense",
    "Accept-Language": ";;q=,",
    "Accept-Charset": "\xff",
}


def got(response: TestResponse) -> str:
    """Return the media type of a response, or that of what it leads to."""
    if response.status_code != 303:
        return response.mimetype or ""
    place = response.headers["Location"]
    form = RdfFormat.from_extension(place.rpartition(".")[2])
    return form.media_type if form and place.startswith("/data/") else PAGE


def accepting(released: FlaskClient, route: Route, *headers: str) -> TestResponse:
    response = released.get(route.address, headers=[("Accept", header) for header in headers])
    assert "Accept" in response.vary, "what depends on Accept says so"
    return response


def chosen(released: FlaskClient, route: Route, *headers: str) -> str:
    response = accepting(released, route, *headers)
    assert response.status_code in {200, 303}, response.text
    return got(response)


def test_every_route_is_listed(released: FlaskClient) -> None:
    rules = {str(rule) for rule in released.application.url_map.iter_rules()}
    assert rules - UNANSWERED == {route.rule for route in ROUTES}, "a new route has a row in conformance/routes.py"


class TestAccept:
    @NEGOTIATED
    def test_what_is_named(self, released: FlaskClient, route: Route) -> None:
        for offer in route.offers:
            kind = offer.partition("/")[0]
            for header in (
                offer,
                offer.upper(),
                f"{offer};q=0.001",
                f"{offer}; charset=utf-8",
                f'{offer};charset="UTF-8";q=0.5',
                f" {offer} ; q=1.000 ",
                f"image/png,,{offer},",
                f"*/*;q=0.1, {offer};q=0.2",
                f"{kind}/*;q=0.1, {offer};q=0.2, */*;q=0.1",
                f"{offer}, {kind}/*;q=0.9, */*;q=0.9",
            ):
                assert chosen(released, route, header) == offer, header

    @NEGOTIATED
    def test_several_header_lines_are_one_list(self, released: FlaskClient, route: Route) -> None:
        for offer in route.offers:
            assert chosen(released, route, "image/png", offer) == offer
            assert chosen(released, route, "*/*;q=0.1", f"{offer};q=0.9") == offer

    @NEGOTIATED
    def test_quality_decides(self, released: FlaskClient, route: Route) -> None:
        first, *others = route.offers
        for other in others:
            assert chosen(released, route, f"{first};q=0.4, {other};q=0.5") == other
            assert chosen(released, route, f"{other};q=0.4, {first};q=0.5") == first

    @NEGOTIATED
    def test_of_equals_ours_comes_first(self, released: FlaskClient, route: Route) -> None:
        assert chosen(released, route, ", ".join(reversed(route.offers))) == route.offers[0]

    @NEGOTIATED
    def test_what_is_refused_is_not_sent(self, released: FlaskClient, route: Route) -> None:
        first, *others = route.offers
        assert chosen(released, route, f"{first};q=0, */*") == others[0]
        assert chosen(released, route, f"*/*, {first};q=0.0") == others[0]
        refused = ", ".join(f"{offer};q=0" for offer in route.offers[:-1])
        assert chosen(released, route, f"{refused}, */*") == route.offers[-1]

    @NEGOTIATED
    def test_a_range_of_a_kind(self, released: FlaskClient, route: Route) -> None:
        kinds = {offer.partition("/")[0] for offer in route.offers}
        for kind in kinds:
            first = next(offer for offer in route.offers if offer.startswith(f"{kind}/"))
            assert chosen(released, route, f"{kind}/*") == first
            if len(kinds) > 1:
                assert not chosen(released, route, f"{kind}/*;q=0, */*").startswith(f"{kind}/")

    @NEGOTIATED
    def test_anything(self, released: FlaskClient, route: Route) -> None:
        for header in ANYTHING:
            assert chosen(released, route, header) == route.offers[0], header

    @NEGOTIATED
    def test_no_header(self, released: FlaskClient, route: Route) -> None:
        assert chosen(released, route) == route.offers[0]

    @NEGOTIATED
    def test_nothing(self, released: FlaskClient, route: Route) -> None:
        for header in NOTHING:
            response = accepting(released, route, header)
            assert response.status_code == (400 if route.address == "/sparql" else 406), header
            assert response.mimetype == "application/problem+json"

    @NEGOTIATED
    def test_what_is_malformed_is_left_out(self, released: FlaskClient, route: Route) -> None:
        first, last = route.offers[0], route.offers[-1]
        for malformed in ("{};q=2", "{};q=-1", "{};q=x", "{};q=", "{};q=0.1234", "{};q=1.001", "{}/x", "{} x", "x/{}"):
            assert chosen(released, route, f"{malformed.format(last)}, {first};q=0.1") == first, malformed

    @NEGOTIATED
    @pytest.mark.parametrize("header", BROWSERS.values(), ids=BROWSERS.keys())
    def test_browsers(self, released: FlaskClient, route: Route, header: str) -> None:
        if PAGE in route.offers:
            assert chosen(released, route, header) == PAGE

    @NEGOTIATED
    def test_a_header_that_is_long(self, released: FlaskClient, route: Route) -> None:
        many = ", ".join(f"x/{number};q=0.5" for number in range(500))
        assert chosen(released, route, f"{many}, {route.offers[0]};q=0.1") == route.offers[0]


class TestMethods:
    @EVERY
    def test_head(self, released: FlaskClient, route: Route) -> None:
        got, headed = released.get(route.address), released.head(route.address)
        assert headed.status_code == got.status_code < 400, got.text
        assert headed.data == b""
        changing = {"Content-Length"} if route.rule == "/metrics" else {"Date"}
        for name in {"Content-Type", "Content-Length", "ETag", "Vary", "Link", "Location"} - changing:
            assert headed.headers.get(name) == got.headers.get(name), name

    @EVERY
    def test_options(self, released: FlaskClient, route: Route) -> None:
        response = released.options(route.address)
        assert response.status_code == 200
        rules = [rule for rule in released.application.url_map.iter_rules() if str(rule) == route.rule]
        methods = {method for rule in rules for method in rule.methods or ()}
        assert set(re.split(", *", response.headers["Allow"])) == methods >= {"GET", "HEAD", "OPTIONS"}

    @EVERY
    def test_methods_that_there_are_not(self, released: FlaskClient, route: Route) -> None:
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "nonsense"):
            response = released.open(route.address, method=method)
            assert response.status_code == 405, method
            assert response.mimetype == "application/problem+json"
            assert "GET" in response.headers["Allow"]

    @EVERY
    def test_scripts_of_other_sites(self, released: FlaskClient, route: Route) -> None:
        origin = {"Origin": "https://elsewhere.example"}
        preflight = {**origin, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "accept, x"}
        allowed, answered = (
            released.options(route.address, headers=preflight),
            released.get(route.address, headers=origin),
        )
        assert allowed.headers["Access-Control-Allow-Headers"] == "accept, x"
        assert "GET" in allowed.headers["Access-Control-Allow-Methods"]
        for response in (allowed, answered, released.put(route.address, headers=origin)):
            assert response.headers["Access-Control-Allow-Origin"] == "*"
            assert "Access-Control-Allow-Credentials" not in response.headers


class TestConditions:
    @pytest.mark.parametrize("route", TAGGED, ids=lambda route: str(route.address))
    def test_what_a_client_has_already(self, released: FlaskClient, route: Route) -> None:
        tag = released.get(route.address).headers["ETag"]
        assert re.fullmatch(r'(W/)?"[\x21\x23-\x7e]+"', tag)
        for header in (tag, f'"x", {tag}', f"W/{tag.removeprefix('W/')}", "*"):
            for method in ("GET", "HEAD"):
                again = released.open(route.address, method=method, headers={"If-None-Match": header})
                assert (again.status_code, again.data) == (304, b""), header
                assert again.headers["ETag"] == tag
                assert "Content-Type" not in again.headers

    @pytest.mark.parametrize("route", TAGGED, ids=lambda route: str(route.address))
    def test_what_has_changed(self, released: FlaskClient, route: Route) -> None:
        assert released.get(route.address, headers={"If-None-Match": '"x"'}).status_code == 200
        assert released.get(route.address, headers={"If-Match": '"x"'}).status_code == 412
        if route.rule not in OTHERWISE:
            assert released.get(route.address, headers={"If-Match": "*"}).status_code == 200

    @EVERY
    def test_headers_that_do_not_parse_are_passed_over(self, released: FlaskClient, route: Route) -> None:
        status = released.get(route.address).status_code
        for name, value in MALFORMED.items():
            if not (route.rule in OTHERWISE and name in {"If-Match", "Range"}):
                assert released.get(route.address, headers={name: value}).status_code == status, name

    @NEGOTIATED
    def test_each_format_has_a_tag_of_its_own(self, released: FlaskClient, route: Route) -> None:
        found = [released.get(route.address, headers={"Accept": offer}) for offer in route.offers]
        tags = [response.headers["ETag"] for response in found if "ETag" in response.headers]
        assert len(set(tags)) == len(tags)
        assert len(tags) >= (len(found) - 1 if route.tagged else 0), "but for what leads elsewhere"
