"""A set of rules, ready to run: the functions of its relations, and the order in which they are best called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from types import CodeType
from typing import Final

from sinograph.reasoner.generation import Function, generate, triggers_of
from sinograph.reasoner.layout import Layout
from sinograph.reasoner.rule import Rule
from sinograph.reasoner.termination import check_termination

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
            text = self.functions[relation].text(
                forward=relation in self.forward, backward=relation in self.backward
            )
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
        return _components(edges)


def _components(edges: dict[int, set[int]]) -> list[list[int]]:
    """Return the strongly connected components in topological order (Tarjan 1972, without recursion)."""
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    open_: set[int] = set()
    components: list[list[int]] = []
    for root in edges:
        if root in number:
            continue
        path = [(root, iter(sorted(edges[root])))]
        number[root] = low[root] = len(number)
        stack.append(root)
        open_.add(root)
        while path:
            node, targets = path[-1]
            target = next(targets, None)
            if target is None:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == number[node]:
                    component = stack[stack.index(node) :]
                    del stack[-len(component) :]
                    open_.difference_update(component)
                    components.append(component)
            elif target not in number:
                number[target] = low[target] = len(number)
                stack.append(target)
                open_.add(target)
                path.append((target, iter(sorted(edges[target]))))
            elif target in open_:
                low[node] = min(low[node], number[target])
    return components[::-1]
