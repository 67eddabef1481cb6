"""Transitive properties, one-sidedly: what is reached so far is joined with the edges that were given, never with itself.

A chain of n edges then costs its n²/2 conclusions and no more; joining the closure with itself would cost n³/6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from sinograph.reasoner.layout import RULE_BITS
from sinograph.reasoner.terms import BITS, MASK

Extend: TypeAlias = Callable[[list[int]], list[int]]


def transitive(facts: dict[int, int], clause: int, *, reflexive: bool = True) -> Extend:
    """Return a function that takes new edges, adds what they reach to ``facts``, and returns the new facts of both kinds.

    :param facts: the facts of the property, edges included, with the codes of their derivations
    :param clause: the clause that concludes (x, z) from (x, y) and the edge (y, z), with y for a witness
    :param reflexive: whether a circle makes things related to themselves
    """
    onward: dict[int, list[int]] = {}
    back: dict[int, list[int]] = {}

    def extend(edges: list[int]) -> list[int]:
        is_late = bool(onward)
        for edge in edges:
            onward.setdefault(edge >> BITS, []).append(edge & MASK)
            back.setdefault(edge & MASK, []).append(edge >> BITS)
        new = edges.copy()
        if is_late:
            for edge in edges:
                new += _lead_to(edge, facts, back, clause, reflexive=reflexive)
        append = new.append
        for fact in new:  # grows on the way
            targets = onward.get(fact & MASK)
            if targets:
                source = fact >> BITS
                code = (fact & MASK) << RULE_BITS | clause
                for target in targets:
                    reached = source << BITS | target
                    if reached not in facts and (reflexive or source != target):
                        facts[reached] = code
                        append(reached)
        return new

    return extend


def _lead_to(
    edge: int, facts: dict[int, int], back: dict[int, list[int]], clause: int, *, reflexive: bool
) -> Iterator[int]:
    """Yield the new facts that end with this edge, from whatever was known to reach its beginning."""
    begin, end = edge >> BITS, edge & MASK
    code = begin << RULE_BITS | clause
    seen = {begin}
    todo = [begin]
    while todo:
        for source in back.get(todo.pop(), ()):
            if source in seen:
                continue
            seen.add(source)
            todo.append(source)
            reached = source << BITS | end
            if source << BITS | begin in facts and reached not in facts and (reflexive or source != end):
                facts[reached] = code
                yield reached
