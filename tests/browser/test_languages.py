"""The pages in Chinese, in the colours that were chosen, by keyboard, and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from browser.conftest import violations
from browser.test_pages import ROWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from browser.conftest import Watch

    Opened = Callable[..., BrowserContext]

PAGES: Final = {
    "front": "/",
    "spread": "/spread",
    "models": "/models",
    "editor": "/sparql",
    "rows": f"/sparql?format=html&query={ROWS}",
    "search": "/search?q=qwen&format=html",
    "thing": "/page/lab/zhipu-ai",
    "proof": "/explain?s=lab:zhipu-ai&p=sino:practises&o=technique:deepseek-sparse-attention",
    "impact": "/impact?passage=passage:players-glm-5-size",
    "supports": "/impact?s=lab:zhipu-ai&p=sino:practises&o=technique:deepseek-sparse-attention",
    "reasons": "/explain?thing=technique:mla",
    "disputes": "/disputes",
    "documents": "/documents",
    "document": "/documents/chinese-ai-labs",
    "graphs": "/graphs",
    "graph": "/graphs?graph=https://w3id.org/sinograph/graph/disputes",
    "dataset": "/dataset",
    "ontology": "/ontology",
    "problem": "/nowhere",
}

STRANGE: Final = """() => {
  const strange = /[A-Za-z][a-z]{2,}(?:[ ,.;:]+[A-Za-z][a-z]+){3,}/;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const place = node.parentElement;
    if (place.closest("script, style, code, pre, textarea, svg, option, .editor")) continue;
    if (place.closest("[lang]").lang === "zh" && strange.test(node.data)) found.push(node.data.trim());
  }
  return found;
}"""
"""Four English words in a row that are said to be Chinese."""

QUICK: Final = {"front", "spread", "models", "thing", "proof", "document", "problem"}
"""The pages that are looked at in every run; `make looks` looks at all."""

each_page = pytest.mark.parametrize(
    "path",
    [pytest.param(path, id=name, marks=[] if name in QUICK else [pytest.mark.slow]) for name, path in PAGES.items()],
)


def chosen(open_context: Opened, address: str, theme: str, **options: object) -> Page:
    """Open a page of a reader of Chinese whose system prefers the other colours."""
    other = "light" if theme == "dark" else "dark"
    context = open_context(locale="zh-CN", color_scheme=other, **options)
    context.add_cookies([{"name": "theme", "value": theme, "url": address}])
    return context.new_page()


@each_page
def test_serves_a_chinese_phone_in_the_dark(open_context: Opened, watch: Watch, address: str, path: str) -> None:
    watch.expected = ("404",)  # of the page that is not there
    page = chosen(open_context, address, "dark", viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page.goto(path, wait_until="networkidle")
    assert page.evaluate("document.documentElement.lang") == "zh"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(STRANGE) == []
    assert violations(page) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["front", "models", "thing", "proof", "disputes", "document"])
def test_serves_a_chinese_desk_by_day(open_context: Opened, address: str, name: str) -> None:
    page = chosen(open_context, address, "light", viewport={"width": 1440, "height": 900})
    page.goto(PAGES[name], wait_until="networkidle")
    assert violations(page) == []


def test_the_language_is_switched_and_stays(plain: Page) -> None:
    plain.goto("/spread?lab=zhipu-ai")
    plain.get_by_role("link", name="中文").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("技术如何传播")
    expect(plain.locator(".deck tbody tr:visible")).to_have_count(1)
    expect(plain.locator(".deck")).to_contain_text("智谱AI")
    expect(plain.locator(".timeline")).to_contain_text("2026年2月11日")
    plain.get_by_role("link", name="模型", exact=True).click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("模型与基准测试")
    plain.get_by_role("link", name="English").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Models and benchmarks")


def test_numbers_and_names_are_said_in_chinese(open_context: Opened) -> None:
    page = open_context(locale="zh-CN").new_page()
    page.goto("/page/model/glm-5")
    size = page.locator(".facts > div").filter(has_text="总参数量")
    expect(size).to_contain_text("7440 亿")
    expect(page.locator("main")).to_contain_text("2026年2月11日")
    expect(page.locator("main")).to_contain_text("MIT许可证")
    expect(page.locator("#note-1 q")).to_have_attribute("lang", "en")


def test_suggestions_are_told_in_chinese(open_context: Opened) -> None:
    page = open_context(locale="zh-CN").new_page()
    page.goto("/")
    page.get_by_role("combobox").press_sequentially("智谱")
    expect(page.get_by_role("option").first).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("找到")


def test_colours_are_switched_without_scripts(plain: Page) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    plain.goto("/disputes")
    light = plain.evaluate(paper)
    plain.get_by_role("link", name="dark").click()
    dark = plain.evaluate(paper)
    assert dark != light
    plain.goto("/")
    assert plain.evaluate(paper) == dark
    plain.get_by_role("link", name="as the system has them").click()
    assert plain.evaluate(paper) == light


def test_the_first_key_leads_past_the_navigation(page: Page) -> None:
    page.goto("/disputes")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_colours_that_are_forced_leave_everything_to_see(open_context: Opened) -> None:
    page = open_context(forced_colors="active").new_page()
    page.goto("/spread", wait_until="networkidle")
    button = page.get_by_role("button", name="Search")
    assert button.evaluate("(each) => getComputedStyle(each).borderTopWidth") != "0px"
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/page/model/glm-5", "/spread", "/documents/chinese-ai-labs"])
def test_is_printed_as_one_cites_it(page: Page, path: str) -> None:
    page.goto(path, wait_until="networkidle")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.locator(".here")).to_contain_text(page.url)
    expect(page.locator("q").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert len(page.pdf()) > 10_000
