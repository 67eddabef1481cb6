"""What differs between quotes that do not agree: the numbers that the sides give, or else words of one side alone."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from sinograph.numerals import numbers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

Marked = tuple[tuple[str, bool], ...]
"""A text in parts, each with whether it is what differs."""

FIGURE: Final = re.compile(
    r"[$€£¥~]?\d[\d,.]*(?:\s?(?:[KMBT]\b|thousand\b|million\b|billion\b|trillion\b))?[+%]?", re.IGNORECASE
)
WORD: Final = re.compile(r"\w+(?:['’.\-]\w+)*")

COMMON: Final = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be been but by did do for from had has have in into is it its of on or that the their this "
        "to was were which with",
    )
)
"""Words that make no difference by themselves."""


def contrast(quotes: Sequence[Sequence[str]], values: Sequence[Sequence[str]]) -> list[tuple[Marked, ...]]:
    """Mark in the quotes of each side what differs from the others'.

    :param quotes: for each side its stretches of text
    :param values: for each side the values that it gives, if it gives any
    """
    words = [{word.casefold() for text in side for word in WORD.findall(text)} for side in quotes]
    marked = []
    for place, side in enumerate(quotes):
        amounts = frozenset(_amounts(values[place]))
        others = set().union(*(each for number, each in enumerate(words) if number != place))
        shared = (words[place] & others) - COMMON
        marked.append(
            tuple(
                _parts(text, _figures(text, amounts) or (_own_words(text, others) if shared else [])) for text in side
            )
        )
    return marked


def _amounts(values: Iterable[str]) -> Iterator[Decimal]:
    for value in values:
        try:
            yield Decimal(value)
        except InvalidOperation:
            continue


def _figures(text: str, amounts: Collection[Decimal]) -> list[tuple[int, int]]:
    return [match.span() for match in FIGURE.finditer(text) if numbers(match[0]) & frozenset(amounts)]


def _own_words(text: str, others: Collection[str]) -> list[tuple[int, int]]:
    """Return the runs of words that no other side has; common words count within a run only."""
    runs: list[tuple[int, int]] = []
    is_open = False
    for match in WORD.finditer(text):
        word = match[0].casefold()
        if word in COMMON:
            continue
        if word in others:
            is_open = False
        elif is_open:
            runs[-1] = (runs[-1][0], match.end())
        else:
            runs.append(match.span())
            is_open = True
    return runs


def _parts(text: str, spans: Iterable[tuple[int, int]]) -> Marked:
    parts: list[tuple[str, bool]] = []
    end = 0
    for start, stop in spans:
        parts += [(text[end:start], False), (text[start:stop], True)]
        end = stop
    return tuple((part, differs) for part, differs in (*parts, (text[end:], False)) if part)
