"""Read the numbers out of English text: ``744B``, ``28.5 trillion``, ``$15-20B+``, ``1/10th``, ``half``, ``a dozen``.

The reading is generous, since it only serves to say which numbers a text can be said to show: a percentage is its plain
number, a bare "million" is a million, and "70-80" is both its ends.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNITS: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS: Final = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]

WORDS: Final[dict[str, Decimal]] = {
    **{word: Decimal(number) for number, word in enumerate(_UNITS)},
    **{word: Decimal(10 * number) for number, word in enumerate(_TENS, start=2)},
    **{word: Decimal(number) for number, word in enumerate(_ORDINALS, start=1)},
    "half": Decimal("0.5"),
    "quarter": Decimal("0.25"),
    "once": Decimal(1),
    "twice": Decimal(2),
    "double": Decimal(2),
    "triple": Decimal(3),
}
"""Words that are numbers by themselves."""

SCALES: Final[dict[str, Decimal]] = {
    "ten": Decimal(10),
    "dozen": Decimal(12),
    "hundred": Decimal(100),
    "thousand": Decimal(10**3),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
}
"""Words that multiply the number before them, or stand for themselves: "two million", "hundreds of millions"."""

SUFFIXES: Final[dict[str, Decimal]] = {
    "k": SCALES["thousand"],
    "m": SCALES["million"],
    "mn": SCALES["million"],
    "b": SCALES["billion"],
    "bn": SCALES["billion"],
    "t": SCALES["trillion"],
    "tn": SCALES["trillion"],
}
"""Letters that multiply the number they are written to."""

_SCALE: Final = rf"(?:{'|'.join(word for word in SCALES if word != 'ten')})s?\b"
_FIGURES: Final = r"(?<![A-Za-z0-9_])(?<![0-9][.,])(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_NUMERAL: Final = re.compile(
    rf"(?P<figures>{_FIGURES})"
    rf"(?:(?P<suffix>(?:[KkMBbTm]|[bmt]n)(?![A-Za-z0-9]))|\+?[\s-]?(?P<scale>{_SCALE}))?",
)
_FRACTION: Final = re.compile(r"(?<![\w/.,])([0-9]+)/([0-9]+)(?:ths?|rds?|nds?)?(?![\w/])")
_HYPHEN: Final = re.compile(r"\+?%?\s?[-\u2010-\u2015]\s?[$€£¥~]?")
_TO: Final = re.compile(r"\+?%?\s(?:to|and|or)\s[$€£¥~]?")
_PER: Final = re.compile(r"(?:/|\bper\s)\s?([KMB])(?![A-Za-z0-9])")
_MINUS: Final = re.compile(r"(?:(?<=\s)|(?<=\()|^)[-\u2212]$")

_COUNT: Final = "|".join(WORDS)
_COMPOUND: Final = re.compile(rf"\b({'|'.join(_TENS)})[\s-]({'|'.join(_UNITS[1:10])})\b")
_SCALED: Final = re.compile(
    rf"\b(?:(?P<count>{_COUNT}|an?)[\s-]+)?(?P<scales>(?:tens|{_SCALE})(?:(?:\sof)?\s{_SCALE})*)"
)
_WORD: Final = re.compile(rf"\b(?:{_COUNT})\b")


def numbers(text: str) -> frozenset[Decimal]:
    """Return every number that the text shows."""
    fractions = [Decimal(over) / Decimal(under) for over, under in _FRACTION.findall(text) if under.strip("0")]
    figures = _FRACTION.sub(_unless_ordinal, text)
    words = _NUMERAL.sub(" ", figures).lower()
    return frozenset([*fractions, *_numerals(figures), *_per(text), *_words(words)])


def _unless_ordinal(match: re.Match[str]) -> str:
    """Keep the two numbers of "6/9", which may be a list, but not those of "1/10th"."""
    return match[0] if match[0][-1].isdigit() else " "


def _numerals(text: str) -> Iterator[Decimal]:
    """Yield the numbers written in figures; the first of "15-20B" takes the scale of the second."""
    matches = list(_NUMERAL.finditer(text))
    for match, following in zip_longest(matches, matches[1:]):
        value = _figures(match)
        scale = _scale(match)
        if scale is not None:
            yield value * scale
        elif following is not None and (shared := _scale(following)) is not None:
            between = text[match.end() : following.start()]
            if _HYPHEN.fullmatch(between):
                value = value * shared
            elif _TO.fullmatch(between):
                yield value * shared
            yield value
        else:
            yield value
        if _MINUS.search(text, 0, match.start()):
            yield -value * (scale or 1)


def _figures(match: re.Match[str]) -> Decimal:
    return Decimal(match["figures"].replace(",", ""))


def _scale(match: re.Match[str]) -> Decimal | None:
    """Return what multiplies a numeral, or None."""
    if match["suffix"]:
        return SUFFIXES[match["suffix"].lower()]
    return SCALES[match["scale"].lower().removesuffix("s")] if match["scale"] else None


def _per(text: str) -> Iterator[Decimal]:
    """Yield the units of a rate: a million in "$0.60/M" and "per M tokens"."""
    yield from (SUFFIXES[letter.lower()] for letter in _PER.findall(text))


def _words(text: str) -> Iterator[Decimal]:
    """Yield the numbers written in lower-case words."""
    for tens, units in _COMPOUND.findall(text):
        yield WORDS[tens] + WORDS[units]
    for match in _SCALED.finditer(text):
        product = WORDS.get(match["count"] or "", Decimal(1))
        for scale in re.findall(rf"tens|{_SCALE}", match["scales"]):
            product *= SCALES[scale.removesuffix("s")]
        yield product
    for word in _WORD.findall(_SCALED.sub(" ", text)):
        yield WORDS[word]
