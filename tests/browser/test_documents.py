"""A document beside what was read from it, where a copy of its text is at hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.conftest import Watch, violations
from conformance.serving import serving
from conftest import SMALL_PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from sinograph.release import Release

DOCUMENT = "/documents/small-dragons"
PASSAGE = "aurora-1-size"


@pytest.fixture(scope="module")
def address(
    browser: Browser,  # noqa: ARG001
    small_release: Release,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of a server of the small project, which has its document."""
    settings = {
        "SINOGRAPH_PROJECT": str(SMALL_PROJECT),
        "SINOGRAPH_SOURCES": str(SMALL_PROJECT / "sources"),
        "SINOGRAPH_RELEASES": str(small_release.path.parent),
    }
    with serving(tmp_path_factory.mktemp("documents"), "--workers", "1", **settings) as address:
        yield address


@pytest.fixture
def bare(real_release: Release, tmp_path_factory: pytest.TempPathFactory, watch: Watch) -> Iterator[str]:
    """The address of a server of the real graph, which has no copy of its document."""
    settings = {"SINOGRAPH_RELEASES": str(real_release.path.parent)}
    with serving(tmp_path_factory.mktemp("bare"), "--workers", "1", **settings) as address:
        watch.origin = address
        yield address


def test_what_was_read_stands_beside_the_text(page: Page) -> None:
    page.goto(DOCUMENT)
    stretch = page.locator(".stretch").filter(has=page.locator(f"#{PASSAGE}"))
    text, card = stretch.locator(".text").bounding_box(), stretch.locator(".cards > li").first.bounding_box()
    assert text
    assert card
    assert card["x"] >= text["x"] + text["width"]
    assert abs(card["y"] - text["y"]) < 40
    expect(page.locator(".read > summary").first).to_be_hidden()
    assert violations(page) == []


def test_pointing_at_one_marks_the_other(page: Page) -> None:
    page.goto(DOCUMENT, wait_until="networkidle")
    card, quotes = page.locator(f"#{PASSAGE}"), page.locator(f"[data-of~={PASSAGE}]")
    card.locator(".quote").hover()
    expect(quotes.first).to_have_class(re.compile("pointed"))
    quotes.first.hover()
    expect(card).to_have_class("pointed")
    page.locator("h1").hover()
    expect(page.locator(".pointed")).to_have_count(0)


def test_on_a_phone_it_folds_and_opens_where_a_link_leads(phone: Page) -> None:
    phone.goto(DOCUMENT, wait_until="networkidle")
    expect(phone.locator(f"#{PASSAGE}")).to_be_hidden()
    expect(phone.locator(".read > summary").first).to_be_visible()
    assert violations(phone) == []
    phone.goto("/documents")
    phone.goto(f"{DOCUMENT}?passage={PASSAGE}#{PASSAGE}")
    expect(phone.locator(f"#{PASSAGE}")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(phone) == []


def test_the_text_stands_alone_where_that_is_wished(plain: Page) -> None:
    plain.goto(DOCUMENT)
    expect(plain.locator(f"#{PASSAGE}")).to_be_visible()
    plain.get_by_label("Show the text alone").check()
    expect(plain.locator(f"#{PASSAGE}")).to_be_hidden()
    expect(plain.locator(".text").first).to_be_visible()


def test_on_paper_nothing_is_folded(phone: Page) -> None:
    phone.goto(DOCUMENT)
    phone.emulate_media(media="print")
    expect(phone.locator(f"#{PASSAGE}")).to_be_visible()


def test_without_the_text_the_sections_are_headings(open_context: Callable[..., BrowserContext], bare: str) -> None:
    page = open_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{bare}/documents/chinese-ai-labs?passage=details-deepseek-v3-cost#details-deepseek-v3-cost")
    card, heading = page.locator("#details-deepseek-v3-cost"), page.locator(".of-section", has_text="Key Technical")
    expect(card).to_have_class(re.compile("wanted"))
    expect(card).to_be_in_viewport()
    expect(heading).to_be_in_viewport()
    at, below = heading.bounding_box(), card.bounding_box()
    assert at
    assert below
    assert at["y"] + at["height"] <= below["y"] + 1
    expect(page.get_by_text("Put the file into a folder")).to_be_hidden()
    assert violations(page) == []
    page.get_by_role("link", name="The Major Players: GLM/ChatGLM").click()
    expect(page.locator("h2:target")).to_have_text("The Major Players: GLM/ChatGLM")
