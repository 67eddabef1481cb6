"""By what models can be picked out: lab, status, licence, size, and one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from flask import request

from sinograph.figures.comparison import COLUMNS
from sinograph.languages import message, say
from sinograph.namespaces import tail
from sinograph.web.parameters import read_filters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import NamedNode

    from sinograph.figures import Comparison
    from sinograph.figures.comparison import Cell
    from sinograph.languages import Language

SIZES: Final = {"100b": 1e11, "500b": 5e11, "1t": 1e12}
"""The smallest numbers of total parameters that can be asked for."""

SIZE_NAMES: Final = {
    "100b": message("at least 100 billion"),
    "500b": message("at least 500 billion"),
    "1t": message("at least 1 trillion"),
}

MODEL: Final = "model"
"""The parameter that names a model to be compared; it may be given again."""


class Filter(NamedTuple):
    """A way to pick models out.

    :param column: the column that it looks at
    :param all: what stands there where it is not set
    :param unsaid: what is said of models that it leaves out because that column is empty
    """

    name: str
    column: str
    all: str
    unsaid: str


FILTERS: Final = (
    Filter("lab", "lab", message("all labs"), message("Of {number} model{number:|s} the documents name no lab.")),
    Filter("status", "status", message("all statuses"), message("Of {number} model{number:|s} no status is said.")),
    Filter(
        "licence",
        "licence",
        message("all licences"),
        message("{number} model{number: has|s have} no licence in the text."),
    ),
    Filter(
        "size",
        "total",
        message("all sizes"),
        message("{number} model{number: has|s have} no number of total parameters in the text."),
    ),
)

TITLES: Final = {column.name: column.title for column in COLUMNS}


def read_choices() -> dict[str, tuple[str, ...]]:
    """Return what the filters are set to, and the models that are chosen.

    :raises BadRequest: for a parameter that is none of these
    """
    given: dict[str, tuple[str, ...]] = {
        name: (value,) for name, value in read_filters((*(each.name for each in FILTERS), MODEL)).items()
    }
    chosen = tuple(filter(None, request.args.getlist(MODEL)))
    return {**given, MODEL: chosen} if chosen else given


def sizes_of(cell: Cell) -> frozenset[str]:
    """Return which of :data:`SIZES` a model reaches, or may reach: of a range or a bound its upper end counts."""
    ranges = [figure.range for figure in cell.figures if figure.range]
    return frozenset(name for name, least in SIZES.items() if any(high is None or high >= least for _, high in ranges))


def choices_of(comparison: Comparison, name: str, language: Language) -> list[tuple[str, str]]:
    """Return what a filter can be set to: the slug and the name of each thing in its column."""
    if name == "size":
        return [(size, say(told, language)) for size, told in SIZE_NAMES.items()]
    things = {thing for belongings in comparison.belongings.values() for thing in belongings[name]}
    naming = comparison.naming.speaking(language)
    choices = {slug(thing): naming.of_node(thing) for thing in things}
    return sorted(choices.items(), key=lambda choice: choice[1].casefold())


def unsaid(comparison: Comparison, given: Iterable[str]) -> list[tuple[Filter, int, bool]]:
    """Return for each filter how many models it leaves out because nothing is said, and whether it is set."""
    numbers = {each: sum(not model.cells[each.column].figures for model in comparison.models) for each in FILTERS}
    return [(each, number, each.name in given) for each, number in numbers.items() if number]


def tags_of(comparison: Comparison) -> Mapping[NamedNode, Mapping[str, frozenset[str]]]:
    """Return for everything that is compared by what it can be picked out: the slugs, by filter."""
    sizes = {model.iri: sizes_of(model.cells["total"]) for model in comparison.models}
    return {
        thing: {
            **{name: frozenset(map(slug, things)) for name, things in belongings.items()},
            "size": sizes.get(thing, frozenset()),
            MODEL: frozenset({slug(thing)}),
        }
        for thing, belongings in comparison.belongings.items()
    }


def slug(node: NamedNode) -> str:
    """Return the end of an IRI."""
    return tail(node.value)
