"""Quotes are proved against the document, or found elsewhere in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import claims, passage
from sinograph.anchors import check_anchors, coverage, nearest, occurrences
from sinograph.contents import Heading
from sinograph.namespaces import expand
from sinograph.sources import Document

TEXT = "Zwölf 实验室 🐉 train models; twelve labs train models."
DOCUMENT = Document(expand("document:d"), "d", "D", "0" * 64, len(TEXT))
COPIES = {DOCUMENT.iri: TEXT}


def problems(quote: str, offsets: str) -> list[tuple[str, str]]:
    file = claims(passage("p", quote, offsets))
    return [(fault.problem, fault.remedy) for fault in check_anchors([file], [DOCUMENT], COPIES)]


@pytest.mark.parametrize(
    ("quote", "offsets"),
    [("实验室 🐉", "6 11"), ("train models", "12 24"), ("train models", "38 50"), ("unplaced", ""), ("hinted", "3")],
)
def test_anchors_that_hold_or_are_not_written(quote: str, offsets: str) -> None:
    assert problems(quote, offsets) == []


@pytest.mark.parametrize(
    ("quote", "offsets", "problem"),
    [
        pytest.param("twelve", "27 33", "'twelve' is at 26-32, not at 27-33", id="off by one"),
        pytest.param("twelve", "26 33", "'twelve' is at 26-32, not at 26-33", id="end off by one"),
        pytest.param("train models", "1 13", "is at 12-24, 38-50, not at 1-13", id="in two places"),
        pytest.param("twelve", "900 906", "is at 26-32, not at 900-906", id="beyond the end"),
    ],
)
def test_quotes_that_stand_elsewhere(quote: str, offsets: str, problem: str) -> None:
    ((told, remedy),) = problems(quote, offsets)
    assert problem in told
    assert remedy == "run `sinograph anchor`"


def test_a_quote_that_is_not_in_the_document() -> None:
    ((told, remedy),) = problems("twelve laps", "26 37")
    assert told == "'twelve laps' is not in the document"
    assert "'twelve labs' at 26-37" in remedy


def test_a_fragment_is_named() -> None:
    body = """passage:p a sino:Passage ; prov:wasQuotedFrom document:d ; sino:hasFragment fragment:p-1 .
    fragment:p-1 a sino:Fragment ; oa:exact "twelve" ; oa:start 1 ; oa:end 7 ."""
    (fault,) = check_anchors([claims(body)], [DOCUMENT], COPIES)
    assert (fault.where, fault.problem[:13]) == ("claims.trig: passage:p", "fragment:p-1:")


@pytest.mark.parametrize(("required", "severity"), [(False, "warning"), (True, "error")])
def test_a_copy_that_is_not_at_hand(required: bool, severity: str) -> None:
    (fault,) = check_anchors([claims(passage("p", "x", "0 1"))], [DOCUMENT], {}, required=required)
    assert (fault.severity, fault.where) == (severity, "document:d")
    assert "the anchors of 1 passages are not proved" in fault.problem
    assert DOCUMENT.sha256 in fault.remedy


def test_a_wrong_length() -> None:
    (fault,) = check_anchors([], [DOCUMENT], {DOCUMENT.iri: TEXT + "!"})
    assert "has 52 characters, but its sino:length is 51" in fault.problem


@pytest.mark.parametrize(
    ("heading", "holds"),
    [
        (Heading(6, "实验室"), True),
        (Heading(26, "Part One: twelve labs"), True),
        (Heading(6, "twelve labs"), False),
        (Heading(900, "Zwölf"), False),
    ],
    ids=["whole", "within another section", "elsewhere", "beyond the end"],
)
def test_headings_stand_where_the_contents_say(heading: Heading, holds: bool) -> None:
    faults = check_anchors([], [replace(DOCUMENT, contents=(heading,))], COPIES)
    assert [heading.title in fault.problem for fault in faults] == ([] if holds else [True])


def test_coverage_counts_each_character_once() -> None:
    text = "┌──┐ abcd efgh"
    file = claims(passage("p", "abcd", "5 9") + passage("q", "cd ef", "7 12") + passage("r", "gh", "0 2"))
    share = coverage([file], DOCUMENT, text)
    assert share.characters == 7 / 14
    assert share.words == 6 / 8
    assert coverage([file], DOCUMENT, "").words == 0


@given(st.text("ab ", max_size=30), st.text("ab ", min_size=1, max_size=3))
def test_every_occurrence_is_found(text: str, quote: str) -> None:
    assert occurrences(quote, text) == [start for start in range(len(text)) if text[start:].startswith(quote)]


@given(st.text(min_size=1, max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_a_quote_in_the_text_is_its_own_nearest(quote: str, before: str, after: str) -> None:
    assert nearest(quote, before + quote + after).similarity == 100


def test_the_nearest_of_nothing() -> None:
    assert nearest("quote", "").text == ""
