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


@pytest.mark.parametrize("typed", ["deep", "深度求索"])
def test_suggests_chinese_names_on_a_chinese_page(page: Page, typed: str) -> None:
    page.goto("/?lang=zh")
    page.get_by_role("combobox").press_sequentially(typed)
    first = page.get_by_role("option").first
    expect(first.locator("strong")).to_have_text("深度求索")
    expect(first).to_contain_text("DeepSeek")
    expect(first.locator("small")).to_have_text("人工智能实验室")


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
    assert re.search(r"[\d,]+ facts from 1 document\b", numbers)
    assert re.search(r"[\d,]+ passages quoted", numbers)
    assert re.search(r"[\d,]+ facts inferred", numbers)
    assert re.search(r"[\d,]+ disputes", numbers)
    expect(page.locator("main")).to_contain_text(real_release.digest[:16])
    expect(page.locator("main time")).to_have_attribute("datetime", real_release.manifest["created"])


def test_says_at_once_what_it_was_read_from(plain: Page) -> None:
    plain.goto("/")
    said = plain.locator(".intro").get_by_text("So far everything is read from one document")
    expect(said).to_contain_text("The text names neither its author nor its title")
    said.get_by_role("link").click()
    expect(plain).to_have_url("/documents/chinese-ai-labs")


def test_what_has_one_name_is_told_apart(page: Page) -> None:
    page.goto("/search?q=DeepSeek+V3.2+compared+with+GPT-5")
    found = page.locator(".found li").filter(has=page.locator("q"), has_text="DeepSeek V3.2 compared with")
    expect(found).to_have_count(2)
    assert len(set(found.locator("q").all_inner_texts())) == 2


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


def test_the_first_page_has_a_finding_with_its_sentence(plain: Page) -> None:
    plain.goto("/")
    example = plain.locator(".example")
    expect(example).to_contain_text("Zhipu AI uses DeepSeek Sparse Attention, which came from DeepSeek")
    expect(example.locator("q")).to_have_text("The model adopted DeepSeek Sparse Attention")
    example.locator("blockquote a").click()
    expect(plain.locator(":target")).to_contain_text("The model adopted DeepSeek Sparse Attention")


def test_the_finding_leads_to_its_proof_and_to_others(page: Page) -> None:
    page.goto("/")
    page.locator(".example").get_by_role("link", name="Why does it follow?").click()
    expect(page.locator(".steps").first).to_contain_text("The model adopted DeepSeek Sparse Attention")
    page.goto("/")
    page.locator(".example").get_by_role("link", name="All 9 findings").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How techniques spread")


def test_numbers_lead_on(page: Page) -> None:
    page.goto("/")
    page.locator(".numbers").get_by_role("link", name="disputes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where the documents do not agree")
    expect(page.get_by_role("navigation", name="Pages").locator("[aria-current=page]")).to_have_text("Disputes")


def test_who_never_heard_of_rdf_finds_which_lab_uses_whose_technique(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Which lab uses another lab’s technique").click()
    row = page.get_by_role("row").filter(has_text="Zhipu AI")
    expect(row).to_contain_text("DeepSeek Sparse Attention")
    expect(row).to_contain_text("The model adopted DeepSeek Sparse Attention")
