"""The proofs of a triple, the shortest first.

A proof chooses a step for each triple that it goes through. Partial proofs wait in a queue, ordered by how many steps
they must have at the least, so that whole proofs leave it in the order of their size. A step is not chosen where a
premise rests on its own conclusion, so that every proof is well-founded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Final, NamedTuple

from sinograph.explaining.backward import Budget, WorkExhaustedError
from sinograph.explaining.proof import Proof, stored_proof

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyoxigraph import Triple

    from sinograph.explaining.knowledge import Knowledge
    from sinograph.reasoner import Derivation

QUICK: Final = 60
"""How much is looked up for the one shortest proof, before the one that the reasoner found is taken instead."""

THOROUGH: Final = 100_000
"""How much is looked up for all proofs."""


class Found(NamedTuple):
    """The proofs that were found, in the order of their size.

    :param is_complete: whether there are no others
    :param is_cut: whether the search was given up, so that the order need not be that of their size
    """

    proofs: tuple[Proof, ...]
    is_complete: bool
    is_cut: bool = False


def shortest_proof(goal: Triple, knowledge: Knowledge) -> Proof:
    """Return the shortest proof, or where the search for it would take too long the one that the reasoner found."""
    if knowledge.is_leaf(goal):
        return Proof(goal, {})
    known = stored_proof(goal, knowledge.derivation)
    try:
        return next(_Search(goal, knowledge, Budget(QUICK)).proofs(below=known.size), known)
    except WorkExhaustedError:
        return known


def all_proofs(goal: Triple, knowledge: Knowledge, limit: int, lookups: int = THOROUGH) -> Found:
    """Return the proofs, not more than ``limit``; the shortest come first."""
    found: list[Proof] = []
    try:
        for proof in _Search(goal, knowledge, Budget(lookups)).proofs():
            if len(found) == limit:
                return Found(tuple(found), is_complete=False)
            found.append(proof)
    except WorkExhaustedError:
        return Found(_with_stored(goal, knowledge, found), is_complete=False, is_cut=True)
    return Found(_with_stored(goal, knowledge, found), is_complete=True)


def _with_stored(goal: Triple, knowledge: Knowledge, found: list[Proof]) -> tuple[Proof, ...]:
    """Return the proofs with the reasoner's own, where going backwards did not find that one."""
    first = stored_proof(goal, knowledge.derivation)
    if first.steps and all(proof.digest != first.digest for proof in found):
        found.append(first)
    return tuple(sorted(found, key=lambda proof: proof.size))


@dataclass(frozen=True)
class _Partial:
    """A proof that is not whole yet.

    :param pending: triples for which nothing is chosen yet
    :param leaves: how many triples are leaves so far
    :param derive: whether the first pending triple must not be a leaf
    """

    steps: Mapping[Triple, Derivation]
    pending: tuple[Triple, ...]
    settled: frozenset[Triple]
    leaves: int = 0
    derive: bool = False


@dataclass
class _Search:
    goal: Triple
    knowledge: Knowledge
    budget: Budget
    ways: dict[Triple, list[Derivation]] = field(default_factory=dict)
    leaves: dict[Triple, bool] = field(default_factory=dict)

    def proofs(self, below: tuple[int, int] | None = None) -> Iterator[Proof]:
        """Yield proofs in the order of their size.

        :param below: a size that only smaller ones are wanted of
        :raises WorkExhaustedError: where there is more to be looked up than the budget allows
        """
        queue: list[tuple[int, int, int, int, _Partial]] = []
        numbers = count()
        todo = [_Partial({}, (self.goal,), frozenset())]
        while True:
            for partial in todo:
                heappush(queue, (*self._least(partial), len(partial.pending), next(numbers), partial))
            if not queue:
                return
            steps, leaves, *_, partial = heappop(queue)
            if below is not None and (steps, leaves) >= below:
                return
            if partial.pending:
                todo = list(self._choices(partial))
            else:
                todo = []
                yield Proof(self.goal, partial.steps)

    def _least(self, partial: _Partial) -> tuple[int, int]:
        """Return how many steps and leaves a proof must have at the least that completes this one."""
        leaves = sum(self._is_leaf(triple) for triple in partial.pending)
        steps = len(partial.steps) + len(partial.pending) - leaves
        return (steps + 1, partial.leaves + leaves - 1) if partial.derive else (steps, partial.leaves + leaves)

    def _choices(self, partial: _Partial) -> Iterator[_Partial]:
        """Yield the partial proof with each choice for its first pending triple."""
        self.budget.spend()
        triple, rest = partial.pending[0], partial.pending[1:]
        settled = partial.settled | {triple}
        if self._is_leaf(triple) and not partial.derive:
            yield _Partial(partial.steps, rest, settled, partial.leaves + 1)
            yield _Partial(partial.steps, partial.pending, partial.settled, partial.leaves, derive=True)
            return
        for step in self._ways(triple):
            self.budget.spend()  # each goes in a circle, or takes room in the queue even if its turn never comes
            if not _rests_on(step.premises, triple, partial.steps):
                new = tuple(p for p in dict.fromkeys(step.premises) if p not in settled and p not in rest)
                yield _Partial({**partial.steps, triple: step}, (*new, *rest), settled, partial.leaves)

    def _is_leaf(self, triple: Triple) -> bool:
        if triple not in self.leaves:
            self.budget.spend()
            self.leaves[triple] = self.knowledge.is_leaf(triple)
        return self.leaves[triple]

    def _ways(self, triple: Triple) -> list[Derivation]:
        if triple not in self.ways:
            ways = list(self.knowledge.steps(triple, self.budget))
            self.ways[triple] = sorted(ways, key=lambda step: (step.rule.name, [str(p) for p in step.premises]))
        return self.ways[triple]


def _rests_on(premises: tuple[Triple, ...], conclusion: Triple, steps: Mapping[Triple, Derivation]) -> bool:
    """Tell whether a premise rests on the conclusion by the steps that are chosen so far."""
    todo, seen = list(premises), set(premises)
    while todo:
        triple = todo.pop()
        if triple == conclusion:
            return True
        step = steps.get(triple)
        new = [premise for premise in step.premises if premise not in seen] if step else []
        seen.update(new)
        todo += new
    return False
