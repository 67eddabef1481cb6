"""Weigh a query against the bounds of its complexity, token by token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sinograph.engine.complexity import NESTED, OPERATIONS, VARIABLES
from sinograph.engine.expressions import Expressions
from sinograph.engine.patterns import Patterns
from sinograph.engine.scopes import Scope
from sinograph.engine.tally import Tally
from sinograph.engine.tokens import EXPRESSION

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from sinograph.engine.tokens import Reader

_COUNTED: Final = frozenset(("UNION", "OPTIONAL", "MINUS", "LATERAL", "EXISTS"))

_TERMS: Final = ("string", "iri", "local", "number")
_BEFORE_ALL: Final = frozenset(("SELECT", "DISTINCT", "REDUCED", "DESCRIBE"))
"""The words after which ``*`` stands for all variables, and for no step of a path."""

_WORDS_FOR_TERMS: Final = frozenset(("TRUE", "FALSE", "UNDEF"))


class Scales:
    """Weighs each token of a text in turn; ``reader`` has read it already."""

    def __init__(self, text: str, reader: Reader) -> None:
        self._brackets = reader.open
        self._scopes = [Scope("")]
        self._tally = Tally(text)
        self._patterns = Patterns(self._tally)
        self._expressions = Expressions(self._tally)
        self._variables = set[str]()
        self._previous = ""
        self._word = ""
        """The token before, where it is a keyword; else empty."""
        self._describes = False
        self._kinds: dict[str | None, Callable[[re.Match[str]], None]] = {
            "open": self._open,
            "close": self._close,
            "word": self._keyword,
            "operator": self._operator,
            **dict.fromkeys(_TERMS, self._term),
            "variable": self._variable,
        }

    def weigh(self, token: re.Match[str]) -> None:
        """Count the next token.

        :raises QueryTooComplexError: where there is too much of something
        """
        scope = self._scopes[-1]
        self._patterns.settle(scope, token)
        self._expressions.read(scope, token)
        kind = token.lastgroup
        act = self._kinds.get(kind)
        if act:
            act(token)
        self._previous = token[0]
        self._word = self._previous.upper() if kind == "word" else ""

    def _variable(self, token: re.Match[str]) -> None:
        self._variables.add(token[0][1:])  # ?x is $x
        self._tally.check(VARIABLES, len(self._variables), token)
        self._term(token)

    def _term(self, token: re.Match[str]) -> None:
        scope = self._scopes[-1]
        if scope.bracket == EXPRESSION:
            return
        if self._describes and not scope.bracket:
            self._tally.add(OPERATIONS, 1, token)
        self._patterns.term(scope, self._previous, token)

    def _keyword(self, token: re.Match[str]) -> None:
        word = token[0].upper()
        scope = self._scopes[-1]
        if token[0] == "a" or word in _WORDS_FOR_TERMS:
            self._term(token)
            return
        if word in _COUNTED:
            self._tally.add(OPERATIONS, 1, token)
        if scope.bracket == EXPRESSION:
            self._expressions.keyword(scope, word, token)
        else:
            self._clause(scope, word, token)

    def _clause(self, scope: Scope, word: str, token: re.Match[str]) -> None:
        scope.fresh = False
        self._describes = word == "DESCRIBE"
        if word == "UNION":
            self._patterns.unite(scope)
        elif word == "VALUES":
            scope.expects_data = True
            self._patterns.add(scope, 1, token)
        elif word == "SELECT":
            scope.selects = True

    def _operator(self, token: re.Match[str]) -> None:
        scope = self._scopes[-1]
        if scope.bracket == EXPRESSION:
            self._expressions.operator(scope, token)
        elif self._word not in _BEFORE_ALL:
            self._patterns.operator(scope, token)

    def _open(self, token: re.Match[str]) -> None:
        self._tally.check(NESTED, len(self._scopes), token)
        outer = self._scopes[-1]
        scope = Scope(self._brackets[-1], role=self._word, factor=outer.factor)
        if scope.bracket == EXPRESSION:
            self._expressions.open(scope, outer, self._word, token)
        elif scope.bracket == "{":
            scope.holds_data, outer.expects_data = outer.expects_data, False
        else:
            self._patterns.open(scope, outer, self._previous, token)
        self._scopes.append(scope)

    def _close(self, token: re.Match[str]) -> None:
        if len(self._scopes) - 1 == len(self._brackets):  # the reader took it for no bracket, or there is none open
            return
        scope = self._scopes.pop()
        outer = self._scopes[-1]
        self._expressions.close(scope, outer, token)
        if scope.bracket != EXPRESSION:
            self._patterns.close(scope, outer, token)
