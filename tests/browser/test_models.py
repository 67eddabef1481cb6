"""The models side by side: charts, tables that are sorted and narrowed, and footnotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

CHARTS = ("sizes", "releases", "scores", "contexts")
QUOTE = "744B parameter MoE model with 40B active parameters"


def names(page: Page) -> list[str]:
    return page.locator(".side-by-side tbody tr:visible th").all_inner_texts()


def cell(page: Page, model: str, column: str) -> Locator:
    return page.locator(".side-by-side tbody tr", has=page.get_by_role("link", name=model, exact=True)).locator(
        f"td.{column}"
    )


@pytest.mark.parametrize("name", CHARTS)
def test_each_chart_is_drawn_and_named(page: Page, name: str) -> None:
    page.goto("/models")
    picture = page.locator(f"[data-chart={name}]")
    expect(picture.locator("canvas")).to_be_visible()
    expect(picture).to_have_role("img")
    expect(picture).to_have_attribute("aria-label", re.compile(r".+: [1-9]\d* marks, which the table has in words"))


def test_a_mark_leads_to_its_model(page: Page) -> None:
    page.goto("/models?lab=deepseek", wait_until="networkidle")
    picture = page.locator("[data-chart=releases]")
    expect(picture).to_have_attribute("aria-label", re.compile(": 1 marks"))
    box = picture.bounding_box()
    assert box
    across = page.evaluate("""() => {
      const { width, height } = document.querySelector("[data-chart=releases] canvas");
      const paint = document.querySelector("[data-chart=releases] canvas").getContext("2d");
      const { data } = paint.getImageData(0, 0, width, height);
      let sum = 0, count = 0;
      for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3] === 255 && data[at + 2] - data[at] > 60) { sum += (at / 4) % width; count += 1; }
      }
      return sum / count / width;
    }""")
    picture.click(position={"x": box["width"] * across, "y": 12 + (380 - 44) / 2})
    expect(page).to_have_url(re.compile("/page/model/deepseek-v3-2$"))


def test_is_sorted_by_a_column(page: Page) -> None:
    page.goto("/models")
    head = page.get_by_role("columnheader", name="Total parameters")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert names(page)[:2] == ["Yi-1.5", "Yi-34B"]
    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert names(page)[:3] == ["Kimi K2.5", "Kimi K2", "DeepSeek V4"]
    assert cell(page, names(page)[-1], "total").inner_text() == ""
    page.get_by_role("columnheader", name="Model").first.get_by_role("button").click()
    expect(head).not_to_have_attribute("aria-sort", "descending")
    assert names(page)[0] == "DeepSeek R1"


def test_the_head_and_the_names_stay_in_sight(phone: Page) -> None:
    phone.goto("/models", wait_until="networkidle")
    region = phone.get_by_role("region", name="The models side by side")
    region.scroll_into_view_if_needed()
    expect(phone.get_by_text("The table can be scrolled to the right.")).to_be_visible()
    region.evaluate("element => element.scrollTo(400, 500)")
    frame, head = region.bounding_box(), phone.locator(".side-by-side thead th").nth(3).bounding_box()
    name = phone.locator(".side-by-side tbody th").nth(9).bounding_box()
    assert frame
    assert head
    assert name
    assert abs(head["y"] - frame["y"]) < 3
    assert abs(name["x"] - frame["x"]) < 3


def test_the_colours_are_those_of_labs(page: Page) -> None:
    page.goto("/models", wait_until="networkidle")
    labs = page.locator(".legend li")
    assert labs.all_inner_texts() == ["01.AI", "DeepSeek", "MiniMax", "Moonshot AI", "Zhipu AI"]
    colours = labs.evaluate_all("each => each.map((lab) => getComputedStyle(lab, '::before').backgroundColor)")
    assert len(set(colours)) == len(colours)


def test_is_narrowed_in_place(page: Page) -> None:
    page.goto("/models", wait_until="networkidle")
    page.get_by_label("Lab", exact=True).select_option(label="MiniMax")
    expect(page.locator("[data-count]")).to_have_text("2 of 20 models")
    assert names(page) == ["MiniMax M2.5", "MiniMax-Text-01"]
    expect(page).to_have_url(re.compile(r"/models\?lab=minimax$"))
    expect(page.locator("[data-chart=sizes]")).to_have_attribute("aria-label", re.compile(": 2 marks"))
    page.reload()
    assert names(page) == ["MiniMax M2.5", "MiniMax-Text-01"]
    page.get_by_label("Status").select_option(label="not released")
    expect(page.locator("[data-none]")).to_be_visible()


def test_is_narrowed_without_scripts(plain: Page) -> None:
    plain.goto("/models")
    plain.get_by_label("Lab", exact=True).select_option(label="MiniMax")
    plain.get_by_role("button", name="Show").click()
    assert names(plain) == ["MiniMax M2.5", "MiniMax-Text-01"]
    expect(plain.locator("[data-chart=sizes]")).to_be_hidden()


def test_pointing_at_a_footnote_shows_its_words(page: Page) -> None:
    page.goto("/models", wait_until="networkidle")
    shown = page.locator(".footnote")
    expect(shown).to_be_hidden()
    cell(page, "GLM-5", "total").locator(".note").first.hover()
    expect(shown).to_be_visible()
    expect(shown).to_contain_text(QUOTE)
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    cell(page, "GLM-5", "total").locator(".note").last.focus()
    expect(shown).to_be_visible()


def test_a_footnote_leads_to_its_place_in_the_document(plain: Page) -> None:
    plain.goto("/models")
    expect(plain.locator(".footnotes li", has_text=QUOTE)).to_be_hidden()
    plain.locator(".footnotes-folded > summary").click()
    expect(plain.locator(".footnotes li", has_text=QUOTE)).to_be_visible()
    cell(plain, "GLM-5", "total").locator(".note").first.click()
    expect(plain).to_have_url(re.compile(r"/documents/chinese-ai-labs\?passage=players-glm-5-size#players-glm-5-size$"))
    expect(plain.locator("#players-glm-5-size")).to_contain_text(QUOTE)


def test_a_first_tap_shows_the_words_and_a_second_follows_them(phone: Page) -> None:
    phone.goto("/models", wait_until="networkidle")
    note = cell(phone, "GLM-5", "lab").locator(".note").first
    note.tap()
    expect(phone.locator(".footnote")).to_be_visible()
    expect(phone).to_have_url(re.compile("/models$"))
    note.tap()
    expect(phone).to_have_url(re.compile("/documents/chinese-ai-labs"))


def test_what_a_reader_must_know_is_said_in_words(plain: Page) -> None:
    plain.goto("/models")
    expect(cell(plain, "DeepSeek V4", "total")).to_contain_text("1 trillion only expected")
    expect(cell(plain, "Kimi K2.5", "status")).to_contain_text("inferred")
    prices = plain.locator(".prices tr", has_text="Kimi K2.5")
    expect(prices.locator(".sides .figure")).to_have_count(2)
    prices.get_by_role("link", name="disputed").click()
    expect(plain).to_have_url(re.compile("/disputes#details-kimi-k2-5-price-and-players-moonshot-k2-5-price$"))


def test_printing_keeps_the_footnotes(page: Page) -> None:
    page.goto("/models")
    page.emulate_media(media="print")
    expect(page.locator(".footnotes li").first).to_be_visible()
    expect(page.locator("nav").first).to_be_hidden()


def test_a_footnote_unfolds_where_a_link_leads(page: Page) -> None:
    page.goto("/models#note-40")
    expect(page.locator("#note-40")).to_be_visible()


def test_is_narrowed_by_size(page: Page) -> None:
    page.goto("/models", wait_until="networkidle")
    expect(page.locator("[data-unsaid=size]")).to_be_hidden()
    page.get_by_label("Total parameters", exact=True).select_option(label="at least 500 billion")
    expect(page).to_have_url(re.compile(r"/models\?size=500b$"))
    assert "GLM-5" in names(page)
    assert "Yi-34B" not in names(page)
    expect(page.locator("[data-unsaid=size]")).to_have_text(
        re.compile(r"^\d+ models have no number of total parameters in the text")
    )


@pytest.mark.parametrize("scripts", ["page", "plain"])
def test_ticked_models_are_compared(scripts: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(scripts)
    page.goto("/models", wait_until="networkidle")
    for name in ("GLM-5", "Kimi K2.5"):
        page.get_by_label(f"compare {name}", exact=True).check()
    assert len(names(page)) == 20
    page.get_by_role("button", name="Compare the ticked models").click()
    expect(page).to_have_url(re.compile(r"[?&]model=kimi-k2-5&model=glm-5|[?&]model=glm-5&model=kimi-k2-5"))
    assert set(names(page)) == {"GLM-5", "Kimi K2.5"}
    page.get_by_role("link", name="all 20 models").click()
    assert len(names(page)) == 20
