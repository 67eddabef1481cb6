"""That a row is given the passages that assert what it says, all of them, and no others."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple

from sinograph.citing import MOST_PASSAGES, Annotator, Evidence
from sinograph.citing.annotating import GAPS, LOST, NO_PASSAGES, NOT_READ, TOO_MUCH
from sinograph.citing.path_reader import RDF_TYPE
from sinograph.citing.patterns import Gap
from sinograph.dataset import quad_of
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.explaining import Knowledge
from sinograph.explaining.proof import stored_proof
from sinograph.namespaces import PREFIXES
from sinograph.tabulation import form_for_table, tabulate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sinograph.release import Release
    from sinograph.tabulation import Table

Pattern = tuple[object, ...]

NAMES = ("s", "passage", "evidence", "g", "o_1", "VALUES", "注")
"""Variables, some named as what could be ours."""


class Asker:
    """Asks the real graph, and what the answers rest on."""

    def __init__(self, release: Release) -> None:
        self.engine = EmbeddedEngine(release.store_path, prefixes=PREFIXES, limits=Limits.for_one())
        self.knowledge = Knowledge.open(release)
        self.annotator = Annotator(self.engine, lambda: self.knowledge, PREFIXES)

    def ask(self, query: str) -> tuple[Table, Evidence]:
        table = tabulate(self.engine.query(query, form_for_table("rows")))
        return table, self.annotator.evidence(query, "rows", table)

    def slugs(self, query: str) -> list[set[str] | None]:
        """Return the names of the passages of each row."""
        _, evidence = self.ask(query)
        return [{each.iri.value.rpartition("/")[2] for each in row.passages} if row else None for row in evidence.rows]

    def asserts(self, passage: NamedNode, triple: Triple) -> bool:
        return quad_of(triple, passage) in self.knowledge.store

    def holds(self, triple: Triple) -> bool:
        return quad_of(triple, DefaultGraph()) in self.knowledge.store


@pytest.fixture(scope="module")
def asker(real_release: Release) -> Iterator[Asker]:
    asker = Asker(real_release)
    yield asker
    asker.engine.stop()


@cache
def claims(asker: Asker) -> tuple[Triple, ...]:
    """Return what passages assert of things."""
    quads = asker.knowledge.store.quads_for_pattern(None, None, None, None)
    kept = [
        quad.triple
        for quad in quads
        if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value.startswith(PREFIXES["passage"])
    ]
    return tuple(sorted({triple for triple in kept if asker.holds(triple)}, key=str))


@st.composite
def queries(draw: st.DrawFn, known: tuple[Triple, ...]) -> tuple[str, list[Pattern]]:
    """Draw triple patterns that have a solution, some of them optional or one part of a union."""
    first = draw(st.sampled_from(known))
    near = [each for each in known if each.subject in (first.subject, first.object)][:40]
    chosen = [first, *draw(st.lists(st.sampled_from(near), max_size=2))]
    names = iter(draw(st.permutations(NAMES)))
    variables: dict[object, str] = {}
    for triple in chosen:
        for term in (triple.subject, triple.object):
            if term not in variables and len(variables) < 4 and draw(st.booleans()):
                variables[term] = f"?{next(names)}"
    patterns = [tuple(variables.get(term, term) for term in each) for each in chosen]
    wraps = [
        draw(st.sampled_from(("{} .", "OPTIONAL {{ {} }}", "{{ {} }} UNION {{ ?s ?nothing 'nothing' }}")))
        for _ in chosen
    ]
    body = " ".join(wrap.format(" ".join(map(str, pattern))) for wrap, pattern in zip(wraps, patterns, strict=True))
    order = draw(st.sampled_from(("", "ORDER BY ?s", "LIMIT 7", "ORDER BY DESC(?passage) LIMIT 5 OFFSET 1")))
    return f"SELECT {draw(st.sampled_from(('', 'DISTINCT ')))}* WHERE {{ {body} }} {order}", patterns


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_passage_asserts_what_its_row_says(asker: Asker, data: st.DataObject) -> None:
    query, patterns = data.draw(queries(claims(asker)))
    table, evidence = asker.ask(query)
    if evidence.remarks and evidence.remarks[0] in {TOO_MUCH, NO_PASSAGES}:
        return
    assert len(evidence.rows) == min(len(table.rows), 200), evidence.remarks
    for row, told in zip(table.rows, evidence.rows, strict=False):
        assert told is not None
        said = instances(patterns, dict(zip(table.columns, row, strict=True)), asker)
        leaves = {leaf for triple in said for leaf in proved(triple, asker)}
        for passage in told.passages:
            assert any(asker.asserts(passage.iri, triple) for triple in leaves), (query, passage.iri)
        if told.more:
            continue
        cited = {passage.iri for passage in told.passages}
        for triple in said:
            if triple.predicate != RDF_TYPE:
                assert cited >= witnesses(triple, asker), (query, triple)


def instances(patterns: list[Pattern], row: dict[str, object], asker: Asker) -> set[Triple]:
    """Return the statements that patterns become with the values of a row, as far as they hold."""
    found = set()
    for pattern in patterns:
        terms = [row[part[1:]] if isinstance(part, str) else part for part in pattern]
        if None not in terms and isinstance(terms[0], NamedNode):
            triple = Triple(*terms)  # type: ignore[arg-type]
            if asker.holds(triple):
                found.add(triple)
    return found


def witnesses(triple: Triple, asker: Asker) -> set[NamedNode]:
    found = asker.knowledge.witnesses.evidence(triple)
    return {each.passage for each in found if hasattr(each, "passage")}


def proved(triple: Triple, asker: Asker) -> set[Triple]:
    """Return a statement, or what its proof rests on."""
    return {triple} if asker.knowledge.is_leaf(triple) else set(stored_proof(triple, asker.knowledge.derivation).leaves)


GLM = {"players-glm-5-size", "details-glm-5-size"}
KIMI = {"players-moonshot-k2-5-total", "details-kimi-k2-5-size"}
IN_GLM = "GRAPH passage:players-glm-5-size { model:glm-5 sino:totalParameters ?n }"
IN_KIMI = "GRAPH passage:details-kimi-k2-5-size { model:kimi-k2-5 sino:totalParameters ?n }"
SIZES = "VALUES ?m { model:glm-5 model:kimi-k2-5 } ?m sino:totalParameters ?n"


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT ?m { %s }", [GLM, KIMI]),
        ("SELECT ?m { ?m sino:totalParameters ?n } VALUES ?m { model:glm-5 }", [GLM]),
        ("SELECT ?n { ?m sino:totalParameters ?n } VALUES ?m { model:glm-5 }", [GLM]),
        ("SELECT ?n { ?m sino:totalParameters ?n } VALUES (?m ?x) { (model:glm-5 UNDEF) }", [GLM]),
        ("SELECT ?m (COUNT(?n) AS ?c) { %s } GROUP BY ?m", [GLM, KIMI]),
        ("SELECT (COUNT(?n) AS ?c) { %s } GROUP BY ?m", [None, None]),
        ("SELECT (MAX(?n) AS ?c) { %s } GROUP BY ?m", [None, None]),
        ("SELECT (COUNT(?n) AS ?c) { %s FILTER(?m = model:glm-5) } GROUP BY ?m", [GLM]),
        ("SELECT (COUNT(*) AS ?c) { %s }", [GLM | KIMI]),
        ("SELECT ?k (COUNT(*) AS ?c) { %s } GROUP BY (STR(?m) AS ?k)", [GLM, KIMI]),
        ("SELECT (?n / 1000 AS ?t) { %s }", [GLM, KIMI]),
        ("SELECT (STR(?m) AS ?k) (STRLEN(?k) AS ?l) { %s }", [GLM, KIMI]),
        ("SELECT ?k { { SELECT (STR(?m) AS ?k) { %s } } }", [GLM, KIMI]),
        ("SELECT ?m { { SELECT ?m { %s } VALUES ?m { model:glm-5 } } }", []),
        ("SELECT ?m { %s FILTER(?m = model:glm-5) # done }\n}", [GLM]),
        ("SELECT $m { %s MINUS { ?m sino:totalParameters 1040000000000 } }", [GLM]),
        ("SELECT ?m { VALUES ?m { model:glm-5 } FILTER EXISTS { ?m sino:totalParameters 744000000000 } }", [GLM]),
        ("SELECT ?m { %s FILTER(?m = model:glm-5) OPTIONAL { ?m sino:score ?s } }", [GLM]),
        (f"SELECT ?n {{ {{ {IN_GLM} }} UNION {{ {IN_KIMI} }} }}", [{"players-glm-5-size"}, {"details-kimi-k2-5-size"}]),
        (f"SELECT ?n {{ {{ {IN_GLM} }} UNION {{ GRAPH ?g {{ ?n sino:nothing 1 }} }} }}", [{"players-glm-5-size"}]),
        ("SELECT ?m { ?m (sino:totalParameters|sino:nothing) ?n FILTER(?m = model:glm-5) }", [GLM]),
        ("SELECT ?m { 744000000000 ^sino:totalParameters ?m }", [GLM]),
    ],
)  # fmt: skip
def test_rows_are_told_apart(asker: Asker, query: str, rows: list[set[str] | None]) -> None:
    found = asker.slugs(query.replace("%s", SIZES))
    assert sorted(map(str, map(sorted_or_none, found))) == sorted(map(str, map(sorted_or_none, rows)))


def sorted_or_none(names: set[str] | None) -> list[str] | None:
    return None if names is None else sorted(names)


@pytest.mark.parametrize(
    ("query", "remark"),
    [
        ("SELECT ?m (RAND() AS ?r) { ?m sino:totalParameters ?n }", NOT_READ),
        ("SELECT (COUNT(*) AS ?c) { ?m sino:totalParameters ?n } GROUP BY STRLEN(STR(?m))", NOT_READ),
        ("SELECT (COUNT(?n) AS ?c) { %s } GROUP BY ?m", LOST),
        ("SELECT ?m { ?m sino:hasPrice [ sino:currency ?c ] }", GAPS[Gap.NAMELESS]),
        ("SELECT ?m { ?m sino:totalParameters ?n ; !sino:uses ?x } LIMIT 2", GAPS[Gap.NEGATED]),
        ("SELECT ?m { { SELECT (MAX(?m) AS ?x) { ?m sino:uses ?t } } ?m sino:totalParameters ?n }", GAPS[Gap.INNER]),
        ("SELECT ?m { ?m sino:totalParameters ?n FILTER EXISTS { ?m sino:uses ?t } }", GAPS[Gap.EXISTS]),
        ("SELECT ?m { ?m sino:totalParameters ?n FILTER(EXISTS { ?m sino:uses ?t } || ?n > 1) }", GAPS[Gap.EXISTS]),
        ("SELECT ?a { ?a ?b ?c . ?d ?e ?f } LIMIT 1", TOO_MUCH),
        ("ASK { model:glm-5 a sino:Lab }", NO_PASSAGES),
    ],
)
def test_says_what_cannot_be_told(asker: Asker, query: str, remark: str) -> None:
    _, evidence = asker.ask(query.replace("%s", SIZES))
    assert remark in evidence.remarks


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?m { ?m sino:totalParameters ?n FILTER NOT EXISTS { ?m sino:score ?x } }",
        "SELECT ?m { ?m sino:totalParameters ?n FILTER(NOT EXISTS { ?m sino:score ?x } && ?n > 1) }",
        "SELECT ?m { ?m sino:totalParameters ?n MINUS { ?m sino:score [] } }",
    ],
)
def test_what_is_not_there_needs_no_remark(asker: Asker, query: str) -> None:
    assert asker.ask(query)[1].remarks == ()


def test_values_that_are_too_large_are_not_read(asker: Asker) -> None:
    long = f"CONCAT({'x' * 9_000!r}, STR(?a))"
    pairs = f"?a sino:developedBy ?lab . ?b sino:developedBy ?lab BIND({long} AS ?x)"
    query = f"SELECT (COUNT(*) AS ?n) {{ {pairs} OPTIONAL {{ ?a sino:name ?x }} }}"
    assert asker.ask(query)[1].remarks == ()
    asked = query.replace(long, f"CONCAT({', '.join([long] * 7)})")
    assert asker.ask(asked)[1].remarks == (TOO_MUCH,)


HOSTILE = "\"} } UNION { ?m sino:totalParameters ?n } # ' \\ \u202e"


def test_texts_that_look_like_queries_are_texts(asker: Asker) -> None:
    literal = str(Literal(HOSTILE))
    query = f"SELECT ?m ?x {{ VALUES (?m ?x) {{ (model:glm-5 {literal}) }} ?m sino:totalParameters ?n }}"
    assert asker.slugs(query) == [GLM]


def test_rows_that_are_too_long_to_be_named_are_told_apart_all_the_same(asker: Asker) -> None:
    query = (
        f"SELECT ?m ?x {{ VALUES ?x {{ {' '.join(f'{chr(39)}{name * 9000}{chr(39)}' for name in 'abcd')} }} {SIZES} }}"
    )
    found = asker.slugs(query)
    assert len(found) == 8
    assert all(row in (GLM, KIMI) for row in found)


def test_at_most_so_many_passages_are_cited(asker: Asker) -> None:
    _, evidence = asker.ask("SELECT (COUNT(*) AS ?n) { ?m sino:developedBy lab:deepseek }")
    (row,) = evidence.rows
    assert row
    assert len(row.passages) == MOST_PASSAGES
    assert row.more > 0
