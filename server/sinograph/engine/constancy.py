"""Tell from a query whether it has the same answer whenever it is asked of the same data."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from sinograph.engine.attention import attention
from sinograph.engine.tokens import Reader, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

VOLATILE: Final = ("NOW", "RAND", "UUID", "SERVICE")
"""What the functions are called whose value is another each time, UUID standing for STRUUID too; and other servers may
answer something else each time."""

RENAMING: Final = ("BNODE",)
"""The functions that make blank nodes."""

TEMPLATE: Final = "CONSTRUCT"
"""What makes triples out of rows."""

NEW_NODES: Final = ("(", "[", "<<", "{|")
"""What opens a list, a blank node or the description of a reifier, each a node of its own."""


class Constancy(Enum):
    """How much of an answer stays from one time to the next."""

    BYTES = "the same bytes"
    MEANING = "the same answer, with other names for its new blank nodes"
    NOTHING = "another answer"


def constancy(text: str) -> Constancy:
    """Return how much of a query's answer stays; where that is in doubt, the lesser.

    An engine answers in the same order as long as its data are the same: it hashes without a seed.
    """
    with attention(text):
        # The engine's parser wants no space around a keyword, so that a word may hold more than one.
        words = {word.upper() for token in tokens(text) if (word := token["word"])}
        if _any_has(words, VOLATILE):
            return Constancy.NOTHING
        if _any_has(words, RENAMING) or (_any_has(words, (TEMPLATE,)) and any(_new_nodes(text))):
            return Constancy.MEANING
        return Constancy.BYTES


def _any_has(words: Collection[str], names: Collection[str]) -> bool:
    return any(name in word for word in words for name in names)


def _new_nodes(text: str) -> Iterator[bool]:
    """Yield for each token of a CONSTRUCT template whether it makes a blank node."""
    depth = -1
    for token in Reader(text):
        kind = token.lastgroup
        if depth < 0:
            depth = 0 if kind == "word" and TEMPLATE in token[0].upper() else depth
        elif kind == "open":
            depth += 1
            yield token[0] in NEW_NODES
        elif kind == "close":
            depth -= 1
            if depth <= 0:
                return
        elif depth == 0:  # CONSTRUCT WHERE has no template of its own
            return
        else:
            yield token[0] == "~" or (kind == "local" and token["prefix"] == "_:")
