"""Read a query's tokens before any engine sees it, and refuse what no engine here may be asked.

The engine can be told neither to leave the network alone nor to survive deep nesting: SERVICE makes it send HTTP
requests, and some hundred nested brackets exhaust the stack of the process that parses them. So the text is split into
tokens first. Where the grammar leaves two readings, the one is taken that refuses more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sinograph.engine.errors import (
    QueryRefusedError,
    QueryTooLongError,
    UpdateRefusedError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sinograph.engine.formats import Kind

MOST_BYTES: Final = 65_536
"""How long a query may be, in bytes of UTF-8."""

MOST_NESTING: Final = 100
"""How deep brackets may be nested; the engine's parser survives some 700."""

KINDS: Final[dict[str, Kind]] = {"SELECT": "rows", "ASK": "rows", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
"""What each query form is answered with (https://www.w3.org/TR/sparql11-query/#QueryForms)."""

UPDATES: Final = frozenset(("ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"))
"""The words that an update begins with (https://www.w3.org/TR/sparql11-update/)."""

# Strings, IRIs and comments hide what is in them, so these must end exactly where the grammar ends them. An escape
# outside a string (as in ex:a\#b) is a token of its own: its second character opens nothing. A local name stops at a
# dot, although the grammar lets it go on, and a language tag is no token at all: what follows is read as words.
TOKEN: Final = re.compile(
    r'''
      (?P<string> """ (?: "{0,2} (?: [^"\\] | \\. ) )*+ """  |  "(?: [^"\\\n\r] | \\. )*+"
                | \'\'\' (?: '{0,2} (?: [^'\\] | \\. ) )*+ \'\'\'  |  '(?: [^'\\\n\r] | \\. )*+' )
    | (?P<iri> <[^<>"{}|^`\x00-\x20]*+> )
    | (?P<comment> \#[^\n\r]*+ )
    | (?P<escape> \\. )
    | (?P<variable> [?$]\w++ )
    | (?P<prefix> [\w-]*+ : ) (?P<local> (?: [\w:%-] | \\. )*+ )
    | (?P<word> \w++ )
    | (?P<open> [(\[{] )
    | (?P<close> [)\]}] )
    ''',
    re.VERBOSE | re.DOTALL,
)


def inspect(text: str) -> Kind | None:
    """Return what a query is answered with, or None where the text begins like no query.

    :raises QueryTooLongError: over :data:`MOST_BYTES`
    :raises UpdateRefusedError: for an update
    :raises QueryRefusedError: for SERVICE, or nesting deeper than :data:`MOST_NESTING`
    """
    _refuse_length(text)
    kind: Kind | None = None
    started = False
    depth = 0
    for token in tokens(text):
        if token.lastgroup == "open":
            depth += 1
            _refuse_nesting(depth, text, token.start())
        elif token.lastgroup == "close":
            depth -= 1
        elif word := token["prefix"] or token["word"]:
            _refuse_service(word, text, token.start())
            if not started and token["word"]:
                kind = KINDS.get(word.upper())
                started = kind is not None or _is_update(word)
    return kind


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Yield the keywords, names, variables and brackets of a query."""
    return (token for token in TOKEN.finditer(text) if token.lastgroup not in {"string", "iri", "comment", "escape"})


def _refuse_length(text: str) -> None:
    length = len(text.encode(errors="surrogatepass"))
    if length > MOST_BYTES:
        raise QueryTooLongError(
            f"the query has {length:,} bytes, and at most {MOST_BYTES:,} are read", remedy="ask for less at a time"
        )


def _is_update(word: str) -> bool:
    if word.upper() in UPDATES:
        raise UpdateRefusedError(
            f"{word.upper()} begins an update, and only queries are answered here",
            remedy="the data are changed in their files, and built anew",
        )
    return False


def _refuse_service(word: str, text: str, position: int) -> None:
    # The engine's parser wants no space around a keyword, so that trueSERVICE and SERVICE:x are federation too.
    if "service" in word.lower():
        raise QueryRefusedError(
            "SERVICE asks another server, and this one sends no requests of its own",
            where=_place(text, position),
            remedy="ask that server yourself, or rename the prefix if it is one",
        )


def _refuse_nesting(depth: int, text: str, position: int) -> None:
    if depth > MOST_NESTING:
        raise QueryRefusedError(
            f"brackets are nested more than {MOST_NESTING} deep",
            where=_place(text, position),
            remedy="write it flatter, such as with VALUES or IN",
        )


def _place(text: str, position: int) -> str:
    line = text.count("\n", 0, position) + 1
    return f"line {line}, column {position - text.rfind(chr(10), 0, position)}"
