"""Write what another server has answered as VALUES, each term so that it is read as that term and nothing else.

What comes from elsewhere is read as SPARQL 1.1 Query Results JSON (https://www.w3.org/TR/sparql11-results-json/) and
checked throughout: no part of it gets into a query but through the terms that it names.
"""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from sinograph.engine.complexity import Bound
from sinograph.engine.tokens import TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

CELLS: Final = Bound(
    "terms in the answer of another server",
    10_000,  # as many as all VALUES of a query may have
    "the rows of an answer, times its variables",
    "ask that server for less, such as with LIMIT in a sub-SELECT",
)

NOTHING_KNOWN: Final = "VALUES () { () }"
"""One row without values: what a SERVICE SILENT stands for that failed
(https://www.w3.org/TR/sparql11-federated-query/#serviceFailure)."""


class MalformedAnswerError(Exception):
    """An answer that is no table; ``args[0]`` says why, in words that are not its own."""


class TooManyCellsError(Exception):
    """An answer of more than :data:`CELLS` allows; ``args[0]`` says how many."""


def table(content: bytes, expected: Collection[str]) -> str:
    """Return the rows of an answer as VALUES.

    A blank node becomes a new IRI (https://www.w3.org/TR/rdf11-concepts/#section-skolemization): VALUES has none.

    :param expected: the variables that it may have
    :raises MalformedAnswerError: where it is no table of those
    :raises TooManyCellsError: where it is too large
    """
    columns, rows = _read(content)
    if not set(columns) <= set(expected) or not all(map(_is_name, columns)):
        raise MalformedAnswerError("it has variables that it was not asked for")
    if len(set(columns)) != len(columns):
        raise MalformedAnswerError("it has a variable twice")
    cells = len(rows) * max(1, len(columns))
    if cells > CELLS.most:
        raise TooManyCellsError(cells)
    writer = _Terms()
    written = (f"({' '.join(writer.cell(row, column) for column in columns)})" for row in rows)
    return f"VALUES ({' '.join(f'?{column}' for column in columns)}) {{ {' '.join(written)} }}"


def _read(content: bytes) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the variables and the rows of an answer.

    :raises MalformedAnswerError: where it is not in the form of the results
    """
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        raise MalformedAnswerError("it is not JSON") from None
    try:
        columns, rows = answer["head"]["vars"], answer["results"]["bindings"]
    except (KeyError, TypeError, IndexError):
        raise MalformedAnswerError("it is no table") from None
    if not (_is_list_of(columns, str) and _is_list_of(rows, dict)):
        raise MalformedAnswerError("it is no table")
    known = set(columns)
    if any(not row.keys() <= known for row in rows):
        raise MalformedAnswerError("a row has a variable that its head has not")
    return columns, rows


def _is_list_of(value: object, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(item, kind) for item in value)


def _is_name(variable: str) -> bool:
    found = TOKEN.fullmatch(f"?{variable}")
    return found is not None and found.lastgroup == "variable"


class _Terms:
    """Writes the terms of one answer; a label stands for one blank node throughout."""

    def __init__(self) -> None:
        self._nodes: dict[str, str] = {}
        self._kinds: dict[object, Callable[[dict[str, Any]], str]] = {
            "uri": lambda term: str(ox.NamedNode(term["value"])),
            "literal": _literal,
            "typed-literal": _literal,  # of the drafts before SPARQL 1.1, and still sent by some
            "bnode": self._node,
        }

    def cell(self, row: dict[str, Any], column: str) -> str:
        """Write the term that a row has for a variable, or ``UNDEF``."""
        if column not in row:
            return "UNDEF"
        term = row[column]
        try:
            return self._kinds[term["type"]](term)
        except KeyError:
            raise MalformedAnswerError("it has a term of a kind that VALUES has not") from None
        except (TypeError, ValueError):
            raise MalformedAnswerError("it has a malformed term") from None

    def _node(self, term: dict[str, Any]) -> str:
        label = term["value"]
        return self._nodes.setdefault(label, f"<{uuid.uuid4().urn}>")


def _literal(term: dict[str, Any]) -> str:
    """Write a literal.

    :raises KeyError: where it has a base direction, which SPARQL 1.1 does not know
    :raises TypeError: or ValueError, where a part of it is malformed
    """
    if not term.keys() <= {"type", "value", "datatype", "xml:lang"}:
        raise KeyError
    if not isinstance(term["value"], str):  # a number would become one of another datatype
        raise TypeError
    if "xml:lang" in term:
        return str(ox.Literal(term["value"], language=term["xml:lang"]))
    if "datatype" in term:
        return str(ox.Literal(term["value"], datatype=ox.NamedNode(term["datatype"])))
    return str(ox.Literal(term["value"]))
