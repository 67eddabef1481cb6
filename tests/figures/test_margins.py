from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal

from sinograph.agreement import Amount
from sinograph.figures.figure import Figure
from sinograph.figures.margins import bounded_by
from sinograph.figures.statements import Claim
from sinograph.linked.evidence import Passage
from sinograph.namespaces import expand, sino

if TYPE_CHECKING:
    from sinograph.tabulation import Term

PASSAGE = Passage(expand("passage:a"), None, sino("Stated"), asserted=True, quotes=(), conditions=(), notes=())
SCORE = Figure(Amount(Literal("80.2", datatype=expand("xsd:decimal"))), unit="%")


def comparison(outcome: str, unit: str = "Point", **bounds: str) -> Claim:
    amounts = {name: (Literal(text, datatype=expand("xsd:decimal")),) for name, text in bounds.items()}
    told: dict[str, tuple[Term, ...]] = {"outcome": (sino(outcome),), "unit": (sino(unit),), **amounts}
    return Claim(expand("comparison:a"), sino("Comparison"), PASSAGE, told)


@pytest.mark.parametrize(
    ("claim", "extent"),
    [
        (comparison("WithinMargin", maximum="0.7"), (79.5, 80.9)),
        (comparison("Better", minimum="13"), (None, 67.2)),
        (comparison("Better", value="2"), (None, 78.2)),
        (comparison("Better"), (None, 80.2)),
        (comparison("WithinMargin"), None),
        (comparison("Better", "PercentDifference", minimum="13"), None),
        (comparison("Comparable"), None),
    ],
    ids=["within", "ahead by at least", "ahead by", "ahead", "no margin", "not in points", "comparable"],
)
def test_bounds_what_is_compared_with(claim: Claim, extent: tuple[float | None, float | None] | None) -> None:
    bound = bounded_by(claim, SCORE)
    assert (bound and bound.range) == extent


def test_an_approximate_score_bounds_nothing() -> None:
    rough = Figure(Amount(Literal("88", datatype=expand("xsd:decimal")), is_approximate=True))
    assert bounded_by(comparison("Better"), rough) is None
