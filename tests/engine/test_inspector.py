from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinograph.engine.errors import QueryRefusedError, QueryTooLongError, UpdateRefusedError
from sinograph.engine.inspector import MOST_BYTES, MOST_NESTING, inspect


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * { ?s ?p ?o }", "rows"),
        ("ask {}", "rows"),
        ("PREFIX ask: <http://x/>\nBASE <http://select/>\n# DESCRIBE\nCONSTRUCT WHERE { ?s ?p ?o }", "graph"),
        ("PREFIX insert: <http://x/> DESCRIBE insert:x", "graph"),
        ("", None),
        ("SELEKT * {}", None),
    ],
)
def test_tells_what_a_query_is_answered_with(text: str, kind: str | None) -> None:
    assert inspect(text) == kind


FEDERATED = {
    "plain": "SELECT * { SERVICE <http://x> { ?s ?p ?o } }",
    "mixed case": "SELECT * { sErViCe <http://x> {} }",
    "silent": "SELECT * { SERVICE SILENT <http://x> {} }",
    "no space": "SELECT * { SERVICESILENT<http://x>{} }",
    "comment between": "SELECT * { SERVICE#c\n<http://x> {} }",
    "after a comment with a quotation mark": "SELECT * { # it's\n SERVICE <http://x> {} # it's\n}",
    "glued to a keyword": "SELECT * { ?s ?p trueSERVICE<http://x>{} }",
    "empty prefix": "PREFIX : <http://x/> SELECT * { SERVICE:x {} }",
    "variable": "SELECT * { SERVICE ?where {} }",
    "after an escaped hash": "PREFIX e: <http://e/> SELECT * { ?s ?p e:a\\# SERVICE <http://x> {}\n }",
    "after an escaped quotation mark": "PREFIX e: <http://e/> SELECT * { ?s ?p e:a\\' SERVICE <http://x> {} #'\n}",
    "after a string with an escaped end": r'SELECT * { ?s ?p "a\"" SERVICE <http://x> {} #"' + "\n}",
    "after a long string": "SELECT * { ?s ?p '''a''b''' SERVICE <http://x> {} #'''\n}",
    "between comparisons": "SELECT * { FILTER(1<2)SERVICE<http://x>{}FILTER(3>2) }",
    "after a local name with a dot": "PREFIX e: <http://e/> SELECT * { ?s ?p e:a.SERVICE <http://x> {} }",
    "after a language and its direction": "SELECT * { ?s ?p 'a'@en--ltrSERVICE <http://x> {} }",
    "after a string that is not closed": "SELECT * { ?s ?p 'a\nSERVICE <http://x> {} }",
}


@pytest.mark.parametrize("text", FEDERATED.values(), ids=FEDERATED.keys())
def test_refuses_federation(text: str) -> None:
    with pytest.raises(QueryRefusedError, match="SERVICE asks another server"):
        inspect(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service ?p ?o }",
        "SELECT * { ?s <http://x/SERVICE> ?o }",
        "SELECT * { ?s ?p 'SERVICE <http://x> {}' }",
        'SELECT * { ?s ?p """a " SERVICE <http://x> {} """ }',
        "PREFIX sd: <http://x/> SELECT * { ?s a sd:Service }",
        "SELECT * { ?s ?p ?o } # SERVICE",
    ],
)
def test_lets_the_word_stand_where_it_asks_nobody(text: str) -> None:
    assert inspect(text) == "rows"


@pytest.mark.parametrize(
    "text", ["INSERT DATA {}", "load <http://x>", "PREFIX x: <http://x/> DELETE WHERE { ?s ?p ?o }"]
)
def test_refuses_updates(text: str) -> None:
    with pytest.raises(UpdateRefusedError, match="only queries are answered here"):
        inspect(text)


@pytest.mark.parametrize("brackets", ["()", "{}", "[]"])
def test_bounds_nesting(brackets: str) -> None:
    opened, closed = brackets[0], brackets[1]
    assert inspect("SELECT " + opened * MOST_NESTING + closed * MOST_NESTING) == "rows"
    with pytest.raises(QueryRefusedError, match="nested more than 100 deep") as caught:
        inspect("SELECT\n" + opened * (MOST_NESTING + 1))
    assert caught.value.where == "line 2, column 101"


def test_bounds_length_in_bytes() -> None:
    text = "ASK {} #"
    assert inspect(text + "x" * (MOST_BYTES - len(text))) == "rows"
    with pytest.raises(QueryTooLongError):
        inspect(text + "茶" * (MOST_BYTES // 3))


@given(st.text(alphabet=st.sampled_from("\\'\"<>#?$:@{}()[] \nSERVICEx0.-\u8336")))
def test_reads_any_text_without_another_error(text: str) -> None:
    with suppress(QueryRefusedError):
        assert inspect(text) in {"rows", "graph", None}


@pytest.mark.parametrize("unit", ["'", '"', "'''", "\\", "<", "a:", "?", "'\\", '"""a'])
def test_reads_a_text_of_one_repeated_token(unit: str) -> None:
    assert inspect(unit * (MOST_BYTES // len(unit))) is None
