"""What is compared: models by column, their scores, and the context lengths of everything that has one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from sinograph.languages import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import NamedNode

    from sinograph.figures.figure import Figure
    from sinograph.linked.naming import Naming


class Column(NamedTuple):
    """What is said of models in one column.

    :param properties: those whose values stand in it
    :param measure: the measure of observations that stand in it
    :param of_family: whether what is said of a model's family stands in for what is not said of the model
    """

    name: str
    title: str
    properties: tuple[str, ...]
    measure: str = ""
    of_family: bool = False


COLUMNS: Final = (
    Column("lab", message("Lab"), ("developedBy",)),
    Column("released", message("Released"), ("releaseDate",)),
    Column("status", message("Status"), ("status",)),
    Column("total", message("Total parameters"), ("totalParameters", "parameterSize"), "ParameterCount"),
    Column("active", message("Active parameters"), ("activeParameters",)),
    Column("experts", message("Experts"), ("experts",), "ExpertCount"),
    Column("context", message("Context in tokens"), ("contextLength",), "ContextSize"),
    Column("tokens", message("Training tokens"), ("trainingTokens",)),
    Column("licence", message("Licence"), ("releasedUnder", "availability"), of_family=True),
    Column("chips", message("Chips"), ("trainedOn", "trainedWithoutHardwareOf")),
)

BELONGINGS: Final = ("lab", "status", "licence")
"""The columns by which models are told apart rather than measured."""

CONTEXT: Final = next(column for column in COLUMNS if column.name == "context")


class Cell(NamedTuple):
    """Figures that stand in one place, and the disputes among them."""

    figures: tuple[Figure, ...] = ()
    disputes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Model:
    """A model with what is said of it, by column."""

    iri: NamedNode
    cells: Mapping[str, Cell]
    prices: Cell

    @property
    def days(self) -> tuple[str, str] | None:
        """Between which days it was released."""
        return next((figure.days for figure in self.cells["released"].figures if figure.holds), None)


@dataclass(frozen=True)
class Score:
    """How a model did on a benchmark or at a task.

    :param than: where the score is not stated but bounded by another's, the model that it was compared with
    """

    on: NamedNode
    model: NamedNode
    cell: Cell
    than: NamedNode | None = None


@dataclass(frozen=True)
class Context:
    """How much a model, a family or a product takes in, and between which days.

    :param by_release: whether the days are those of the model's release, as no other time is said
    """

    thing: NamedNode
    cell: Cell
    days: tuple[str, str] | None
    by_release: bool


@dataclass(frozen=True)
class Comparison:
    """The models side by side.

    :param named: models of which none of this is said
    :param beside: models of which only scores or context lengths are known, as competitors
    :param belongings: the labs, statuses and licences of everything that is compared, by column
    """

    models: tuple[Model, ...]
    named: tuple[NamedNode, ...]
    beside: tuple[NamedNode, ...]
    scores: tuple[Score, ...]
    contexts: tuple[Context, ...]
    naming: Naming
    belongings: Mapping[NamedNode, Mapping[str, frozenset[NamedNode]]]
