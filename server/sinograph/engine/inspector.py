"""Read a query's tokens before any engine sees it, and refuse what no engine here may be asked.

The engine can be told neither to leave the network alone nor to survive every text: SERVICE makes it send HTTP
requests, some hundred nested brackets exhaust the stack of the process that parses them, and some hundred triple
patterns in a group keep the planner busy for hours. Where the grammar leaves two readings, the one is taken that
refuses more.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from sinograph.engine.attention import attention
from sinograph.engine.complexity import QUERY_BYTES
from sinograph.engine.errors import QueryTooLongError, UpdateRefusedError
from sinograph.engine.names import Names
from sinograph.engine.tokens import Reader
from sinograph.engine.weighing import Scales

if TYPE_CHECKING:
    from sinograph.engine.formats import Kind

KINDS: Final[dict[str, Kind]] = {"SELECT": "rows", "ASK": "rows", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
"""What each query form is answered with (https://www.w3.org/TR/sparql11-query/#QueryForms)."""

UPDATES: Final = frozenset(("ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"))
"""The words that an update begins with (https://www.w3.org/TR/sparql11-update/)."""

_MOST_KEPT: Final = 4096
"""Up to how many characters a query's verdict is kept: the same question comes again, and each is inspected twice."""


def inspect(text: str, most_bytes: int = QUERY_BYTES) -> Kind | None:
    """Return what a query is answered with, or None where the text begins like no query.

    :raises QueryTooLongError: over ``most_bytes``
    :raises UpdateRefusedError: for an update
    :raises ServiceRefusedError: for SERVICE
    :raises QueryTooComplexError: over one of :data:`~sinograph.engine.complexity.BOUNDS`
    :raises QueryRefusedError: for names and words that can be read in two ways
    """
    if len(text) <= _MOST_KEPT:
        return _inspect_kept(text)
    with attention(text):
        return _inspect(text, most_bytes)


def _inspect(text: str, most_bytes: int = QUERY_BYTES) -> Kind | None:
    _refuse_length(text, most_bytes)
    reader = Reader(text)
    names = Names(text)
    scales = Scales(text, reader)
    kind: Kind | None = None
    started = False
    for token in reader:
        names.check(token)
        scales.weigh(token)
        if not started and token.lastgroup == "word":
            kind = KINDS.get(token[0].upper())
            started = kind is not None or _is_update(token[0])
    return kind


_inspect_kept = lru_cache(maxsize=512)(_inspect)


def _refuse_length(text: str, most_bytes: int) -> None:
    length = len(text.encode(errors="surrogatepass"))
    if length > most_bytes:
        raise QueryTooLongError(
            f"the query has {length:,} bytes, and at most {most_bytes:,} are read", remedy="ask for less at a time"
        )


def _is_update(word: str) -> bool:
    if word.upper() in UPDATES:
        raise UpdateRefusedError(
            f"{word.upper()} begins an update, and only queries are answered here",
            remedy="the data are changed in their files, and built anew",
        )
    return False
