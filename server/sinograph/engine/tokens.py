"""Split a query into tokens exactly where the engine does.

What a limit counts must not hide in what only looks like a string, an IRI or a comment. So strings, numbers and names
end here where the engine ends them, which is not always where the grammar does
(https://www.w3.org/TR/sparql11-query/#sparqlGrammar): a local name has a dot in one place at most, and a long string
with an escape that is none is an empty string and the beginning of another.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

_LETTER: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
)
"""PN_CHARS_BASE as the engine has it, without what cannot stand in an IRI."""

_IN_VARIABLES: Final = rf"{_LETTER}_0-9\u00b7\u0300-\u036f\u203f\u2040"
_IN_NAMES: Final = rf"{_IN_VARIABLES}\-"
_ESCAPE: Final = r"""\\(?: [tbnrf"'\\] | u(?![dD][89a-fA-F])[0-9a-fA-F]{4}
                         | U00(?!00[dD][89a-fA-F])(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4} )"""
_LOCAL: Final = rf"(?: [{_IN_NAMES}:] | %[0-9A-Fa-f]{{2}} | \\[_~.\-!$&'()*+,;=/?\#@%] )"

_HIDING: Final = rf'''
      (?P<string> """ (?: "{{0,2}} (?: [^"\\] | {_ESCAPE} ) )*+ """  |  "(?: [^"\\\n\r] | {_ESCAPE} )*+"
                | \'\'\' (?: '{{0,2}} (?: [^'\\] | {_ESCAPE} ) )*+ \'\'\'  |  '(?: [^'\\\n\r] | {_ESCAPE} )*+' )
    | (?P<iri> <[^<>"{{}}|^`\x00-\x20]*+> )
    | (?P<comment> \#[^\n\r]*+ )
    | (?P<language> @[a-zA-Z]++(?:-[a-zA-Z0-9]++)*+(?:--(?:ltr|rtl)(?![a-zA-Z]))? )
    | (?P<variable> [?$][{_LETTER}_0-9][{_IN_VARIABLES}]*+ )
    '''
_NAMES: Final = rf"""
    | (?P<prefix> (?: (?P<blank>_) | [{_LETTER}][{_IN_NAMES}]*+(?:\.++[{_IN_NAMES}]++)*+ )?+ : )
      (?P<local> (?(blank) (?: [{_LETTER}_0-9][{_IN_NAMES}]*+(?:\.++[{_IN_NAMES}]++)*+ )?+
                 | (?: (?![\-\u00b7\u0300-\u036f\u203f\u2040]) {_LOCAL}++ (?: \.++ {_LOCAL}++ )?+ )?+ ) )
    | (?P<nameless> (?! [A-Za-z][A-Za-z0-9_]*+ (?! [{_IN_NAMES}] | \.++[{_IN_NAMES}] ) )
                    [{_LETTER}][{_IN_NAMES}]*+(?:\.++[{_IN_NAMES}]++)*+ )
    """
_REST: Final = r"""
    | (?P<number> (?:[0-9]++\.?[0-9]*+|\.[0-9]++)[eE][+-]?[0-9]++ | [0-9]*+\.[0-9]++ | [0-9]++ )
    | (?P<word> [A-Za-z][A-Za-z0-9_]*+ )
    | (?P<open> <<\(? | \{\|? | [(\[] )
    | (?P<close> \)>> | >> | \|\} | [)\]}] )
    | (?P<operator> && | \|\| | \^\^ | [<>!]= | [=<>!+\-*/|^,;.?~] )
    | (?P<escape> \\. )
    | (?P<special> [\ufff0-\uffff] )
    """

TOKEN: Final = re.compile(_HIDING + _NAMES + _REST, re.VERBOSE | re.DOTALL)
"""The engine's tokens. An escape outside a string and a special character are tokens that no query has, and what could
be a prefix but has no colon is several: to look for the colon behind each of its letters anew would take a time that
grows with its square."""

_UNNAMED: Final = re.compile(_HIDING + _REST, re.VERBOSE | re.DOTALL)

_LESS: Final = re.compile("(?P<operator><=?)")

_HIDDEN: Final = frozenset(("string", "iri", "comment", "escape", "special", "number", "language", "operator"))
_OPERANDS: Final = frozenset(("string", "language", "iri", "variable", "local", "number", "close"))

BRACKETS: Final = {")": "(", "]": "[", "}": "{", ")>>": "<<(", ">>": "<<", "|}": "{|"}
"""What each closing bracket closes."""

EXPRESSION: Final = "expression"
"""What an opening round bracket opens that is neither a list nor a path."""

_FOLLOWED_ONCE: Final = frozenset(("FILTER", "BIND"))
_FOLLOWED: Final = frozenset(("SELECT", "HAVING", "BY"))


class Reader:
    """Reads a text's tokens but for the comments, and knows where it stands.

    ``<`` begins an IRI or compares, and only the place tells which: within the brackets of an expression, after an
    operand, it compares, whatever follows.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.open: list[str] = []
        """The brackets around the place, outermost first: as they are written, or :data:`EXPRESSION`."""
        self._expected = [False]
        """For the top and each bracket: whether the next round bracket in it is an expression's."""
        self._once = False
        self._operand = False
        self._unnamed = 0
        """Up to where there are no names."""

    def __iter__(self) -> Iterator[re.Match[str]]:
        position: int | None = 0
        while position is not None:
            position = yield from self._stretch(position)

    def _stretch(self, start: int) -> Generator[re.Match[str], None, int | None]:
        """Yield tokens until one is another than it seems; return where to go on, or None at the end."""
        unnamed = start < self._unnamed
        end = self._unnamed
        for token in (_UNNAMED if unnamed else TOKEN).finditer(self._text, start):
            kind = token.lastgroup
            if unnamed and token.start() >= self._unnamed:
                return end
            end = max(end, token.end())
            if kind == "comment":
                continue
            if kind == "nameless":
                self._unnamed = token.end()
                return token.start()
            if self._operand and token[0][0] == "<" and self.open and self.open[-1] is EXPRESSION:
                less = _LESS.match(self._text, token.start())
                assert less is not None  # noqa: S101
                self._operand = False
                yield less
                return less.end()
            self._note(token, kind)
            yield token
        return end if unnamed else None

    def _note(self, token: re.Match[str], kind: str | None) -> None:
        if kind == "open":
            self._enter(token[0])
        elif kind == "close":
            self._leave(token[0])
        elif kind == "word":
            self._expect(token[0].upper())
        self._operand = kind in _OPERANDS or (kind == "word" and token[0] in {"true", "false"})

    def _enter(self, bracket: str) -> None:
        expression = bracket == "(" and ((self.open and self.open[-1] is EXPRESSION) or self._expected[-1])
        if self._once:
            self._once = self._expected[-1] = False
        self.open.append(EXPRESSION if expression else bracket)
        self._expected.append(False)

    def _leave(self, bracket: str) -> None:
        if self.open and (bracket != ">>" or self.open[-1] == "<<"):
            self.open.pop()
            self._expected.pop()

    def _expect(self, word: str) -> None:
        if word in _FOLLOWED_ONCE:
            self._once = self._expected[-1] = True
        elif word in _FOLLOWED:
            self._expected[-1] = True
        elif word == "VALUES":
            self._expected[-1] = False


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Yield the keywords, names, variables and brackets of a query."""
    return (token for token in Reader(text) if token.lastgroup not in _HIDDEN)
