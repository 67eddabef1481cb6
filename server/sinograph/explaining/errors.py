"""What is asked and cannot be explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinograph.errors import SinographError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Triple

    from sinograph.explaining.evidence import Quote


class MalformedTermError(SinographError):
    """What is given for a term is none, or stands for several."""


class UnknownTermError(SinographError):
    """An IRI or a name that nothing in the release has."""


class NotHeldError(SinographError):
    """A triple that does not hold.

    :param nearest: what holds instead
    :param unasserted: passages that speak of it without asserting it
    """

    def __init__(
        self,
        problem: str,
        remedy: str | None,
        triple: Triple,
        nearest: Sequence[Triple],
        unasserted: Sequence[Quote],
    ) -> None:
        super().__init__(problem, remedy=remedy)
        self.triple = triple
        self.nearest = tuple(nearest)
        self.unasserted = tuple(unasserted)


class NothingToExplainError(SinographError):
    """What is served is no release, so that there are no proofs."""
