"""A proof: for each triple that it goes through, the step that concludes it, down to what is said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from sinograph.conclusions import in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyoxigraph import Triple

    from sinograph.reasoner import Derivation


@dataclass(frozen=True)
class Proof:
    """A proof of a triple.

    :param steps: the step by which each triple is concluded that is not a leaf
    """

    goal: Triple
    steps: Mapping[Triple, Derivation]

    @cached_property
    def order(self) -> tuple[Triple, ...]:
        """The triples of the proof, each after its premises; the goal comes last."""
        return tuple(in_order([self.goal], self.steps.get))

    @cached_property
    def numbers(self) -> dict[Triple, int]:
        """The triples of the proof as it is read: the goal first, each before its premises, numbered from 1."""
        found: dict[Triple, int] = {}
        todo = [self.goal]
        while todo:
            triple = todo.pop()
            if triple not in found:
                found[triple] = len(found) + 1
                step = self.steps.get(triple)
                todo += reversed(step.premises) if step else ()
        return found

    @cached_property
    def leaves(self) -> tuple[Triple, ...]:
        """What the proof rests on, in the order in which it uses it."""
        return tuple(triple for triple in self.order if triple not in self.steps)

    @property
    def size(self) -> tuple[int, int]:
        """The number of steps, then that of leaves: the smaller of two proofs is shown first."""
        return len(self.steps), len(self.leaves)

    @cached_property
    def digest(self) -> str:
        """What tells this proof from every other, in hexadecimal."""
        lines = [str(self.goal)]
        for triple in self.order:
            step = self.steps.get(triple)
            lines += [step.rule.name, *map(str, step.premises)] if step else [f"leaf {triple}"]
        return sha256("\n".join(lines).encode()).hexdigest()[:16]


def stored_proof(goal: Triple, derivation: Callable[[Triple], Derivation | None]) -> Proof:
    """Return the proof that the reasoner found first."""
    steps = {triple: step for triple in in_order([goal], derivation) if (step := derivation(triple))}
    return Proof(goal, steps)
