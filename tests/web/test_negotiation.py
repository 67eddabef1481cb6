from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinograph.engine.formats import formats_of
from sinograph.web.negotiation import choose, parse_accept

ROWS = [form.media_types for form in formats_of("rows")]
GRAPH = [form.media_types for form in formats_of("graph")]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("", 0),
        ("   ", 0),
        ("nonsense", 0),
        ("*/*", 0),
        ("application/*", 0),
        ("text/*", 2),
        ("text/csv", 2),
        ("TEXT/CSV", 2),
        ("text/csv;charset=utf-8", 2),
        ('text/csv;header="a, b;q=0"', 2),
        ("application/json", 0),
        ("application/xml", 1),
        ("application/sparql-results+json;q=0.1, application/sparql-results+xml;q=0.2", 1),
        ("text/csv;q=0.5,*/*;q=0.5", 2),
        ("application/sparql-results+json;q=0, */*", 1),
        ("application/sparql-results+json,*/*;q=0.9", 0),
        ("text/turtle, text/tab-separated-values;q=0.1", 3),
        ("text/csv;q=2, application/xml", 1),
        ("text/*;q=0.3, text/csv;q=0.7, text/csv;header=absent, */*;q=0.5", 2),
        ("text/csv;header=absent;q=0.9, text/csv;q=0.1, application/xml;q=0.5", 1),
        ("text/csv;q=0.4, text/csv;charset=UTF-8;q=0.9, application/xml;q=0.5", 2),
        ("*/*, text/*;q=0.2, application/*;q=0.1", 2),
        ("*/*;q=0.9, application/*;q=0, text/*;q=0.2", 2),
        ("application/sparql-results+json;q=0, application/json", None),
        ("application/json;q=0, */*", 0),
        ("text/csv;q=1;extension=x, */*;q=0.1", 2),
        (", ,text/csv,,", 2),
        ("text/csv;q=0.1234, application/xml;q=0.1", 1),
        ("*/csv, application/xml;q=0.1", 1),
        ("text/csv/x, application/xml;q=0.1", 1),
        ("x/text/csv, text/csv x, application/xml;q=0.1", 1),
        ('text/csv;header="a, application/xml', 0),
        ("image/png", None),
        ("text/csv;q=0", None),
        ("*/*;q=0", None),
    ],
)
def test_chooses_rows(header: str, chosen: int | None) -> None:
    assert choose(header, ROWS) == chosen


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("*/*", 0),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', 3),
        ("text/turtle;q=0, application/*", 1),
        ("application/rdf+xml, text/turtle;q=0.9", 2),
        ("text/csv", None),
    ],
)
def test_chooses_graphs(header: str, chosen: int | None) -> None:
    assert choose(header, GRAPH) == chosen


def test_gives_a_page_to_browsers_alone() -> None:
    offers = [*ROWS, ("text/html", "application/xhtml+xml")]
    assert choose(BROWSER, offers) == len(ROWS)
    assert choose("*/*", offers) == 0


@given(st.text(alphabet=st.sampled_from('text/html*;q=0.1,"\\ ')))
def test_reads_any_header(header: str) -> None:
    assert all(0 <= element.quality <= 1 for element in parse_accept(header))
    choose(header, ROWS)
