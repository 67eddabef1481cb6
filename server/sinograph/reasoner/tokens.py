"""The words of a rule file: SPARQL's terminals (SPARQL 1.1, 19.8) as far as rules use them, each with its line."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from sinograph.errors import SinographError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Token(NamedTuple):
    """A word: its kind (a group of :data:`PATTERN`), its text, and the line that it stands on."""

    kind: str
    text: str
    line: int


PATTERN: Final = re.compile(
    r"""
    (?P<space>\s+|\#[^\n]*)
  | (?P<iri><[^<>"{}|^`\\\s]*>)
  | (?P<string>\"{3}(?s:.*?)\"{3}|'{3}(?s:.*?)'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<variable>[?$]\w+)
  | (?P<blank>_:\w(?:[\w.-]*[\w-])?|\[\s*\])
  | (?P<number>[+-]?(?:\d+\.\d*|\.\d+|\d+)[eE][+-]?\d+|[+-]?\d*\.\d+|[+-]?\d+)
  | (?P<name>[A-Za-z][\w.-]*:(?:[\w:%](?:[\w.:%-]*[\w:%-])?)?|:(?:[\w:%](?:[\w.:%-]*[\w:%-])?)?)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<mark>\^\^|&&|\|\||!=|<=|>=|[{}().,;=<>!/^|*+?\[\]-])
    """,
    re.VERBOSE,
)

ESCAPES: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
ESCAPE: Final = re.compile(r"(?s)\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.|$)")
SURROGATES: Final = range(0xD800, 0xE000)
"""Halves of characters in UTF-16, which are none themselves."""


def tokenize(text: str, where: str) -> Iterator[Token]:
    """Yield the words of a rule file, without white space and comments.

    :raises SinographError: for a character that begins no word
    """
    position, line = 0, 1
    while position < len(text):
        match = PATTERN.match(text, position)
        if match is None or match.lastgroup is None:
            raise SinographError(
                f"cannot read {text[position : position + 20].splitlines()[0]!r}",
                where=f"{where}:{line}",
                remedy="write SPARQL 1.1",
            )
        if match.lastgroup != "space":
            yield Token(match.lastgroup, match.group(), line)
        line += match.group().count("\n")
        position = match.end()


def unescape(quoted: str) -> str:
    """Return the content of a quoted string (SPARQL 1.1, 19.2 and 19.7).

    :raises ValueError: for an escape that SPARQL does not have, or whose number is that of no character
    """
    edge = 3 if quoted[:3] in ('"""', "'''") else 1
    return ESCAPE.sub(_escaped, quoted[edge:-edge])


def _escaped(match: re.Match[str]) -> str:
    escape = match[1]
    if escape in ESCAPES:
        return ESCAPES[escape]
    code = int(escape[1:] or "-1", 16)
    if 0 <= code <= sys.maxunicode and code not in SURROGATES:
        return chr(code)
    raise ValueError(f"\\{escape} stands for no character")
