"""The SPARQL editor: completions of ours, answers in several views, and what is wrong at its line."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from browser.conftest import violations

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from browser.conftest import Watch

HOSTILE: Final = (
    '<img src=x onerror="document.title=1"><script>document.title=2</script>\u202etfel\u202c' + "long" * 2500
)
COUNTS: Final = "SELECT ?class (COUNT(?x) AS ?n) { ?x a ?class } GROUP BY ?class ORDER BY DESC(?n) LIMIT 5"


def write(page: Page, query: str) -> None:
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(query)


def ask(page: Page, query: str) -> None:
    write(page, query)
    page.get_by_role("button", name="Ask", exact=True).click()


def answer_of(page: Page, query: str) -> None:
    page.goto(f"/sparql?format=html&query={quote(query, safe='')}", wait_until="networkidle")


def test_an_example_fills_the_editor_and_is_answered(page: Page) -> None:
    page.goto("/sparql")
    expect(page.locator(".CodeMirror")).to_be_visible()
    page.get_by_role("link", name="Which models does the document say were trained without NVIDIA?").click()
    expect(page.locator("#answer tbody")).to_contain_text("zero NVIDIA dependency")
    expect(page.locator(".CodeMirror")).to_contain_text("SELECT")


def test_an_answer_has_an_address_that_can_be_passed_on(page: Page, plain: Page) -> None:
    page.goto("/sparql")
    ask(page, "SELECT (40 + 2 AS ?answer) {}")
    expect(page.locator("#answer td")).to_have_text("42")
    plain.goto(page.url)
    expect(plain.locator("#answer td")).to_have_text("42")
    expect(plain.locator("textarea")).to_have_value("SELECT (40 + 2 AS ?answer) {}")


def test_works_as_a_plain_form(plain: Page) -> None:
    plain.goto("/sparql")
    plain.get_by_label("Query").fill("ASK { model:glm-5 a sino:Model }")
    plain.get_by_role("button", name="Ask").click()
    expect(plain.locator(".truth")).to_have_text("yes")


@pytest.mark.parametrize(
    ("typed", "offered", "label"),
    [
        ("SELECT * { ?x sino:develop", "sino:developedBy", "开发者"),
        ("SELECT * { ?x a sino:Techni", "sino:Technique", "technique"),
        ("SELECT * { ?x sko", "skos:", ""),
        ("SELECT * { ?x 芯片", "sino:Chip", "chip"),
    ],
    ids=["property", "class", "prefix", "by its Chinese name"],
)
def test_completes_with_the_terms_of_the_data(page: Page, typed: str, offered: str, label: str) -> None:
    page.goto("/sparql")
    write(page, typed[:-1])
    page.keyboard.type(typed[-1])
    hint = page.locator(".CodeMirror-hint").filter(has_text=offered).first
    expect(hint).to_be_visible()
    expect(hint).to_contain_text(label)


def test_a_completion_is_written(page: Page) -> None:
    page.goto("/sparql")
    write(page, "SELECT * { ?x sino:developedB")
    page.keyboard.type("y")
    expect(page.locator(".CodeMirror-hint").first).to_contain_text("sino:developedBy")
    page.keyboard.press("Enter")
    expect(page.locator(".CodeMirror-code")).to_have_text("1SELECT * { ?x sino:developedBy")


def test_what_is_wrong_is_shown_at_its_line(page: Page, watch: Watch) -> None:
    watch.expected = ("400",)
    page.goto("/sparql")
    ask(page, "SELECT ?x\nWHERE {\n  ?x nope:thing ?y\n}")
    fault = page.get_by_role("alert")
    expect(fault).to_contain_text("Line 3, column 6")
    expect(fault).to_contain_text("nope:")
    expect(page.locator(".faulty")).to_have_count(1)
    fault.get_by_role("button").click()
    page.keyboard.type("!")
    expect(page.locator(".CodeMirror-line").nth(2)).to_have_text("  ?x !nope:thing ?y")
    expect(page.locator(".faulty")).to_have_count(0)
    expect(fault).to_be_hidden()


def test_numbers_are_drawn_as_a_chart(page: Page) -> None:
    answer_of(page, COUNTS)
    page.get_by_role("button", name="Chart").click()
    expect(page.locator(".picture canvas").first).to_be_visible()
    expect(page.locator("#answer table")).to_be_hidden()
    assert violations(page) == []
    page.get_by_role("button", name="Table").click()
    expect(page.locator("#answer table")).to_be_visible()


def test_without_numbers_a_chart_says_why_not(page: Page) -> None:
    answer_of(page, "SELECT ?lab { ?lab a sino:Lab }")
    page.get_by_role("button", name="Chart").click()
    expect(page.locator(".picture")).to_contain_text("needs a column of numbers")


def test_a_graph_is_drawn(page: Page) -> None:
    answer_of(page, "CONSTRUCT { ?m sino:uses ?t } WHERE { ?m sino:uses ?t }")
    page.get_by_role("button", name="Graph").click()
    expect(page.locator(".picture canvas").first).to_be_visible()
    expect(page.locator(".picture")).to_have_attribute("aria-label", re.compile(r"\d+ things and \d+ links"))
    assert violations(page) == []


def test_answers_are_downloaded(page: Page, tmp_path: Path) -> None:
    answer_of(page, COUNTS)
    for name in ("csv", "json"):
        with page.expect_download() as download:
            page.locator(".download").get_by_role("link", name=name, exact=True).click()
        download.value.save_as(tmp_path / name)
    assert len(list(csv.reader((tmp_path / "csv").read_text(encoding="utf-8").splitlines()))) == 6
    assert len(json.loads((tmp_path / "json").read_text(encoding="utf-8"))["results"]["bindings"]) == 5


def test_the_keyboard_gets_in_and_out(page: Page) -> None:
    page.goto("/sparql")
    expect(page.locator(".CodeMirror")).to_be_visible()
    page.get_by_text("Query", exact=True).click()
    expect(page.locator(".CodeMirror-focused")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".CodeMirror-focused")).to_have_count(0)
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".CodeMirror-focused")).to_be_visible()
    write(page, "SELECT (6 * 7 AS ?n) {}")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer td")).to_have_text("42")


def test_hostile_text_stays_text(page: Page) -> None:
    page.goto("/sparql")
    title = page.title()
    ask(page, f"SELECT ({json.dumps(HOSTILE)} AS ?label) (1 AS ?n) {{}}")
    expect(page.locator("#answer td").first).to_contain_text("<img src=x")
    page.get_by_role("button", name="Chart").click()
    expect(page.locator(".picture canvas").first).to_be_visible()
    assert page.title() == title
    assert page.locator("#answer img, #answer script").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
