"""The smallest sets of passages that a conclusion rests on, and those that it would fall with.

Each triple has the sets of passages that suffice for it: for one that a passage says, that passage; for one that the
curators say, none; for one that follows, what suffices for all premises of some step. Of these only the smallest are
kept, which makes the search end though proofs run in circles (the minimal witnesses of Buneman, Khanna and Tan, ICDT
2001, https://doi.org/10.1007/3-540-44503-X_20). The sets without one passage of each the triple would fall with.
"""

from __future__ import annotations

from collections import deque
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from sinograph.explaining.backward import Budget, WorkExhaustedError
from sinograph.explaining.evidence import Quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import NamedNode, Triple

    from sinograph.explaining.knowledge import Knowledge

PassageSet: TypeAlias = "frozenset[NamedNode]"

MOST: Final = 50
"""How many sets are kept of each triple; the smallest come first."""

LOOKUPS: Final = 100_000
"""How much is looked up to find them."""


class Supports(NamedTuple):
    """What a triple rests on.

    :param sufficient: the smallest sets of passages that suffice for it; an empty one where the curators do
    :param fatal: the smallest sets of passages without which it falls; none where nothing makes it fall
    :param is_complete: whether there are no other sets, as far as is known
    """

    sufficient: tuple[PassageSet, ...]
    fatal: tuple[PassageSet, ...]
    is_complete: bool


def supports_of(triple: Triple, knowledge: Knowledge, most: int = MOST, lookups: int = LOOKUPS) -> Supports:
    """Return what a triple rests on, not more than ``most`` sets of each kind."""
    sets, is_whole = sufficient_sets([triple], knowledge, most, lookups)
    fatal, is_fully_hit = hitting_sets(sets[triple], most)
    return Supports(sets[triple], fatal, is_whole and is_fully_hit)


def sufficient_sets(
    triples: Iterable[Triple], knowledge: Knowledge, most: int = MOST, lookups: int = LOOKUPS
) -> tuple[Mapping[Triple, tuple[PassageSet, ...]], bool]:
    """Return the smallest sets of passages that suffice for each triple, and whether there are no others."""
    search = _Search(knowledge, most)
    is_whole = search.explore(triples, Budget(lookups))
    search.settle()
    return search.sets, is_whole and not search.is_cut


class _Search:
    """The triples that the proofs of one go through, with the sets that suffice for each so far."""

    def __init__(self, knowledge: Knowledge, most: int) -> None:
        self.knowledge = knowledge
        self.most = most
        self.is_cut = False
        self.own: dict[Triple, list[PassageSet]] = {}
        self.ways: dict[Triple, list[tuple[Triple, ...]]] = {}
        self.sets: dict[Triple, tuple[PassageSet, ...]] = {}

    def explore(self, goals: Iterable[Triple], budget: Budget) -> bool:
        """Find every step that leads to the goals, and tell whether there was time for all of them."""
        todo = deque(goals)
        while todo:
            triple = todo.popleft()
            if triple in self.own:
                continue
            self.own[triple] = list(_told(triple, self.knowledge))
            self.ways[triple] = []
            try:
                for step in self.knowledge.steps(triple, budget):
                    self.ways[triple].append(tuple(dict.fromkeys(step.premises)))
            except WorkExhaustedError:
                return self._close(todo, self.ways[triple])
            todo.extend(premise for way in self.ways[triple] for premise in way)
        return True

    def _close(self, todo: Iterable[Triple], ways: list[tuple[Triple, ...]]) -> bool:
        """Take triples that there is no time for by what is said, and by the proofs that the reasoner found."""
        left = deque([*todo, *(premise for way in ways for premise in way)])
        while left:
            triple = left.popleft()
            if triple not in self.own:
                self.own[triple] = list(_told(triple, self.knowledge))
                step = self.knowledge.derivation(triple)
                self.ways[triple] = [tuple(dict.fromkeys(step.premises))] if step else []
                left.extend(step.premises if step else ())
        return False

    def settle(self) -> None:
        """Let the sets of premises become sets of conclusions until nothing changes."""
        users: dict[Triple, set[Triple]] = {triple: set() for triple in self.own}
        for triple, ways in self.ways.items():
            for premise in {premise for way in ways for premise in way}:
                users[premise].add(triple)
        self.sets = dict.fromkeys(self.own, ())
        todo = deque(self.own)
        waiting = set(self.own)
        while todo:
            triple = todo.popleft()
            waiting.discard(triple)
            found = self._smallest(
                [*self.own[triple], *(each for way in self.ways[triple] for each in self._joined(way))]
            )
            if found != self.sets[triple]:
                self.sets[triple] = found
                new = sorted(users[triple] - waiting, key=str)
                todo.extend(new)
                waiting.update(new)

    def _joined(self, way: tuple[Triple, ...]) -> tuple[PassageSet, ...]:
        """Return the sets that suffice for all premises of a step."""
        joined: tuple[PassageSet, ...] = (frozenset(),)
        for premise in way:
            joined = self._smallest([one | other for one, other in product(joined, self.sets[premise])])
        return joined

    def _smallest(self, sets: Iterable[PassageSet]) -> tuple[PassageSet, ...]:
        found = minimal(sets)
        self.is_cut = self.is_cut or len(found) > self.most
        return found[: self.most]


def _told(triple: Triple, knowledge: Knowledge) -> Iterable[PassageSet]:
    """Yield what suffices for a triple without any step: a passage that says it, or the curators' word."""
    for each in knowledge.witnesses.evidence(triple):
        if isinstance(each, Quote):
            yield frozenset({each.passage})
        elif not each.is_record:
            yield frozenset()


def minimal(sets: Iterable[PassageSet]) -> tuple[PassageSet, ...]:
    """Return the sets of which no other is a part, the smallest first."""
    found: list[PassageSet] = []
    for each in sorted(set(sets), key=lambda one: (len(one), sorted(map(str, one)))):
        if not any(other <= each for other in found):
            found.append(each)
    return tuple(found)


def hitting_sets(sets: Iterable[PassageSet], most: int = MOST) -> tuple[tuple[PassageSet, ...], bool]:
    """Return the smallest sets that have a member of each of these, and whether these are all (Berge's algorithm).

    There are none where one of the sets is empty.
    """
    found: tuple[PassageSet, ...] = (frozenset(),)
    is_complete = True
    for each in sets:
        found = minimal(one if one & each else one | {member} for one in found for member in (one & each or each))
        is_complete = is_complete and len(found) <= most
        found = found[:most]
    return found, is_complete
