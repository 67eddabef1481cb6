"""Terms as small integers, so that a fact is one integer too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from sinograph.reasoner.datatypes import XSD, value_of

if TYPE_CHECKING:
    from sinograph.reasoner.rule import Term

BITS: Final = 30
"""How many bits a term takes in a fact: one digit of a Python integer, and room for a billion terms.

The subject has the low bits: dictionaries look at these first, and facts have more different subjects than objects.
"""

MASK: Final = (1 << BITS) - 1

BY_VALUE: Final = frozenset(f"{XSD}{name}" for name in ("integer", "decimal", "double", "float", "boolean"))
"""Datatypes whose literals are one term where they have one value, as in the engine: ``2.50`` is ``2.5``."""


class Terms:
    """Terms by number and numbers by term."""

    def __init__(self) -> None:
        self.numbers: dict[Term, int] = {}
        self.terms: list[Term] = []
        self.literals: set[int] = set()
        self._values: dict[tuple[str, object], int] = {}

    def copy(self) -> Terms:
        """Return terms with the same numbers, to which others can be added."""
        other = Terms()
        other.numbers = self.numbers.copy()
        other.terms = self.terms.copy()
        other.literals = self.literals.copy()
        other._values = self._values.copy()
        return other

    def number(self, term: Term) -> int:
        """Return the term's number; a term that was not seen before gets the next."""
        known = self.numbers.get(term)
        if known is not None:
            return known
        new = len(self.terms)
        if isinstance(term, Literal):
            datatype = term.datatype.value
            value = value_of(term) if datatype in BY_VALUE else None
            if value is not None:
                new = self._values.setdefault((datatype, value.content), new)
            self.literals.add(new)
        self.numbers[term] = new
        if new == len(self.terms):
            self.terms.append(term)
        return new

    def find(self, term: Term) -> int | None:
        """Return the number of a term, or None for one that was never seen."""
        known = self.numbers.get(term)
        if known is None and isinstance(term, Literal) and term.datatype.value in BY_VALUE:
            value = value_of(term)
            return None if value is None else self._values.get((term.datatype.value, value.content))
        return known
