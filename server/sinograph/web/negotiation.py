"""Choose the format of an answer by what the client accepts (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_EXACT: Final = 3
_VARIANT: Final = 2.5
"""How precise a range with a parameter is: it means our media type too, unless another range names that plainly."""

_PARAMETERS: Final = re.compile(r"""(?:[^;"]++|"(?:[^"\\]|\\.)*+"?)++""", re.DOTALL)
_PARAMETER: Final = re.compile(r"""\s*+([\w.+-]++)\s*+=\s*+("(?:[^"\\]|\\.)*+"|[^\s;,"]*+)\s*+""", re.DOTALL)
"""What is between semicolons, and what a parameter is there: split first, as to look for the next one anywhere in what
is none would take a time that grows with the square of its length."""

_QUALITY: Final = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?")
_ELEMENT: Final = re.compile(r"""(?:[^,"]++|"(?:[^"\\]|\\.)*+"?)++""", re.DOTALL)
_RANGE: Final = re.compile(r"""\s*+([\w!#$&^.+*-]++/[\w!#$&^.+*-]++)\s*+((?:;(?:[^,;"]|"(?:[^"\\]|\\.)*+")*+)*+)""")

_MOST_ELEMENTS: Final = 2_000
"""How many elements of a header are read: as many as fit into 8 kB, which takes some milliseconds."""


class MediaRange(NamedTuple):
    """One element of an Accept header: a media type with ``*`` for any, and its quality from 0 to 1.

    :param variant: whether it has a parameter by which media types differ
    """

    media_type: str
    quality: float
    variant: bool = False

    def precision(self, media_type: str) -> float:
        """Return 3 where the range is this very media type, 2 where it is ``text/*`` or so, 1 for any, else 0."""
        if self.media_type == media_type:
            return _VARIANT if self.variant else _EXACT
        if self.media_type == f"{media_type.partition('/')[0]}/*":
            return 2
        return 1 if self.media_type == "*/*" else 0


def parse_accept(header: str) -> tuple[MediaRange, ...]:
    """Read an Accept header; what is malformed in it is left out, and what comes after :data:`_MOST_ELEMENTS`."""
    return tuple(
        MediaRange(match[1].lower(), quality, _is_variant(match[2]))
        for element in islice(_elements(header), _MOST_ELEMENTS)
        if (match := _RANGE.fullmatch(element)) and (quality := _quality(match[2])) is not None
    )


def _elements(header: str) -> Iterator[str]:
    return (match[0] for match in _ELEMENT.finditer(header))


def _quality(parameters: str) -> float | None:
    for name, value in _read(parameters):
        if name == "q":
            return float(value) if _QUALITY.fullmatch(value) else None
    return 1.0


def _is_variant(parameters: str) -> bool:
    """Tell whether there is a parameter other than ``q``, what follows it, and the charset that is ours."""
    for name, value in _read(parameters):
        if name == "q":
            return False
        if (name, value.strip('"').lower()) != ("charset", "utf-8"):
            return True
    return False


def _read(parameters: str) -> Iterator[tuple[str, str]]:
    """Yield the names, in lower case, and the values of parameters; what is malformed is left out."""
    for part in _PARAMETERS.findall(parameters):
        if match := _PARAMETER.fullmatch(part):
            yield match[1].lower(), match[2]


def choose(header: str, offers: Iterable[Sequence[str]]) -> int | None:
    """Return the place of the offer that the client likes best, or None where it accepts none.

    :param header: the Accept header; an empty one, or one without a readable element, accepts anything
    :param offers: for each offer its media type and the aliases under which clients ask for it; earlier ones win
    """
    ranges = parse_accept(header) or (MediaRange("*/*", 1.0),)
    ratings = [_best(ranges, names) for names in offers]
    best = max(ratings, default=(0.0, 0))
    return ratings.index(best) if best[0] > 0 else None


def _best(ranges: Sequence[MediaRange], names: Sequence[str]) -> tuple[float, float]:
    """Rate an offer by its media type, or by an alias that the client names; a wildcard does not mean an alias.

    Who names the media type to refuse it is not given it under an alias.
    """
    own = _rating(ranges, names[0])
    if own[0] == 0 and own[1] > 2:
        return (0.0, 0)
    aliases = (rating for rating in (_rating(ranges, name) for name in names[1:]) if rating[1] > 2)
    return max(own, *aliases, (0.0, 0))


def _rating(ranges: Sequence[MediaRange], media_type: str) -> tuple[float, float]:
    """Return the quality of the range that names a media type most precisely, and how precise it is."""
    precision, quality = max((element.precision(media_type), element.quality) for element in ranges)
    return (quality, precision) if precision else (0.0, 0)
