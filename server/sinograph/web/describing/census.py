"""How much there is of what: the numbers of a data set, counted by queries."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import NamedNode

from sinograph.engine.errors import BudgetError, LimitError
from sinograph.linked.asking import rows
from sinograph.once import once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sinograph.engine.interface import Engine
    from sinograph.linked.asking import Row
    from sinograph.tabulation import Term

MOST: Final = 10_000
"""How many classes, properties and named graphs are described one by one."""

LIMIT_SECONDS: Final = 600.0
"""For how long nothing is counted again that took more than a query may."""

TRIPLES: Final = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
TOTALS: Final[Mapping[str, str]] = {
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
    "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    "entities": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c FILTER(ISIRI(?s)) }",
}
"""Further numbers of the default graph, by the name of their property in VoID, and the query that counts each."""

CLASSES: Final = f"SELECT ?c (COUNT(DISTINCT ?s) AS ?n) {{ ?s a ?c }} GROUP BY ?c ORDER BY DESC(?n) ?c LIMIT {MOST}"
PROPERTIES: Final = f"SELECT ?p (COUNT(*) AS ?n) {{ ?s ?p ?o }} GROUP BY ?p ORDER BY DESC(?n) ?p LIMIT {MOST}"
GRAPHS: Final = f"SELECT ?g (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g ORDER BY ?g LIMIT {MOST}"

Counts = tuple[tuple[NamedNode, int], ...]


class Census(NamedTuple):
    """What there is in a data set; what could not be counted within a query's limits is left out.

    :param totals: the numbers of the default graph, by their names in VoID
    :param classes: each class, and how many things are of it; the commonest first
    :param properties: each property, and how many triples have it; the commonest first
    :param graphs: each named graph, and how many triples it has
    """

    totals: Mapping[str, int]
    classes: Counts
    properties: Counts
    graphs: Counts


class Enumerator:
    """Counts what an engine answers from, each number once: the data stay what they are while they are served."""

    def __init__(self, engine: Engine) -> None:
        queries = (TRIPLES, GRAPHS, CLASSES, PROPERTIES, *TOTALS.values())
        self._asked = {query: once(partial(rows, engine, query), limit_seconds=LIMIT_SECONDS) for query in queries}

    def census(self) -> Census:
        """Return the numbers.

        :raises BudgetError: where whoever asks has nothing left for them
        """
        asker = _Asker(self._asked)
        triples = asker.totals({"triples": TRIPLES})
        graphs, classes, properties = (asker.counts(query) for query in (GRAPHS, CLASSES, PROPERTIES))
        return Census({**triples, **asker.totals(TOTALS)}, classes, properties, graphs)


class _Asker:
    """Asks for numbers, until one takes more than a query may: the others would too, one after the other."""

    def __init__(self, asked: Mapping[str, Callable[[], tuple[Row, ...]]]) -> None:
        self._asked = asked
        self._refused = False

    def totals(self, queries: Mapping[str, str]) -> dict[str, int]:
        return {name: int(_value(found[0][0])) for name, query in queries.items() if (found := self._rows(query))}

    def counts(self, query: str) -> Counts:
        return tuple((name, int(_value(n))) for name, n in self._rows(query) if isinstance(name, NamedNode))

    def _rows(self, query: str) -> tuple[Row, ...]:
        if self._refused:
            return ()
        try:
            return self._asked[query]()
        except BudgetError:
            raise
        except LimitError:
            self._refused = True
            return ()


def _value(term: Term | None) -> str:
    return str(getattr(term, "value", 0))
