"""Which of many texts share pieces with another: an inverted index of pairs of characters, of bounded work."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, Final

from sinograph.lookup.likeness import unspaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MOST_COUNTED: Final = 60_000
"""How many occurrences of pieces one search counts; the rarest pieces are counted first."""

MOST_BEGUN: Final = 500
"""How many texts are returned that begin with what is looked for."""

SHARE: Final = 0.4
"""How many of the pieces that are counted a text must have."""

START: Final = "^"


class GramIndex:
    """Texts by the pieces they are made of. Where many are as good, those in front are returned.

    :param texts: normalised, the preferred ones first
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._postings: dict[str, array[int]] = {}
        for place, text in enumerate(texts):
            for piece in pieces(text):
                self._postings.setdefault(piece, array("I")).append(place)
        self._sorted = sorted((unspaced(text), place) for place, text in enumerate(texts))

    def near(self, text: str, most: int, admitted: Callable[[int], bool] | None = None) -> list[int]:
        """Return the places of texts that share the most pieces with a text, among them those that begin with it.

        :param admitted: tells of a place whether it may be returned
        """
        counts, counted = self._counts(text)
        least = max(1.0, SHARE * counted)
        begun = [place for place in self._begun(unspaced(text)) if admitted is None or admitted(place)]
        sharing: dict[int, list[int]] = {}
        for place, number in counts.items():
            if number >= least and (admitted is None or admitted(place)):
                sharing.setdefault(number, []).append(place)
        found = dict.fromkeys(begun[:most])
        for number in sorted(sharing, reverse=True):
            if len(found) >= most:
                break
            found.update(dict.fromkeys(sorted(sharing[number])[: most - len(found)]))
        return list(found)

    def _counts(self, text: str) -> tuple[Counter[int], int]:
        """Return how many pieces each place shares, and how many pieces were counted."""
        known = sorted((self._postings.get(piece, array("I")) for piece in pieces(text)), key=len)
        counts: Counter[int] = Counter()
        left, counted = MOST_COUNTED, 0
        for posting in known:
            if left <= 0:
                break
            counts.update(posting[:left])
            left -= len(posting)
            counted += 1
        return counts, counted

    def _begun(self, start: str) -> Iterator[int]:
        """Yield the places of texts that begin with some characters, the same ones before the longer."""
        place = bisect_left(self._sorted, (start, 0))
        for text, found in self._sorted[place : place + MOST_BEGUN]:
            if not text.startswith(start):
                return
            yield found


def pieces(text: str) -> set[str]:
    """Return the pairs of characters of a text without its spaces, and how its words begin."""
    whole = unspaced(text)
    pairs = {whole[place : place + 2] for place in range(len(whole) - 1)}
    return pairs | {START + word[0] for word in text.split()}
