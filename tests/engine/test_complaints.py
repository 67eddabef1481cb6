from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from sinograph.engine.complaints import syntax_error

CASES = [
    ("", "the query is empty", 1, 1),
    ("SELEKT * {}", "'SELEKT' begins no query", 1, 1),
    ("SELECT * {\n  ?s ?p\n}", "'}' cannot stand here", 3, 1),
    ("SELECT * {\n ?s foo:a ?p\n}", "the prefix foo: is not declared", 2, 5),
    ("ASK {} ASK {}", "a second query begins here", 1, 8),
    ("ASK { ?s ?p 'a }", "a string is opened and not closed", 1, 13),
    ("SELECT * { { ?s ?p ?o }", "'{' is not closed", 1, 10),
    ("SELECT * { ?s ?p ?o ) }", "')' closes nothing", 1, 21),
    ("SELECT ?a ?a {}", "SELECT names a variable twice", 1, 16),
    ("SELECT (COUNT(*) AS ?n) ?s { ?s ?p ?o }", "SELECT names a variable that is not grouped by", 1, 40),
    ("SELECT * { ?s ?p ?o FILTER ?o > 3 }", "the condition of FILTER is not in brackets", 1, 21),
    ("SELECT COUNT(?x) { ?x ?p ?o }", "COUNT is not in brackets", 1, 8),
    ("SELECT * { ?s ?p ?o ORDER BY ?o }", "ORDER is within a group", 1, 21),
    ("SELECT * { { SELECT ?s { ?s ?p ?o } ORDER BY ?s } ?s }", "'}' cannot stand here", 1, 54),
    ("ASK\0{}", "the control character U+0000 cannot stand in a query", 1, 4),
    ("SELECT * { ?s ?p ?o } LIMIT x", "'x' cannot stand here", 1, 29),
    ("# 茶\nSELECT ?茶 WHERE  ?s", "'?s' cannot stand here", 2, 18),
]


@pytest.mark.parametrize(("text", "problem", "line", "column"), CASES, ids=[case[1] for case in CASES])
def test_says_what_is_wrong_and_where(text: str, problem: str, line: int, column: int) -> None:
    with pytest.raises(SyntaxError) as caught:
        Store().query(text)
    error = syntax_error(str(caught.value), text)
    assert (error.problem, error.line, error.column) == (problem, line, column)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [("SELECT * { { ?s ?p ?o", "close it with }"), ("SELECT * { ?s ?p ?o LIMIT 3", "close it with } before LIMIT")],
)
def test_says_how_a_bracket_is_closed(text: str, remedy: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        Store().query(text)
    assert syntax_error(str(caught.value), text).remedy == remedy


def test_points_at_the_place() -> None:
    error = syntax_error("error at 2:5: expected one of OPTIONAL, WHERE", "SELECT * {\n\t?s ?p\n}")
    assert error.excerpt == " ?s ?p\n    ^"


def test_cuts_a_long_line_around_the_place() -> None:
    text = f"SELECT * {{ {'?s ?p ?o . ' * 300} MINUS }}"
    error = syntax_error(f"error at 1:{len(text) - 1}: expected x", text)
    assert error.excerpt is not None
    shown, caret = error.excerpt.split("\n")
    assert len(shown) <= 100
    assert shown[len(caret) - 1] == "}"


def test_takes_known_prefixes_as_declared() -> None:
    text = "ASK { ex:a ?p ?o ?q }"
    assert syntax_error("error at 1:18: expected x", text, ["ex"]).problem == "'?q' cannot stand here"


def test_passes_on_what_it_does_not_understand() -> None:
    error = syntax_error("something else", "ASK {}")
    assert (error.problem, error.line, error.excerpt) == ("something else", None, None)


@given(st.text(alphabet=st.sampled_from("ASKELCT{}()?x:'\"<>\n\t \\#.;")))
def test_finds_a_place_in_any_malformed_text(text: str) -> None:
    try:
        Store().query(text)
    except SyntaxError as caught:
        error = syntax_error(str(caught), text)
        assert error.line is not None
        assert 1 <= error.line <= text.count("\n") + 1
        assert error.excerpt is not None
