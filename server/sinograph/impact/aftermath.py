"""The whole after a withdrawal: what rules conclude, and what is put together from it in the end.

Names, the origins of conclusions, and disputes are no business of rules that conclude one triple from others: they are
made anew from what is left, as a build makes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinograph.conclusions import Conclusions
from sinograph.disputes import RULES as DISPUTES
from sinograph.disputes import derive_disputes
from sinograph.impact.before import BUILT_IN
from sinograph.labels import Labeller
from sinograph.origins import derive_origins
from sinograph.publication import published
from sinograph.reasoner import Derivation, Inconsistency

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Triple

    from sinograph.impact.withdrawal import Withdrawal


class _Left:
    """The stage of reasoning that a withdrawal leaves: stored steps, and those by which something came back."""

    def __init__(self, withdrawal: Withdrawal) -> None:
        self._before = withdrawal.before
        self._withdrawal = withdrawal

    def derivation(self, triple: Triple, /) -> Derivation | None:
        """Return why a triple holds, as it was written; None where it is said, or put together in the end."""
        stored = self._before.stored(triple)
        if stored in self._withdrawal.fallen:
            return None
        step = self._withdrawal.steps.get(stored) or self._before.steps.get(stored)
        if step is None or step.rule.name in BUILT_IN:
            return None
        premises = tuple(self._before.written(premise) for premise in step.premises)
        return Derivation(triple, step.rule, step.bindings, premises)


def conclusions_after(withdrawal: Withdrawal) -> frozenset[Triple]:
    """Return all conclusions that would be published, as they are written."""
    before = withdrawal.before
    dataset = before.without(withdrawal.passages)
    stored = {before.stored(triple): triple for triple in before.inferred}
    left = {triple for each, triple in stored.items() if each not in withdrawal.fallen and not before.is_built_in(each)}
    left.update(before.written(triple) for triple in (*withdrawal.regained, *withdrawal.gained))
    conclusions = Conclusions(
        dataset,
        published(left, dataset.asserted),
        (_Left(withdrawal),),
        inconsistencies=list(_inconsistencies(withdrawal)),
    )
    known = sorted(dataset.asserted | conclusions.triples, key=str)
    conclusions = conclusions.extended(Labeller(known).derive())
    conclusions = conclusions.extended(derive_origins(conclusions))
    return conclusions.extended(derive_disputes(conclusions)).triples


def _inconsistencies(withdrawal: Withdrawal) -> Iterator[Inconsistency]:
    """Yield the inconsistencies that the release has a dispute of, and whose premises still hold."""
    before, rule = withdrawal.before, DISPUTES["logic"]
    for premises in dict.fromkeys(step.premises for step in before.steps.values() if step.rule.name == rule.name):
        if withdrawal.fallen.isdisjoint(premises):
            yield Inconsistency(rule, {}, tuple(before.written(premise) for premise in premises))
