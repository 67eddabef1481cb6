"""The page of a thing: its facts, the words that they were read from, and the way to their reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.conftest import violations
from conformance.serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Dialog, Page

KINDS = {
    "model": "/page/model/glm-5",
    "lab": "/page/lab/zhipu-ai",
    "technique": "/page/technique/mixture-of-experts",
    "chip": "/page/chip/huawei-ascend",
    "policy": "/page/policy/us-chip-export-restrictions",
    "group": "/page/group/chinese-labs",
    "passage": "/page/passage/players-glm-5-size",
    "document": "/page/document/chinese-ai-labs",
    "result": "/page/result/players-glm-5-aime-2026",
}

each_kind = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())

HOSTILE = """
@prefix model: <https://w3id.org/sinograph/id/model/> .
@prefix sino: <https://w3id.org/sinograph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
model:m a sino:Model ; skos:prefLabel "</script><script>alert(1)</script><img src=x onerror=alert(2)>"@en ;
  skos:altLabel "\\u202E\\u05D0\\u05D1 reversed" ; sino:statedAs "LONG" ; sino:descendsFrom model:n , model:o .
model:n skos:prefLabel "\\" onmouseover=\\"alert(3)"@en .
model:o skos:prefLabel "LONG"@en .
"""


@each_kind
def test_serves_a_phone_in_the_dark(phone: Page, path: str) -> None:
    phone.goto(path, wait_until="networkidle")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(phone) == []


@pytest.mark.parametrize("kind", ["lab", "passage"])
def test_serves_a_desk_by_day(page: Page, kind: str) -> None:
    page.goto(KINDS[kind], wait_until="networkidle")
    expect(page.locator(".told").first).to_be_visible()
    assert page.evaluate("window.shifted") < 0.02
    assert violations(page) == []


def test_pointing_at_a_footnote_shows_the_words(page: Page) -> None:
    page.goto("/page/model/glm-5")
    size = page.locator(".facts > div").filter(has_text="total parameters")
    size.locator(".note").first.hover()
    shown = page.locator(".footnote")
    expect(shown).to_be_visible()
    expect(shown).to_contain_text("744B parameter MoE model with 40B active parameters")
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()


def test_keys_reach_a_footnote(page: Page) -> None:
    page.goto("/page/model/glm-5")
    page.locator(".note").first.focus()
    expect(page.locator(".footnote")).to_contain_text("744B parameter MoE model")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/documents/chinese-ai-labs?passage=players-glm-5-size#players-glm-5-size")
    expect(page.locator(":target")).to_contain_text("744B parameter MoE model")


def test_a_tap_shows_the_words_and_a_second_follows_them(phone: Page) -> None:
    phone.goto("/page/model/glm-5")
    note = phone.locator(".note").first
    note.tap()
    expect(phone.locator(".footnote")).to_contain_text("744B parameter MoE model")
    note.tap()
    phone.wait_for_url("**/documents/chinese-ai-labs?*")


def test_a_footnote_says_who_asserts_it(page: Page) -> None:
    page.goto("/page/model/glm-5")
    page.locator(".note").first.hover()
    expect(page.locator(".footnote")).to_contain_text(
        "The document states this itself; nothing in the graph disputes it."
    )
    page.goto("/page/model/deepseek-v4")
    page.locator(".value.unasserted .note").first.hover()
    expect(page.locator(".footnote")).to_contain_text("The document only expects it")


def test_a_mark_names_the_source_that_it_is_about(phone: Page) -> None:
    phone.goto("/page/chip/ascend-910b")
    row = phone.locator(".facts > div").filter(has_text="serves as")
    expect(row.locator(".note")).to_have_count(2)
    mark = row.get_by_role("link", name="conflicting text in source").first
    number = (mark.inner_text()).rpartition(" ")[2]
    mark.tap()
    expect(phone.locator(".footnote")).to_contain_text("Conflicting text")
    mark.tap()
    expect(phone.locator(":target")).to_have_attribute("value", number)


def test_on_a_phone_a_footnote_covers_nothing_near(phone: Page) -> None:
    phone.goto("/page/model/glm-5")
    note = phone.locator(".note").first
    note.tap()
    at, box = note.bounding_box(), phone.locator(".footnote").bounding_box()
    assert at
    assert box
    assert box["y"] > at["y"] + 100
    assert box["y"] + box["height"] <= 844


@pytest.mark.parametrize("by_keys", [False, True], ids=["pointing", "keys"])
def test_a_fact_is_cited(open_context: Callable[..., BrowserContext], *, by_keys: bool) -> None:
    page = open_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto("/page/model/glm-5")
    note = page.locator(".facts > div").filter(has_text="active parameters").locator(".note").first
    if by_keys:
        note.focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    else:
        note.hover()
        page.get_by_role("button", name="Cite").click()
    expect(page.locator(".footnote").get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(
        "GLM-5, active parameters: 40 billion. “744B parameter MoE model with 40B active parameters”"
    )
    assert "Chapter on the Chinese AI-lab ecosystem, characters 6,100–6,151. sinograph, release" in copied
    assert copied.endswith("https://w3id.org/sinograph/id/model/glm-5")


def test_a_claim_says_how_it_is_made(plain: Page) -> None:
    plain.goto("/page/figure/details-deepseek-v3-training-cost")
    expect(plain.locator(".asserted")).to_have_text(
        "The document states this itself. Nothing in the graph disputes it."
    )
    plain.goto("/page/passage/details-kimi-k2-5-price")
    plain.locator(".asserted").get_by_role("link", name="a dispute").click()
    expect(plain.locator(".dispute:target .opposed > li")).to_have_count(2)
    plain.goto("/page/comparison/players-yi-thesis")
    expect(plain.locator(".asserted")).to_contain_text("It is attributed to 01.AI.")


def test_a_passage_shows_what_to_cite_without_scripts(plain: Page) -> None:
    plain.goto("/page/passage/details-deepseek-v3-cost")
    cited = plain.locator(".citation")
    expect(cited).to_contain_text("Read as: DeepSeek V3 has training cost DeepSeek V3: $5.576M training; ")
    expect(plain.get_by_text("the same page is at")).to_contain_text("/page/passage/details-deepseek-v3-cost")


def test_footnotes_need_no_scripts(plain: Page) -> None:
    plain.goto("/page/model/glm-5")
    expect(plain.locator("#note-1")).to_contain_text("744B parameter MoE model with 40B active parameters")
    plain.locator(".note").first.click()
    expect(plain.locator("li:target, :target")).to_contain_text("744B parameter MoE model")


def test_what_is_inferred_leads_to_its_proof(plain: Page) -> None:
    plain.goto("/page/lab/zhipu-ai")
    row = plain.locator(".value").filter(has_text="DeepSeek Sparse Attention").first
    expect(row).to_contain_text("inferred")
    row.get_by_role("link", name="why?").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Zhipu AI practises DeepSeek Sparse Attention")
    expect(plain.locator(".steps").first).to_contain_text("The model adopted DeepSeek Sparse Attention")


def test_what_is_disputed_leads_to_the_other_side(page: Page) -> None:
    page.goto("/page/lab/zhipu-ai")
    page.get_by_role("link", name="disputed").first.click()
    opposed = page.locator(".dispute:target .opposed > li")
    expect(opposed).to_have_count(2)


def test_what_is_damaged_or_only_an_opinion_says_so(page: Page) -> None:
    page.goto("/page/lab/zhipu-ai")
    expect(page.locator(".value").filter(has_text="raised over 558 million")).to_contain_text("damaged text")
    expect(page.locator(".value").filter(has_text="frontier moment")).to_contain_text("only opinion, not asserted")


def test_the_drawing_leads_on(page: Page) -> None:
    page.goto("/page/lab/zhipu-ai")
    drawing = page.locator(".neighbourhood .across")
    expect(drawing.locator("text")).not_to_have_count(0)
    link = drawing.get_by_role("link").first
    name = link.text_content() or ""
    link.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name.strip())


def test_on_a_phone_the_drawing_stands_upright(phone: Page) -> None:
    phone.goto("/page/policy/us-chip-export-restrictions?lang=zh")
    expect(phone.locator(".neighbourhood .across")).to_be_hidden()
    drawing = phone.locator(".neighbourhood .down")
    box = drawing.bounding_box()
    assert box
    assert box["height"] > box["width"]
    for name in drawing.locator("text").all():
        place = name.bounding_box()
        assert place
        assert place["x"] + place["width"] <= box["x"] + box["width"], name.inner_html()


def test_what_to_cite_is_copied(open_context: Callable[..., BrowserContext]) -> None:
    context = open_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/page/passage/players-glm-5-size")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "744B parameter MoE model with 40B active parameters" in copied
    assert "https://w3id.org/sinograph/id/passage/players-glm-5-size" in copied


def test_footnotes_are_printed(page: Page) -> None:
    page.goto("/page/model/glm-5")
    page.emulate_media(media="print")
    expect(page.locator("#note-1")).to_be_visible()
    expect(page.get_by_role("navigation").first).to_be_hidden()


@pytest.fixture
def hostile(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page of a server whose data have names that are out for harm."""
    path = tmp_path / "hostile.ttl"
    path.write_text(HOSTILE.replace("LONG", "long " * 2000), encoding="utf-8")
    with (
        serving(tmp_path, "--workers", "1", "--data", str(path)) as address,
        browser.new_context(base_url=address) as context,
    ):
        yield context.new_page()


def test_names_that_are_out_for_harm_stay_text(hostile: Page) -> None:
    said: list[str] = []

    def heard(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    hostile.on("dialog", heard)
    hostile.on("console", lambda message: said.append(message.text))
    hostile.goto("/page/model/m", wait_until="networkidle")
    expect(hostile.get_by_role("heading", level=1)).to_contain_text("<script>alert(1)</script>")
    for link in hostile.locator("main a:visible").all()[:6]:
        link.hover()
    assert hostile.locator("main img").count() == 0
    assert hostile.evaluate("document.documentElement.scrollWidth <= innerWidth")
    hostile.set_viewport_size({"width": 390, "height": 844})
    assert hostile.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(hostile) == []
    assert said == []


def test_the_drawing_is_not_needed(open_context: Callable[..., BrowserContext]) -> None:
    """Whoever is drawn is in the lists too."""
    page = open_context(java_script_enabled=False).new_page()
    page.goto("/page/lab/deepseek")
    drawn = {link.get_attribute("href") for link in page.locator(".neighbourhood a").all()}
    listed = {link.get_attribute("href") for link in page.locator(".told .facts a, .told .lines a").all()}
    assert len(drawn) > 3
    assert drawn <= listed
