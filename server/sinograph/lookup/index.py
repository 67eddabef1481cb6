"""The index of names: preferred and alternative labels in every language, searched by likeness."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import Literal, NamedNode

from sinograph.linked.asking import rows
from sinograph.linked.naming import NAMING
from sinograph.lookup.grams import GramIndex
from sinograph.lookup.likeness import likeness, normalised

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sinograph.engine.interface import Engine

ALTERNATIVE: Final = "http://www.w3.org/2004/02/skos/core#altLabel"

MOST_NAMES: Final = 200_000
"""How many names are indexed; of data with more, some things are not found by name."""

MOST_COMPARED: Final = 600
"""How many names that share pieces with what is looked for are compared with it in full."""

LEAST_SCORE: Final = 70.0
"""How alike a name must be to be found at all, from 0 to 100."""

LONGEST: Final = 300
"""How many characters of what is looked for are compared."""

NAMES: Final = (
    "SELECT ?thing ?name WHERE { ?thing PROPERTY ?name FILTER(isIRI(?thing) && isLiteral(?name)) } LIMIT MOST"
)

OTHER: Final = 2
"""What is added to the rank of a name that is not a thing's: terms of vocabularies come after things."""

_LOG: Final = logging.getLogger(__name__)


class Name(NamedTuple):
    """One name of a thing; ``rank`` is 0 for preferred names, more for others."""

    thing: NamedNode
    text: str
    rank: int


@dataclass(frozen=True)
class Found:
    """A thing that may be meant.

    :param name: the name by which it was found
    :param score: how alike that is to what was looked for, from 0 to 100; 100 is the same but for case and punctuation
    """

    thing: NamedNode
    name: str
    score: float


class NameIndex:
    """Names in the order in which equally good ones are preferred.

    :param cut: whether there are more names than were given
    """

    def __init__(self, names: Sequence[Name], *, cut: bool = False) -> None:
        self.cut = cut
        keyed = ((name, normalised(name.text)) for name in set(names))
        ordered = sorted(
            ((name, key) for name, key in keyed if key),
            key=lambda pair: (pair[0].rank, len(pair[0].text), pair[0].thing.value, pair[0].text),
        )
        self._names = [name for name, _ in ordered]
        self._keys = [key for _, key in ordered]
        self._grams = GramIndex(self._keys)

    @classmethod
    def of(cls, engine: Engine, things: str = "", most: int = MOST_NAMES) -> NameIndex:
        """Index every name that an engine knows, or as many as there may be.

        :param things: where the IRIs begin that come before others of equally good names
        """
        names: list[Name] = []
        for prop in (*NAMING, ALTERNATIVE):
            if (left := most - len(names)) > 0:
                names += _names(engine, prop, things, left)
        cut = len(names) >= most
        if cut:
            _LOG.warning("only %s names are indexed: some things are not found by name", f"{most:,}")
        return cls(names, cut=cut)

    def __len__(self) -> int:
        return len(self._names)

    def search(self, text: str, limit: int, among: Collection[NamedNode] | None = None) -> list[Found]:
        """Return the things whose names are most like a text, the best first.

        :param among: the only things that may be found
        """
        wanted = normalised(text[:LONGEST])
        if not wanted:
            return []
        admitted = None if among is None else lambda place: self._names[place].thing in among
        scored = (
            (likeness(wanted, self._keys[place]), place) for place in self._grams.near(wanted, MOST_COMPARED, admitted)
        )
        found: dict[NamedNode, Found] = {}
        for score, place in sorted(scored, key=lambda hit: (-hit[0], hit[1])):
            name = self._names[place]
            if score >= LEAST_SCORE and name.thing not in found:
                found[name.thing] = Found(name.thing, name.text, round(score, 1))
                if len(found) == limit:
                    break
        return list(found.values())


def _names(engine: Engine, prop: str, things: str, most: int) -> Iterator[Name]:
    """Yield names by one property; to ask for all at once takes engines long."""
    query = NAMES.replace("PROPERTY", f"<{prop}>").replace("MOST", str(most))
    for thing, name in rows(engine, query, most_bytes=None):
        if isinstance(thing, NamedNode) and isinstance(name, Literal):
            is_other = not thing.value.startswith(things)
            yield Name(thing, name.value, (prop == ALTERNATIVE) + (OTHER if is_other else 0))
