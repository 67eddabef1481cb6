"""Transitive properties, one-sidedly: what is reached so far is joined with given edges, never with itself.

A chain of n edges then costs its n²/2 conclusions and no more; joining the closure with itself would cost n³/6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinograph.reasoner.layout import RULE_BITS
from sinograph.reasoner.terms import BITS, MASK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Transitivity:
    """A transitive property, whose facts grow as edges come in.

    :param facts: the facts of the property, edges included, with the codes of their derivations
    :param clause: the clause that concludes (x, z) from (x, y) and the edge (y, z), with y for a witness
    :param reflexive: whether a circle makes things related to themselves
    """

    def __init__(self, facts: dict[int, int], clause: int, *, reflexive: bool = True) -> None:
        self.facts = facts
        self.clause = clause
        self.reflexive = reflexive
        self.onward: dict[int, list[int]] = {}
        self.back: dict[int, list[int]] = {}

    def extend(self, edges: list[int]) -> list[int]:
        """Add to the facts what new edges reach, and return the new facts, edges first."""
        is_late = bool(self.onward)
        for edge in edges:
            self.onward.setdefault(edge & MASK, []).append(edge >> BITS)
            self.back.setdefault(edge >> BITS, []).append(edge & MASK)
        new = edges.copy()
        if is_late:
            for edge in edges:
                new += self._lead_to(edge)
        self._go_on(new)
        return new

    def _go_on(self, new: list[int]) -> None:
        """Follow the edges from the end of each new fact; the list grows on the way."""
        facts, onward, clause, reflexive, append = self.facts, self.onward, self.clause, self.reflexive, new.append
        nowhere: tuple[int, ...] = ()
        for fact in new:
            source = fact & MASK
            for target in onward.get(fact >> BITS, nowhere):
                reached = target << BITS | source
                if reached not in facts and (reflexive or source != target):
                    facts[reached] = (fact >> BITS) << RULE_BITS | clause
                    append(reached)

    def _lead_to(self, edge: int) -> Iterator[int]:
        """Yield the new facts that end with this edge, from whatever was known to reach its beginning."""
        begin, end = edge & MASK, edge >> BITS
        for source in self._sources(begin):
            reached = end << BITS | source
            if begin << BITS | source in self.facts and reached not in self.facts:
                if source == end and not self.reflexive:
                    continue
                self.facts[reached] = begin << RULE_BITS | self.clause
                yield reached

    def _sources(self, begin: int) -> Iterable[int]:
        """Return where edges lead to a place from, in one step or several; some may not have been found to yet."""
        seen = {begin: None}
        todo = [begin]
        while todo:
            for source in self.back.get(todo.pop(), ()):
                if source not in seen:
                    seen[source] = None
                    todo.append(source)
        del seen[begin]
        return seen
