"""What would be otherwise without some passages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from sinograph.explaining.backward import Budget, WorkExhaustedError
from sinograph.impact.aftermath import conclusions_after
from sinograph.impact.forward import Consequences
from sinograph.impact.remaining import Remaining
from sinograph.impact.supports import sufficient_sets
from sinograph.impact.withdrawal import Withdrawal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pyoxigraph import NamedNode, Triple

    from sinograph.impact.before import Before
    from sinograph.impact.supports import PassageSet

LOOKUPS: Final = 200_000
"""How much is looked up to find what would lose one of several supports."""


class Weakened(NamedTuple):
    """What still holds, and the smallest set of passages that still suffices; an empty one where the curators do."""

    triple: Triple
    still: PassageSet


@dataclass(frozen=True)
class Impact:
    """What withdrawing some passages would change; triples as they are written.

    :param passages: those withdrawn
    :param unsaid: what they say, nobody else says and does not follow either
    :param lost: what would no longer follow
    :param weakened: what would still be said or follow, with one of its smallest supports gone
    :param gained: what would hold that does not now: days that a more precise date rules out, other names
    :param is_complete: whether ``weakened`` is all there is
    """

    passages: tuple[NamedNode, ...]
    unsaid: tuple[Triple, ...]
    lost: tuple[Triple, ...]
    weakened: tuple[Weakened, ...]
    gained: tuple[Triple, ...]
    is_complete: bool


def impact_of(passages: Collection[NamedNode], before: Before) -> Impact:
    """Return what withdrawing these passages together would change."""
    withdrawal = Withdrawal(before, passages)
    after = conclusions_after(withdrawal)
    weakened, is_complete = _weakened(withdrawal)
    known = after | before.dataset.asserted
    unsaid = {before.written(triple) for triple in withdrawal.unsaid & withdrawal.fallen}
    return Impact(
        tuple(sorted(passages, key=str)),
        _sorted(unsaid),
        _sorted(before.inferred - after),
        tuple(each for each in weakened if each.triple in known),
        _sorted(after - before.inferred - before.dataset.asserted),
        is_complete,
    )


def _sorted(triples: Iterable[Triple]) -> tuple[Triple, ...]:
    return tuple(sorted(triples, key=str))


def _weakened(withdrawal: Withdrawal) -> tuple[list[Weakened], bool]:
    """Return what still holds and yet has a smallest support less, and whether there was time to find all of it."""
    before, passages = withdrawal.before, withdrawal.passages
    reached, is_whole = _reached(withdrawal)
    left = sorted(reached - withdrawal.fallen, key=str)
    sets, is_known = sufficient_sets(left, before.knowledge, lookups=LOOKUPS)
    found = []
    for triple in left:
        still = [each for each in sets[triple] if not each & passages]
        if still and len(still) < len(sets[triple]):
            found.append(Weakened(before.written(triple), still[0]))
    return found, is_whole and is_known


def _reached(withdrawal: Withdrawal) -> tuple[set[Triple], bool]:
    """Return what some step leads to from what is withdrawn, but for what the curators say themselves."""
    before = withdrawal.before
    facts = Remaining(before.knowledge.facts, set(before.records))
    consequences = Consequences(before.knowledge.proofs.rules, facts)
    budget = Budget(LOOKUPS)
    found = {triple for triple in withdrawal.said if triple not in before.curated}
    todo = sorted(found, key=str)
    try:
        while todo:
            for step in consequences.steps(todo.pop(), budget):
                conclusion = step.conclusion
                if conclusion not in found and conclusion not in before.curated and facts.holds(conclusion):
                    found.add(conclusion)
                    todo.append(conclusion)
    except WorkExhaustedError:
        return found, False
    return found, True
