"""Delete and rederive: what no longer holds when passages are withdrawn.

All that was concluded by way of what is withdrawn is taken away, by the proofs that the release keeps. Of that, what
some rule can still conclude from what is left comes back, and what follows from that. This is the algorithm DRed of
Gupta, Mumick and Subrahmanian (SIGMOD 1993, https://doi.org/10.1145/170035.170066), which takes away less where it has
a proof of each conclusion at hand.
"""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

from sinograph.bounds import EARLIEST, LATEST, SUBPROPERTY, Bounds
from sinograph.explaining.backward import Budget
from sinograph.explaining.evidence import Quote
from sinograph.impact.forward import Consequences
from sinograph.impact.remaining import Remaining

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pyoxigraph import NamedNode, Triple

    from sinograph.impact.before import Before
    from sinograph.reasoner import Derivation, Rule


class Withdrawal:
    """What holds without some passages, as far as rules conclude it.

    :ivar said: what the passages say, as far as it counts as said
    :ivar unsaid: of that, what nobody else says
    :ivar fallen: what does not hold any more
    :ivar regained: what held and still holds, though its proof is gone
    :ivar gained: what held not, and holds now: days that more precise dates had ruled out
    """

    def __init__(self, before: Before, passages: Collection[NamedNode]) -> None:
        self.before = before
        self.knowledge = before.knowledge
        self.passages = frozenset(passages)
        self.said = self._said()
        self.unsaid = {triple for triple in self.said if not self._others(triple)}
        self.steps: dict[Triple, Derivation] = {}
        deleted = self.unsaid | before.resting_on(self.unsaid)
        self.deleted = {triple for triple in deleted if not before.is_built_in(triple)}
        self.facts = Remaining(self.knowledge.facts, {*before.records, *deleted})
        self._rederive({triple for triple in self.deleted if not self._is_bound(triple)})
        self._bound_anew()
        self.fallen = frozenset(triple for triple in self.deleted if not self.facts.holds(triple))
        self.regained = frozenset(self.deleted - self.fallen)
        self.gained = frozenset(self.facts.new)

    def _said(self) -> set[Triple]:
        found: set[Triple] = set()
        for passage in self.passages:
            quote = self.knowledge.witnesses.quote(passage)
            if quote is not None and quote.is_asserted:
                found.update(quad.triple for quad in self.knowledge.store.quads_for_pattern(None, None, None, passage))
        return found

    def _others(self, triple: Triple) -> bool:
        """Tell whether someone says a triple whose word is not withdrawn."""
        return any(
            each.passage not in self.passages if isinstance(each, Quote) else not each.is_record
            for each in self.knowledge.witnesses.evidence(triple)
        )

    def _is_bound(self, triple: Triple) -> bool:
        return triple.predicate in (EARLIEST, LATEST) and triple not in self.unsaid

    def _rederive(self, lost: Iterable[Triple]) -> None:
        """Bring back what can be concluded from what is left, and from what comes back."""
        waiting: dict[Triple, list[tuple[Derivation, set[Triple]]]] = defaultdict(list)
        ready: deque[Derivation] = deque()
        for step in self._ways(lost):
            missing = {premise for premise in step.premises if not self.facts.holds(premise)}
            for premise in missing:
                waiting[premise].append((step, missing))
            ready.extend(() if missing else (step,))
        while ready:
            step = ready.popleft()
            if self.facts.holds(step.conclusion):
                continue
            self._bring_back(step)
            for other, missing in waiting.pop(step.conclusion, ()):
                missing.discard(step.conclusion)
                ready.extend(() if missing else (other,))

    def _ways(self, lost: Iterable[Triple]) -> Iterator[Derivation]:
        """Yield every step that could conclude what is lost from what held before."""
        for triple in sorted(lost, key=str):
            yield from self.knowledge.matcher.steps(triple, Budget())

    def _bring_back(self, step: Derivation) -> None:
        self.facts.add(step.conclusion)
        self.steps[step.conclusion] = step

    def _bound_anew(self) -> None:
        """Compute the first and last days of what lost a date, and draw the conclusions from those."""
        ontology = list(self.knowledge.facts.match(None, SUBPROPERTY, None))
        bounds = Bounds(ontology)
        dated = {rule.body[0].predicate for rule in bounds.rules}
        subjects = {t.subject for t in self.deleted if t.predicate in dated or self._is_bound(t)}
        left = {triple for subject in subjects for triple in self.facts.match(subject, None, None)}
        new = [step for step in bounds.derive(left).values() if not self.facts.holds(step.conclusion)]
        self._conclude(new)

    def _conclude(self, steps: Iterable[Derivation]) -> None:
        todo = deque(steps)
        consequences = Consequences(self._rules(), self.facts) if todo else None
        while todo and consequences:
            step = todo.popleft()
            if not self.facts.holds(step.conclusion):
                self._bring_back(step)
                todo.extend(consequences.steps(step.conclusion, Budget()))

    def _rules(self) -> list[Rule]:
        """Return the rules that conclude at once, without those of first and last days, which need all dates."""
        heads = {EARLIEST, LATEST}
        return [rule for rule in self.knowledge.proofs.rules if not any(atom.predicate in heads for atom in rule.head)]
