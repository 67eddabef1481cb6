"""The front page: what this is, and the ways from there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from sinograph.release import Release


@pytest.mark.parametrize(
    ("typed", "found"), [("zhip", "Zhipu AI"), ("智谱", "Zhipu AI"), ("Deepsek", "DeepSeek")], ids=["en", "zh", "slip"]
)
def test_suggests_names_in_both_languages(page: Page, typed: str, found: str) -> None:
    page.goto("/")
    box = page.get_by_role("combobox")
    box.press_sequentially(typed)
    expect(page.get_by_role("option").filter(has_text=found).first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")


def test_a_suggestion_is_chosen_by_keys(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("GLM-5")
    first = page.get_by_role("option").first
    expect(first).to_contain_text("GLM-5")
    box.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("GLM-5")


def test_suggestions_are_closed_by_escape(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("Qwen")
    expect(page.get_by_role("listbox")).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("Qwen")


def test_names_are_found_without_scripts(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_role("searchbox").fill("Zhipu")
    plain.get_by_role("button", name="Search").click()
    expect(plain.get_by_role("link", name="Zhipu AI", exact=True)).to_be_visible()


def test_says_how_much_there_is_and_of_when(page: Page, real_release: Release) -> None:
    page.goto("/")
    numbers = page.locator(".numbers").inner_text()
    assert re.search(r"[\d,]+ facts from documents", numbers)
    assert re.search(r"[\d,]+ passages quoted", numbers)
    assert re.search(r"[\d,]+ inferred", numbers)
    assert re.search(r"[\d,]+ disputed", numbers)
    expect(page.locator("main")).to_contain_text(real_release.digest[:16])
    expect(page.locator("main time")).to_have_attribute("datetime", real_release.manifest["created"])


def test_five_questions_run_on_click(page: Page) -> None:
    page.goto("/")
    links = page.locator("a[data-question]")
    expect(links).to_have_count(5)
    for place in range(5):
        page.goto("/")
        title = links.nth(place).inner_text()
        links.nth(place).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        expect(page.locator("#answer tbody tr").first).to_be_visible()


def test_who_never_heard_of_rdf_finds_which_lab_uses_whose_technique(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Which lab uses another lab’s technique").click()
    row = page.get_by_role("row").filter(has_text="Zhipu AI")
    expect(row).to_contain_text("DeepSeek Sparse Attention")
    expect(row).to_contain_text("The model adopted DeepSeek Sparse Attention")
