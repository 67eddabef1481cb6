"""What every engine offers, whichever store it asks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from sinograph.engine.inspector import inspect

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from sinograph.engine.formats import Format, Kind


class Answer(NamedTuple):
    """An answer as it is sent: its bytes, and the format that they are in."""

    content: bytes
    format: Format


class Terms(TypedDict, total=False):
    """On which terms a query is answered.

    :param base: the IRI against which the query's relative IRIs are resolved
    :param default_graphs: the IRIs of the graphs to merge as the default graph; with ``named_graphs`` it is the
        query's whole dataset (https://www.w3.org/TR/sparql11-protocol/#dataset)
    :param named_graphs: the IRIs of the graphs that ``GRAPH`` may name
    :param most_bytes: how large the answer may be, where that is less than the engine's own limit
    :param most_rows: how many rows or statements it may have, where that is less than the engine's own limit
    :param client: whose budget pays for the query; None for nobody's
    """

    base: str | None
    default_graphs: Sequence[str]
    named_graphs: Sequence[str]
    most_bytes: int | None
    most_rows: int | None
    client: str | None


class Engine(ABC):
    """Answers SPARQL queries; safe to use from several threads."""

    @abstractmethod
    def query(self, text: str, form: Format, **terms: Unpack[Terms]) -> Answer:
        """Answer a query in a format of its kind, on these terms.

        :raises QueryError: where the query is at fault; its subclasses say how
        :raises EngineError: where the engine is
        """

    def kind(self, text: str) -> Kind | None:
        """Return what a query is answered with, or None where the text begins like no query.

        :raises QueryRefusedError: where it would not be evaluated, whatever the data are
        """
        return inspect(text)

    def admit(self, client: str | None) -> None:  # noqa: B027  # an engine without budgets has nothing to do
        """Let a client ask for something, or not; None for one that is always let.

        :raises BudgetError: where it has had as much as it may have for now
        """

    def fault(self, client: str | None) -> None:  # noqa: B027
        """Count an error against a client; None for one whose errors do not count."""

    def spend(self, client: str | None, seconds: float) -> None:  # noqa: B027
        """Charge a client for time that was taken for it beside its queries; None for one whose time does not count."""

    def counters(self) -> dict[str, dict[str, int]]:
        """Return how many there are ``now`` of what, and how many there have ``ever`` been; empty if not counted."""
        return {}

    @property
    @abstractmethod
    def state(self) -> str:
        """What is another whenever the data are, and the same for every engine on the same store."""

    @abstractmethod
    def stop(self) -> None:
        """Stop, and free what the engine holds; queries that still run fail."""
