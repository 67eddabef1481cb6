"""Read what reconciliation clients send (https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from sinograph.lookup.errors import BatchTooLargeError, LookupRequestError

MOST_QUERIES: Final = 200
"""How many queries a batch may have."""

MOST_IDS: Final = 1000
"""How many things a data extension may ask about."""

MOST_PROPERTIES: Final = 50
"""How many properties a query, or a data extension, may name."""

MOST_CANDIDATES: Final = 100
"""How many candidates a query may ask for."""

USUAL_CANDIDATES: Final = 10

STRICTNESS: Final = ("any", "all", "should")
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
class Extension:
    """What a data extension asks: the properties, each with the most values that are wanted of it (0 for all)."""

    ids: tuple[str, ...]
    properties: tuple[tuple[str, int], ...]


def read_queries(text: str) -> dict[str, Query]:
    """Read a batch of reconciliation queries.

    :raises LookupRequestError: where it is not one; its subclass says that it is too large
    """
    batch = _object(_json(text, "queries"), "queries")
    _bound(len(batch), MOST_QUERIES, "queries")
    return {name: _query(_object(entry, name), name) for name, entry in batch.items()}


def read_extension(text: str) -> Extension:
    """Read a data extension query.

    :raises LookupRequestError: where it is not one; its subclass says that it is too large
    """
    asked = _object(_json(text, "extend"), "extend")
    ids = _list(asked.get("ids"), "extend.ids")
    properties = _list(asked.get("properties"), "extend.properties")
    _bound(len(ids), MOST_IDS, "ids")
    _bound(len(properties), MOST_PROPERTIES, "properties")
    return Extension(
        tuple(_text(each, "extend.ids") for each in ids),
        tuple(_setting(_object(each, "extend.properties")) for each in properties),
    )


def _query(entry: dict[str, Any], name: str) -> Query:
    for key in entry:
        if key not in KEYS:
            raise LookupRequestError(f"there is no member {key[:100]!r}", where=name, remedy=f"give {_or(KEYS)}")
    text = _text(entry.get("query", ""), f"{name}.query")
    properties = _list(entry.get("properties", []), f"{name}.properties")
    if not text and not properties:
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


def _setting(entry: dict[str, Any]) -> tuple[str, int]:
    settings = _object(entry.get("settings", {}), "extend.properties.settings")
    limit = settings.get("limit", 0)
    try:
        return _text(entry.get("id"), "extend.properties.id"), max(0, int(limit))
    except (TypeError, ValueError, OverflowError):
        raise LookupRequestError(f"cannot read {limit!r:.100}", where="extend.properties.settings.limit") from None


def _json(text: str, where: str) -> Any:
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
