"""What is counted within each pair of a query's brackets."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Scope:
    """What is counted between two brackets, or outside all."""

    bracket: str
    group: Scope = field(init=False)
    """The group whose triples these are; its own for a ``{``."""
    role: str = ""
    """The keyword right before it, where there is one."""
    fresh: bool = True
    """Whether the next term begins a triple."""
    selects: bool = False
    """Whether it is a sub-SELECT, which the planner takes as a whole."""
    holds_data: bool = False
    """Whether it is the data of VALUES."""
    expects_data: bool = False
    """Whether the next group in it is."""
    joined: int = 0
    """The patterns that are joined in it, those in UNIONs not counted."""
    branches: int = 0
    """The patterns in UNIONs."""
    unions: int = 0
    last: int | None = None
    """Those of the plain group that was just closed, should UNION follow."""
    listed: int = 0
    """The terms in round brackets, should they be a collection."""
    is_path: bool = False
    """Whether the round brackets hold a path instead."""
    factor: int = 1
    """How often the parser reads what is in it."""
    weight: int = 0
    """The tokens since the last comma, ``&&`` or ``||``, unfolded."""
    before: int = 0
    """The tokens before that."""
    commas: int = 0
    filters: int = 0
    """The tokens of the expressions in it, unfolded."""
    alternatives: int = 0
    """The UNIONs in it and in the groups within, each of which gets its own copy of the filters."""
    repeated: int = 0
    """For the list of an IN, the weight of what is left of it."""

    def __post_init__(self) -> None:
        self.group = self

    @property
    def patterns(self) -> int:
        """How many patterns are in it, whichever way they are combined."""
        return self.joined + self.branches

    @property
    def joins(self) -> int:
        """How many patterns the planner has to put into an order."""
        return self.patterns if self.joined or self.unions > 1 else 0
