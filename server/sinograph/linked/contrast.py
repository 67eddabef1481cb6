"""What differs between quotes that do not agree: the numbers that the sides give, or else words of one side alone.

Names of what all sides are about are no difference. Where it is known what each side says, only its words count.
"""

from __future__ import annotations

import re
from collections import Counter
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

STEM: Final = 6
"""How many letters two words must begin with to count as one, such as company and companies."""


def contrast(
    quotes: Sequence[Sequence[str]],
    values: Sequence[Sequence[str]],
    names: Iterable[str] = (),
    telling: Sequence[Iterable[str]] = (),
) -> list[tuple[Marked, ...]]:
    """Mark in the quotes of each side what differs from the others'.

    :param quotes: for each side its stretches of text
    :param values: for each side the values that it gives, if it gives any
    :param names: of what they are about, which is not what differs
    :param telling: for each side what it says and the others do not, in words; empty where that is not known
    """
    words = [_words(side) for side in quotes]
    sides = Counter(word for own in words for word in own)
    named = _words(names)
    marked = []
    for place, side in enumerate(quotes):
        amounts = frozenset(_amounts(values[place]))
        shared = {word for word in words[place] if sides[word] > 1}
        kept = words[place] - shared - named - COMMON
        told = kept & _words(telling[place]) if telling else set()
        kept = told or (kept if shared - COMMON else set())
        marked.append(tuple(_parts(text, _figures(text, amounts) or _runs(text, kept)) for text in side))
    return marked


def _words(texts: Iterable[str]) -> set[str]:
    return {_stem(word) for text in texts for word in WORD.findall(text)}


def _stem(word: str) -> str:
    """Return a word as it counts: without its case, and a long one without its end."""
    folded = word.casefold().removesuffix("'s").removesuffix("’s")
    return folded[:STEM] if len(folded) > STEM else folded


def _amounts(values: Iterable[str]) -> Iterator[Decimal]:
    for value in values:
        try:
            yield Decimal(value)
        except InvalidOperation:
            continue


def _figures(text: str, amounts: Collection[Decimal]) -> list[tuple[int, int]]:
    return [match.span() for match in FIGURE.finditer(text) if numbers(match[0]) & frozenset(amounts)]


def _runs(text: str, kept: Collection[str]) -> list[tuple[int, int]]:
    """Return the runs of words that differ; common words count within a run only."""
    runs: list[tuple[int, int]] = []
    is_open = False
    for match in WORD.finditer(text):
        word = _stem(match[0])
        if word in COMMON:
            continue
        if word not in kept:
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
