from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from sinograph.engine.errors import AnswerTooLargeError
from sinograph.tabulation import Table, Term, form_for_table, tabulate, written

if TYPE_CHECKING:
    from sinograph.engine import EmbeddedEngine

YEAR = NamedNode("http://www.w3.org/2001/XMLSchema#gYear")
JSON = form_for_table("rows")
OTHER = NamedNode("http://other/type")


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (None, ""),
        (NamedNode("http://www.w3.org/2002/07/owl#Thing"), "owl:Thing"),
        (NamedNode("http://other/a"), "<http://other/a>"),
        (BlankNode("b"), "_:b"),
        (Literal("plain"), "plain"),
        (Literal("茶", language="zh"), "茶 @zh"),
        (Literal(12), "12"),
        (Literal("2024", datatype=YEAR), "2024"),
        (Literal("x", datatype=OTHER), "x ^^<http://other/type>"),
        (
            Triple(NamedNode("http://x/s"), NamedNode("http://x/p"), Literal("o")),
            "<<( <http://x/s> <http://x/p> o )>>",
        ),
    ],
)
def test_writes_terms_for_readers(term: Term | None, text: str) -> None:
    assert written(term) == text


def test_reads_rows_and_leaves_gaps(engine: EmbeddedEngine) -> None:
    text = "SELECT ?s ?link { ?s a ex:Drink OPTIONAL { ?s ex:link ?link } } ORDER BY ?s"
    table = tabulate(engine.query(text, form_for_table("rows")))
    assert table.columns == ("s", "link")
    assert [row[1] is None for row in table.rows] == [True, False]


def test_bounds_cells_with_a_value_or_without(engine: EmbeddedEngine) -> None:
    answer = engine.query("SELECT ?a ?b { VALUES ?n { 1 2 3 } }", form_for_table("rows"))
    assert tabulate(answer, most_cells=6).rows == ((None, None),) * 3
    assert len(tabulate(answer, most_cells=None).rows) == 3
    with pytest.raises(AnswerTooLargeError, match="more than 5 cells in 2 columns"):
        tabulate(answer, most_cells=5)


def test_reads_wide_rows_in_the_order_of_their_columns(engine: EmbeddedEngine) -> None:
    names = [f"v{place}" for place in range(900, 0, -1)]
    table = tabulate(
        engine.query(f"SELECT {' '.join(f'?{name}' for name in names)} {{ VALUES (?v1 ?v900) {{ (1 2) }} }}", JSON)
    )
    assert table.columns == tuple(names)
    assert table.rows == ((Literal(2), *[None] * 898, Literal(1)),)


def test_reads_truth(engine: EmbeddedEngine) -> None:
    assert tabulate(engine.query("ASK {}", form_for_table("rows"))).truth is True


def test_reads_graphs(engine: EmbeddedEngine) -> None:
    table = tabulate(engine.query("DESCRIBE ex:tea", form_for_table("graph")))
    assert table.columns == ("subject", "predicate", "object")
    assert len(table.rows) == 4


def test_one_language_goes_without_saying() -> None:
    tea, cha = Literal("tea", language="en"), Literal("茶", language="zh")
    assert Table(("name",), ((tea,), (Literal(1),))).language == "en"
    assert Table(("name", "also"), ((tea, cha),)).language is None
    assert written(tea, understood="en") == "tea"
    assert written(cha, understood="en") == "茶 @zh"
