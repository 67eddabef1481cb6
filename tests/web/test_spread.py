from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import NamedNode

from sinograph import create_app
from sinograph.engine import EmbeddedEngine
from sinograph.spreads import Named, Quote, Spread, leading_quote
from sinograph.web.about import About

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from sinograph.release import Release


@pytest.fixture(scope="module")
def visitor(real_release: Release) -> Iterator[FlaskClient]:
    engine = EmbeddedEngine(real_release.store_path)
    about = About(name="sinograph", summary="", version=real_release.digest, release=real_release.path)
    yield create_app(engine, about).test_client()
    engine.stop()


def asked(visitor: FlaskClient, **filters: str) -> list[dict[str, Any]]:
    response = visitor.get("/spread", query_string=filters)
    assert response.mimetype == "application/json"
    spreads = response.get_json()["spreads"]
    assert isinstance(spreads, list)
    return spreads


def test_tells_each_spread_with_its_words_and_its_proof(visitor: FlaskClient) -> None:
    (spread,) = asked(visitor, lab="zhipu-ai")
    assert spread["technique"]["label"] == "DeepSeek Sparse Attention"
    assert (spread["from"]["label"], spread["to"]["label"], spread["through"]["label"]) == (
        "DeepSeek",
        "Zhipu AI",
        "GLM-5",
    )
    assert spread["channel"]["label"] == "use"
    assert (spread["date"], spread["earliest"], spread["latest"]) == ("2026-02-11",) * 3
    assert spread["leading"] == "The model adopted DeepSeek Sparse Attention"
    assert len(spread["quotes"]) == 6
    for link in (spread["to"]["link"], spread["proof"]):
        assert visitor.get(link, follow_redirects=True).status_code == 200


def test_each_spread_is_listed_once(visitor: FlaskClient) -> None:
    spreads = asked(visitor)
    assert len(spreads) == len({spread["iri"] for spread in spreads}) == 9


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"technique": "grpo"}, 2),
        ({"technique": "https://w3id.org/sinograph/id/technique/grpo"}, 2),
        ({"lab": "deepseek"}, 4),
        ({"lab": "deepseek", "technique": "grpo"}, 1),
        ({"channel": "DistillationChannel"}, 1),
        ({"technique": ""}, 9),
        ({"technique": "nothing"}, 0),
    ],
    ids=str,
)
def test_is_narrowed(visitor: FlaskClient, filters: dict[str, str], found: int) -> None:
    assert len(asked(visitor, **filters)) == found


def test_refuses_what_it_does_not_know(visitor: FlaskClient) -> None:
    response = visitor.get("/spread?tecnique=grpo")
    assert response.status_code == 400
    assert "'tecnique'" in response.get_json(force=True)["detail"]


def test_the_page_says_the_same(visitor: FlaskClient) -> None:
    page = visitor.get("/spread", headers={"Accept": "text/html"}).text
    assert len(re.findall(r'<tr role="row" id="spread-\d"', page)) == 9
    assert len(re.findall(r'<li data-like="spread-\d">', page)) == 8  # of these nobody says when


def test_the_page_hides_what_the_filters_do_not_let_through(visitor: FlaskClient) -> None:
    page = visitor.get("/spread?lab=zhipu-ai", headers={"Accept": "text/html"}).text
    rows = re.findall(r'<tr role="row" id="spread-\d"[^>]*>', page)
    assert [row.endswith(" hidden>") for row in rows].count(False) == 1
    assert "1 of 9 spreads" in page


def test_the_timeline_has_the_words_that_date_it(visitor: FlaskClient) -> None:
    page = visitor.get("/spread", headers={"Accept": "text/html"}).text
    dated = re.findall(r'<li class="(moment|earlier)".*?datetime="([\d-]+)".*?</li>', page, re.DOTALL)
    assert dated == [("earlier", "2025-12-01"), ("moment", "2026-02-11")]
    assert "DeepSeek V3.2 (December 2025)" in page
    assert "GLM-5 (February 11, 2026)" in page


def test_in_chinese_the_same_words_lead(visitor: FlaskClient) -> None:
    page = visitor.get("/spread?lang=zh", headers={"Accept": "text/html"}).text
    assert re.search(r"<td[^>]*><q[^>]*>The model adopted DeepSeek Sparse Attention</q>", page)


def test_data_without_spreads_are_said_to_have_none(client: FlaskClient) -> None:
    assert client.get("/spread").get_json() == {"spreads": []}
    assert "say nothing of techniques that spread" in client.get("/spread?format=html").text


def test_leads_with_the_quote_that_names_most() -> None:
    quotes = tuple(
        Quote(NamedNode(f"urn:p{place}"), text)
        for place, text in enumerate(("T", "B uses A's T", "words, and no more"))
    )
    technique, a, b = (Named(NamedNode(f"urn:{name}"), name) for name in "TAB")
    leading = leading_quote(quotes, (technique, None, a, b))
    assert leading == quotes[1]
    use, dates = Named(NamedNode("urn:x#Use"), "use"), ("2026", "2026-02")
    spread = Spread(NamedNode("urn:x/s"), technique, a, b, None, use, dates, None, None, quotes, leading)
    assert spread.date == "2026-02"
    assert spread.channel.slug == "Use"


def test_each_quote_says_what_it_proves(visitor: FlaskClient) -> None:
    page = visitor.get("/spread?lab=zhipu-ai&lang=en", headers={"Accept": "text/html"}).text
    lists = re.findall(r'<details class="proving">(.*?)</details>', page, re.DOTALL)
    assert len(lists) == 9
    for each in lists:
        quotes = re.findall(r"<q[^>]*>(.*?)</q>", each)
        assert len(quotes) == len(set(quotes)) == each.count('class="facts-told"')
    assert re.search(r"GLM-5 \(February 11, 2026\) represented Zhipu.{0,200}is developed by", lists[0], re.DOTALL)
