"""Ask an engine about given nodes, whatever store it asks in turn."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from sinograph.engine.errors import AnswerTooLargeError
from sinograph.engine.formats import format_named
from sinograph.namespaces import PREFIXES
from sinograph.tabulation import tabulate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import NamedNode

    from sinograph.engine.interface import Answer, Engine
    from sinograph.tabulation import Term

PROLOGUE: Final = "".join(
    f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n"
    for prefix in ("dcterms", "foaf", "graph", "oa", "owl", "prov", "rdfs", "schema", "sino", "skos")
)

VALUES_LENGTH: Final = 40_000
"""How many characters of IRIs one query holds; engines bound the length of a query."""

MOST_BYTES: Final = 32_000_000
"""How much is read for one thing that a page shows, in bytes: an engine may write more for who asks it for files."""

Row = tuple["Term | None", ...]


def rows(engine: Engine, query: str, most_bytes: int | None = MOST_BYTES) -> tuple[Row, ...]:
    """Return the rows of a SELECT, in which the prefixes of :data:`PROLOGUE` are known.

    :param most_bytes: how large the answer may be; None for what the engine writes
    :raises AnswerTooLargeError: where it is larger
    """
    return tabulate(_answer(engine, query, most_bytes), most_cells=None).rows


def is_so(engine: Engine, query: str) -> bool:
    """Return what an ASK says, in which the prefixes of :data:`PROLOGUE` are known."""
    return bool(tabulate(engine.query(PROLOGUE + query, format_named("json"))).truth)


def rows_about(
    engine: Engine, nodes: Iterable[NamedNode], query: str, most_bytes: int | None = MOST_BYTES
) -> Iterator[Row]:
    """Yield the rows of a SELECT in which ``NODES`` stands for the nodes; many nodes are asked about in several goes.

    :param query: must not limit, order or count across nodes
    :param most_bytes: how large all answers together may be; None where they are not kept, and only each is bounded
    :raises AnswerTooLargeError: where they are larger
    """
    size = 0
    for batch in _batches(nodes):
        answer = _answer(engine, query.replace("NODES", batch), MOST_BYTES)
        size += len(answer.content)
        if most_bytes is not None and size > most_bytes:
            raise AnswerTooLargeError(f"what is said of so many things is larger than {most_bytes / 1_000_000:g} MB")
        yield from tabulate(answer, most_cells=None).rows


def grouped_rows(engine: Engine, query: str) -> Mapping[Term | None, list[Row]]:
    """Return the rows of a SELECT without their first column, by what stands there."""
    found = defaultdict(list)
    for first, *row in rows(engine, query):
        found[first].append(tuple(row))
    return found


def _answer(engine: Engine, query: str, most_bytes: int | None) -> Answer:
    return engine.query(PROLOGUE + query, format_named("json"), most_bytes=most_bytes)


def _batches(nodes: Iterable[NamedNode]) -> Iterator[str]:
    batch: list[str] = []
    length = 0
    for node in sorted({str(node) for node in nodes}):
        if batch and length + len(node) > VALUES_LENGTH:
            yield " ".join(batch)
            batch, length = [], 0
        batch.append(node)
        length += len(node) + 1
    if batch:
        yield " ".join(batch)
