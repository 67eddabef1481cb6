"""What every engine offers, whichever store it asks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sinograph.engine.formats import Format


class Answer(NamedTuple):
    """An answer as it is sent: its bytes, and the format that they are in."""

    content: bytes
    format: Format


class Engine(ABC):
    """Answers SPARQL queries; safe to use from several threads."""

    @abstractmethod
    def query(
        self,
        text: str,
        form: Format,
        *,
        base: str | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        most_bytes: int | None = None,
    ) -> Answer:
        """Answer a query in a format of its kind.

        :param base: the IRI against which the query's relative IRIs are resolved
        :param default_graphs: the IRIs of the graphs to merge as the default graph; with ``named_graphs`` it is the
            query's whole dataset (https://www.w3.org/TR/sparql11-protocol/#dataset)
        :param named_graphs: the IRIs of the graphs that ``GRAPH`` may name
        :param most_bytes: how large the answer may be, where that is less than the engine's own limit
        :raises QueryError: where the query is at fault; its subclasses say how
        :raises EngineError: where the engine is
        """

    @property
    @abstractmethod
    def state(self) -> str:
        """What is another whenever the data are, and the same for every engine on the same store."""

    @abstractmethod
    def stop(self) -> None:
        """Stop, and free what the engine holds; queries that still run fail."""
