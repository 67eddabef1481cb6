"""Proofs, what would fall without a passage, and the disputes side by side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import expect

from browser.conftest import violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

PRACTISES: Final = urlencode(
    {"s": "lab:zhipu-ai", "p": "sino:practises", "o": "technique:deepseek-sparse-attention"}, quote_via=quote
)
DOMESTIC: Final = urlencode({"s": "model:glm-5", "p": "a", "o": "sino:DomesticallyTrainedModel"}, quote_via=quote)

PAGES: Final = {
    "proof": f"/explain?{PRACTISES}",
    "all proofs": f"/explain?{DOMESTIC}&all=true",
    "everything": "/explain?thing=model:glm-5",
    "impact": "/impact?passage=passage:players-glm-5-dsa",
    "impact of a document": "/impact?document=document:chinese-ai-labs",
    "supports": f"/impact?{PRACTISES}",
    "disputes": "/disputes",
}

each_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())


@each_page
def test_serves_a_phone_in_the_dark(phone: Page, path: str) -> None:
    phone.goto(path, wait_until="networkidle")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(phone) == []


@pytest.mark.parametrize("name", ["all proofs", "impact"])
def test_serves_a_desk_by_day(page: Page, name: str) -> None:
    page.goto(PAGES[name], wait_until="networkidle")
    assert page.evaluate("window.shifted") < 0.02
    assert violations(page) == []


@each_page
def test_is_whole_without_scripts(plain: Page, path: str) -> None:
    answer = plain.goto(path)
    assert answer is not None
    assert answer.status == 200
    assert plain.locator("q").first.is_visible()


def test_a_proof_folds(plain: Page) -> None:
    plain.goto(PAGES["proof"])
    root = plain.locator(".step > details").first
    words = plain.locator("q", has_text="The model adopted DeepSeek Sparse Attention")
    expect(words).to_be_visible()
    root.locator("> summary").click()
    expect(words).to_be_hidden()
    root.locator("> summary").click()
    expect(words).to_be_visible()


def test_sentences_come_first_and_terms_on_demand(page: Page) -> None:
    page.goto(PAGES["proof"])
    expect(page.locator(".steps").first).to_contain_text("because GLM-5, which it develops, uses it")
    terms = page.locator(".terms-of", has_text="The same as triples")
    expect(terms.locator("code").first).to_be_hidden()
    terms.locator("summary").click()
    expect(terms.locator("code").nth(1)).to_have_text("model:glm-5 sino:developedBy lab:zhipu-ai")


def test_a_spread_is_told_in_a_sentence(plain: Page) -> None:
    plain.goto("/spread?technique=mla&lab=deepseek")
    plain.get_by_role("link", name="Proof: MLA from DeepSeek to Western labs").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("MLA spread from DeepSeek to Western labs")
    expect(plain.locator("main")).to_contain_text("Western labs adopt MLA.")
    more = plain.locator(".more-witnesses")
    expect(more.locator("q").first).to_be_hidden()
    more.locator("summary").click()
    expect(more.locator("q").first).to_be_visible()


def test_quotes_lead_to_their_document(page: Page) -> None:
    page.goto(PAGES["proof"])
    witness = page.locator(".witness").filter(has_text="The model adopted DeepSeek Sparse Attention")
    witness.get_by_role("link", name="Chapter on the Chinese AI-lab ecosystem, characters").click()
    expect(page.locator("li:target")).to_contain_text("The model adopted DeepSeek Sparse Attention")


def test_what_if_a_passage_were_wrong(page: Page) -> None:
    page.goto(PAGES["proof"])
    witness = page.locator(".witness").filter(has_text="The model adopted DeepSeek Sparse Attention")
    witness.get_by_role("link", name="what rests on this passage?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What rests on this passage?")
    lost = page.get_by_role("region", name="Would no longer follow")
    expect(lost).to_contain_text("Zhipu AI practises DeepSeek Sparse Attention")
    expect(page.locator(".lead")).to_have_text(
        re.compile(r"Without this passage \d+ statements would fall, and \d+ would stand on less")
    )
    lost.get_by_role("link", name="why? Zhipu AI practises").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zhipu AI practises DeepSeek Sparse Attention")


def test_other_proofs_and_what_it_rests_on(page: Page) -> None:
    page.goto(f"/explain?{DOMESTIC}")
    page.get_by_role("link", name="All proofs").click()
    expect(page.get_by_role("heading", level=2, name="Proof 2")).to_be_visible()
    page.get_by_role("link", name="What it rests on").click()
    expect(page.get_by_role("heading", name="Withdraw any of these and it falls")).to_be_visible()
    page.get_by_role("link", name="Its proof").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("GLM-5 is a domestically trained model")


def test_disputes_stand_side_by_side(page: Page) -> None:
    page.goto("/disputes")
    dispute = page.locator(".dispute").filter(has_text="Ascend 910B").first
    sides = dispute.locator(".opposed > li")
    expect(sides).to_have_count(2)
    first, second = sides.nth(0).bounding_box(), sides.nth(1).bounding_box()
    assert first
    assert second
    assert abs(first["y"] - second["y"]) < 1
    assert second["x"] > first["x"] + first["width"]
    expect(sides.locator("mark").first).to_be_visible()
    sides.nth(1).get_by_role("link", name="characters").click()
    expect(page.locator("li:target")).to_contain_text("primary domestic GPU")


def test_a_side_leads_to_what_would_fall(plain: Page) -> None:
    plain.goto("/disputes")
    dispute = plain.locator(".dispute").filter(has_text="Ascend 910B").first
    quarrel = plain.get_by_role("region", name="Ascend 910B: fallback or primary domestic GPU?")
    expect(quarrel.locator(".of")).to_contain_text("The curators judge that these passages cannot both hold.")
    dispute.get_by_role("link", name="what rests on this passage?").first.click()
    expect(plain.locator(".witness").first).to_contain_text("became a fallback")
