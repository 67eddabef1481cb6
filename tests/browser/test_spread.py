"""The spread of techniques: a picture whose bands lead to proofs, filters, a timeline, a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page


def spreads(page: Page) -> int:
    return page.locator(".spreads tbody tr:visible").count()


def test_is_a_picture_a_timeline_and_a_table(page: Page) -> None:
    page.goto("/spread")
    expect(page.locator(".sankey canvas")).to_be_visible()
    moments = page.locator(".timeline time")
    expect(moments).to_have_count(2)
    expect(moments.nth(0)).to_have_text("December 2025")
    expect(moments.nth(1)).to_have_attribute("datetime", "2026-02-11")
    expect(page.locator(".timeline > li").nth(1)).to_contain_text("GLM-5 (February 11, 2026)")
    expect(page.locator(".undated li")).to_have_count(8)
    assert spreads(page) == 9


def test_a_band_opens_its_proof(page: Page) -> None:
    page.goto("/spread?lab=zhipu-ai", wait_until="networkidle")
    picture = page.locator(".sankey")
    box = picture.bounding_box()
    assert box
    picture.click(position={"x": box["width"] / 4, "y": box["height"] / 2})
    expect(page).to_have_url(re.compile(r"/explain\?"))
    expect(page.locator("main")).to_contain_text("The model adopted DeepSeek Sparse Attention")


def test_a_first_tap_shows_the_words_and_a_second_follows_the_band(phone: Page) -> None:
    phone.goto("/spread?lab=zhipu-ai", wait_until="networkidle")
    picture = phone.locator(".sankey")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box
    across, down = box["width"] / 4, box["height"] / 2
    picture.tap(position={"x": across, "y": down})
    phone.wait_for_timeout(300)
    expect(phone).to_have_url(re.compile("/spread"))
    picture.tap(position={"x": across, "y": down})
    expect(phone).to_have_url(re.compile(r"/explain\?"))


def test_is_narrowed_in_place(page: Page) -> None:
    page.goto("/spread", wait_until="networkidle")
    expect(page.get_by_role("button", name="Show")).to_be_hidden()
    page.get_by_label("Technique", exact=True).select_option(label="MLA")
    expect(page.locator("[data-count]")).to_have_text("2 of 9 spreads")
    assert spreads(page) == 2
    expect(page.locator(".sankey")).to_have_attribute("aria-label", re.compile("^2 spreads"))
    expect(page.locator(".timeline time:visible")).to_have_count(0)
    expect(page.locator(".undated li:visible")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"/spread\?technique=mla$"))
    page.get_by_label("Lab or group").select_option(label="Alibaba")
    expect(page.locator("[data-none]")).to_be_visible()
    expect(page.locator(".sankey")).to_be_hidden()
    page.get_by_label("Technique", exact=True).select_option(label="all techniques")
    expect(page.locator(".sankey")).to_have_attribute("aria-label", re.compile("^1 spreads"))
    page.reload(wait_until="networkidle")
    assert spreads(page) == 1


@pytest.mark.parametrize(
    ("name", "value", "left"),
    [("technique", "MLA", 2), ("lab", "Zhipu AI", 1), ("channel", "distillation", 1)],
)
def test_is_narrowed(plain: Page, name: str, value: str, left: int) -> None:
    plain.goto("/spread")
    plain.locator(f"#{name}").select_option(label=value)
    plain.get_by_role("button", name="Show").click()
    assert spreads(plain) == left
    assert plain.locator(f"#{name} option:checked").inner_text() == value
    plain.get_by_role("link", name="all 9").click()
    assert spreads(plain) == 9


def test_the_table_leads_to_proofs_and_quotes(plain: Page) -> None:
    plain.goto("/spread?lab=zhipu-ai")
    plain.get_by_text("all 6 quotes it rests on").locator("visible=true").click()
    expect(plain.locator(".spreads").get_by_role("link", name="GLM-5 (Feb 2026)")).to_be_visible()
    plain.get_by_role("link", name="Proof: DeepSeek Sparse Attention from DeepSeek to Zhipu AI").click()
    expect(plain.locator("main")).to_contain_text("The model adopted DeepSeek Sparse Attention")


def test_what_is_not_known_is_said(plain: Page) -> None:
    plain.goto("/spread?technique=nothing")
    expect(plain.locator("[data-none]")).to_be_visible()
    expect(plain.locator(".spreads")).to_be_hidden()
    plain.goto("/spread")
    expect(plain.locator("[data-none]")).to_be_hidden()
    expect(plain.locator(".unknown")).to_have_text("not named")
