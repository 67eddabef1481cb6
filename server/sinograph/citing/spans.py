"""What stands between two positions of a query: its variables and its words."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Sequence


class Spans:
    """Tells it without reading the query again: a query has thousands of groups in one another and side by side.

    :param tokens: of a query, in their order
    """

    def __init__(self, tokens: Sequence[re.Match[str]]) -> None:
        self._variables = _Marks((token.start(), token[0][1:]) for token in tokens if token.lastgroup == "variable")
        self._words = _Marks((token.start(), token[0].upper()) for token in tokens if token.lastgroup == "word")
        self._first = dict(zip(reversed(self._variables.texts), reversed(self._variables.places), strict=True))
        self._last = dict(zip(self._variables.texts, self._variables.places, strict=True))

    def variables(self, start: int, end: int) -> set[str]:
        """Return the names of the variables between two positions."""
        return set(self._variables.between(start, end))

    def only(self, start: int, end: int) -> set[str]:
        """Return the names of the variables between two positions that are nowhere else."""
        return {name for name in self.variables(start, end) if start <= self._first[name] and self._last[name] < end}

    def keywords(self, start: int, end: int) -> set[str]:
        """Return the words between two positions, in capitals."""
        return set(self._words.between(start, end))

    def affirms(self, start: int, end: int) -> bool:
        """Tell whether something is asked to be there (``EXISTS``) between two positions."""
        words = self._words.between(start, end)
        return any(word == "EXISTS" and before != "NOT" for before, word in zip(["", *words], words, strict=False))


class _Marks:
    """Texts with their places, in the order of these."""

    def __init__(self, marks: Iterable[tuple[int, str]]) -> None:
        self.places: list[int] = []
        self.texts: list[str] = []
        for place, text in marks:
            self.places.append(place)
            self.texts.append(text)

    def between(self, start: int, end: int) -> list[str]:
        return self.texts[bisect_left(self.places, start) : bisect_left(self.places, end)]
