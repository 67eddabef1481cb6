"""Relations: the facts of one class or property."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinograph.reasoner.terms import BITS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sinograph.reasoner.rule import Term


class Relation:
    """The facts of one class or property, each with the code of its first derivation, and which of them are new.

    :param term: the class or property
    """

    __slots__ = ("facts", "fire", "is_class", "new", "term")

    def __init__(self, term: Term, *, is_class: bool) -> None:
        self.term = term
        self.is_class = is_class
        self.facts: dict[int, int] = {}
        self.new: list[int] = []
        self.fire: Callable[[list[int]], list[int]] | None = None

    def add(self, arguments: Sequence[int], code: int) -> None:
        """Add a fact, unless it is known."""
        fact = arguments[0] if self.is_class else arguments[0] << BITS | arguments[1]
        if fact not in self.facts:
            self.facts[fact] = code
            self.new.append(fact)

    def take(self) -> list[int]:
        """Return the new facts, which are new no longer."""
        taken = self.new.copy()
        self.new.clear()
        return taken
