"""Choose the format of an answer by what the client accepts (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_EXACT: Final = 3

_PARAMETER: Final = re.compile(r"""\s*([\w.+-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;,"]*)\s*""")
_QUALITY: Final = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?")
_RANGE: Final = re.compile(r"""\s*([\w!#$&^.+*-]+/[\w!#$&^.+*-]+)\s*((?:;(?:[^,;"]|"(?:[^"\\]|\\.)*")*)*)""")


class MediaRange(NamedTuple):
    """One element of an Accept header: a media type with ``*`` for any, and its quality from 0 to 1."""

    media_type: str
    quality: float

    def precision(self, media_type: str) -> int:
        """Return 3 where the range is this very media type, 2 where it is ``text/*`` or so, 1 for any, else 0."""
        if self.media_type == media_type:
            return _EXACT
        if self.media_type == f"{media_type.partition('/')[0]}/*":
            return 2
        return 1 if self.media_type == "*/*" else 0


def parse_accept(header: str) -> tuple[MediaRange, ...]:
    """Read an Accept header; what is malformed in it is left out, and so are parameters other than ``q``."""
    return tuple(
        MediaRange(match[1].lower(), quality)
        for match in _RANGE.finditer(header)
        if (quality := _quality(match[2])) is not None
    )


def _quality(parameters: str) -> float | None:
    for name, value in _PARAMETER.findall(parameters):
        if name.lower() == "q":
            return float(value) if _QUALITY.fullmatch(value) else None
    return 1.0


def choose(header: str, offers: Iterable[Sequence[str]]) -> int | None:
    """Return the place of the offer that the client likes best, or None where it accepts none.

    :param header: the Accept header; an empty one, or one without a readable element, accepts anything
    :param offers: for each offer its media type and the aliases under which clients ask for it; earlier ones win
    """
    ranges = parse_accept(header) or (MediaRange("*/*", 1.0),)
    ratings = [_best(ranges, names) for names in offers]
    best = max(ratings, default=(0.0, 0))
    return ratings.index(best) if best[0] > 0 else None


def _best(ranges: Sequence[MediaRange], names: Sequence[str]) -> tuple[float, int]:
    """Rate an offer by its media type, or by an alias that the client names; a wildcard does not mean an alias."""
    aliases = (rating for rating in (_rating(ranges, name) for name in names[1:]) if rating[1] == _EXACT)
    return max(_rating(ranges, names[0]), *aliases, (0.0, 0))


def _rating(ranges: Sequence[MediaRange], media_type: str) -> tuple[float, int]:
    """Return the quality of the range that names a media type most precisely, and how precise it is."""
    precision, quality = max((element.precision(media_type), element.quality) for element in ranges)
    return (quality, precision) if precision else (0.0, 0)
