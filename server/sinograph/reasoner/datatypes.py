"""Literals by value: which are equal, which differ, which belong to a datatype.

The value spaces are those of XML Schema 1.1 Datatypes (https://www.w3.org/TR/xmlschema11-2/) as far as OWL 2 RL has
them, and its dates besides. ``xsd:decimal`` and ``xsd:integer`` share one space; ``xsd:float`` and ``xsd:double`` have
one each.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pyoxigraph import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"

ZONE: Final = r"(Z|[+-]\d\d:\d\d)?"
INTEGER: Final = r"[+-]?\d+"
FLOAT: Final = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]?INF|NaN"


class Value(NamedTuple):
    """A value, with the name of its value space; values of different spaces are never equal."""

    space: str
    content: Any


class Datatype(NamedTuple):
    """A datatype: its value space, how its literals are written and read, and its bounds."""

    space: str
    pattern: str
    read: Callable[[str], Any] = str
    least: int | None = None
    greatest: int | None = None


def _instant(text: str) -> datetime:
    """Return a dateTime; 24:00:00 is the next day's midnight (XML Schema 1.1, 3.3.7.1)."""
    if "T24:" in text:
        return datetime.fromisoformat(text.replace("T24:", "T00:")) + timedelta(days=1)
    return datetime.fromisoformat(text)


def _signed(bits: int) -> Datatype:
    return Datatype("decimal", INTEGER, Decimal, -(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


def _unsigned(bits: int) -> Datatype:
    return Datatype("decimal", INTEGER, Decimal, 0, 2**bits - 1)


DATATYPES: Final[dict[str, Datatype]] = {
    f"{XSD}anyURI": Datatype("anyURI", r"[^\s<>\"{}|\\^`]*"),
    f"{XSD}boolean": Datatype("boolean", "true|false|0|1", lambda text: text in ("true", "1")),
    f"{XSD}byte": _signed(8),
    f"{XSD}date": Datatype("date", rf"-?\d{{4,}}-\d\d-\d\d{ZONE}"),
    f"{XSD}dateTime": Datatype("dateTime", rf"\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{{1,6}})?{ZONE}", _instant),
    f"{XSD}dateTimeStamp": Datatype(
        "dateTime", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", _instant
    ),
    f"{XSD}decimal": Datatype("decimal", r"[+-]?(\d+(\.\d*)?|\.\d+)", Decimal),
    f"{XSD}double": Datatype("double", FLOAT, float),
    f"{XSD}float": Datatype("float", FLOAT, float),
    f"{XSD}gYear": Datatype("gYear", rf"-?\d{{4,}}{ZONE}"),
    f"{XSD}gYearMonth": Datatype("gYearMonth", rf"-?\d{{4,}}-\d\d{ZONE}"),
    f"{XSD}int": _signed(32),
    f"{XSD}integer": Datatype("decimal", INTEGER, Decimal),
    f"{XSD}long": _signed(64),
    f"{XSD}negativeInteger": Datatype("decimal", INTEGER, Decimal, None, -1),
    f"{XSD}nonNegativeInteger": Datatype("decimal", INTEGER, Decimal, 0),
    f"{XSD}nonPositiveInteger": Datatype("decimal", INTEGER, Decimal, None, 0),
    f"{XSD}normalizedString": Datatype("string", r"[^\t\n\r]*"),
    f"{XSD}positiveInteger": Datatype("decimal", INTEGER, Decimal, 1),
    f"{XSD}short": _signed(16),
    f"{XSD}string": Datatype("string", r"(?s:.*)"),
    f"{XSD}token": Datatype("string", r"([^\s]+( [^\s]+)*)?"),
    f"{XSD}unsignedByte": _unsigned(8),
    f"{XSD}unsignedInt": _unsigned(32),
    f"{XSD}unsignedLong": _unsigned(64),
    f"{XSD}unsignedShort": _unsigned(16),
}
"""The datatypes that are understood, but for those of :data:`ANY` and ``rdf:langString``."""

LANGUAGE: Final = f"{RDF}langString"
ANY: Final = frozenset({f"{RDFS}Literal", f"{RDF}PlainLiteral"})
"""Datatypes that no literal is refused by."""

INTEGERS: Final = frozenset(name for name, row in DATATYPES.items() if row.pattern == INTEGER)


def is_datatype(node: object) -> bool:
    """Tell whether the term is a datatype of XML Schema, RDF or RDFS rather than a class."""
    if not isinstance(node, NamedNode):
        return False
    return node.value in ANY or node.value == LANGUAGE or node.value.startswith(XSD)


def is_understood(datatype: NamedNode) -> bool:
    """Tell whether membership in the datatype can be decided."""
    return datatype.value in DATATYPES or datatype.value in ANY or datatype.value == LANGUAGE


def value_of(literal: Literal) -> Value | None:
    """Return a literal's value, or None where its datatype is not understood or it is not one of that datatype."""
    if literal.language is not None:
        return Value(LANGUAGE, (literal.value, literal.language.lower()))
    row = DATATYPES.get(literal.datatype.value)
    if row is None or not re.fullmatch(row.pattern, literal.value, re.ASCII):
        return None
    try:
        content = row.read(literal.value)
    except ValueError:
        return None
    return Value(row.space, content) if _within(content, row) else None


def differ(one: Literal, other: Literal) -> bool:
    """Tell whether two literals are known to have different values (``dt-diff``)."""
    values = value_of(one), value_of(other)
    return None not in values and values[0] != values[1]


def belongs(literal: Literal, datatype: NamedNode) -> bool:
    """Tell whether a literal's value is one of the datatype's; true where that cannot be decided (``dt-not-type``)."""
    if datatype.value in ANY or not is_understood(datatype):
        return True
    value = value_of(literal)
    if value is None:
        return literal.datatype.value not in DATATYPES
    if datatype.value == LANGUAGE:
        return value.space == LANGUAGE
    row = DATATYPES[datatype.value]
    if value.space != row.space:
        return False
    if value.space != "decimal":
        return row.space != "string" or re.fullmatch(row.pattern, literal.value) is not None
    return (datatype.value not in INTEGERS or value.content == value.content.to_integral_value()) and _within(
        value.content, row
    )


def _within(content: Any, row: Datatype) -> bool:
    return (row.least is None or content >= row.least) and (row.greatest is None or content <= row.greatest)
