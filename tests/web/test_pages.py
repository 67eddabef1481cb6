from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sinograph import __version__, create_app
from sinograph.engine.errors import QueryTimeoutError
from sinograph.engine.wrapped import WrappedEngine
from sinograph.questions import Question
from sinograph.web.about import About

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from sinograph.engine import EmbeddedEngine
    from sinograph.engine.interface import Answer

DRINKS = Question("drinks", "Which <drinks> are there?", "Each once.", "# title: x\n\nSELECT ?d { ?d a ex:Drink }\n")


@pytest.fixture
def visitor(engine: EmbeddedEngine) -> FlaskClient:
    about = About(
        name="Drinks",
        summary="What there is to drink.",
        numbers=[("drinks", 12345)],
        sources=["The menu"],
        version="abc",
        questions=[DRINKS],
        prefixes={"ex": "https://example.org/"},
    )
    return create_app(engine, about).test_client()


def test_the_front_page_says_what_is_served(visitor: FlaskClient) -> None:
    page = visitor.get("/").text
    for part in ("Drinks", "What there is to drink.", "12,345", "The menu", "Which &lt;drinks&gt; are there?"):
        assert part in page


class Overloaded(WrappedEngine):
    """An engine whose queries take too long, and which counts them."""

    asked = 0

    def query(self, *_: object, **__: object) -> Answer:
        self.asked += 1
        raise QueryTimeoutError("too slow")


def test_the_front_page_does_without_what_takes_too_long(engine: EmbeddedEngine) -> None:
    overloaded = Overloaded(engine)
    visitor = create_app(overloaded, About(name="Drinks", summary="", sources=["The menu"])).test_client()
    for _ in range(3):
        assert "The menu" in visitor.get("/").text
    assert overloaded.asked == 1


def test_a_question_fills_the_form(visitor: FlaskClient) -> None:
    page = visitor.get("/?question=drinks").text
    assert "\nSELECT ?d { ?d a ex:Drink }\n</textarea>" in page
    assert visitor.get("/?question=nothing").status_code == 200


def test_a_question_is_answered_by_a_link(visitor: FlaskClient) -> None:
    link = re.search(r'class="run" href="([^"]+)"', visitor.get("/").text)
    assert link
    page = visitor.get(link[1].replace("&amp;", "&")).text
    assert "ex:tea" in page
    assert "2 rows" in page


def test_pages_name_no_other_host(visitor: FlaskClient) -> None:
    pages = [visitor.get(path).text for path in ("/", "/?question=drinks")]
    assert not re.search(r'(?:src|href|url\()\s*=?\s*["\']?https?://', "".join(pages))
    scripts = re.findall(r"<script[^>]*>", "".join(pages))
    assert all(re.fullmatch(r'<script type="module" src="/static/dist/[\w-]+\.js">', script) for script in scripts)


def test_the_style_sheet_is_there(visitor: FlaskClient) -> None:
    with visitor.get("/static/sinograph.css") as response:
        assert response.mimetype == "text/css"
        assert b"http" not in response.data


def test_health(visitor: FlaskClient) -> None:
    assert visitor.get("/health").get_json() == {"status": "ok", "version": __version__, "data": "abc"}


def test_a_page_that_is_not_there(visitor: FlaskClient) -> None:
    assert visitor.get("/nowhere").get_json(force=True)["status"] == 404
    assert "Not Found" in visitor.get("/nowhere", headers={"Accept": "text/html"}).text
