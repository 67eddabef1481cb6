"""Tables of the main things, as CSV (RFC 4180); ``tables.toml`` says what is in them."""

from __future__ import annotations

import csv
import io
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import pyoxigraph as ox

from sinograph.namespaces import PREFIXES, natural

if TYPE_CHECKING:
    from collections.abc import Callable

    from sinograph.dumps.contents import Contents

SOURCE: Final = Path(__file__).with_name("tables.toml")
SEPARATOR: Final = " | "
"""What stands between several values in one cell."""

KEY: Final = "iri"
"""The first column of each table: the row's thing."""

Type = Literal["text", "integer", "number", "date", "boolean", "iri", "name"]

_PROLOGUE: Final = "".join(f"PREFIX {prefix}: <{space}> " for prefix, space in PREFIXES.items())
_NAMED: Final = (
    'OPTIONAL { ?thing skos:prefLabel ?label FILTER(LANG(?label) = "en") } '
    "BIND(COALESCE(STR(?label), STR(?thing)) AS ?value)"
)


@dataclass(frozen=True)
class Column:
    """A column.

    :param pattern: a SPARQL pattern in which ``?row`` has a ``?value``; several are in the order of ``?thing``, if any
    """

    name: str
    type: Type
    about: str
    pattern: str


@dataclass(frozen=True)
class Table:
    """A table: a row for each member of a class."""

    name: str
    title: str
    member: str
    columns: tuple[Column, ...]

    @property
    def file(self) -> str:
        """What its file is called."""
        return f"{self.name}.csv"

    def query(self, column: Column) -> str:
        """Return what asks for all values of a column, and the place of each among several."""
        wanted = "SELECT DISTINCT ?row ?value (COALESCE(?thing, ?value) AS ?place)"
        return f"{wanted} {{ ?row a {self.member} . {column.pattern} }}"

    @property
    def header(self) -> tuple[str, ...]:
        """The names of its columns."""
        return (KEY, *(column.name for column in self.columns))


@cache
def tables() -> tuple[Table, ...]:
    """Return every table, as ``tables.toml`` has them."""
    source = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    return tuple(_table(row, source["kind"][row["kind"]]) for row in source["table"])


def table_writer(table: Table) -> Callable[[Contents], bytes]:
    """Return what writes a table."""
    return lambda contents: write_table(table, contents.store)


def write_table(table: Table, store: ox.Store) -> bytes:
    """Return a table as CSV in UTF-8: a header, and the rows in the order of their IRIs."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.header)
    columns = [_values(store, table.query(column)) for column in table.columns]
    for row in _rows(store, table):
        writer.writerow([row, *(SEPARATOR.join(column.get(row, ())) for column in columns)])
    return text.getvalue().encode()


def _rows(store: ox.Store, table: Table) -> list[str]:
    rows = _ask(store, f"SELECT DISTINCT ?row {{ ?row a {table.member} FILTER(ISIRI(?row)) }}")
    return sorted((row["row"].value for row in rows), key=natural)


def _values(store: ox.Store, query: str) -> dict[str, list[str]]:
    """Return the values of each row, in an order of their own: things by their IRIs, numbers by their size."""
    found: dict[str, set[tuple[Any, str]]] = defaultdict(set)
    for row in _ask(store, query):
        if row["value"] is not None:
            found[row["row"].value].add((natural(row["place"].value), row["value"].value))
    return {row: [value for _, value in sorted(values)] for row, values in found.items()}


def _ask(store: ox.Store, query: str) -> ox.QuerySolutions:
    solutions = store.query(_PROLOGUE + query)
    if not isinstance(solutions, ox.QuerySolutions):
        raise TypeError(f"rows were expected, not {type(solutions).__name__}")
    return solutions


def _table(row: dict[str, Any], kind: dict[str, Any]) -> Table:
    columns = [column for part in (kind["lead"], row["columns"], kind["tail"]) for column in part]
    made = tuple(column for described in columns for column in _columns(described))
    return Table(row["name"], row["title"], row["class"], made)


def _columns(row: dict[str, Any]) -> list[Column]:
    """Return the column that is described; of a thing there are two, with their values in the same order."""
    name, kind, about = row["name"], row["type"], row["about"]
    if kind == "thing":
        return [
            Column(name, "iri", about, _pattern(row, "?value")),
            Column(f"{name}_name", "name", f"{about}: the English name", f"{_pattern(row, '?thing')} {_NAMED}"),
        ]
    if kind == "name":
        return [Column(name, "name", about, f"{_pattern(row, '?thing')} {_NAMED}")]
    language = f' FILTER(LANG(?value) = "{row["language"]}")' if "language" in row else ""
    return [Column(name, kind, about, _pattern(row, "?value") + language)]


def _pattern(row: dict[str, Any], value: str) -> str:
    pattern: str = row.get("where") or f"?row {row['path']} {value}"
    return pattern
