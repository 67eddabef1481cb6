"""The language of a text, by its script: enough to tell names and quotes in Chinese from those in English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sinograph.languages.catalogue import Language

_HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LATIN: Final = re.compile(r"[A-Za-z]")
_WEIGHT: Final = 3
"""To how many letters a Chinese character comes: a name of two makes a Chinese text of few letters more."""

_MOST: Final = 500


def language_of(text: str) -> Language | None:
    """Return the language that most of a text's beginning is in; None where it is in neither."""
    start = text[:_MOST]
    chinese, latin = len(_HAN.findall(start)), len(_LATIN.findall(start))
    if not chinese and not latin:
        return None
    return "zh" if chinese * _WEIGHT >= latin else "en"
