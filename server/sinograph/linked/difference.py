"""What passages say differently of one thing: a property to which each gives values that no other gives."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sinograph.linked.cards import STATED_AS
from sinograph.linked.page import TYPE
from sinograph.namespaces import sino

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import NamedNode, Triple

    from sinograph.spelling import Term

UNTOLD = frozenset({STATED_AS, sino("about")})
"""Properties that say nothing of what is disputed: a quote's own words, and what a claim is about."""


class Difference(NamedTuple):
    """A thing and a property with the values that each side alone gives."""

    thing: NamedNode
    prop: NamedNode
    values: tuple[tuple[Term, ...], ...]


def difference(sides: Sequence[Iterable[Triple]], prop: NamedNode | None = None) -> Difference | None:
    """Return what the sides say differently, what is no kind of thing first; None where that cannot be told.

    :param prop: the only property that counts, if it is known
    """
    said = [_values(facts) for facts in sides]
    shared = set.intersection(*map(set, said)) if len(said) > 1 else set()
    found = []
    for about, by in shared:
        given = [each[about, by] for each in said]
        givers = Counter(value for values in given for value in values)
        own = tuple(tuple(sorted((each for each in values if givers[each] == 1), key=str)) for values in given)
        if all(own) and prop in (None, by):
            found.append(Difference(about, by, own))
    return min(found, key=lambda each: (each.prop == TYPE, str(each.thing), str(each.prop)), default=None)


def _values(facts: Iterable[Triple]) -> dict[tuple[NamedNode, NamedNode], set[Term]]:
    values: dict[tuple[NamedNode, NamedNode], set[Term]] = defaultdict(set)
    for fact in facts:
        if fact.predicate not in UNTOLD:
            values[fact.subject, fact.predicate].add(fact.object)  # type: ignore[index]
    return values
