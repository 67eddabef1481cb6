"""When two values agree: the one place that says so, for every kind of value.

What is said coarsely does not contradict what is said finely. A statement means all the values that could be stated in
its way: "February 2026" each day of that month, "1T" whatever rounds to it, "over 30 million" everything above. Two
statements agree where something that they may both mean is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import Literal

from sinograph.intervals import FORMS, agrees
from sinograph.namespaces import shorten
from sinograph.reasoner.datatypes import INTEGERS, value_of

if TYPE_CHECKING:
    from sinograph.spelling import Term

NUMBERS: Final = INTEGERS | {f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("decimal", "double", "float")}
"""The datatypes of numbers."""

LONGEST: Final = 400
"""How many places a number may have before or after its point; xsd:double has no more than 324."""


_GROUP: Final = 3
"""How many places apart the words are that large numbers are said with: thousand, million, billion, trillion."""


class Extent(NamedTuple):
    """The numbers that a statement may mean: from the lowest to the highest, None where there is no bound.

    :param without_lowest: whether the lowest does not itself belong to it
    :param without_highest: whether the highest does not itself belong to it
    """

    lowest: Fraction | None
    highest: Fraction | None
    without_lowest: bool = False
    without_highest: bool = False

    def overlaps(self, other: Extent) -> bool:
        """Tell whether some number is in both."""
        return self._reaches(other) and other._reaches(self)

    def _reaches(self, other: Extent) -> bool:
        """Tell whether this one does not end before the other begins."""
        if self.highest is None or other.lowest is None:
            return True
        if self.highest == other.lowest:
            return not (self.without_highest or other.without_lowest)
        return self.highest > other.lowest


@dataclass(frozen=True)
class Amount:
    """What is said of an amount: a point, bounds, or both.

    :param is_approximate: whether the document marks it as approximate
    :param unit: in what it is counted, such as a unit and a currency; None where that is not said
    """

    value: Literal | None = None
    minimum: Literal | None = None
    maximum: Literal | None = None
    is_approximate: bool = False
    unit: tuple[Term | None, ...] = ()

    @property
    def is_point(self) -> bool:
        """Whether it has no bounds."""
        return self.minimum is None and self.maximum is None

    @property
    def extent(self) -> Extent:
        """The numbers that it may mean.

        A point means what rounds to it. A bound is meant as it stands, unless it is approximate: then what rounds to it
        is meant too.
        """
        low, high = self.minimum or self.value, self.maximum or self.value
        if not (self.is_point or self.is_approximate):
            return Extent(_number(low), _number(high))
        lower, upper = self._rounding(low), self._rounding(high)
        return Extent(lower.lowest, upper.highest, lower.without_lowest, upper.without_highest)

    def _rounding(self, literal: Literal | None) -> Extent:
        return Extent(None, None) if literal is None else rounding(literal, is_approximate=self.is_approximate)

    def precision(self) -> int:
        """Return with how many significant digits a point is stated."""
        return _digits(self.value, is_approximate=self.is_approximate)[1] if self.value else 0


def agree(one: Term, other: Term) -> bool:
    """Tell whether two values of one property agree.

    Dates agree where they share a day, numbers where one rounds to the other; texts in different languages always;
    everything else where it is the same value.

    :raises SinographError: for a malformed date
    """
    if one == other:
        return True
    if not (isinstance(one, Literal) and isinstance(other, Literal)):
        return False
    if is_number(one) and is_number(other):
        return amounts_agree(Amount(one), Amount(other))
    if is_date(one) and is_date(other):
        return agrees(one, other)
    if one.language and other.language and one.language != other.language:
        return True
    values = value_of(one), value_of(other)
    return None not in values and values[0] == values[1]


def amounts_agree(one: Amount, other: Amount) -> bool:
    """Tell whether two amounts agree; those in different units or currencies do not contradict one another."""
    units = zip(one.unit, other.unit, strict=False)
    if one == other or any(None not in pair and pair[0] != pair[1] for pair in units):
        return True
    if one.is_point and other.is_point and one.value and other.value:
        coarse, fine = sorted((one, other), key=Amount.precision)
        exactly = _number(fine.value)
        return coarse.extent.overlaps(Extent(exactly, exactly))
    return one.extent.overlaps(other.extent)


def rounding(literal: Literal, *, is_approximate: bool = False) -> Extent:
    """Return the numbers that become this one when they are rounded, halves away from zero, to as many digits.

    "230B" has two significant digits, "1.04T" three, "86.0" three: the zeros at the end of a whole number are none, but
    two of the digits before a K, M, B or T always count: "200K" is not said for 150,000. In an approximate number no
    zero at the end is one, as ``xsd:decimal`` may have asked for it.
    """
    number, precision = _digits(literal, is_approximate=is_approximate)
    exactly = Fraction(number)
    if not exactly:
        return Extent(exactly, exactly)
    half = Fraction(10) ** (number.adjusted() - precision + 1) / 2
    nearer = abs(exactly) - (half / 10 if _significant(number) == (1,) else half)
    farther = abs(exactly) + half
    if exactly < 0:
        return Extent(-farther, -nearer, without_lowest=True)
    return Extent(nearer, farther, without_highest=True)


def is_number(literal: Literal) -> bool:
    """Tell whether a literal is a finite number."""
    if literal.datatype.value not in NUMBERS or value_of(literal) is None:
        return False
    number = Decimal(literal.value.strip())
    return number.is_finite() and abs(number.adjusted()) <= LONGEST


def is_date(literal: Literal) -> bool:
    """Tell whether a literal is a date, a month or a year."""
    return shorten(literal.datatype) in FORMS


def _digits(literal: Literal, *, is_approximate: bool) -> tuple[Decimal, int]:
    """Return a number, and with how many significant digits it is written."""
    number = Decimal(literal.value.strip())
    if is_approximate:
        return number, len(_significant(number))
    if "." in literal.value:
        return number, len(number.as_tuple().digits)
    return number, max(len(_significant(number)), min(2, number.adjusted() % _GROUP + 1))


def _significant(number: Decimal) -> tuple[int, ...]:
    """Return the digits of a number without the zeros at their end."""
    text = "".join(map(str, number.as_tuple().digits)).rstrip("0")
    return tuple(map(int, text))


def _number(literal: Literal | None) -> Fraction | None:
    return None if literal is None else Fraction(Decimal(literal.value.strip()))
