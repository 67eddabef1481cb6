"""Scores that nobody states but that stated ones bound: "within 0.7 points of", "ahead of"."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import Literal

from sinograph.agreement import Amount
from sinograph.figures.figure import Figure, in_order
from sinograph.namespaces import expand, sino

if TYPE_CHECKING:
    from collections.abc import Callable

    from sinograph.figures.statements import Claim

POINT: Final = sino("Point")
DECIMAL: Final = expand("xsd:decimal")


class _Bounds(NamedTuple):
    low: Decimal | None
    high: Decimal | None


def _within(score: Decimal, margin: Amount) -> _Bounds | None:
    if margin.maximum is None:
        return None
    most = Decimal(margin.maximum.value)
    return _Bounds(score - most, score + most)


def _behind(score: Decimal, margin: Amount) -> _Bounds | None:
    least = margin.minimum or margin.value
    return _Bounds(None, score - (Decimal(least.value) if least else 0))


OUTCOMES: Final[dict[str, Callable[[Decimal, Amount], _Bounds | None]]] = {
    "WithinMargin": _within,
    "Better": _behind,
}
"""What follows for the score of the other from that of what is compared; the other outcomes bound nothing."""


def bounded_by(comparison: Claim, score: Figure) -> Figure | None:
    """Return what a comparison leaves open of the other's score, or None where it bounds nothing.

    :param score: that of the compared item, in per cent or points of the same benchmark
    """
    outcome, unit = comparison.node("outcome"), comparison.node("unit")
    margin, value = comparison.amount, score.value
    if outcome is None or not isinstance(value, Amount) or value.value is None or value.is_approximate:
        return None
    is_bare = margin == Amount()
    bound = OUTCOMES.get(outcome.value.rpartition("#")[2])
    bounds = bound(Decimal(value.value.value), margin) if bound and (is_bare or unit == POINT) else None
    if bounds is None:
        return None
    return replace(
        score,
        value=Amount(minimum=_literal(bounds.low), maximum=_literal(bounds.high)),
        passages=in_order((comparison.passage, *score.passages)),
        words=comparison.text("statedAs"),
        below=is_bare,
    )


def _literal(number: Decimal | None) -> Literal | None:
    return None if number is None else Literal(str(number), datatype=DECIMAL)
