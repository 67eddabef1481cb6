"""How alike two names are: the same, one begun, one within the other, or one mistyped."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from rapidfuzz import fuzz

EXACT: Final = 100.0
"""The score of names that are the same but for case, accents and punctuation."""

UNSPACED: Final = 99.0
"""The score of names that are the same but for spaces too, such as "GLM5" and "GLM-5"."""

BEGUN: Final = 92.0
"""The least score of a name that begins with what was looked for, as it does while one types."""

WORDS_BEGUN: Final = 86.0
"""The least score of a name that has words which begin with those looked for, in any order."""

WITHIN: Final = 80.0
"""The least score of a name that what was looked for stands in."""

BEGUN_SHORT: Final = 74.0
"""The least score of a name that begins with a letter or two that were looked for."""

SHARED: Final = 70.0
SHARED_SPAN: Final = 10.0
LEAST_SHARED: Final = 0.45
"""The score of a name that has some of the words looked for, and the part of their letters that these must be."""

HOLDING: Final = 72.0
"""The least score of a name all words of which are among those looked for."""

OTHER_NUMBERS: Final = 80.0
"""The most that a name is worth which lacks a number that was looked for: GLM-4.5 is not a misspelt GLM-5."""

SPAN: Final = 6.0
"""How much is added to these scores the more of the name is what was looked for."""

PART: Final = 0.85
"""What a part of a name is worth of its likeness, and from how many characters and which likeness."""
LEAST_PART: Final = 6
LEAST_LIKE: Final = 85.0

REORDERED: Final = 0.95
"""What the same words in another order are worth."""

FEWEST: Final = 3
"""How many characters stand for a part of a name; of scripts without an alphabet one is enough."""

_NUMBER: Final = re.compile(r"\d+")
_ASCII: Final = {code: " " for code in range(128) if not chr(code).isalnum()}


def likeness(wanted: str, name: str) -> float:
    """Return from 0 to 100 how much a name is what was looked for; both are normalised."""
    if wanted == name:
        return EXACT
    sought, held = unspaced(wanted), unspaced(name)
    if sought == held:
        return UNSPACED
    if not sought or not held:
        return 0.0
    share = SPAN * min(len(sought) / len(held), 1.0)
    if held.startswith(sought):
        return (BEGUN if is_telling(sought) else BEGUN_SHORT) + share
    if not is_telling(sought):
        return float(fuzz.ratio(sought, held))
    begun = _begun(wanted, name)
    if begun == 1:
        return WORDS_BEGUN + share
    score = WITHIN + share if sought in held else 0.0
    if begun >= LEAST_SHARED:
        score = max(score, SHARED + SHARED_SPAN * begun)
    return max(score, _misspelt(wanted, name, sought, held))


def _misspelt(wanted: str, name: str, sought: str, held: str) -> float:
    score = float(fuzz.ratio(sought, held))
    if " " in wanted and " " in name:
        score = max(score, REORDERED * fuzz.token_sort_ratio(wanted, name))
    if LEAST_PART <= len(sought) < len(held):
        part = fuzz.partial_ratio(sought, held, score_cutoff=LEAST_LIKE)
        score = max(score, PART * part)
    if len(sought) > len(held) and set(name.split()) <= set(wanted.split()):
        score = max(score, HOLDING + 2 * SPAN * len(held) / len(sought))
    if not set(_NUMBER.findall(wanted)) <= set(_NUMBER.findall(name)):
        return min(score, OTHER_NUMBERS)
    return min(score, UNSPACED - 1)


def _begun(wanted: str, name: str) -> float:
    """Return which part of what was looked for is words that begin words of the name, from 0 to 1, by their length."""
    sought, held = wanted.split(), name.split()
    begun = sum(len(part) for part in sought if any(word.startswith(part) for word in held))
    return begun / sum(map(len, sought))


def is_telling(text: str) -> bool:
    """Tell whether a part of a name is enough to look for: some letters, or a character of a script of words."""
    return len(text) >= FEWEST or not text.isascii()


def unspaced(normal: str) -> str:
    """Return a normalised text without its spaces."""
    return normal.replace(" ", "")


def normalised(text: str) -> str:
    """Return a text as it is compared: without case, accents and punctuation, whatever its code points."""
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII).split())
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    kept = (" " if unicodedata.category(each)[0] in "PSZC" else each for each in decomposed)
    letters = "".join(each for each in kept if not unicodedata.combining(each))
    return " ".join(unicodedata.normalize("NFKC", letters).split())
