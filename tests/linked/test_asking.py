"""What is read for a page is bounded, however much the engine would write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from sinograph import create_app
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.engine.errors import AnswerTooLargeError
from sinograph.linked.asking import MOST_BYTES, VALUES_LENGTH, rows, rows_about

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOTE = NamedNode("https://example.org/note")
THINGS = [NamedNode(f"https://example.org/{number}/{'x' * 3000}") for number in range(40)]
TEXT = Literal("y" * 1_000_000)
NOTES = f"SELECT ?thing ?note {{ VALUES ?thing {{ NODES }} ?thing {NOTE} ?note }}"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedEngine]:
    """An engine on 40 texts of 1 MB, of which it would write 256 MB."""
    folder = tmp_path_factory.mktemp("bulky")
    store = Store(str(folder))
    store.extend(Quad(thing, NOTE, TEXT) for thing in THINGS)
    store.flush()
    del store
    engine = EmbeddedEngine(folder, limits=Limits.for_one())
    yield engine
    engine.stop()


def test_reads_so_much_and_no_more(engine: EmbeddedEngine) -> None:
    query = f"SELECT ?note {{ ?thing {NOTE} ?note }}"
    assert len(rows(engine, f"{query} LIMIT 30")) == 30
    with pytest.raises(AnswerTooLargeError, match="32 MB"):
        rows(engine, query)
    assert len(rows(engine, query, most_bytes=None)) == 40


def test_reads_so_much_of_many_things_together(engine: EmbeddedEngine) -> None:
    few = THINGS[:30]
    assert sum(len(str(thing)) for thing in few) > 2 * VALUES_LENGTH
    assert {row[0] for row in rows_about(engine, few, NOTES)} == set(few)
    with pytest.raises(AnswerTooLargeError, match="32 MB"):
        list(rows_about(engine, THINGS, NOTES))
    assert 40 * len(TEXT.value) > MOST_BYTES
    assert len(list(rows_about(engine, THINGS, NOTES, most_bytes=None))) == 40


def test_a_page_of_a_graph_has_the_beginnings_of_its_texts(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    for language in ("en", None):
        store.add(Quad(THINGS[0], NOTE, Literal("y" * 2001, language=language)))
    store.flush()
    del store
    engine = EmbeddedEngine(tmp_path, limits=Limits.for_one())
    page = create_app(engine).test_client().get("/graphs?default", headers={"Accept": "text/html"}).text
    assert page.count("y" * 1999 + "…<") == 2
    engine.stop()


def test_a_page_of_a_graph_is_refused_where_it_would_be_as_large(engine: EmbeddedEngine) -> None:
    response = create_app(engine).test_client().get("/graphs?default", headers={"Accept": "text/html"})
    assert response.status_code == 503
    assert "larger than 32 MB" in response.text
