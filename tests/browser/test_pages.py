"""Every page, as a browser shows it: within its width, still, light, and usable by everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest

from browser.conftest import violations

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

ROWS: Final = quote("SELECT ?lab ?name { ?lab a sino:Lab ; skos:prefLabel ?name }", safe="")
GRAPH: Final = quote("CONSTRUCT { ?model sino:uses ?technique } WHERE { ?model sino:uses ?technique }", safe="")

PAGES: Final = {
    "front": "/",
    "question": "/?question=prices",
    "models": "/models",
    "models, narrowed": "/models?lab=moonshot-ai",
    "models, none": "/models?lab=nobody",
    "spread": "/spread",
    "spread, narrowed": "/spread?lab=zhipu-ai",
    "spread, none": "/spread?technique=nothing",
    "editor": "/sparql",
    "rows": f"/sparql?format=html&query={ROWS}",
    "graph": f"/sparql?format=html&query={GRAPH}",
    "search": "/search?q=qwen",
    "thing": "/page/model/glm-5",
    "proof": "/explain?s=lab:zhipu-ai&p=sino:practises&o=technique:deepseek-sparse-attention",
    "impact": "/impact?passage=passage:players-moonshot-k2-5-moe",
    "documents": "/documents",
    "document": "/documents/chinese-ai-labs",
    "disputes": "/disputes",
    "dataset": "/dataset",
    "ontology": "/ontology",
}
"""The pages by what they are called here."""

MOST_BYTES: Final = 100_000
"""What a page may weigh before the editor and the charts, as it is sent."""

MOST_SHIFT: Final = 0.02
"""How far a page may move while it loads (https://web.dev/articles/cls calls 0.1 good)."""

VARIANTS: Final = frozenset(
    ("question", "models, narrowed", "models, none", "spread, narrowed", "spread, none", "graph", "documents")
)
"""The pages that are laid out like others; they are looked at with all the slow ones."""

each_page = pytest.mark.parametrize(
    "path",
    [pytest.param(path, id=name, marks=[pytest.mark.slow] if name in VARIANTS else []) for name, path in PAGES.items()],
)


@each_page
def test_serves_a_phone_in_the_dark(phone: Page, path: str) -> None:
    phone.goto(path, wait_until="networkidle")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert phone.evaluate("window.shifted") < MOST_SHIFT
    assert violations(phone) == []


@each_page
def test_serves_a_desk_by_day(page: Page, path: str) -> None:
    weights: dict[str, int] = {}

    def weigh(response: Response | None) -> None:
        if response and not response.url.rsplit("/", 1)[-1].startswith(("editor-", "spread-", "drawings-", "chunk-")):
            weights[response.url] = response.request.sizes()["responseBodySize"]

    page.on("requestfinished", lambda request: weigh(request.response()))
    page.goto(path, wait_until="networkidle")
    assert page.evaluate("window.shifted") < MOST_SHIFT
    assert len(weights) >= 3
    assert sum(weights.values()) < MOST_BYTES
    assert violations(page) == []


@each_page
def test_is_whole_without_scripts(plain: Page, path: str) -> None:
    answer = plain.goto(path)
    assert answer is not None
    assert answer.status == 200
    assert plain.locator("h1").is_visible()
    assert plain.get_by_role("search").first.is_visible()


def test_the_scripts_are_kept(page: Page) -> None:
    headers = {}
    page.on("response", lambda response: headers.update({response.url: response.headers}))
    page.goto("/", wait_until="networkidle")
    kept = [url for url, each in headers.items() if "immutable" in each.get("cache-control", "")]
    assert any(".css" in url for url in kept)
    assert any("site-" in url for url in kept)
