"""Values: every literal is one of its datatype, a date a day of the calendar, a number a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from sinograph.errors import SinographError
from sinograph.faults import Fault
from sinograph.intervals import FORMS, interval
from sinograph.namespaces import shorten
from sinograph.spelling import spell

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from sinograph.dataset import Dataset

LEXICAL: Final = {
    "xsd:anyURI": re.compile(r"\S*"),
    "xsd:boolean": re.compile(r"true|false|1|0"),
    "xsd:decimal": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII),
    "xsd:double": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]?INF|NaN", re.ASCII),
    "xsd:integer": re.compile(r"[+-]?\d+", re.ASCII),
    "xsd:nonNegativeInteger": re.compile(r"\+?\d+|-0+", re.ASCII),
    "xsd:positiveInteger": re.compile(r"\+?0*[1-9]\d*", re.ASCII),
}
"""How values of a datatype are written (https://www.w3.org/TR/xmlschema11-2/); dates are in sinograph.intervals."""


def check_values(dataset: Dataset) -> list[Fault]:
    """Report each literal that is no value of its datatype, with the passage or file that has it."""
    literals = ((quad, quad.object) for quad in dataset.quads if isinstance(quad.object, Literal))
    found = [(quad, problem) for quad, literal in literals if (problem := _problem(literal))]
    return [_fault(quad, *problem) for quad, problem in sorted(found, key=lambda each: str(each[0]))]


def _fault(quad: Quad, problem: str, remedy: str) -> Fault:
    where = f"{spell(quad.graph_name)}: {spell(quad.subject)} {spell(quad.predicate)}"
    return Fault("error", "values", where, problem, remedy)


def _problem(literal: Literal) -> tuple[str, str] | None:
    """Return what is wrong with a literal and what to do, or None."""
    datatype = shorten(literal.datatype)
    if datatype in FORMS:
        try:
            interval(literal)
        except SinographError as error:
            return error.problem, error.remedy or ""
    elif datatype in LEXICAL and not LEXICAL[datatype].fullmatch(literal.value):
        return f"{literal.value!r} is not an {datatype}", "correct the value or its datatype"
    return None
