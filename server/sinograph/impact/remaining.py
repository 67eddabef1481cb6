"""What still holds while something is withdrawn: the facts of a release without some, and with others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinograph.explaining.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Triple

    from sinograph.spelling import Term


class Remaining(Facts):
    """Facts that can be taken away and brought back.

    :param facts: what held before
    :param without: what does not count from the beginning
    """

    def __init__(self, facts: Facts, without: set[Triple]) -> None:
        self._facts = facts
        self.without = without
        self.new: dict[Triple, None] = {}

    def add(self, triple: Triple) -> None:
        """Let a triple hold, which may have been taken away before."""
        if triple in self.without:
            self.without.remove(triple)
        else:
            self.new[triple] = None

    def match(self, subject: Term | None, predicate: Term | None, value: Term | None) -> Iterator[Triple]:
        """Yield the triples of a pattern, in which None stands for anything."""
        for triple in self._facts.match(subject, predicate, value):
            if triple not in self.without:
                yield triple
        for triple in list(self.new):
            pairs = (subject, triple.subject), (predicate, triple.predicate), (value, triple.object)
            if all(wanted is None or wanted == term for wanted, term in pairs):
                yield triple

    def holds(self, triple: Triple) -> bool:
        """Tell whether a triple holds."""
        return triple in self.new or (triple not in self.without and self._facts.holds(triple))
