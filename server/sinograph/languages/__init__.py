"""The languages that the pages speak: English, in which they are written, and Chinese."""

from __future__ import annotations

from sinograph.languages.catalogue import LANGUAGES, Language, catalogue, closed_up, filled, message, say
from sinograph.languages.preference import preferred
from sinograph.languages.scripts import language_of

__all__ = ["LANGUAGES", "Language", "catalogue", "closed_up", "filled", "language_of", "message", "preferred", "say"]
