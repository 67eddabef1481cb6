"""A figure: an amount, a date or a thing that is said of something, with every passage that says so."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from sinograph.agreement import Amount, amounts_agree, is_date, is_number
from sinograph.errors import SinographError
from sinograph.intervals import Interval, interval
from sinograph.languages import message, say
from sinograph.linked.wording import number, readable
from sinograph.namespaces import sino

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sinograph.languages import Language
    from sinograph.linked.evidence import Passage
    from sinograph.linked.naming import Naming

OVER: Final = re.compile(r"\b(over|more than|above)\b", re.IGNORECASE)
"""Words for a bound that is itself not reached; the graph keeps that in the words alone."""

YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")

PHRASES: Final = {
    sino("trainedWithoutHardwareOf"): message("without {what}"),
    sino("parameterSize"): message("size: {what}"),
}
"""What some properties are in front of their values; the others go without saying."""

APART: Final = ("holds", "of", "unit", "per", "direction", "when")
"""What makes two figures different whatever their values are."""

MOST_FIGURES: Final = 20
"""How many different figures stand in one place; each is compared with all before it."""

STATED: Final = sino("Stated")
DAMAGED: Final = sino("DamagedText")


@dataclass(frozen=True)
class Figure:
    """What is said of something, once, by one or more passages.

    :param value: an amount, a date, or a thing
    :param passages: those that say it, the document's first one first; none where it follows or the curators say it
    :param of: of what it is said, where that is not the model itself but its family
    :param inferred: whether it is nobody's word but follows from others'
    :param prop: the property of which it is a value; None for an amount that has a node of its own
    :param words: the document's own for it, where they are kept
    :param when: its time in the document's words
    :param unit: what is counted, such as "%"
    :param currency: the sign as it is printed; empty where it is not
    :param per: for how many tokens a price is
    :param direction: for which tokens it is, where that is said
    :param below: whether its upper bound is itself not reached
    """

    value: Amount | Literal | NamedNode
    passages: tuple[Passage, ...] = ()
    of: NamedNode | None = None
    inferred: bool = False
    prop: NamedNode | None = None
    words: str = ""
    when: str = ""
    unit: str = ""
    currency: str = ""
    per: str = ""
    direction: NamedNode | None = None
    below: bool = False

    @property
    def holds(self) -> bool:
        """Whether it is asserted or follows, rather than being only expected, an opinion or rebutted."""
        return not self.passages or any(passage.asserted for passage in self.passages)

    @property
    def range(self) -> tuple[float | None, float | None] | None:
        """From where to where an amount goes, None where there is no bound; None for what is no amount."""
        if not isinstance(self.value, Amount):
            return None
        low, high = self.value.minimum or self.value.value, self.value.maximum or self.value.value
        return (low and float(low.value)), (high and float(high.value))

    @property
    def days(self) -> tuple[str, str] | None:
        """The first and the last day that a date may mean, or the year that the words for its time name."""
        if days := days_of(self.value):
            return days.first.isoformat(), days.last.isoformat()
        named = YEAR.findall(self.when)
        return (f"{named[0]}-01-01", f"{named[-1]}-12-31") if named else None

    def text(self, naming: Naming) -> str:
        """Return it as a reader would write it: ``up to 4 million``, ``~88%``, ``February 2026``, ``Huawei Ascend``."""
        language = naming.language
        if isinstance(self.value, NamedNode):
            text = naming.of_node(self.value)
        elif isinstance(self.value, Literal):
            text = readable(self.value, language)
        else:
            text = f"{self._bounded(self.value, language)}{self.unit}"
        if self.prop in PHRASES:
            return say(PHRASES[self.prop], language, what=text)
        return say("{amount} per {what}", language, amount=text, what=self._per(naming)) if self.per else text

    def marks(self, naming: Naming) -> tuple[str, ...]:
        """Return what a reader must know before citing it, in words: how it is meant, and whether words were lost."""
        meant = {passage.modality for passage in self.passages if passage.asserted == self.holds}
        lost = {condition for passage in self.passages for condition in passage.conditions if condition == DAMAGED}
        how = sorted(naming.of_node(each).lower() for each in meant) if STATED not in meant else []
        only = how if self.holds else [say("only {expected}", naming.language, expected=each) for each in how]
        return (*only, *(naming.of_node(each).lower() for each in lost))

    def _per(self, naming: Naming) -> str:
        counted = number(self.per, naming.language).removeprefix("1 ")
        return f"{counted} {naming.of_node(self.direction) if self.direction else 'tokens'}"

    def _bounded(self, amount: Amount, language: Language) -> str:
        value, low, high = (
            bound and self._about(self._number(bound, language), language)
            for bound in (amount.value, amount.minimum, amount.maximum)
        )
        if low and high:
            return say("{low} to {high}", language, low=low, high=high)
        if high:
            return say("below {high}", language, high=high) if self.below else say("up to {high}", language, high=high)
        if low and OVER.search(self.words):
            return say("over {low}", language, low=low)
        return say("at least {low}", language, low=low) if low else value or self.words

    def _about(self, text: str, language: Language) -> str:
        approximate = isinstance(self.value, Amount) and self.value.is_approximate
        return say("~{amount}", language, amount=text) if approximate else text

    def _number(self, literal: Literal, language: Language) -> str:
        if not (self.per or self.currency):
            return number(literal.value, language)
        price = Decimal(literal.value)  # the engine leaves out the noughts at the end
        return f"{self.currency}{price:.2f}" if price == round(price, 2) else f"{self.currency}{price}"


def merge(found: Iterable[Figure]) -> tuple[Figure, ...]:
    """Return each figure once: what agrees is one, as precise as its most precise statement.

    The asserted come before the expected, in the order of their amounts and days. Of more than :data:`MOST_FIGURES`
    the asserted ones are left, and of these those that are stated most precisely.
    """
    merged: list[list[Figure]] = []
    for figure in sorted(found, key=_weight):
        known = next((each for each in merged if same(each[0], figure)), None)
        if known is not None:
            known.append(figure)
        elif len(merged) < MOST_FIGURES:
            merged.append([figure])
    return tuple(sorted(map(_joined, merged), key=_order))


def figure_of(term: Literal | NamedNode, **about: object) -> Figure:
    """Return the figure that a term stands for: numbers are amounts."""
    value = Amount(term) if isinstance(term, Literal) and is_number(term) else term
    return Figure(value, **about)  # type: ignore[arg-type]


def days_of(value: object) -> Interval | None:
    """Return the days that a date may mean; None for what is none, or is malformed."""
    if not isinstance(value, Literal) or not is_date(value):
        return None
    try:
        return interval(value)
    except SinographError:
        return None


def same(one: Figure, other: Figure) -> bool:
    """Tell whether two figures say the same, one perhaps more coarsely; bounds are the same only as they stand."""
    if any(getattr(one, name) != getattr(other, name) for name in APART):
        return False
    value, others = one.value, other.value
    if isinstance(value, Amount) and isinstance(others, Amount):
        agreeing = value.is_point and others.is_point and amounts_agree(value, others)
        return one.currency == other.currency and (agreeing or value == others)
    days = days_of(value), days_of(others)
    return value == others or bool(days[0] and days[1] and days[0].overlaps(days[1]))


def _joined(figures: Sequence[Figure]) -> Figure:
    """Return the first of figures that say the same, with the passages of all."""
    told = {passage.iri: passage for each in figures for passage in each.passages}
    return replace(
        figures[0],
        passages=in_order(told.values()),
        inferred=any(each.inferred for each in figures) and not told,
        words=next((each.words for each in figures if each.words), ""),
    )


def in_order(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """Return passages in the order of their documents."""
    return tuple(sorted(passages, key=lambda each: (str(each.document), each.quotes[:1], each.iri.value)))


def _weight(figure: Figure) -> tuple[bool, int, str]:
    """Return by what figures are chosen: the asserted ones first, of which the most precise."""
    value = figure.value
    precision = value.precision() if isinstance(value, Amount) else len(value.value)
    return not figure.holds, -precision, str(value)


def _order(figure: Figure) -> tuple[bool, tuple[float, float], str]:
    low, high = figure.range or (None, None)
    known = low if low is not None else high
    return not figure.holds, (known or 0.0, high or 0.0), str(figure.days or figure.value)
