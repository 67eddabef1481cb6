"""Weigh a query against the bounds of its complexity, token by token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sinograph.engine.brackets import Frame
from sinograph.engine.complexity import (
    ANNOTATIONS,
    JOINED,
    NESTED,
    OPERATIONS,
    OPERATORS,
    PATH,
    TERMS,
    TRIPLES,
    UNFOLDED,
)
from sinograph.engine.errors import QueryTooComplexError
from sinograph.engine.tokens import EXPRESSION
from sinograph.engine.words import place

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from sinograph.engine.complexity import Bound
    from sinograph.engine.tokens import Reader

_READ_TWICE: Final = frozenset(("SUBSTR", "REGEX", "REPLACE", "GROUP_CONCAT"))
"""The functions that the parser tries with one more argument first, and then again."""

_COUNTED: Final = frozenset(("UNION", "OPTIONAL", "MINUS", "LATERAL", "EXISTS"))
_APART: Final = frozenset(("MINUS", "EXISTS", "LATERAL", "WHERE", "ASK"))
"""What begins a group that is not joined with the one around it."""

_TEMPLATE: Final = "CONSTRUCT"
_PATH_OPERATORS: Final = frozenset(("/", "|", "^", "!", "*", "+", "?", "||"))
_AFTER_PATHS: Final = frozenset(("/", "|", "*", "?"))
"""What can follow a path in brackets, but no collection."""

_PATTERNS: Final = frozenset(("{", "[", "{|", "<<"))
"""The brackets within which triples are written; ``(`` and ``<<(`` hold terms."""


class Scales:
    """Weighs each token of a text in turn; ``reader`` has read it already."""

    def __init__(self, text: str, reader: Reader) -> None:
        self._text = text
        self._brackets = reader.open
        self._frames = [Frame("")]
        self._counts: dict[str, int] = {}
        self._unfolded = 0
        self._word = ""
        """The token before, where it is a keyword; else empty."""
        self._previous = ""
        self._path = 0
        self._annotations = 0
        self._describes = False
        self._repeats = 0
        self._members = 0
        """How many triples the collection has that was just closed, unless it turns out to be a path."""
        self._kinds: dict[str | None, Callable[[re.Match[str]], None]] = {
            "open": self._open,
            "close": self._close,
            "word": self._keyword,
            "operator": self._operator,
            **dict.fromkeys(("string", "iri", "variable", "local", "number"), self._term),
        }

    def weigh(self, token: re.Match[str]) -> None:
        """Count the next token.

        :raises QueryTooComplexError: where there is too much of something
        """
        frame = self._frames[-1]
        if self._members:
            self._collect(frame, token)
        frame.weight += 1
        self._unfolded += frame.factor
        if self._unfolded > UNFOLDED.most:
            self._check(UNFOLDED, self._unfolded, token)
        kind = token.lastgroup
        act = self._kinds.get(kind)
        if act:
            act(token)
        self._previous = token[0]
        self._word = self._previous.upper() if kind == "word" else ""

    def _add(self, bound: Bound, number: int, token: re.Match[str]) -> None:
        count = self._counts.get(bound.name, 0) + number
        self._counts[bound.name] = count
        if count > bound.most:
            self._check(bound, count, token)

    def _check(self, bound: Bound, value: int, token: re.Match[str]) -> None:
        if value > bound.most:
            where = place(self._text, token.start())
            raise QueryTooComplexError(bound.name, value=value, most=bound.most, where=where, remedy=bound.remedy)

    def _term(self, token: re.Match[str]) -> None:
        frame = self._frames[-1]
        if frame.bracket == EXPRESSION:
            return
        if frame.holds_data:
            self._add(TERMS, self._previous != "^^", token)  # a literal's datatype is part of it
        elif frame.bracket in {"(", "<<("}:
            frame.listed += 1
        elif frame.bracket in _PATTERNS:
            self._begin(frame, token)
        elif self._describes:
            self._add(OPERATIONS, 1, token)
        if self._previous not in _PATH_OPERATORS and self._previous != "(":
            self._path = 0

    def _begin(self, frame: Frame, token: re.Match[str]) -> None:
        """Count a triple where a term begins one."""
        if frame.fresh:
            frame.fresh = False
            self._triples(frame.group, 1, token)

    def _triples(self, group: Frame, number: int, token: re.Match[str]) -> None:
        if group.role == _TEMPLATE or not number:
            return
        group.joined += number
        group.last = None
        self._check(JOINED, group.joins, token)
        self._add(TRIPLES, number, token)

    def _keyword(self, token: re.Match[str]) -> None:
        word = token[0].upper()
        frame = self._frames[-1]
        if token[0] == "a" or word in {"TRUE", "FALSE", "UNDEF"}:
            self._term(token)
            return
        if word in _COUNTED:
            self._add(OPERATIONS, 1, token)
        if frame.bracket == EXPRESSION:
            self._operator_word(frame, word, token)
        else:
            self._clause(frame, word, token)

    def _operator_word(self, frame: Frame, word: str, token: re.Match[str]) -> None:
        if word in {"IN", "NOT"}:
            self._add(OPERATORS, 1, token)
        if word == "IN":
            self._repeats = frame.weight

    def _clause(self, frame: Frame, word: str, token: re.Match[str]) -> None:
        frame.fresh = False
        self._describes = word == "DESCRIBE"
        if word == "UNION":
            self._unite(frame)
        elif word == "VALUES":
            frame.expects_data = True
            self._triples(frame.group, 1, token)
        elif word == "SELECT":
            frame.selects = True

    def _unite(self, frame: Frame) -> None:
        """Take the group that was just closed for the first branch of a UNION."""
        frame.alternatives += 1
        if frame.last is not None:
            frame.joined -= frame.last
            frame.branches += frame.last
            frame.unions += 1
            frame.last = None

    def _operator(self, token: re.Match[str]) -> None:
        frame = self._frames[-1]
        sign = token[0]
        if frame.bracket == EXPRESSION:
            if sign == ",":
                frame.commas += 1
                self._add(TERMS, 1, token)
            elif sign not in {".", ";", "^^"}:
                self._add(OPERATORS, 1, token)
            if sign in {",", "&&", "||"}:
                frame.before += frame.weight
                frame.weight = 0
        elif sign in {".", ";", ","}:
            frame.fresh = True
            self._path = 0
        elif sign in _PATH_OPERATORS:
            self._step(frame, token)
        elif sign == "~":
            self._triples(frame.group, 1, token)

    def _step(self, frame: Frame, token: re.Match[str]) -> None:
        self._path += 1
        self._check(PATH, self._path, token)
        if token[0] != "+":  # which may be the sign of a number in a collection
            frame.is_path = True
        if token[0] == "/":
            self._triples(frame.group, 1, token)

    def _open(self, token: re.Match[str]) -> None:
        self._check(NESTED, len(self._frames), token)
        outer = self._frames[-1]
        bracket = self._brackets[-1]
        frame = Frame(bracket, role=self._word, factor=outer.factor)
        if bracket == EXPRESSION:
            self._open_expression(frame, outer, token)
        elif bracket == "{":
            frame.holds_data, outer.expects_data = outer.expects_data, False
        else:
            frame.group = outer.group
            self._open_terms(frame, outer, token)
        self._frames.append(frame)

    def _open_expression(self, frame: Frame, outer: Frame, token: re.Match[str]) -> None:
        if outer.bracket != EXPRESSION:
            self._add(OPERATIONS, 1, token)
        if self._word in _READ_TWICE:
            frame.factor *= 2
        if self._word == "IN":
            frame.repeated = self._repeats

    def _open_terms(self, frame: Frame, outer: Frame, token: re.Match[str]) -> None:
        frame.holds_data = outer.holds_data or outer.expects_data
        if self._previous not in _PATH_OPERATORS and self._previous != "(":
            self._path = 0
        if outer.bracket in {"(", "<<("}:
            outer.listed += 1
        elif frame.bracket == "{|":
            self._annotations += 1
            self._check(ANNOTATIONS, self._annotations, token)
        elif not frame.holds_data and outer.bracket in _PATTERNS:
            self._begin(outer, token)
        if frame.bracket in {"{|", "<<"}:
            self._triples(frame.group, 1, token)

    def _close(self, token: re.Match[str]) -> None:
        if len(self._frames) - 1 == len(self._brackets):  # the reader took it for no bracket, or there is none open
            return
        frame = self._frames.pop()
        outer = self._frames[-1]
        self._unfold(frame, outer, token)
        if frame.bracket == "{":
            outer.fresh = True
            self._close_group(frame, outer, token)
        elif frame.bracket == EXPRESSION:
            outer.fresh = outer.fresh or outer.bracket == "{"
            outer.filters += frame.before + frame.weight
        elif frame.bracket == "{|":
            self._annotations -= 1
        elif frame.bracket == "(" and not frame.holds_data and not frame.is_path:
            self._members = 2 * frame.listed

    def _collect(self, frame: Frame, token: re.Match[str]) -> None:
        if token[0] not in _AFTER_PATHS:
            self._triples(frame.group, self._members, token)
        self._members = 0

    def _unfold(self, frame: Frame, outer: Frame, token: re.Match[str]) -> None:
        outer.weight += frame.before + frame.weight + frame.repeated * frame.commas
        self._unfolded += frame.repeated * frame.commas * outer.factor + frame.filters * frame.alternatives
        self._check(UNFOLDED, self._unfolded, token)

    def _close_group(self, frame: Frame, outer: Frame, token: re.Match[str]) -> None:
        outer.alternatives += frame.alternatives
        if frame.holds_data or frame.role in _APART or frame.role == _TEMPLATE:
            return
        patterns = 1 if frame.selects else max(frame.patterns, 1)
        if frame.role == "UNION":
            outer.branches += patterns
        else:
            outer.joined += patterns + (frame.role == "OPTIONAL")
            outer.last = None if frame.role == "OPTIONAL" else patterns
        if outer.bracket == "{":
            self._check(JOINED, outer.joins, token)
