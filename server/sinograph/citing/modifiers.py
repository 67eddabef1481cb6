"""What stands behind the group of a SELECT: how its rows are gathered, and the values that they are joined with.

See https://www.w3.org/TR/sparql11-query/#rSolutionModifier.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sinograph.citing.words import UnreadError

if TYPE_CHECKING:
    from sinograph.citing.words import Expression, Words

AGGREGATES: Final = frozenset(("AVG", "COUNT", "GROUP_CONCAT", "MAX", "MIN", "SAMPLE", "SUM"))

_KNOWN: Final = frozenset(("ASC", "BY", "DESC", "GROUP", "HAVING", "LIMIT", "OFFSET", "ORDER"))


@dataclass
class Modifiers:
    """How the rows of a SELECT are gathered.

    :param keys: the variables by which they are grouped
    :param computed: what is computed to group them by
    :param gathers: whether a row stands for several
    :param values: what they are joined with in the end: ``VALUES`` and all behind it
    """

    keys: set[str] = field(default_factory=set)
    computed: list[Expression] = field(default_factory=list)
    gathers: bool = False
    values: str = ""


def read_modifiers(words: Words) -> Modifiers:
    """Read what is left of a query behind its group.

    :raises UnreadError: at what is not understood
    """
    read, clause = Modifiers(), ""
    while words.text():
        word = words.keyword()
        if word == "VALUES":
            read.values = words.rest()
            return read
        if word in _KNOWN:
            clause = word if word not in {"ASC", "BY", "DESC"} else clause
            words.next()
        elif clause == "GROUP":
            _key(words, read)
        else:
            _skip(words)
        read.gathers = read.gathers or clause in {"GROUP", "HAVING"}
    return read


def _key(words: Words, read: Modifiers) -> None:
    """Read one of the values by which rows are grouped; only what has a name can be found again."""
    if words.at("("):
        read.computed.append(words.expression())
        read.keys.add(read.computed[-1].name)
    elif words.kind() == "variable":
        read.keys.add(words.next()[1:])
    else:
        raise UnreadError("grouped by a value without a name", where=words.place())


def _skip(words: Words) -> None:
    if words.keyword() and words.text(1) != "(":
        raise UnreadError(f"{words.text()[:40]!r} is not known here", where=words.place())
    if words.at("("):
        words.skip_brackets("(")
    else:
        words.next()
