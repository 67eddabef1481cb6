"""How much of what is bounded a query has, as far as it has been read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sinograph.engine.errors import QueryTooComplexError
from sinograph.engine.words import place

if TYPE_CHECKING:
    import re

    from sinograph.engine.complexity import Bound


class Tally:
    """Keeps count, and refuses a query where there is too much of something."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._counts: Counter[str] = Counter()

    def add(self, bound: Bound, number: int, token: re.Match[str]) -> None:
        """Count some more of what a bound is on, in the whole query.

        :raises QueryTooComplexError: where that is too many
        """
        self._counts[bound.name] += number
        self.check(bound, self._counts[bound.name], token)

    def check(self, bound: Bound, value: int, token: re.Match[str]) -> None:
        """Compare with a bound what is counted elsewhere.

        :raises QueryTooComplexError: where that is too many
        """
        if value > bound.most:
            where = place(self._text, token.start())
            raise QueryTooComplexError(bound.name, value=value, most=bound.most, where=where, remedy=bound.remedy)
