from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, QueryTriples, Store

from sinograph.engine.counting import COUNTERS
from sinograph.engine.formats import FORMATS, format_named

ROWS = sorted(form.name for form in FORMATS if form.kind == "rows")
HOSTILE = st.one_of(
    st.text(st.sampled_from("\"\\,[]{}<>/rsult:\r\n\t'a"), max_size=30),
    st.sampled_from(["<result>", "},{", '"},{"', ",{}", '\\"', "\\", '"', '""', "\n", "\r\n", '[{"a":{', "]}}", ",{"]),
)
ANSWERS = st.lists(st.lists(st.one_of(st.none(), HOSTILE), min_size=2, max_size=2), max_size=12)
CUTS = st.lists(st.integers(min_value=0, max_value=3000), max_size=12)


def written(answers: list[list[str | None]], name: str) -> bytes:
    """Have the engine write rows of these values."""
    store = Store()
    for row, values in enumerate(answers):
        for column, value in enumerate(values):
            if value is not None:
                name_of = NamedNode(f"http://x/{column}")
                store.add(Quad(NamedNode(f"http://x/{row}"), name_of, Literal(value)))
    patterns = " ".join(f"OPTIONAL {{ ?row <http://x/{column}> ?v{column} }}" for column in range(2))
    subjects = " ".join(f"<http://x/{row}>" for row in range(len(answers)))
    result = store.query(f"SELECT ?v0 ?v1 {{ VALUES ?row {{ {subjects} }} {patterns} }}")
    assert isinstance(result, QuerySolutions)
    data = result.serialize(format=format_named(name).writer)  # type: ignore[arg-type]
    assert data is not None
    return data


def counted(data: bytes, name: str, cuts: list[int]) -> int:
    counter = COUNTERS[name]()
    places = sorted({0, len(data), *(min(cut, len(data)) for cut in cuts)})
    for start, end in pairwise(places):
        counter.feed(data[start:end])
    return counter.rows


def test_there_is_a_counter_for_every_format_of_rows() -> None:
    assert ROWS == ["csv", "json", "tsv", "xml"]
    assert set(ROWS) < set(COUNTERS)


@pytest.mark.parametrize("name", ROWS)
@given(answers=ANSWERS, cuts=CUTS)
def test_counts_rows_whatever_they_contain_and_wherever_chunks_end(
    name: str, answers: list[list[str | None]], cuts: list[int]
) -> None:
    assert counted(written(answers, name), name, cuts) == len(answers)


@pytest.mark.parametrize("name", ROWS)
@given(answers=ANSWERS)
def test_counts_rows_byte_by_byte(name: str, answers: list[list[str | None]]) -> None:
    data = written(answers, name)
    assert counted(data, name, list(range(len(data)))) == len(answers)


@pytest.mark.parametrize("name", ["nt", "nquads"])
@given(values=st.sets(HOSTILE, max_size=12), cuts=CUTS)
def test_counts_statements(name: str, values: set[str], cuts: list[int]) -> None:
    store = Store()
    store.extend(Quad(NamedNode("http://x/s"), NamedNode("http://x/p"), Literal(value)) for value in values)
    result = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(result, QueryTriples)
    data = result.serialize(format=format_named(name).writer)  # type: ignore[arg-type]
    assert data is not None
    assert counted(data, name, cuts) == len(values)
