from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, Store

from sinograph.engine.federation.blocks import federated
from sinograph.engine.federation.settled import Settled
from sinograph.engine.federation.tables import CELLS, MalformedAnswerError, TooManyCellsError, table
from sinograph.engine.inspector import inspect

FAR = "http://far.example/sparql"


def answer(columns: Any, *rows: Any) -> bytes:
    return json.dumps({"head": {"vars": columns}, "results": {"bindings": list(rows)}}).encode()


def uri(value: str) -> dict[str, str]:
    return {"type": "uri", "value": value}


WRITTEN = {
    "nothing": (answer(["x"]), "VALUES (?x) {  }"),
    "no variables": (answer([], {}), "VALUES () { () }"),
    "IRI": (answer(["x"], {"x": uri("http://a/")}), "VALUES (?x) { (<http://a/>) }"),
    "unbound": (answer(["x", "y"], {"y": uri("http://a/")}), "VALUES (?x ?y) { (UNDEF <http://a/>) }"),
    "text": (answer(["x"], {"x": {"type": "literal", "value": 'a"\n\\u0041'}}), 'VALUES (?x) { ("a\\"\\n\\\\u0041") }'),
    "language": (
        answer(["x"], {"x": {"type": "literal", "value": "茶", "xml:lang": "zh-Hant"}}),
        'VALUES (?x) { ("茶"@zh-hant) }',
    ),
    "datatype": (
        answer(["x"], {"x": {"type": "typed-literal", "value": "1", "datatype": "http://d/"}}),
        'VALUES (?x) { ("1"^^<http://d/>) }',
    ),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_writes_rows_as_values(name: str) -> None:
    content, values = WRITTEN[name]
    assert table(content, {"x", "y"}) == values


MALFORMED: dict[str, bytes] = {
    "nothing": b"",
    "HTML": b"<html>",
    "not UTF-8": b'{"head": "\xff"}',
    "cut": answer(["x"], {"x": uri("http://a/")})[:-3],
    "deep": b"[" * 100_000,
    "a number of many digits": b"9" * 10_000,
    "a list": b"[]",
    "a truth value": b'{"head": {}, "boolean": true}',
    "no bindings": b'{"head": {"vars": []}, "results": {}}',
    "rows that are none": answer(["x"], 1),
    "variables that are none": answer([1]),
    "one variable twice": answer(["x", "x"]),
    "another variable": answer(["z"], {"z": uri("http://a/")}),
    "a variable with more": answer(["x) {} } #"]),
    "a variable not in the head": answer(["x"], {"y": uri("http://a/")}),
    "a term that is none": answer(["x"], {"x": "http://a/"}),
    "null": answer(["x"], {"x": None}),
    "no type": answer(["x"], {"x": {"value": "a"}}),
    "a strange type": answer(["x"], {"x": {"type": ["uri"], "value": "a"}}),
    "a triple": answer(["x"], {"x": {"type": "triple", "value": {}}}),
    "a relative IRI": answer(["x"], {"x": uri("a")}),
    "an IRI with more": answer(["x"], {"x": uri("http://a/> } { ?s ?p ?o")}),
    "an IRI with a line end": answer(["x"], {"x": uri("http://a/\n")}),
    "a number for an IRI": answer(["x"], {"x": {"type": "uri", "value": 1}}),
    "a number for a text": answer(["x"], {"x": {"type": "literal", "value": 1}}),
    "a surrogate": b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"\\ud800"}}]}}',
    "a language with more": answer(["x"], {"x": {"type": "literal", "value": "a", "xml:lang": "en } #"}}),
    "a datatype with more": answer(["x"], {"x": {"type": "literal", "value": "a", "datatype": "http://a/> #"}}),
    "a direction": answer(["x"], {"x": {"type": "literal", "value": "a", "xml:lang": "en", "its:dir": "ltr"}}),
}


def test_there_are_as_many_as_there_were() -> None:
    assert (len(WRITTEN), len(MALFORMED)) == (7, 29)


@pytest.mark.parametrize("content", MALFORMED.values(), ids=MALFORMED.keys())
def test_refuses_what_is_no_table_without_repeating_it(content: bytes) -> None:
    with pytest.raises(MalformedAnswerError, match=r"^it (is|has) |^a row has "):
        table(content, {"x", "y"})


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["head", "vars", "results", "bindings", "type", "value", "x"]), inner)
        ),
    )
)
def test_whatever_comes_is_a_table_or_refused(content: Any) -> None:
    try:
        written = table(json.dumps(content).encode(), {"x"})
    except MalformedAnswerError:
        return
    assert written.startswith("VALUES (")


@pytest.mark.parametrize(("columns", "rows"), [(1, CELLS.most), (4, CELLS.most // 4), (0, CELLS.most)])
def test_bounds_the_terms(columns: int, rows: int) -> None:
    names = [f"v{number}" for number in range(columns)]
    assert table(answer(names, *[{}] * rows), names).count("(") == rows + 1
    with pytest.raises(TooManyCellsError):
        table(answer(names, *[{}] * (rows + 1)), names)


def test_the_variables_of_an_answer_are_not_read_anew_for_each_row() -> None:
    """Both are many here, in no more bytes than are read: one after the other takes a moment, each for each an hour."""
    with pytest.raises(MalformedAnswerError, match="not asked for"):
        table(answer([f"x{number}" for number in range(50_000)], *[{}] * 100_000), {"x"})


def test_a_blank_node_is_one_new_iri_throughout_an_answer() -> None:
    labels = (("a", "b"), ("b", "a"), ("a", "a"))
    rows = [{"x": {"type": "bnode", "value": x}, "y": {"type": "bnode", "value": y}} for x, y in labels]
    written = table(answer(["x", "y"], *rows), {"x", "y"})
    nodes = [part.strip("<>()") for part in written.split() if "urn:uuid:" in part]
    assert nodes == [nodes[0], nodes[1], nodes[1], nodes[0], nodes[0], nodes[0]]
    assert nodes[0] != nodes[1]
    assert nodes[0] not in table(answer(["x", "y"], *rows), {"x", "y"})


@given(st.text(), st.sampled_from([None, "en", "zh-hans"]))
def test_every_text_is_read_as_it_was_written(text: str, language: str | None) -> None:
    literal = Literal(text, language=language)
    term = {"type": "literal", "value": text} | ({"xml:lang": language} if language else {})
    query = f"SELECT * {{ {table(answer(['x'], {'x': term}), {'x'})} }}"
    assert inspect(query) == "rows"
    [[found]] = Store().query(query)  # type: ignore[misc]
    assert found == literal


THINGS = [NamedNode(f"http://things.example/{name}") for name in "abc"]
PROPERTIES = [NamedNode(f"http://p.example/{name}") for name in "pq"]
LITERALS = [Literal(1), Literal(2), Literal("}"), Literal('") #', language="en")]
TRIPLES = st.frozensets(
    st.tuples(st.sampled_from(THINGS), st.sampled_from(PROPERTIES), st.sampled_from([*THINGS, *LITERALS])), max_size=8
)
PROLOGUE = "PREFIX p: <http://p.example/> PREFIX far: <http://far.example/>\n"
HERE = ("?a p:p ?b", "?a ?q ?b", "?b p:q ?a . ?a p:p ?d")
THERE = (
    "{ ?b p:p ?c }",
    "{ ?a ?q ?b }",
    "{ { ?b p:p ?c } UNION { ?c p:q ?b } }",
    "{ ?b p:p ?c OPTIONAL { ?c p:q ?d } }",
    "{ ?b p:p ?c FILTER(?c > 1 || ?a = 1) }",
    "{ SELECT DISTINCT ?b { ?b p:p ?c } }",
    "{ p:none p:p p:none }",
    "{ ?c p:p ?b BIND(STR(?b) AS ?e) }",
    "{ }",
)
FORMS = (
    "SELECT * { @A @B }",
    "SELECT * { @B @A }",
    "SELECT * { @A . OPTIONAL { @B } }",
    "SELECT * { @B OPTIONAL { @A } }",
    "SELECT * { @A . MINUS { @B } }",
    "SELECT * { { @A } UNION { @B } }",
    "SELECT * { @A FILTER EXISTS { @B } }",
    "SELECT * { @A FILTER NOT EXISTS { @B } }",
    "SELECT * { { SELECT ?b { @B } } @A }",
    "SELECT * { @B @B @A }",
    "SELECT ?b (COUNT(*) AS ?n) { @A . @B } GROUP BY ?b",
    "SELECT * { @B } ",
)


def _solutions(store: Store, query: str) -> Counter[Any]:
    results = store.query(PROLOGUE + query)
    assert isinstance(results, QuerySolutions)
    names = [variable.value for variable in results.variables]
    return Counter(frozenset((name, str(row[name])) for name in names if row[name] is not None) for row in results)


@given(TRIPLES, TRIPLES, st.sampled_from(FORMS), st.sampled_from(HERE), st.sampled_from(THERE))
def test_a_table_says_the_same_as_the_data_it_comes_from(
    here: frozenset[Any], there: frozenset[Any], form: str, inner: str, group: str
) -> None:
    """Joining the table is joining what the other server has, as the standard has it: here in a graph of its own."""
    text = PROLOGUE + form.replace("@A", inner).replace("@B", f"SERVICE far:sparql {group}")
    remote, local = Store(), Store()
    remote.extend(Quad(*triple) for triple in there)
    local.extend(Quad(*triple) for triple in here)
    query = federated(text, {FAR}, {})
    assert len(query.blocks) == text.count("SERVICE")
    tables = []
    for block in query.blocks:
        results = remote.query(query.query(block, {}, None, 1000))
        assert isinstance(results, QuerySolutions)
        tables.append((block, table(results.serialize(format=QueryResultsFormat.JSON) or b"", block.variables)))
    settled = Settled(text, tables).text
    assert inspect(settled) == "rows"
    local.add_graph(NamedNode(FAR))
    local.extend(Quad(s, p, o, NamedNode(FAR)) for s, p, o in there)
    joined = form.replace("@A", inner).replace("@B", f"GRAPH far:sparql {group}")
    assert _solutions(local, settled.removeprefix(PROLOGUE)) == _solutions(local, joined)
