"""Choose a language by what the reader prefers (RFC 9110, section 12.5.4; RFC 4647, section 3.3.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sinograph.languages.catalogue import LANGUAGES

if TYPE_CHECKING:
    from sinograph.languages.catalogue import Language

_RANGE: Final = re.compile(r"\s*([a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?", re.I)
"""An element: a language range, and its quality."""

_MOST_ELEMENTS: Final = 50


def preferred(header: str | None) -> Language:
    """Return the language that an Accept-Language header likes best; the first of ours where it says nothing.

    A range means all of its language: ``zh-TW`` is better served with Chinese than with English.
    """
    qualities: dict[str, float] = {}
    for element in (header or "").split(",")[:_MOST_ELEMENTS]:
        if match := _RANGE.fullmatch(element):
            language = match[1].lower().partition("-")[0]
            quality = min(float(match[2] or 1), 1.0)
            qualities[language] = max(qualities.get(language, 0), quality)
    other = qualities.get("*", 0)
    return max(LANGUAGES, key=lambda language: qualities.get(language, other))
