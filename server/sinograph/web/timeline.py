"""The timeline of spreads: when each happened, as far as that is known, and when a technique was seen before that."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pyoxigraph import NamedNode

    from sinograph.carriers import Carrier
    from sinograph.spreads import Named

Row = dict[str, Any]


@dataclass(frozen=True)
class Moment:
    """What happened at some time: a spread, or the release of a model that uses a technique which spread.

    :param rows: the rows of the table with which it is shown and hidden
    :param passes: whether the filters let one of them through
    :param quotes: the words that date it, each with its link
    :param spread: its row; None for a release
    :param technique: of a release
    :param model: of a release
    """

    date: str
    earliest: str
    rows: tuple[str, ...]
    passes: bool
    quotes: tuple[tuple[str, str], ...]
    spread: Row | None = None
    technique: Named | None = None
    model: Named | None = None


def moments(rows: Sequence[Row], carriers: Iterable[Carrier], link: Callable[[NamedNode], str]) -> list[Moment]:
    """Return the moments in their order.

    :param rows: the spreads
    :param carriers: the dated models that use their techniques
    :param link: returns where a thing is read about
    """
    known = {(each.technique.iri, each.model.iri): each for each in carriers}
    found = [
        Moment(row["date"], row["earliest"], (row["row"],), row["passes"], _quotes(known.get(_brought(row)), link), row)
        for row in rows
        if row["earliest"]
    ]
    brought = {_brought(row) for row in rows}
    by_technique: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_technique[_brought(row)[0]].append(row)
    found += [
        _release(each, by_technique[technique], link)
        for (technique, model), each in known.items()
        if (technique, model) not in brought
    ]
    return sorted(found, key=lambda moment: moment.earliest)


def _release(carrier: Carrier, rows: Sequence[Row], link: Callable[[NamedNode], str]) -> Moment:
    return Moment(
        carrier.date,
        carrier.earliest,
        tuple(row["row"] for row in rows),
        any(row["passes"] for row in rows),
        _quotes(carrier, link),
        technique=carrier.technique,
        model=carrier.model,
    )


def _brought(row: Row) -> tuple[str, str]:
    """Return which technique a spread brought with which model; empty where either is not named."""
    technique, model = (row[name]["iri"] if row[name] else "" for name in ("technique", "through"))
    return technique, model


def _quotes(carrier: Carrier | None, link: Callable[[NamedNode], str]) -> tuple[tuple[str, str], ...]:
    return tuple((quote.quotation, link(quote.passage)) for quote in carrier.quotes) if carrier else ()
