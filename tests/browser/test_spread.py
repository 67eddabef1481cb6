"""The spread of techniques: a picture whose bands lead to proofs, filters, a timeline, a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page


def spreads(page: Page) -> int:
    return page.locator(".deck tbody tr").count()


def test_is_a_picture_a_timeline_and_a_table(page: Page) -> None:
    page.goto("/spread")
    expect(page.locator(".sankey canvas")).to_be_visible()
    expect(page.locator(".timeline li")).to_have_count(1)
    expect(page.locator(".timeline time")).to_have_attribute("datetime", "2026-02-11")
    expect(page.locator("main")).to_contain_text("No date is known of the other 8")
    assert spreads(page) == 9


def test_a_band_opens_its_proof(page: Page) -> None:
    page.goto("/spread?lab=zhipu-ai", wait_until="networkidle")
    picture = page.locator(".sankey")
    box = picture.bounding_box()
    assert box
    picture.click(position={"x": box["width"] / 4, "y": box["height"] / 2})
    expect(page).to_have_url(re.compile(r"/explain\?"))
    expect(page.locator("main")).to_contain_text("The model adopted DeepSeek Sparse Attention")


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
    plain.get_by_text("all 6 quotes it rests on").click()
    expect(plain.get_by_role("link", name="GLM-5 (Feb 2026)")).to_be_visible()
    plain.get_by_role("link", name="Proof: DeepSeek Sparse Attention from DeepSeek to Zhipu AI").click()
    expect(plain.locator("main")).to_contain_text("The model adopted DeepSeek Sparse Attention")


def test_what_is_not_known_is_said(plain: Page) -> None:
    plain.goto("/spread?technique=nothing")
    expect(plain.locator("main")).to_contain_text("No spread is known of that combination")
    plain.goto("/spread")
    expect(plain.locator(".unknown")).to_have_text("not named")
