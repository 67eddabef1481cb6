"""Count the triple patterns of each group, and what else the engine's planner puts into an order with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sinograph.engine.complexity import ANNOTATIONS, JOINED, PATH, TERMS, TRIPLES

if TYPE_CHECKING:
    import re

    from sinograph.engine.scopes import Scope
    from sinograph.engine.tally import Tally

WRITTEN_WITHIN: Final = frozenset(("{", "[", "{|", "<<"))
"""The brackets within which triples are written; ``(`` and ``<<(`` hold terms."""

PATH_OPERATORS: Final = frozenset(("/", "|", "^", "!", "*", "+", "?", "||"))

_AFTER_PATHS: Final = frozenset(("/", "|", "*", "?"))
"""What can follow a path in brackets, but no collection."""

_TEMPLATE: Final = "CONSTRUCT"

_APART: Final = frozenset(("OPTIONAL", "MINUS", "EXISTS", "LATERAL", "WHERE", "ASK", _TEMPLATE))
"""What begins a group that is not put into an order with what is around it."""


class Patterns:
    """Counts them as the tokens come."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._path = 0
        self._annotations = 0
        self._members = 0
        """How many triples the collection has that was just closed, unless it turns out to be a path."""

    def settle(self, scope: Scope, token: re.Match[str]) -> None:
        """Count the collection that was closed before this token, if one was."""
        if self._members:
            if token[0] not in _AFTER_PATHS:
                self.add(scope, self._members, token)
            self._members = 0

    def add(self, scope: Scope, number: int, token: re.Match[str]) -> None:
        """Count patterns of the group that a bracket belongs to."""
        group = scope.group
        if group.role == _TEMPLATE or not number:
            return
        group.joined += number
        group.last = None
        self._tally.check(JOINED, group.joins, token)
        self._tally.add(TRIPLES, number, token)

    def term(self, scope: Scope, previous: str, token: re.Match[str]) -> None:
        """Take a term that is in no expression; ``previous`` is the token before."""
        if scope.holds_data:
            self._tally.add(TERMS, previous != "^^", token)  # a literal's datatype is part of it
        elif scope.bracket in {"(", "<<("}:
            scope.listed += 1
        else:
            self._begin(scope, token)
        self._end_path(previous)

    def operator(self, scope: Scope, token: re.Match[str]) -> None:
        """Take an operator that is in no expression."""
        sign = token[0]
        if sign in {".", ";", ","}:
            scope.fresh = True
            self._path = 0
        elif sign in PATH_OPERATORS:
            self._step(scope, token)
        elif sign == "~":
            self.add(scope, 1, token)

    def unite(self, scope: Scope) -> None:
        """Take the group that was just closed for the first branch of a UNION."""
        scope.alternatives += 1
        if scope.last is not None:
            scope.joined -= scope.last
            scope.branches += scope.last
            scope.unions += 1
            scope.last = None

    def open(self, scope: Scope, outer: Scope, previous: str, token: re.Match[str]) -> None:
        """Take an opening bracket other than that of an expression or a group."""
        scope.group = outer.group
        scope.holds_data = outer.holds_data or outer.expects_data
        self._end_path(previous)
        if outer.bracket in {"(", "<<("}:
            outer.listed += 1
        elif scope.bracket == "{|":
            self._annotations += 1
            self._tally.check(ANNOTATIONS, self._annotations, token)
        elif not scope.holds_data:
            self._begin(outer, token)
        if scope.bracket in {"{|", "<<"}:
            self.add(scope, 1, token)

    def close(self, scope: Scope, outer: Scope, token: re.Match[str]) -> None:
        """Take a closing bracket other than that of an expression."""
        if scope.bracket == "{":
            outer.fresh = True
            self._close_group(scope, outer, token)
        elif scope.bracket == "{|":
            self._annotations -= 1
        elif scope.bracket == "(" and not scope.holds_data and not scope.is_path:
            self._members = 2 * scope.listed

    def _begin(self, scope: Scope, token: re.Match[str]) -> None:
        """Count a triple where a term begins one."""
        if scope.fresh and scope.bracket in WRITTEN_WITHIN:
            scope.fresh = False
            self.add(scope, 1, token)

    def _step(self, scope: Scope, token: re.Match[str]) -> None:
        self._path += 1
        self._tally.check(PATH, self._path, token)
        if token[0] != "+":  # which may be the sign of a number in a collection
            scope.is_path = True
        if token[0] == "/":
            self.add(scope, 1, token)

    def _end_path(self, previous: str) -> None:
        if previous not in PATH_OPERATORS and previous != "(":
            self._path = 0

    def _close_group(self, scope: Scope, outer: Scope, token: re.Match[str]) -> None:
        outer.alternatives += scope.alternatives
        if scope.holds_data or scope.role in _APART:
            return
        patterns = 1 if scope.selects else max(scope.patterns, 1)
        if scope.role == "UNION":
            outer.branches += patterns
        else:
            outer.joined += patterns
            outer.last = patterns
        if outer.bracket == "{":
            self._tally.check(JOINED, outer.joins, token)
