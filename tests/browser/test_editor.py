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


def test_an_example_is_answered_below_its_title(page: Page) -> None:
    page.goto("/sparql")
    expect(page.locator(".CodeMirror")).to_be_visible()
    page.get_by_role("link", name="Which models does the document say were trained without NVIDIA?").click()
    expect(page.locator("#answer tbody")).to_contain_text("zero NVIDIA dependency")
    expect(page).to_have_url(re.compile("/questions/trained-without-nvidia$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Which models does the document say were trained without NVIDIA?"
    )
    expect(page.locator(".CodeMirror")).to_contain_text("SELECT")
    ask(page, "SELECT (6 * 7 AS ?n) {}")
    expect(page.locator("#answer td").first).to_have_text("42")
    expect(page.get_by_role("heading", level=1)).to_have_text("Answer")


def test_on_a_phone_the_query_comes_behind_its_answer(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/sparql")
    ask(page, "SELECT (6 * 7 AS ?n) {}")
    expect(page.locator("#answer td")).to_have_text("42")
    tops = page.evaluate("['answer', 'query'].map((id) => document.getElementById(id).getBoundingClientRect().top)")
    assert tops == sorted(tops)


def test_the_first_query_is_no_error(page: Page) -> None:
    page.goto("/sparql", wait_until="networkidle")
    expect(page.locator(".CodeMirror-line").first).to_be_visible()
    expect(page.locator(".parseErrorIcon, .cm-error, .unknown-term")).to_have_count(0)


def test_terms_that_the_data_do_not_have_are_marked(page: Page) -> None:
    page.goto("/sparql")
    write(page, "SELECT * { ?x sino:usess ?y ; sino:totalParameters ?z }")
    expect(page.locator(".unknown-terms")).to_have_text("The data have no sino:usess; did you mean sino:uses?")
    expect(page.locator(".unknown-term")).to_have_text("sino:usess")
    assert violations(page) == []
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#answer .hints")).to_contain_text("sino:usess: did you mean sino:uses?")
    write(page, "SELECT * { ?x sino:uses ?y }")
    expect(page.locator(".unknown-terms")).to_be_hidden()


def test_a_format_without_room_for_footnotes_is_had_without_them(page: Page) -> None:
    page.goto("/sparql")
    write(page, "SELECT (6 * 7 AS ?n) {}")
    page.get_by_label("as", exact=True).select_option("xml")
    with page.expect_request(lambda request: "format=xml" in request.url) as sent:
        page.get_by_role("button", name="Ask", exact=True).click()
    assert "evidence" not in sent.value.url


def test_a_cell_and_the_link_are_copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer_of(page, "SELECT ?size ?lab { model:glm-5 sino:totalParameters ?size ; sino:developedBy ?lab }")
    page.locator("#answer td").first.hover()
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "744000000000"
    page.locator("#answer td a").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copied")).to_be_focused()
    assert page.evaluate("navigator.clipboard.readText()") == "lab:zhipu-ai"
    page.get_by_role("button", name="Copy the link").click()
    assert "/sparql?query=SELECT" in page.evaluate("navigator.clipboard.readText()")


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
    expect(plain.locator(".truth")).to_contain_text("yes")


@pytest.mark.parametrize(
    ("typed", "offered", "label"),
    [
        ("SELECT * { ?x sino:develop", "sino:developedBy", "开发者"),
        ("SELECT * { ?x a sino:Techni", "sino:Technique", "technique"),
        ("SELECT * { ?x sko", "skos:", ""),
        ("SELECT * { ?x 芯片", "sino:Chip", "chip"),
        ("SELECT * { ?x sino:developedBy zhipu", "lab:zhipu-ai", "Zhipu AI"),
        ("SELECT * { ?x sino:developedBy 深度求索", "lab:deepseek", "深度求索"),
        (
            "SELECT * { ?x sino:developedB",
            "sino:developedBy",
            "Relates a model, family, product or framework to the organization that developed it.",
        ),
        ("PREFIX sko", "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>", ""),
    ],
    ids=[
        "property",
        "class",
        "prefix",
        "by its Chinese name",
        "thing",
        "thing by its Chinese name",
        "with what it means",
        "declaration",
    ],
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


def test_prefixes_that_are_known_are_no_errors(page: Page) -> None:
    page.goto("/sparql")
    write(page, "SELECT * { ?x a sino:Model }")
    expect(page.locator(".CodeMirror .cm-variable-3, .CodeMirror .cm-string-2").first).to_be_visible()
    expect(page.locator(".parseErrorIcon, .cm-error")).to_have_count(0)
    write(page, "SELECT * { ?x a nope:Model }")
    expect(page.locator(".parseErrorIcon")).to_have_count(1)


def test_a_query_that_runs_is_stopped(page: Page, watch: Watch) -> None:
    watch.expected = ("ERR_", "Failed to load")
    page.goto("/sparql")
    page.get_by_label("with footnotes").uncheck()
    ask(page, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    expect(page.locator("#answer")).to_have_attribute("aria-busy", "true")
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    expect(page.locator("#answer")).not_to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("alert")).to_be_hidden()
    ask(page, "SELECT (6 * 7 AS ?n) {}")
    expect(page.locator("#answer td")).to_have_text("42")
    expect(page.locator("#answer h2")).to_contain_text(re.compile(r"1 row in \d+\.\d+ s"))


def test_recent_queries_outlast_a_reload(page: Page) -> None:
    page.goto("/sparql")
    ask(page, "# the answer\nSELECT (6 * 7 AS ?n) {}")
    expect(page.locator("#answer td")).to_have_text("42")
    page.goto("/sparql")
    page.get_by_text("Recent queries (1)").click()
    page.get_by_role("button", name="the answer").click()
    expect(page.locator(".CodeMirror-code")).to_contain_text("6 * 7")
    page.get_by_text("Recent queries (1)").click()
    page.get_by_role("button", name="Forget them").click()
    expect(page.get_by_text("Recent queries")).to_have_count(0)


def test_what_is_being_written_outlasts_a_reload(page: Page) -> None:
    page.goto("/sparql")
    write(page, "SELECT ?draft {}")
    page.reload()
    expect(page.locator(".CodeMirror-code")).to_contain_text("?draft")


def test_a_query_is_written_out_neatly(page: Page) -> None:
    page.goto("/sparql")
    write(page, "SELECT * { ?x a sino:Model ; sino:uses ?y . ?y a sino:Technique }")
    page.get_by_role("button", name="Format").click()
    expect(page.locator(".CodeMirror-line")).not_to_have_count(1)


@pytest.mark.parametrize("which", ["page", "plain"], ids=["with scripts", "without"])
def test_rows_have_footnotes(request: pytest.FixtureRequest, which: str) -> None:
    page: Page = request.getfixturevalue(which)
    answer_of(page, "SELECT ?size { model:glm-5 sino:totalParameters ?size }")
    expect(page.locator("#answer .note")).to_have_count(0)
    page.get_by_role("link", name="Show what each row rests on").click()
    expect(page.locator("#answer tbody .note").first).to_be_visible()
    expect(page.locator("#answer .footnotes")).to_contain_text("744B parameter MoE model with 40B active parameters")
    expect(page.locator("#answer td").first).to_have_text("744,000,000,000")


def test_footnotes_of_a_new_answer_are_shown_where_one_points(page: Page) -> None:
    page.goto("/sparql")
    ask(page, "SELECT ?size { model:glm-5 sino:totalParameters ?size }")
    page.locator("#answer tbody .note").first.hover()
    expect(page.locator(".footnote")).to_contain_text("744B")


def test_what_follows_leads_to_its_proof(page: Page) -> None:
    page.goto("/sparql")
    ask(page, "SELECT ?technique { lab:zhipu-ai sino:practises ?technique }")
    page.locator("#answer").get_by_role("link", name="inferred: why?").first.click()
    expect(page).to_have_url(re.compile("/explain"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Zhipu AI")


def test_rows_are_sorted_and_narrowed(page: Page) -> None:
    answer_of(page, "SELECT ?model ?size { ?model sino:totalParameters ?size }")
    head = page.locator("#answer th", has_text="size")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    sizes = page.locator("#answer td.number").evaluate_all("(cells) => cells.map((cell) => Number(cell.dataset.sort))")
    assert len(sizes) > 5
    assert sizes == sorted(sizes)
    page.get_by_label("Narrow the rows").fill("kimi")
    expect(page.locator("#answer tbody tr:visible")).to_have_count(2)
    expect(page.locator("#answer [role=status]")).to_have_text(f"2 of {len(sizes)} rows")


def test_a_chart_is_drawn_as_is_wished(page: Page) -> None:
    query = "SELECT ?model ?day ?size { ?model sino:earliest ?day ; sino:totalParameters ?size }"
    answer_of(page, query)
    page.get_by_role("button", name="Chart").click()
    picture = page.locator(".picture")
    expect(picture).to_have_attribute("aria-label", re.compile("size along model, drawn as bars: "))
    for kind, along in (("a line", "day"), ("points", "day")):
        page.get_by_role("combobox", name="drawn as").select_option(label=kind)
        expect(picture).to_have_attribute("aria-label", re.compile(f"size along {along}, drawn as {kind}: "))
    page.get_by_label("logarithmic").check()
    expect(picture.locator("canvas").first).to_be_visible()
    assert violations(page) == []


def test_a_question_is_found(page: Page) -> None:
    page.goto("/sparql")
    page.get_by_label("Find a question").fill("nvidia trained")
    expect(page.locator("a[data-question]:visible")).to_have_count(1)
    expect(page.get_by_text("1 of 63 questions")).to_be_visible()


def test_numbers_are_drawn_as_a_chart(page: Page) -> None:
    answer_of(page, COUNTS)
    page.get_by_role("button", name="Chart").click()
    expect(page.locator(".picture canvas").first).to_be_visible()
    expect(page.locator("#answer table")).to_be_hidden()
    assert violations(page) == []
    page.get_by_role("button", name="Table").click()
    expect(page.locator("#answer table")).to_be_visible()


def test_without_numbers_no_chart_is_offered(page: Page) -> None:
    answer_of(page, "SELECT ?lab { ?lab a sino:Lab }")
    expect(page.get_by_role("button", name="Full screen")).to_be_visible()
    expect(page.get_by_role("button", name="Chart")).to_have_count(0)


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
    ask(page, f"SELECT ({json.dumps(HOSTILE)} AS ?label) (1 AS ?n) {{}}")
    expect(page.locator("#answer td").first).to_contain_text("<img src=x")
    page.get_by_role("button", name="Chart").click()
    expect(page.locator(".picture canvas").first).to_be_visible()
    assert page.title() == "Answer · sinograph"
    assert page.locator("#answer img, #answer script").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
