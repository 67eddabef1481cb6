from __future__ import annotations

import pytest
from test_inspector import FEDERATED, FUZZED, NO_IRIS

from sinograph.engine.errors import QueryRefusedError, QueryTooComplexError, ServiceRefusedError
from sinograph.engine.federation import Federation
from sinograph.engine.federation.blocks import federated

LISTED = "http://x"
PREFIXES = {"ex": "https://example.org/", "far": "http://x"}

FOUND = {
    "plain": ("SELECT * { SERVICE <http://x> { ?s ?p ?o } }", "{ ?s ?p ?o }"),
    "mixed case": ("SELECT * { sErViCe <http://x> {} }", "{}"),
    "silent": ("SELECT * { SERVICE Silent <http://x> {} }", "{}"),
    "no blanks": ("SELECT*{SERVICE<http://x>{?s ?p ?o}}", "{?s ?p ?o}"),
    "comments between": ("SELECT * { SERVICE#{\n<http://x>#}\n{ ?s ?p ?o } }", "{ ?s ?p ?o }"),
    "declared prefix": ("PREFIX a: <http:> SELECT * { SERVICE a://x {} }", None),
    "prefix": ("PREFIX a: <http://x> SELECT * { SERVICE a: {} }", "{}"),
    "prefix of the server": ("SELECT * { SERVICE far: {} }", "{}"),
    "prefix declared anew": ("PREFIX far: <http://y> SELECT * { SERVICE far: {} }", None),
    "prefix declared twice": ("PREFIX a: <http://x> PREFIX a: <http://y> SELECT * { SERVICE a: {} }", None),
    "base": ("BASE <http://y> SELECT * { SERVICE <//x> {} }", "{}"),
    "brackets in strings": (
        "SELECT * { SERVICE <http://x> { ?s ?p '}', '''}'}''', \"{\" } }",
        "{ ?s ?p '}', '''}'}''', \"{\" }",
    ),
    "nested": (
        "SELECT * { SERVICE <http://x> { { ?s ?p [ ex:q ( 1 ) ] } FILTER(?s IN (1, 2)) } }",
        "{ { ?s ?p [ ex:q ( 1 ) ] } FILTER(?s IN (1, 2)) }",
    ),
    "comparison": (
        "SELECT * { SERVICE <http://x> { ?s ?p ?o FILTER(?o<1) FILTER(?o>0) } }",
        "{ ?s ?p ?o FILTER(?o<1) FILTER(?o>0) }",
    ),
    "escaped endpoint": ("SELECT * { SERVICE <http://\\u0078> {} }", None),
    "escaped name": ("PREFIX a: <http:> SELECT * { SERVICE a:\\/\\/x {} }", None),
    "other IRI": ("SELECT * { SERVICE <http://x/> {} }", None),
    "upper case": ("SELECT * { SERVICE <HTTP://X> {} }", None),
    "variable": ("SELECT * { VALUES ?x { <http://x> } SERVICE ?x {} }", None),
    "glued to SILENT": ("SELECT * { SERVICESILENT <http://x> {} }", None),
    "no group": ("SELECT * { SERVICE <http://x> }", None),
    "not closed": ("SELECT * { SERVICE <http://x> { ?s ?p ?o ", None),
    "closed by another": ("SELECT * { SERVICE <http://x> { ( } }", None),
    "outside": ("SELECT * {} SERVICE <http://x> {}", None),
    "behind a sub-SELECT": ("SELECT * { { SELECT * {} SERVICE <http://x> {} } }", None),
    "in an expression": ("SELECT (SERVICE <http://x> {} AS ?x) {}", None),
}
"""A query, and the group of its one block, or None where it has none."""


@pytest.mark.parametrize("name", FOUND)
def test_finds_the_block_that_is_beyond_doubt(name: str) -> None:
    text, group = FOUND[name]
    found = federated(text, {LISTED}, PREFIXES)
    assert [text[block.group : block.end] for block in found.blocks] == ([group] if group else [])
    if not found.blocks:
        with pytest.raises(ServiceRefusedError, match="asks only those on its list"):
            Federation([LISTED], PREFIXES, 1).kind(text)


@pytest.mark.parametrize("text", FEDERATED.values(), ids=FEDERATED.keys())
def test_no_spelling_asks_a_server_that_is_not_listed(text: str) -> None:
    with pytest.raises(ServiceRefusedError, match="asks only those on its list"):
        Federation(["http://127.0.0.1:1/"], {}, 1).kind(text)


@pytest.mark.parametrize("text", NO_IRIS.values(), ids=NO_IRIS.keys())
def test_what_can_be_read_in_two_ways_is_refused_with_a_list_too(text: str) -> None:
    with pytest.raises(QueryRefusedError):
        Federation(["http://127.0.0.1:1/"], {}, 1).kind(text)


@pytest.mark.parametrize("line", FUZZED.read_text(encoding="utf-8").splitlines())
def test_what_a_fuzzer_found_is_refused_with_a_list_too(line: str) -> None:
    with pytest.raises(QueryRefusedError):
        Federation(["g", "http://x", "http://y/"], {}, 1).kind(line.replace("\\n", "\n"))


def test_a_listed_endpoint_does_not_cover_another_one_in_the_same_query() -> None:
    text = "SELECT * {\n SERVICE <http://x> {}\n SERVICE <http://y> {} SERVICE <http://x> {} }"
    with pytest.raises(ServiceRefusedError) as caught:
        Federation([LISTED], {}, 1).kind(text)
    assert (caught.value.endpoint, caught.value.where) == ("<http://y>", "line 3, column 2")


def test_bounds_the_blocks() -> None:
    block = "SERVICE <http://x> {}\n"
    assert Federation([LISTED], {}, 1).kind(f"SELECT * {{ {block * 5} }}") == "rows"
    with pytest.raises(QueryTooComplexError) as caught:
        Federation([LISTED], {}, 1).kind(f"SELECT * {{ {block * 6} }}")
    assert (caught.value.limit, caught.value.value, caught.value.most) == ("SERVICE blocks", 6, 5)
    assert caught.value.where == "line 6, column 1"


def test_a_block_asks_no_third_server() -> None:
    text = "SELECT * { SERVICE <http://x> {\n SERVICE SILENT <http://x> {} } }"
    with pytest.raises(QueryRefusedError, match="third") as caught:
        Federation([LISTED], {}, 1).kind(text)
    assert caught.value.where == "line 2, column 2"


@pytest.mark.parametrize("around", ["SELECT * {{ {} }}", "SELECT * {{ SERVICE <http://x> {{\n{} }} }}"])
def test_bounds_what_is_asked_here_and_there(around: str) -> None:
    nested = "{" * 101 + "}" * 101
    with pytest.raises(QueryTooComplexError) as caught:
        Federation([LISTED], {}, 1).kind(around.format(nested) + "#service")
    assert caught.value.limit == "nested brackets"
    assert str(caught.value).startswith("line 2" if "\n" in around else "line 1")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <http://x> { ?s ?p ?o } }", "graph"),
        ("# service\nASK { ?service ?p 'SERVICE <http://y> {}' }", "rows"),
        ("service", None),
    ],
)
def test_tells_what_is_answered(text: str, kind: str | None) -> None:
    if kind is None:
        with pytest.raises(ServiceRefusedError):
            Federation([LISTED], {}, 1).kind(text)
    else:
        assert Federation([LISTED], {}, 1).kind(text) == kind


def test_a_block_is_sent_with_the_declarations_that_it_needs() -> None:
    text = "# mine\nBASE <http://b/>\nprefix a: <a#> # c\nSELECT * { ex:s ?p ?o SERVICE <http://x> { ex:t a:p <o> } }"
    found = federated(text, {LISTED}, PREFIXES)
    assert found.query(found.blocks[0], PREFIXES, "http://here/", 5).split("\n") == [
        "PREFIX ex: <https://example.org/>",
        "BASE <http://b/>",
        "PREFIX a: <a#>",
        "SELECT * WHERE { ex:t a:p <o> } LIMIT 5",
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("SELECT * { SERVICE <http://x> { <s> ?p ?o } }", ["BASE <http://here/>"]),
        ("PREFIX a: <b> SELECT * { SERVICE <http://x> { a:s ?p ?o } }", ["BASE <http://here/>", "PREFIX a: <b>"]),
        ("SELECT * { SERVICE <http://x> { <http://y/s> ?p ?o } }", []),
    ],
    ids=["relative", "relative prefix", "absolute"],
)
def test_relative_iris_mean_there_what_they_mean_here(text: str, lines: list[str]) -> None:
    found = federated(text, {LISTED}, PREFIXES)
    assert found.query(found.blocks[0], PREFIXES, "http://here/", 5).split("\n")[:-1] == lines
