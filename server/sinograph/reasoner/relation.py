"""Relations: the facts of one class or property, and how they are looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinograph.reasoner.terms import BITS, MASK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sinograph.reasoner.rule import Term


class Index:
    """The values of a property by subject, or the subjects by value, of those facts that have fired.

    It is brought up to date when it is about to be used: of the two sides of a join, the one whose facts all come
    first is looked up, and the other never needs an index.
    """

    __slots__ = ("by_object", "done", "entries")

    def __init__(self, *, by_object: bool) -> None:
        self.by_object = by_object
        self.entries: dict[int, list[int]] = {}
        self.done = 0

    def catch_up(self, fired: Sequence[list[int]]) -> None:
        """Take in the facts that have fired since the last time."""
        entries = self.entries
        for batch in fired[self.done :]:
            for fact in batch:
                key, value = (fact >> BITS, fact & MASK) if self.by_object else (fact & MASK, fact >> BITS)
                if key in entries:
                    entries[key].append(value)
                else:
                    entries[key] = [value]
        self.done = len(fired)


class Relation:
    """The facts of one class or property, each with the code of its first derivation.

    ``new`` are those that have not fired their rules, ``fired`` the others, batch by batch.

    :param term: the class or property
    """

    __slots__ = ("facts", "fire", "fired", "is_class", "new", "term")

    def __init__(self, term: Term, *, is_class: bool) -> None:
        self.term = term
        self.is_class = is_class
        self.facts: dict[int, int] = {}
        self.new: list[int] = []
        self.fired: list[list[int]] = []
        self.fire: Callable[[list[int], list[int]], None] | None = None

    def add(self, arguments: Sequence[int], code: int) -> None:
        """Add a fact, unless it is known."""
        fact = arguments[0] if self.is_class else arguments[1] << BITS | arguments[0]
        if fact not in self.facts:
            self.facts[fact] = code
            self.new.append(fact)

    def take(self) -> list[int]:
        """Return the new facts, which are new no longer."""
        taken = self.new.copy()
        self.new.clear()
        return taken
