"""Count the operators of a query's expressions, and how often the engine reads or copies what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sinograph.engine.complexity import OPERATIONS, OPERATORS, TERMS, UNFOLDED
from sinograph.engine.tokens import EXPRESSION

if TYPE_CHECKING:
    import re

    from sinograph.engine.scopes import Scope
    from sinograph.engine.tally import Tally

_READ_TWICE: Final = frozenset(("SUBSTR", "REGEX", "REPLACE", "GROUP_CONCAT"))
"""The functions that the parser tries with one more argument first, and then again."""


class Expressions:
    """Counts them as the tokens come."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._unfolded = 0
        self._repeats = 0
        """What is left of the IN that was just read, should its list follow."""

    def read(self, scope: Scope, token: re.Match[str]) -> None:
        """Take any token, of an expression or not: all of them are read, some several times."""
        scope.weight += 1
        self._unfolded += scope.factor
        if self._unfolded > UNFOLDED.most:
            self._tally.check(UNFOLDED, self._unfolded, token)

    def keyword(self, scope: Scope, word: str, token: re.Match[str]) -> None:
        """Take a keyword of an expression."""
        if word in {"IN", "NOT"}:
            self._tally.add(OPERATORS, 1, token)
        if word == "IN":
            self._repeats = scope.weight

    def operator(self, scope: Scope, token: re.Match[str]) -> None:
        """Take an operator of an expression."""
        sign = token[0]
        if sign == ",":
            scope.commas += 1
            self._tally.add(TERMS, 1, token)
        elif sign not in {".", ";", "^^"}:
            self._tally.add(OPERATORS, 1, token)
        if sign in {",", "&&", "||"}:
            scope.before += scope.weight
            scope.weight = 0

    def open(self, scope: Scope, outer: Scope, word: str, token: re.Match[str]) -> None:
        """Take an opening bracket of an expression, and the keyword before it."""
        if outer.bracket != EXPRESSION:
            self._tally.add(OPERATIONS, 1, token)
        if word in _READ_TWICE:
            scope.factor *= 2
        if word == "IN":
            scope.repeated = self._repeats

    def close(self, scope: Scope, outer: Scope, token: re.Match[str]) -> None:
        """Take any closing bracket: what is within weighs on what is around it."""
        outer.weight += scope.before + scope.weight + scope.repeated * scope.commas
        self._unfolded += scope.repeated * scope.commas * outer.factor + scope.filters * scope.alternatives
        self._tally.check(UNFOLDED, self._unfolded, token)
        if scope.bracket == EXPRESSION:
            outer.fresh = outer.fresh or outer.bracket == "{"
            outer.filters += scope.before + scope.weight
