"""A set of rules, ready to run: the functions of its relations, and the order in which they are best called."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from sinograph.reasoner.components import components
from sinograph.reasoner.generation import Function, generate, triggers_of
from sinograph.reasoner.layout import Layout
from sinograph.reasoner.termination import check_termination

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import CodeType

    from sinograph.reasoner.rule import Rule

FILE: Final = "<rules>"


class Program:
    """What is done once for a set of rules, however much it is then applied to.

    :raises SinographError: for rules that could make new names without end
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules: Sequence[Rule] = tuple(rules)
        check_termination(self.rules)
        self.layout = Layout(self.rules)
        triggers = triggers_of(self.layout)
        fired = sorted(triggers.keys() | self.layout.transitive.keys())
        self.functions: dict[int, Function] = {
            relation: generate(self.layout, relation, triggers.get(relation, ())) for relation in fired
        }
        self.forward = {relation for function in self.functions.values() for relation in function.forward}
        self.backward = {relation for function in self.functions.values() for relation in function.backward}
        self._code: dict[int, CodeType] = {}

    def code(self, relation: int) -> CodeType:
        """Return a relation's function as code, compiled when it is first needed."""
        if relation not in self._code:
            text = self.functions[relation].text()
            self._code[relation] = compile(text, FILE, "exec")
        return self._code[relation]

    @cached_property
    def order(self) -> list[list[int]]:
        """The relations in groups that feed one another, each group before those that it feeds."""
        edges: dict[int, set[int]] = {relation: set() for relation in range(len(self.layout.relations))}
        for plan in self.layout.plans:
            heads = {head.relation for _, head in plan.conclusions if head is not None}
            for pattern in plan.body:
                edges[pattern.relation] |= heads
        return components(edges)
