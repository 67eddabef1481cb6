"""Answers as tables of terms: what the pages and the terminal show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from sinograph.engine.errors import AnswerTooLargeError
from sinograph.engine.formats import format_named
from sinograph.namespaces import PREFIXES, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sinograph.engine.formats import Format, Kind
    from sinograph.engine.interface import Answer

MOST_CELLS: Final = 500_000
"""How many cells a table has, with a value or not. Those with one take some 35 bytes of an answer at least, whose size
bounds them too; those without take none."""

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_STRING: Final = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")
_PLAIN: Final = frozenset(
    ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}")
    for name in ("boolean", "date", "dateTime", "decimal", "gYear", "gYearMonth", "integer", "string")
)
"""Datatypes that a reader sees from the value itself."""


@dataclass(frozen=True)
class Table:
    """Columns and rows of an answer; a cell without a value is None. A truth value has no columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    truth: bool | None = None

    @cached_property
    def language(self) -> str | None:
        """The language of all its text, where that is one and so need not be said of each cell."""
        terms = (term for row in self.rows for term in row if isinstance(term, ox.Literal))
        languages = {term.language for term in terms if term.language}
        return languages.pop() if len(languages) == 1 else None


def form_for_table(kind: Kind | None) -> Format:
    """Return the format from which :func:`tabulate` reads answers of this kind."""
    return format_named("nt" if kind == "graph" else "json")


def tabulate(answer: Answer, most_cells: int | None = MOST_CELLS) -> Table:
    """Read an answer that was written in :func:`form_for_table`; a graph has its triples sorted.

    :param most_cells: how many cells rows may have together; None for any number
    :raises AnswerTooLargeError: where there are more
    """
    if answer.format.kind == "graph":
        triples = sorted(ox.parse(answer.content, ox.RdfFormat.N_TRIPLES), key=str)
        return Table(
            ("subject", "predicate", "object"), tuple((quad.subject, quad.predicate, quad.object) for quad in triples)
        )
    results = ox.parse_query_results(answer.content, ox.QueryResultsFormat.JSON)
    if isinstance(results, ox.QueryBoolean):
        return Table((), (), bool(results))
    if not isinstance(results, ox.QuerySolutions):
        raise TypeError(f"rows were expected, not {type(results).__name__}")
    columns = tuple(variable.value for variable in results.variables)
    return Table(columns, tuple(_rows(results, most_cells)))


def _rows(results: ox.QuerySolutions, most_cells: int | None) -> Iterator[tuple[Term | None, ...]]:
    width = len(results.variables)
    for number, row in enumerate(results, 1):
        if most_cells is not None and number * width > most_cells:
            raise AnswerTooLargeError(
                f"the answer has more than {most_cells:,} cells in {width:,} columns",
                remedy="ask for fewer variables, or for fewer rows with LIMIT",
            )
        yield tuple(row)  # to look up each column by its name takes a time that grows with the square of their number


def written(term: Term | None, prefixes: Mapping[str, str] = PREFIXES, *, understood: str | None = None) -> str:
    """Write a term for a reader: IRIs shortened, literals without quotation marks, and a datatype where it matters.

    :param understood: a language that goes without saying
    """
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return shorten(term, prefixes)
    if isinstance(term, ox.Literal):
        return term.value if term.language and term.language == understood else _literal(term, prefixes)
    if isinstance(term, ox.Triple):
        return f"<<( {' '.join(written(part, prefixes) for part in term)} )>>"
    return str(term)


def value_of(term: object) -> str:
    """Return the IRI or the text that a term is; nothing for None and for a triple term."""
    return str(getattr(term, "value", ""))


def _literal(literal: ox.Literal, prefixes: Mapping[str, str]) -> str:
    if literal.language:
        return f"{literal.value} @{literal.language}"
    if literal.datatype in _PLAIN:
        return literal.value
    return f"{literal.value} ^^{shorten(literal.datatype, prefixes)}"
