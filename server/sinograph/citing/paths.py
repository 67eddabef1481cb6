"""Property paths (https://www.w3.org/TR/sparql11-query/#propertypaths), and the statements that one goes along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from pyoxigraph import Triple

from sinograph.errors import SinographError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode

    from sinograph.explaining.facts import Facts, NamedGraph
    from sinograph.spelling import Term

    Statements: TypeAlias = Facts | NamedGraph

LOOKUPS: Final = 20_000
"""How many steps are taken and statements looked at to find what an answer rests on."""


class TrailLostError(SinographError):
    """There is more to look at than an answer may take."""


@dataclass(frozen=True)
class Link:
    """A property, forwards."""

    iri: NamedNode


@dataclass(frozen=True)
class Inverse:
    """A path from its end to its beginning."""

    path: Path


@dataclass(frozen=True)
class Sequence:
    """One path after another."""

    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Choice:
    """One of several paths."""

    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Repeated:
    """A path that is gone along several times.

    :param least: 0 where it may be left out, else 1
    :param once: whether once is the most
    """

    path: Path
    least: int
    once: bool


Path: TypeAlias = Link | Inverse | Sequence | Choice | Repeated
Trail: TypeAlias = tuple[Triple, ...]
Ways: TypeAlias = "Iterator[tuple[Term, Trail]]"
"""The nodes to which a path leads, and what it goes along on the way there."""


class Trails:
    """Finds how paths lead from one node to another, as long as that takes no more than :data:`LOOKUPS` in all.

    :param facts: in which their statements are
    """

    def __init__(self, facts: Statements, spent: list[int] | None = None) -> None:
        self._facts = facts
        self._spent = [0] if spent is None else spent

    def within(self, facts: Statements) -> Trails:
        """Return the same for other statements; what these take counts as well."""
        return Trails(facts, self._spent)

    def between(self, start: Term | None, path: Path, end: Term | None) -> Trail | None:
        """Return the statements that a path goes along, or None where it does not lead there.

        :param start: None, where it may be anything, for a single property alone
        :raises TrailLostError: where that is not known after so many statements
        """
        if isinstance(path, Link):
            return next(((triple,) for triple in self._match(start, path.iri, end)), None)
        if isinstance(path, Inverse):
            return self.between(end, path.path, start)
        if start is None or end is None:
            raise TypeError("a path has two ends")
        return next((trail for reached, trail in self._from(start, path, backwards=False) if reached == end), None)

    def spend(self, steps: int) -> None:
        """Count steps that were taken, and statements that were looked at.

        :raises TrailLostError: where they are too many
        """
        self._spent[0] += steps
        if self._spent[0] > LOOKUPS:
            raise TrailLostError(f"it takes more than {LOOKUPS} steps to find what an answer rests on")

    def _from(self, start: Term, path: Path, *, backwards: bool) -> Ways:
        self.spend(1)  # a step that leads nowhere takes time as well
        if isinstance(path, Link):
            yield from self._step(start, path, backwards=backwards)
        elif isinstance(path, Inverse):
            yield from self._from(start, path.path, backwards=not backwards)
        elif isinstance(path, Choice):
            yield from _each_once(way for each in path.paths for way in self._from(start, each, backwards=backwards))
        elif isinstance(path, Sequence):
            yield from self._along(start, path.paths[::-1] if backwards else path.paths, backwards=backwards)
        else:
            yield from self._repeatedly(start, path, backwards=backwards)

    def _step(self, start: Term, path: Link, *, backwards: bool) -> Ways:
        subject, value = (None, start) if backwards else (start, None)
        for triple in self._match(subject, path.iri, value):
            yield (triple.subject if backwards else triple.object), (triple,)

    def _along(self, start: Term, paths: tuple[Path, ...], *, backwards: bool) -> Ways:
        """Go on from each node once, however many ways lead there: their number doubles with each path."""
        if not paths:
            yield start, ()
            return
        ways = (
            (end, trail + rest)
            for middle, trail in self._along(start, paths[:-1], backwards=backwards)
            for end, rest in self._from(middle, paths[-1], backwards=backwards)
        )
        yield from _each_once(ways)

    def _repeatedly(self, start: Term, path: Repeated, *, backwards: bool) -> Ways:
        """Yield every node that is reached, by the fewest repetitions."""
        reached: set[Term] = set()
        if path.least == 0:
            reached.add(start)
            yield start, ()
        edge: list[tuple[Term, Trail]] = [(start, ())]
        while edge:
            following = []
            for node, trail in edge:
                for end, step in self._from(node, path.path, backwards=backwards):
                    if end not in reached:
                        reached.add(end)
                        following.append((end, trail + step))
                        yield end, trail + step
            edge = [] if path.once else following

    def _match(self, subject: Term | None, predicate: NamedNode, value: Term | None) -> Iterator[Triple]:
        for triple in self._facts.match(subject, predicate, value):
            self.spend(1)
            yield triple


def _each_once(ways: Ways) -> Ways:
    """Yield the first way to each node."""
    reached: set[Term] = set()
    for end, trail in ways:
        if end not in reached:
            reached.add(end)
            yield end, trail
