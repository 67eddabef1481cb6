"""From rules to Python: for each relation one function, ``fire(base, new)``, which fires all its rules for new facts.

The base is the new facts without those that transitivity added: all of them, where a property is not transitive.

A rule of n atoms becomes n loops, one for each atom that a new fact may be; the other atoms are looked up in the order
that binds most. The text holds numbers and names made here only, nothing that was read. The functions' world:

- ``F3`` the facts of relation 3 with the codes of their derivations; ``A3`` appends to its new facts;
- ``W3`` and ``B3`` look up its objects by subject and its subjects by object;
- ``G3_7`` a filter and ``N3_7`` a BIND; ``L`` the literals; ``I`` takes inconsistencies.

A fact of a property is ``object << BITS | subject``, one of a class the member alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sinograph.reasoner.rule import Variable
from sinograph.reasoner.search import Calls, Trigger, Writer
from sinograph.reasoner.terms import BITS, MASK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sinograph.reasoner.layout import Layout, Plan


class Loop(NamedTuple):
    """A loop over new facts: the list that it runs over, and the lines inside."""

    over: str
    lines: list[str]


class Function(NamedTuple):
    """A relation's function: its loops, the functions that they call, and the relations that they look up."""

    relation: int
    is_class: bool
    loops: list[Loop]
    parts: list[list[str]]
    calls: Calls
    forward: set[int]
    backward: set[int]

    def text(self) -> str:
        """Return the function as Python."""
        lines = [line for part in self.parts for line in part]
        return "\n".join(
            [*lines, "def fire(base, new):", *(line for loop in self.loops for line in self._loop(loop)), " pass"]
        )

    def _loop(self, loop: Loop) -> list[str]:
        if not loop.lines:
            return []
        if self.is_class:
            return [f" for s in {loop.over}:", *loop.lines]
        names = set(re.findall(r"\b[so]\b", "\n".join(loop.lines)))
        decode = [
            *([f"  s = k & {MASK}"] if "s" in names else []),
            *([f"  o = k >> {BITS}"] if "o" in names else []),
        ]
        return [f" for k in {loop.over}:", *decode, *loop.lines]


def triggers_of(layout: Layout) -> dict[int, list[Trigger]]:
    """Return what new facts of each relation fire."""
    triggers: dict[int, list[Trigger]] = {}
    for plan in layout.plans:
        for atom, pattern in enumerate(plan.body):
            triggers.setdefault(pattern.relation, []).append(Trigger(plan, atom))
    return triggers


def generate(layout: Layout, relation: int, triggers: Sequence[Trigger]) -> Function:
    """Write the function of a relation."""
    is_transitive = relation in layout.transitive
    short = [trigger for trigger in triggers if is_transitive and follows_from_base(layout, trigger.plan)]
    rest = [trigger for trigger in triggers if trigger not in short]
    writer = Writer(layout, relation)
    loops = [Loop("base", writer.lines_of(short)), Loop("new", writer.lines_of(rest))]
    return Function(relation, writer.is_class, loops, writer.parts, writer.calls, writer.forward, writer.backward)


def follows_from_base(layout: Layout, plan: Plan) -> bool:
    """Tell whether a rule about a transitive property needs only the edges that transitivity did not add.

    So it is with domains and ranges, since the ends of a path are ends of edges; and with what copies the edges, either
    way round, into a property that is transitive itself.
    """
    if len(plan.body) != 1 or plan.rule.filters or plan.rule.binds:
        return False
    arguments = plan.body[0].arguments
    if len(set(arguments)) != 2 or any(not isinstance(argument, Variable) for argument in arguments):
        return False
    return all(
        head is not None and (len(head.arguments) == 1 or head.relation in layout.transitive)
        for _, head in plan.conclusions
    )
