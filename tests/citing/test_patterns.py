"""What a query's rows needed, as it is read from the query."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from sinograph.citing import read_asked
from sinograph.citing.path_reader import RDF_TYPE
from sinograph.citing.paths import Choice, Inverse, Link, Repeated, Sequence
from sinograph.citing.patterns import Pattern, Variable

EX = {"ex": "https://example.org/"}
S, G = Variable("s"), Variable("g")
TO = Variable("o")
COLUMNS = ("s", "o")


def ex(name: str) -> NamedNode:
    return NamedNode(f"https://example.org/{name}")


ONE = Literal(1)
X = Literal("x", language="en")
P = Link(ex("p"))
Q = Link(ex("q"))


def patterns(text: str) -> list[Pattern] | None:
    asked = read_asked(text, COLUMNS, EX)
    return None if asked is None else list(asked.patterns)


@pytest.mark.parametrize(
    ("group", "found"),
    [
        ("?s ex:p ?o", [Pattern(S, P, TO)]),
        ("?s ex:p ?o ; ex:q 1, 'x'@en .", [Pattern(S, P, TO), Pattern(S, Q, ONE), Pattern(S, Q, X)]),
        ("?s a <https://example.org/T> ; .", [Pattern(S, Link(RDF_TYPE), ex("T"))]),
        ("?s ex:p/ex:q ?o", [Pattern(S, Sequence((P, Q)), TO)]),
        ("?s ^ex:p|ex:q* ?o", [Pattern(S, Choice((Inverse(P), Repeated(Q, 0, once=False))), TO)]),
        ("?s (ex:p/ex:q)+ ?o", [Pattern(S, Repeated(Sequence((P, Q)), 1, once=False), TO)]),
        ("?s ex:p? ?o", [Pattern(S, Repeated(P, 0, once=True), TO)]),
        ("?s ?p ?o", [Pattern(S, Variable("p"), TO)]),
        ("GRAPH ?g { ?s ex:p ?o } ?o ex:q true", [Pattern(S, P, TO, G, is_named=True), Pattern(TO, Q, Literal(True))]),
        ("OPTIONAL { ?s ex:p ?o } {} UNION { ?o ex:q ?s }", [Pattern(S, P, TO), Pattern(TO, Q, S)]),
        ("?s ex:p ?o MINUS { ?s ex:q ?o } FILTER NOT EXISTS { ?s ex:q 1 }", [Pattern(S, P, TO)]),
        ("?s ex:p ?o FILTER(?o > 1 && REGEX(STR(?s), '}')) BIND(1 AS ?x) VALUES ?s { ex:a }", [Pattern(S, P, TO)]),
        ("?s ex:p ?o FILTER ex:f(?o) FILTER LANG(?o)", [Pattern(S, P, TO)]),
        ("?s ex:p [ ex:q ?o ] . _:b ex:p ?o", [Pattern(S, P, None), Pattern(None, P, TO)]),
        ("?s ex:p ?o SERVICE <https://example.org/> { ?s ex:q ?o }", [Pattern(S, P, TO)]),
        ("?s !(ex:p|^ex:q) ?o . ?s ex:p ?o", [Pattern(S, P, TO)]),
        ("{ SELECT ?s WHERE { ?s ex:p ?o . ?s ex:q 1 } LIMIT 1 }", [Pattern(S, Q, ONE)]),
    ],
)  # fmt: skip
def test_reads_what_rows_needed(group: str, found: list[Pattern]) -> None:
    assert patterns(f"SELECT * WHERE {{ {group} }} ORDER BY ?s LIMIT 3") == found


@pytest.mark.parametrize(
    "text",
    [
        "CONSTRUCT WHERE { ?s ?p ?o }",
        "DESCRIBE <https://example.org/a>",
        "SELECT * FROM <https://example.org/g> { ?s ?p ?o }",
        "BASE <https://example.org/> SELECT * { ?s <p> ?o }",
        "SELECT * { ?s ex:p ?o {| ex:q 1 |} }",
        "SELECT (1 AS ?x) {}",
        "SELECT * { ?s ex:p",
        "SELECT",
        "",
    ],
)
def test_says_where_it_does_not_know(text: str) -> None:
    assert patterns(text) is None


def test_a_querys_own_prefix_wins() -> None:
    found = patterns("PREFIX ex: <https://other.org/> SELECT * { ?s ex:p ?o }")
    assert found == [Pattern(S, Link(NamedNode("https://other.org/p")), TO)]


def test_asks_for_the_values_of_the_rows() -> None:
    asked = read_asked("SELECT DISTINCT ?o (COUNT(?s) AS ?n) { ?s ex:p ?o } GROUP BY ?o LIMIT 1", ("o", "n"), EX)
    assert asked
    assert asked.columns == ("o",)
    assert asked.query([[Literal("a")], [None]]) == (
        'SELECT DISTINCT ?o ?s WHERE { {  ?s ex:p ?o  } VALUES (?o) { ("a")\n(UNDEF) } }'
    )


def test_a_plain_select_within_is_taken_for_its_group() -> None:
    text = "SELECT ?s { { SELECT DISTINCT ?s WHERE { ?s ex:p ?hidden } ORDER BY ?s } }"
    asked = read_asked(text, ("s",), EX)
    assert asked
    assert asked.query([]).startswith("SELECT DISTINCT ?s ?hidden WHERE { {  { { ?s ex:p ?hidden } }  } ")
    seen = read_asked(text.replace("} }", "} ?hidden ex:q ?s }"), ("s",), EX)
    assert seen
    assert [each.path for each in seen.patterns] == [Q]  # the two of that name are not the same
