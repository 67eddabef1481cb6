"""Read what reconciliation clients send (https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/)."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sinograph.lookup.errors import BatchTooLargeError, LookupRequestError

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_CHARACTERS: Final = 200_000
"""How long a batch or a data extension may be."""

MOST_QUERIES: Final = 25
"""How many queries a batch may have; OpenRefine sends ten."""

MOST_VALUES: Final = 50
"""How many values of properties all queries of a batch may name; each is compared with those of all candidates."""

MOST_COMPARED: Final = 1000
"""How many candidates' values are compared for a batch, all values that it names taken together."""

FEWEST_COMPARED: Final = 10
"""How many candidates of each query have their values compared, whatever the batch."""

MOST_CELLS: Final = 1000
"""How many cells a data extension may ask for: things times properties. OpenRefine asks about ten things."""

MOST_PROPERTIES: Final = 50
"""How many properties a query, or a data extension, may name."""

MOST_CANDIDATES: Final = 100
"""How many candidates a query is given at most."""

MOST_DESCRIBED: Final = 1000
"""How many candidates a batch is given at most, shared among its queries."""

USUAL_CANDIDATES: Final = 10

STRICTNESS: Final = ("any", "all", "should")
SETTINGS: Final = ("limit", "content")
CONTENTS: Final = ("id", "literal")
KEYS: Final = frozenset({"query", "type", "limit", "properties", "type_strict"})


@dataclass(frozen=True)
class Wanted:
    """A property, by identifier, and the values that a candidate should have of it."""

    pid: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Query:
    """What one entry of a batch looks for."""

    text: str
    types: tuple[str, ...] = ()
    strictness: str = "any"
    limit: int = USUAL_CANDIDATES
    properties: tuple[Wanted, ...] = ()


@dataclass(frozen=True)
class Column:
    """A property whose values are wanted.

    :param limit: the most values that are wanted; 0 for all
    :param names: whether things are wanted by name only, as text
    """

    pid: str
    limit: int = 0
    names: bool = False


@dataclass(frozen=True)
class Extension:
    """What a data extension asks of which things."""

    ids: tuple[str, ...]
    properties: tuple[Column, ...]


def read_queries(text: str) -> dict[str, Query]:
    """Read a batch of reconciliation queries.

    :raises LookupRequestError: where it is not one; its subclass says that it is too large
    """
    batch = _object(_json(text, "queries"), "queries")
    _bound(len(batch), MOST_QUERIES, "queries")
    queries = {name: _query(_object(entry, name), name) for name, entry in batch.items()}
    _bound(sum(len(each.values) for query in queries.values() for each in query.properties), MOST_VALUES, "values")
    share = MOST_DESCRIBED // max(1, len(queries))
    return {name: replace(query, limit=min(query.limit, share)) for name, query in queries.items()}


def read_extension(text: str) -> Extension:
    """Read a data extension query.

    :raises LookupRequestError: where it is not one; its subclass says that it is too large
    """
    asked = _object(_json(text, "extend"), "extend")
    ids = _list(asked.get("ids"), "extend.ids")
    properties = _list(asked.get("properties"), "extend.properties")
    _bound(len(properties), MOST_PROPERTIES, "properties")
    _bound(len(ids) * max(1, len(properties)), MOST_CELLS, "cells (ids times properties)")
    return Extension(
        tuple(_text(each, "extend.ids") for each in ids),
        tuple(_column(_object(each, "extend.properties")) for each in properties),
    )


def most_compared(batch: Mapping[str, Query]) -> int:
    """Return how many candidates of each query have their values compared."""
    values = sum(len(each.values) for query in batch.values() for each in query.properties)
    return max(FEWEST_COMPARED, min(MOST_CANDIDATES, MOST_COMPARED // max(1, values)))


def _query(entry: dict[str, Any], name: str) -> Query:
    for key in entry:
        if key not in KEYS:
            raise LookupRequestError(f"there is no member {key[:100]!r}", where=name, remedy=f"give {_or(KEYS)}")
    text = _text(entry.get("query", ""), f"{name}.query")
    properties = _list(entry.get("properties", []), f"{name}.properties")
    if "query" not in entry and not properties:  # an empty cell is a query too, which finds nothing
        raise LookupRequestError("a query has neither text nor properties", where=name)
    _bound(len(properties), MOST_PROPERTIES, "properties")
    types = entry.get("type") or []
    strictness = entry.get("type_strict", "any")
    if strictness not in STRICTNESS:
        raise LookupRequestError(
            f"cannot read {strictness!r:.100}", where=f"{name}.type_strict", remedy=_or(STRICTNESS)
        )
    return Query(
        text,
        tuple(_text(each, f"{name}.type") for each in (types if isinstance(types, list) else [types])),
        strictness,
        _limit(entry.get("limit", USUAL_CANDIDATES), f"{name}.limit"),
        tuple(_wanted(_object(each, f"{name}.properties"), f"{name}.properties") for each in properties),
    )


def _wanted(entry: dict[str, Any], where: str) -> Wanted:
    if "v" not in entry:
        raise LookupRequestError("a property has no value v", where=where)
    values = entry["v"] if isinstance(entry["v"], list) else [entry["v"]]
    for value in values:
        is_thing = isinstance(value, dict) and isinstance(value.get("id"), str)
        if not (is_thing or isinstance(value, (str, int, float))):
            remedy = "give text, a number, true, false or an object with an id"
            raise LookupRequestError(f"cannot read {value!r:.100}", where=where, remedy=remedy)
    return Wanted(_text(entry.get("pid"), f"{where}.pid"), tuple(values))


def _column(entry: dict[str, Any]) -> Column:
    where = "extend.properties.settings"
    settings = _object(entry.get("settings", {}), where)
    for name in settings:
        if name not in SETTINGS:
            raise LookupRequestError(f"there is no setting {name[:100]!r}", where=where, remedy=f"give {_or(SETTINGS)}")
    content = settings.get("content", CONTENTS[0])
    if content not in CONTENTS:
        raise LookupRequestError(f"cannot read {content!r:.100}", where=f"{where}.content", remedy=_or(CONTENTS))
    limit = settings.get("limit", 0)
    try:
        return Column(_text(entry.get("id"), "extend.properties.id"), max(0, int(limit)), content == "literal")
    except (TypeError, ValueError, OverflowError):
        raise LookupRequestError(f"cannot read {limit!r:.100}", where=f"{where}.limit") from None


def _json(text: str, where: str) -> Any:
    if len(text) > MOST_CHARACTERS:
        raise BatchTooLargeError(f"there are {len(text):,} characters, and at most {MOST_CHARACTERS:,} are read")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LookupRequestError(f"is not JSON: {str(error)[:200]}", where=where) from None


def _object(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise LookupRequestError(f"an object was expected, not {value!r:.100}", where=where[:100])
    return value


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise LookupRequestError(f"a list was expected, not {value!r:.100}", where=where[:100])
    return value


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise LookupRequestError(f"text was expected, not {value!r:.100}", where=where[:100])
    return value


def _limit(value: Any, where: str) -> int:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not 1 <= value <= 10**9:
        raise LookupRequestError(f"a number from 1 was expected, not {value!r:.100}", where=where[:100])
    return min(int(value), MOST_CANDIDATES)


def _bound(number: int, most: int, what: str) -> None:
    if number > most:
        raise BatchTooLargeError(f"there are {number:,} {what}, and at most {most:,} are answered at once")


def _or(names: Any) -> str:
    return " or ".join(sorted(names))
