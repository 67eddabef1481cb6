"""Ask an engine about given nodes, whatever store it asks in turn."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from sinograph.engine.formats import format_named
from sinograph.namespaces import PREFIXES
from sinograph.tabulation import tabulate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import NamedNode

    from sinograph.engine.interface import Engine
    from sinograph.tabulation import Term

PROLOGUE: Final = "".join(
    f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n"
    for prefix in ("dcterms", "foaf", "graph", "oa", "owl", "prov", "rdfs", "schema", "sino", "skos")
)

VALUES_LENGTH: Final = 40_000
"""How many characters of IRIs one query holds; engines bound the length of a query."""

Row = tuple["Term | None", ...]


def rows(engine: Engine, query: str) -> tuple[Row, ...]:
    """Return the rows of a SELECT, in which the prefixes of :data:`PROLOGUE` are known."""
    return tabulate(engine.query(PROLOGUE + query, format_named("json"))).rows


def rows_about(engine: Engine, nodes: Iterable[NamedNode], query: str) -> Iterator[Row]:
    """Yield the rows of a SELECT in which ``NODES`` stands for the nodes; many nodes are asked about in several goes.

    :param query: must not limit, order or count across nodes
    """
    for batch in _batches(nodes):
        yield from rows(engine, query.replace("NODES", batch))


def grouped_rows(engine: Engine, query: str) -> Mapping[Term | None, list[Row]]:
    """Return the rows of a SELECT without their first column, by what stands there."""
    found = defaultdict(list)
    for first, *row in rows(engine, query):
        found[first].append(tuple(row))
    return found


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
