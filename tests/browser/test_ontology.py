"""The ontology at a glance: a picture that needs no scripts, and a hierarchy that folds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_the_picture_leads_to_what_its_names_mean(plain: Page) -> None:
    plain.goto("/ontology")
    picture = plain.locator("#diagram svg")
    expect(picture).to_be_visible()
    expect(picture.locator("rect")).to_have_count(16)
    picture.get_by_role("link", name="is developed by").click()
    expect(plain).to_have_url(re.compile("/ontology#developedBy$"))
    expect(plain.locator("#developedBy")).to_be_in_viewport()
    picture.get_by_role("link", name="model 模型", exact=True).click()
    expect(plain).to_have_url(re.compile("/ontology#Model$"))


def test_the_picture_is_said_in_words(plain: Page) -> None:
    plain.goto("/ontology")
    plain.get_by_text("The same in words").click()
    expect(plain.locator("#diagram li", has_text="model → uses → technique")).to_be_visible()


def test_the_picture_stays_legible_on_a_phone(phone: Page) -> None:
    phone.goto("/ontology")
    box = phone.locator("#diagram svg").bounding_box()
    assert box
    assert box["width"] >= 900
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_hierarchy_folds(plain: Page) -> None:
    plain.goto("/ontology")
    tree = plain.locator("#hierarchy .tree")
    lab = tree.locator("details", has=plain.locator("summary", has_text=re.compile("^lab 人"))).last
    expect(lab).to_be_hidden()
    tree.locator("summary", has_text=re.compile("^agent ")).click()
    tree.locator("summary", has_text=re.compile("^organization ")).click()
    expect(lab).to_be_visible()
    expect(lab).to_contain_text("An organization that develops artificial intelligence models.")


def test_an_address_unfolds_its_term(plain: Page) -> None:
    plain.goto("/ontology#Lab")
    expect(plain.locator("#Lab")).to_be_in_viewport()
    expect(plain.locator("#Lab")).to_contain_text("开发人工智能模型的组织。")
    expect(plain.locator("#Model")).to_be_hidden()
    plain.locator("summary", has=plain.get_by_role("heading", name="model 模型 Model", exact=True)).click()
    expect(plain.locator("#Model")).to_be_visible()
