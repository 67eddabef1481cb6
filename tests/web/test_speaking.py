"""Pages in the language and the colours that their reader chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask, Response

from sinograph import create_app
from sinograph.questions import Question
from sinograph.web.about import About
from sinograph.web.choices import register_choices

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from sinograph.engine import EmbeddedEngine

CHINESE = {"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}
DRINKS = Question(
    "drinks", "Which <drinks> are there?", "Each once.", "SELECT ?d { ?d a ex:Drink }\n", "有哪些<饮料>？"
)


@pytest.fixture
def visitor(engine: EmbeddedEngine) -> FlaskClient:
    about = About(name="Drinks", summary="Drinks.", questions=[DRINKS], prefixes={"ex": "https://example.org/"})
    return create_app(engine, about).test_client()


def test_a_page_is_in_the_language_that_is_preferred(visitor: FlaskClient) -> None:
    english, chinese = visitor.get("/"), visitor.get("/", headers=CHINESE)
    assert '<html lang="en">' in english.text
    assert "Skip to the content" in english.text
    assert '<html lang="zh">' in chinese.text
    assert "跳到正文" in chinese.text
    assert [response.headers["Content-Language"] for response in (english, chinese)] == ["en", "zh"]
    assert english.headers["ETag"] != chinese.headers["ETag"]
    assert {"Accept-Language", "Cookie", "Accept-Encoding"} <= set(chinese.vary)
    assert "Set-Cookie" not in chinese.headers


def test_a_language_that_is_chosen_is_remembered(visitor: FlaskClient) -> None:
    chosen = visitor.get("/?lang=zh")
    assert "跳到正文" in chosen.text
    cookie = chosen.headers["Set-Cookie"]
    for part in ("lang=zh", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="):
        assert part in cookie
    assert "private" in chosen.headers["Cache-Control"]
    later = visitor.get("/search?format=html")
    assert '<html lang="zh">' in later.text
    assert "Set-Cookie" not in later.headers
    assert "public" in later.headers["Cache-Control"]
    assert '<html lang="en">' in visitor.get("/search?format=html&lang=en").text
    assert '<html lang="en">' in visitor.get("/", headers=CHINESE).text


def test_colours_are_remembered_until_those_of_the_system_are_wished(visitor: FlaskClient) -> None:
    assert "data-theme" not in visitor.get("/").text
    assert '<html lang="en" data-theme="dark">' in visitor.get("/?theme=dark").text
    page = visitor.get("/").text
    assert '<html lang="en" data-theme="dark">' in page
    assert '<meta name="color-scheme" content="dark">' in page
    undone = visitor.get("/?theme=system")
    assert "data-theme" not in undone.text
    assert "Max-Age=0" in undone.headers["Set-Cookie"]
    assert "data-theme" not in visitor.get("/").text


@pytest.mark.parametrize("path", ["/?lang=fr", "/?theme=", "/?theme=dark%22%3E", "/?LANG=zh"])
def test_what_is_no_choice_is_not_remembered(visitor: FlaskClient, path: str) -> None:
    response = visitor.get(path)
    assert response.status_code == 200
    assert '<html lang="en">' in response.text
    assert "Set-Cookie" not in response.headers


def test_a_cookie_that_is_no_choice_is_passed_over(visitor: FlaskClient) -> None:
    visitor.set_cookie("theme", '"><script>')
    visitor.set_cookie("lang", "fr")
    assert '<html lang="en">' in visitor.get("/").text


def test_a_switch_keeps_what_was_asked(visitor: FlaskClient) -> None:
    page = visitor.get("/search?q=tea&lang=zh&format=html").text
    assert 'href="?q=tea&amp;format=html&amp;lang=en"' in page
    assert 'href="?q=tea&amp;format=html&amp;theme=dark"' in page


@pytest.mark.parametrize("path", ["/spread?lang=zh", "/sparql?lang=zh", "/disputes?theme=dark&lang=zh"])
def test_every_page_can_be_asked_for_in_a_language(visitor: FlaskClient, path: str) -> None:
    response = visitor.get(path, headers={"Accept": "text/html"})
    assert response.status_code == 200
    assert '<html lang="zh"' in response.text


def test_a_choice_is_kept_on_the_way_to_a_page() -> None:
    app = Flask("choices")
    register_choices(app)
    app.add_url_rule(
        "/old", view_func=lambda: Response(status=303, headers={"Location": "/new"}, mimetype="text/plain")
    )
    way = app.test_client().get("/old?lang=zh")
    assert "lang=zh" in way.headers["Set-Cookie"]
    assert "private" in way.headers["Cache-Control"]


def test_names_keep_their_direction_and_their_markup_to_themselves(visitor: FlaskClient) -> None:
    page = visitor.get("/search?format=html&q=%D7%A9%D7%9C%D7%95%D7%9D%3Cb%3E").text
    assert "<bdi>שלום&lt;b&gt;</bdi>" in page


def test_data_are_the_same_in_every_language(visitor: FlaskClient) -> None:
    path = "/sparql?query=SELECT+*+%7B+%3Fs+a+ex:Drink+%7D"
    ways = [(path, {}), (path, CHINESE), (f"{path}&lang=zh", {})]
    answers = [visitor.get(way, headers={"Accept": "text/csv", **headers}) for way, headers in ways]
    assert len({answer.data for answer in answers}) == 1
    assert len({answer.headers["ETag"] for answer in answers}) == 1
    assert not {"Cookie", "Accept-Language"} & set(answers[0].vary)
    assert "Set-Cookie" not in answers[2].headers


def test_a_page_that_is_had_already_says_what_it_depends_on(visitor: FlaskClient) -> None:
    tag = visitor.get("/", headers=CHINESE).headers["ETag"]
    again = visitor.get("/", headers={**CHINESE, "If-None-Match": tag})
    assert again.status_code == 304
    assert {"Accept-Language", "Cookie"} <= set(again.vary)
    assert visitor.get("/", headers={"If-None-Match": tag}).status_code == 200


def test_what_is_in_another_language_says_so(visitor: FlaskClient) -> None:
    page = visitor.get("/", headers=CHINESE).text
    assert ">有哪些&lt;饮料&gt;？</a>" in page
    assert '<p lang="en">Each once.</p>' in page
    assert "<p>Each once.</p>" in visitor.get("/").text


def test_a_problem_is_told_in_the_language(visitor: FlaskClient) -> None:
    page = visitor.get("/nowhere", headers={"Accept": "text/html", **CHINESE})
    assert page.status_code == 404
    assert "<h1>未找到</h1>" in page.text
    assert '<p class="lead" lang="en">' in page.text
