"""The expressions of FILTER and BIND: what SPARQL 1.1, section 17, says of the operators and functions that rules use.

An expression becomes a Python function of the bindings. An error in the sense of SPARQL (a comparison of things that
do not compare, a function of the wrong kind of term) is :class:`ExpressionError`; a FILTER takes it for false.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode

from sinograph.errors import SinographError
from sinograph.intervals import interval
from sinograph.reasoner.datatypes import LANGUAGE, XSD, belongs, differ, value_of
from sinograph.reasoner.rule import Call, Expression, Term, Variable

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from sinograph.intervals import Interval

Scope: TypeAlias = Mapping[Variable, Term]
Evaluate: TypeAlias = Callable[[Scope], Term]

TRUE: Final = Literal(value=True)
FALSE: Final = Literal(value=False)
NUMERIC: Final = ("decimal", "float", "double")


class ExpressionError(ValueError):
    """An expression without a value, such as ``"a" < 1``."""


def compile_expression(expression: Expression) -> Evaluate:
    """Return a function that computes the expression from the bindings of its variables."""
    if isinstance(expression, Variable):
        return operator.itemgetter(expression)
    if not isinstance(expression, Call):
        return lambda _scope: expression
    arguments = [compile_expression(argument) for argument in expression.arguments]
    if expression.name in LAZY:
        return LAZY[expression.name](arguments)
    function = FUNCTIONS[expression.name]
    return lambda scope: function(*(argument(scope) for argument in arguments))


def holds(evaluate: Evaluate, scope: Scope) -> bool:
    """Tell whether a FILTER lets the bindings pass."""
    try:
        return _truth(evaluate(scope))
    except ExpressionError:
        return False


def _boolean(value: object) -> Literal:
    return TRUE if value else FALSE


def _truth(term: Term) -> bool:
    """Return the effective boolean value (SPARQL 1.1, 17.2.2)."""
    value = value_of(term) if isinstance(term, Literal) else None
    if value is None or value.space not in ("boolean", "string", *NUMERIC):
        raise ExpressionError(f"{term} is neither true nor false")
    return bool(value.content) and value.content == value.content  # NaN is false


def _and(arguments: list[Evaluate]) -> Evaluate:
    return lambda scope: _boolean(_decide(arguments, scope, absorbing=False))


def _or(arguments: list[Evaluate]) -> Evaluate:
    return lambda scope: _boolean(_decide(arguments, scope, absorbing=True))


def _decide(arguments: list[Evaluate], scope: Scope, *, absorbing: bool) -> bool:
    """Combine truth values; one that is absorbing decides even beside an error."""
    failure: ExpressionError | None = None
    for argument in arguments:
        try:
            if _truth(argument(scope)) is absorbing:
                return absorbing
        except ExpressionError as error:
            failure = error
    if failure:
        raise failure
    return not absorbing


def _comparable(one: Term, other: Term) -> tuple[Any, Any]:
    if not isinstance(one, Literal) or not isinstance(other, Literal):
        raise ExpressionError(f"{one} and {other} have no order")
    first, second = value_of(one), value_of(other)
    if first is None or second is None:
        raise ExpressionError(f"{one} and {other} have no order")
    if first.space in NUMERIC and second.space in NUMERIC:
        exact = first.space == second.space == "decimal"
        return (first.content, second.content) if exact else (float(first.content), float(second.content))
    if first.space != second.space or first.space == LANGUAGE:
        raise ExpressionError(f"{one} and {other} have no order")
    return first.content, second.content


def _order(compare: Callable[[Any, Any], bool]) -> Callable[[Term, Term], Literal]:
    def ordered(one: Term, other: Term) -> Literal:
        try:
            return _boolean(compare(*_comparable(one, other)))
        except TypeError:  # a time with a zone and one without
            raise ExpressionError(f"{one} and {other} have no order") from None

    return ordered


def _equal(one: Term, other: Term) -> Literal:
    if one == other and not _both_numeric(one, other):
        return TRUE
    if not (isinstance(one, Literal) and isinstance(other, Literal)):
        return FALSE
    if differ(one, other) and not _both_numeric(one, other):
        return FALSE
    return _boolean(operator.eq(*_comparable(one, other)))


def _both_numeric(one: Term, other: Term) -> bool:
    """Tell whether both are numbers: these are compared by value whatever their types, and NaN is not even itself."""
    values = [value_of(term) if isinstance(term, Literal) else None for term in (one, other)]
    return all(value is not None and value.space in NUMERIC for value in values)


def _text(term: Term) -> str:
    if not isinstance(term, Literal) or (term.language is None and term.datatype.value != f"{XSD}string"):
        raise ExpressionError(f"{term} is not a string")
    return term.value


def _string(term: Term) -> Literal:
    if isinstance(term, BlankNode):
        raise ExpressionError(f"{term} has no string")
    return Literal(term.value)


def _number(term: Term) -> Decimal | float:
    value = value_of(term) if isinstance(term, Literal) else None
    if value is None or value.space not in NUMERIC:
        raise ExpressionError(f"{term} is not a number")
    number: Decimal | float = value.content
    return number


def _absolute(term: Term) -> Literal:
    number = _number(term)
    assert isinstance(term, Literal)  # noqa: S101 numbers are
    return Literal(term.value.lstrip("+-"), datatype=term.datatype) if number < 0 else term


def _regex(text: Term, pattern: Term, flags: Term = Literal("")) -> Literal:  # noqa: B008 a literal is immutable
    modes = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE, "x": re.VERBOSE}
    try:
        mode = sum(modes[flag] for flag in _text(flags))
        return _boolean(re.search(_text(pattern), _text(text), mode))
    except (KeyError, re.error) as error:
        raise ExpressionError(f"{pattern} is not a regular expression: {error}") from None


def _of_literal(get: Callable[[Literal], Term]) -> Callable[[Term], Term]:
    def function(term: Term) -> Term:
        if not isinstance(term, Literal):
            raise ExpressionError(f"{term} is not a literal")
        return get(term)

    return function


def _iri(term: Term) -> NamedNode:
    if isinstance(term, NamedNode):
        return term
    try:
        return NamedNode(_text(term))
    except ValueError as error:
        raise ExpressionError(f"{term} is not an IRI: {error}") from None


def _after(text: Term, mark: Term) -> Literal:
    return Literal(_text(text).partition(_text(mark))[2])


def _before(text: Term, mark: Term) -> Literal:
    head, found, _ = _text(text).partition(_text(mark))
    return Literal(head if found else "")


def _differ(one: Term, other: Term) -> Literal:
    return _boolean(isinstance(one, Literal) and isinstance(other, Literal) and differ(one, other))


def _not_in(datatype: Term, literal: Term) -> Literal:
    return _boolean(_is_value(literal) and not _in(datatype, literal))


def _in(datatype: Term, literal: Term) -> bool:
    return isinstance(literal, Literal) and isinstance(datatype, NamedNode) and belongs(literal, datatype)


def _is_value(term: Term) -> bool:
    return isinstance(term, Literal)


def _bound(get: Callable[[Interval], date]) -> Callable[[Term], Literal]:
    """Return the function of a date that gives one of the days that it may mean."""

    def function(term: Term) -> Literal:
        if not isinstance(term, Literal):
            raise ExpressionError(f"{term} is not a date")
        try:
            return Literal(get(interval(term)).isoformat(), datatype=NamedNode(f"{XSD}date"))
        except SinographError as error:
            raise ExpressionError(error.problem) from None

    return function


LAZY: Final[dict[str, Callable[[list[Evaluate]], Evaluate]]] = {"&&": _and, "||": _or}
"""Operators that look at their arguments one at a time."""

FUNCTIONS: Final[dict[str, Callable[..., Term]]] = {
    "!": lambda term: _boolean(not _truth(term)),
    "=": _equal,
    "!=": lambda one, other: _boolean(_equal(one, other) == FALSE),
    "<": _order(operator.lt),
    ">": _order(operator.gt),
    "<=": _order(operator.le),
    ">=": _order(operator.ge),
    "IN": lambda term, *others: _boolean(any(_equal(term, other) == TRUE for other in others)),
    "NOT IN": lambda term, *others: _boolean(all(_equal(term, other) == FALSE for other in others)),
    "SAMETERM": lambda one, other: _boolean(one == other),
    "STR": _string,
    "LCASE": lambda text: Literal(_text(text).lower()),
    "UCASE": lambda text: Literal(_text(text).upper()),
    "STRLEN": lambda text: Literal(len(_text(text))),
    "CONTAINS": lambda text, part: _boolean(_text(part) in _text(text)),
    "STRSTARTS": lambda text, part: _boolean(_text(text).startswith(_text(part))),
    "STRENDS": lambda text, part: _boolean(_text(text).endswith(_text(part))),
    "STRAFTER": _after,
    "STRBEFORE": _before,
    "REGEX": _regex,
    "CONCAT": lambda *texts: Literal("".join(_text(text) for text in texts)),
    "IRI": _iri,
    "URI": _iri,
    "LANG": _of_literal(lambda literal: Literal(literal.language or "")),
    "DATATYPE": _of_literal(lambda literal: literal.datatype),
    "ABS": _absolute,
    "ISIRI": lambda term: _boolean(isinstance(term, NamedNode)),
    "ISURI": lambda term: _boolean(isinstance(term, NamedNode)),
    "ISBLANK": lambda term: _boolean(isinstance(term, BlankNode)),
    "ISLITERAL": lambda term: _boolean(isinstance(term, Literal)),
    "ISNUMERIC": lambda term: _boolean(_both_numeric(term, term)),
    "OWL:DISTINCT": lambda one, other: _boolean(one != other),
    "OWL:RESOURCES": lambda *terms: _boolean(not any(isinstance(term, Literal) for term in terms)),
    "OWL:DIFFER": _differ,
    "OWL:IN": lambda datatype, literal: _boolean(_in(datatype, literal)),
    "OWL:NOTIN": _not_in,
    "SINO:EARLIEST": _bound(lambda days: days.first),
    "SINO:LATEST": _bound(lambda days: days.last),
}
"""Operators and functions by the name that they have in SPARQL, and those that OWL's rules (``OWL:...``) and the
built-in rules for dates (``SINO:...``) need."""
