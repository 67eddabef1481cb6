"""The sections of a document, as its table of contents names them: each heading with where it stands in the text.

A heading within another section may have that section's words before its own: ``The Major Players: DeepSeek``.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

ENTRY: Final = re.compile(r"([0-9]{1,15}) +(\S.*)")
"""A line of a ``dcterms:tableOfContents``: the offset of a heading in code points, and its words."""


class Heading(NamedTuple):
    """Where a section begins, in code points, and what its heading says."""

    start: int
    title: str

    def begins(self, text: str) -> bool:
        """Tell whether its words stand in the text where it says."""
        return text.startswith((self.title, self.title.rpartition(": ")[2]), self.start)

    @property
    def anchor(self) -> str:
        """The fragment by which a page leads to it."""
        return f"section-{self.start}"


def read_contents(text: str) -> tuple[Heading, ...]:
    """Return the headings that a table of contents lists, in their order; a line that is no entry is left out."""
    entries = filter(None, map(ENTRY.fullmatch, text.splitlines()))
    return tuple(sorted(Heading(int(entry[1]), entry[2].strip()) for entry in entries))


def heading_of(contents: tuple[Heading, ...], offset: int) -> Heading | None:
    """Return the last heading at or before a place of the text; None where there is none."""
    return next((each for each in reversed(contents) if each.start <= offset), None)
