"""The index of names: preferred and alternative labels in every language, searched by likeness."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import Literal, NamedNode
from rapidfuzz import fuzz, process

from sinograph.linked.asking import rows
from sinograph.linked.naming import NAMING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sinograph.engine.interface import Engine

ALTERNATIVE: Final = "http://www.w3.org/2004/02/skos/core#altLabel"

MOST_NAMES: Final = 200_000
"""How many names are indexed; of data with more, some things are not found by name."""

LEAST_SCORE: Final = 70.0
"""How alike a name must be to be found at all, from 0 to 100."""

LONGEST: Final = 300
"""How many characters of what is looked for are compared."""

EXACT: Final = 100.0

NAMES: Final = f"""
SELECT ?thing ?property ?name
WHERE {{
  VALUES ?property {{ {" ".join(f"<{iri}>" for iri in (*NAMING, ALTERNATIVE))} }}
  ?thing ?property ?name
  FILTER(isIRI(?thing) && isLiteral(?name))
}}
LIMIT {MOST_NAMES}"""


BEGUN: Final = 92.0
"""The least score of a name that begins with what was looked for, as it does while one types."""

SHORTEST: Final = 3


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
    """Names in the order in which equally good ones are preferred."""

    def __init__(self, names: Sequence[Name]) -> None:
        self._names = sorted(
            (name for name in set(names) if normalised(name.text)),
            key=lambda name: (name.rank, len(name.text), name.thing.value, name.text),
        )
        self._keys = [normalised(name.text) for name in self._names]

    @classmethod
    def of(cls, engine: Engine) -> NameIndex:
        """Index every name that an engine knows."""
        return cls(
            [
                Name(thing, name.value, prop.value == ALTERNATIVE)
                for thing, prop, name in rows(engine, NAMES)
                if isinstance(thing, NamedNode) and isinstance(prop, NamedNode) and isinstance(name, Literal)
            ]
        )

    def __len__(self) -> int:
        return len(self._names)

    def search(self, text: str, limit: int, among: Collection[NamedNode] | None = None) -> list[Found]:
        """Return the things whose names are most like a text, the best first.

        :param among: the only things that may be found
        """
        wanted = normalised(text[:LONGEST])
        if not wanted:
            return []
        found: dict[NamedNode, Found] = {}
        scored = process.extract(wanted, self._keys, scorer=fuzz.WRatio, score_cutoff=LEAST_SCORE, limit=None)
        for _, score, place in sorted(scored, key=lambda hit: (-self._score(hit[1], hit[2], wanted), hit[2])):
            name = self._names[place]
            if name.thing not in found and (among is None or name.thing in among):
                found[name.thing] = Found(name.thing, name.text, round(self._score(score, place, wanted), 1))
                if len(found) == limit:
                    break
        return list(found.values())

    def _score(self, score: float, place: int, wanted: str) -> float:
        """Keep 100 for names that are the same; the same words in another order, or more of them, are not."""
        key = self._keys[place]
        if key == wanted:
            return EXACT
        begins = len(wanted) >= SHORTEST and key.startswith(wanted)
        return max(min(score, EXACT - 1), BEGUN if begins else 0)


def normalised(text: str) -> str:
    """Return a text as it is compared: without case, accents and punctuation, whatever its code points."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    kept = (" " if unicodedata.category(each)[0] in "PSZC" else each for each in decomposed)
    letters = "".join(each for each in kept if not unicodedata.combining(each))
    return " ".join(unicodedata.normalize("NFKC", letters).split())
