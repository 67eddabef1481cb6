"""How the rest of a rule's body is looked for, once a new fact is one atom of it: loops, look-ups and tests, as Python.

The names that the text uses are explained in :mod:`sinograph.reasoner.generation`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from sinograph.reasoner.layout import RULE_BITS, Clause, Layout, Pattern, Plan
from sinograph.reasoner.rule import Bind, Call, Variable
from sinograph.reasoner.terms import BITS, MASK

if TYPE_CHECKING:
    from collections.abc import Iterable

DEPTH: Final = 12
"""How many blocks a function nests before the rest of a plan moves to a function of its own; Python stops at 20."""


class Trigger(NamedTuple):
    """A plan, and which atom of its body the new fact is."""

    plan: Plan
    atom: int


Calls: TypeAlias = dict[str, tuple[Call | Bind, tuple[Variable, ...]]]
"""Filters and new names by the name that a function calls them, each with the variables that it takes."""


class Writer:
    """What the plans of one relation's function write to."""

    def __init__(self, layout: Layout, relation: int) -> None:
        self.layout = layout
        self.relation = relation
        self.is_class = layout.is_class[relation]
        self.lines: list[str] = []
        self.parts: list[list[str]] = []
        self.calls: Calls = {}
        self.forward: set[int] = set()
        self.backward: set[int] = set()
        self.names = 0

    def write(self, depth: int, text: str) -> None:
        """Write a line, indented by so many blanks."""
        self.lines.append(" " * depth + text)

    def new_name(self, kind: str) -> str:
        """Return a name that no other function has."""
        self.names += 1
        return f"{kind}{self.relation}_{self.names}"

    def lines_of(self, triggers: Iterable[Trigger]) -> list[str]:
        """Return the inside of a loop in which a new fact fires these plans."""
        self.lines = []
        for trigger in triggers:
            _PlanWriter(self, trigger).write_all()
        return self.lines


class _PlanWriter:
    """Writes the search for the rest of a body, and what follows where it is found."""

    def __init__(self, writer: Writer, trigger: Trigger) -> None:
        self.writer = writer
        self.plan, self.atom = trigger.plan, trigger.atom
        self.is_class = writer.is_class
        self.bound: dict[Variable, str] = {}
        self.filters = list(trigger.plan.rule.filters)
        self.binds = list(trigger.plan.rule.binds)
        self.guarded = False
        self.looped = False
        self.depth = 2

    def write_all(self) -> None:
        pattern = self.plan.body[self.atom]
        rest = [other for number, other in enumerate(self.plan.body) if number != self.atom]
        for argument, name in zip(pattern.arguments, ("s",) if self.is_class else ("s", "o"), strict=True):
            self._bind(argument, name)
        self._search(rest)

    def _bind(self, argument: Variable | int, name: str) -> None:
        """Give a variable the value that a name has; or else test that they agree."""
        if isinstance(argument, Variable) and argument not in self.bound:
            self.bound[argument] = name
        else:
            self._open(f"if {name} == {self._name(argument)}:")

    def _name(self, argument: Variable | int) -> str:
        return self.bound[argument] if isinstance(argument, Variable) else str(argument)

    def _open(self, text: str) -> None:
        """Write the head of a block and go into it; where blocks are too deep, go on in a function of its own."""
        self.writer.write(self.depth, text)
        self.depth += 1

    def _search(self, rest: list[Pattern]) -> None:
        self._test()
        self._guard(rest)
        if not rest:
            self._conclude()
        elif self.depth > DEPTH:
            self._elsewhere(rest)
        else:
            pattern = min(rest, key=self._cost)
            self._look_up(pattern)
            self._search([other for other in rest if other is not pattern])

    def _elsewhere(self, rest: list[Pattern]) -> None:
        name = self.writer.new_name("more")
        parameters = ", ".join(dict.fromkeys(["k", "s", "o", *self.bound.values()]))
        arguments = ", ".join(
            parameter if parameter in self.bound.values() else "None" for parameter in parameters.split(", ")
        )
        self.writer.write(self.depth, f"{name}({arguments})")
        before, self.writer.lines, self.depth = self.writer.lines, [], 1
        self.writer.write(0, f"def {name}({parameters}):")
        self.looped = False
        self.is_class = True  # the fact's key is not handed on
        pattern = min(rest, key=self._cost)
        self._look_up(pattern)
        self._search([other for other in rest if other is not pattern])
        self.writer.parts.append(self.writer.lines)
        self.writer.lines = before

    def _cost(self, pattern: Pattern) -> int:
        """Return how much a look-up leaves open: nothing, one side, one side of a constant, everything."""
        known = [not isinstance(argument, Variable) or argument in self.bound for argument in pattern.arguments]
        if all(known):
            return 0
        if not any(known):
            return 2 + len(known)
        return 1 if isinstance(pattern.arguments[known.index(True)], Variable) else 2

    def _look_up(self, pattern: Pattern) -> None:
        relation, arguments = pattern
        known = [not isinstance(argument, Variable) or argument in self.bound for argument in arguments]
        if all(known):
            self._open(f"if {self._key(pattern)} in F{relation}:")
        elif len(known) == 1:
            self._each(arguments[0], f"tuple(F{relation})")
        elif known[0]:
            self.writer.forward.add(relation)
            self._each(arguments[1], f"W{relation}({self._name(arguments[0])}, ())")
        elif known[1]:
            self.writer.backward.add(relation)
            self._each(arguments[0], f"B{relation}({self._name(arguments[1])}, ())")
        else:
            self._each_pair(pattern)

    def _each(self, argument: Variable | int, values: str) -> None:
        name = self.writer.new_name("v")
        self._open(f"for {name} in {values}:")
        self.looped = True
        self._bind(argument, name)

    def _each_pair(self, pattern: Pattern) -> None:
        pair, one, other = self.writer.new_name("v"), self.writer.new_name("v"), self.writer.new_name("v")
        self._open(f"for {pair} in tuple(F{pattern.relation}):")
        self.looped = True
        self.writer.write(self.depth, f"{one} = {pair} & {MASK}; {other} = {pair} >> {BITS}")
        self._bind(pattern.arguments[0], one)
        self._bind(pattern.arguments[1], other)

    def _test(self) -> None:
        """Write the filters and new names whose variables are all known by now."""
        while bind := next((bind for bind in self.binds if self._is_known(bind.expression.variables())), None):
            self.binds.remove(bind)
            name = self.writer.new_name("v")
            self.writer.write(self.depth, f"{name} = {self._call('N', bind, bind.expression.variables())}")
            self._open(f"if {name} is not None:")
            self.bound[bind.variable] = name
        for call in [call for call in self.filters if self._is_known(call.variables())]:
            self.filters.remove(call)
            self._open(f"if {self._condition(call)}:")

    def _is_known(self, variables: Iterable[Variable]) -> bool:
        return all(variable in self.bound for variable in variables)

    def _condition(self, call: Call) -> str:
        names = [self.bound[argument] for argument in call.arguments if isinstance(argument, Variable)]
        if call.name == "OWL:DISTINCT" and len(names) == 2:
            return f"{names[0]} != {names[1]}"
        if call.name == "OWL:RESOURCES" and len(names) == 2:
            return f"{names[0]} not in L and {names[1]} not in L"
        return self._call("G", call, call.variables())

    def _call(self, kind: str, what: Call | Bind, variables: Iterable[Variable]) -> str:
        needed = tuple(dict.fromkeys(variables))
        name = self.writer.new_name(kind)
        self.writer.calls[name] = what, needed
        return f"{name}({', '.join(self.bound[variable] for variable in needed)})"

    def _guard(self, rest: list[Pattern]) -> None:
        """Where the conclusion is known before the body is, look first whether it is new."""
        heads = [head for _, head in self.plan.conclusions]
        if self.guarded or not rest or len(heads) != 1 or heads[0] is None or self.filters or self.binds:
            return
        if self._is_known(argument for argument in heads[0].arguments if isinstance(argument, Variable)):
            self._open(f"if {self._key(heads[0])} not in F{heads[0].relation}:")
            self.guarded, self.looped = True, False

    def _conclude(self) -> None:
        for clause, head in self.plan.conclusions:
            if head is None:
                values = "".join(f"{self.bound[variable]}, " for variable in clause.witnesses)
                self.writer.write(self.depth, f"I(({clause.number}, {values}))")
            else:
                self._add(clause, head)
        if self.guarded and self.looped:
            self.writer.write(self.depth, "break")

    def _add(self, clause: Clause, head: Pattern) -> None:
        depth, key = self.depth, self._key(head)
        if head.relation == self.writer.layout.same:
            one, other = (self._name(argument) for argument in head.arguments)
            self.writer.write(depth, f"if {one} != {other} and {one} not in L and {other} not in L:")
            depth += 1
        if self._may_be_literal(clause):
            self.writer.write(depth, f"if {self._name(head.arguments[0])} not in L:")
            depth += 1
        if not re.fullmatch(r"\w+", key):
            self.writer.write(depth, f"h = {key}")
            key = "h"
        self.writer.write(depth, f"if {key} not in F{head.relation}:")
        self.writer.write(depth + 1, f"F{head.relation}[{key}] = {self._code(clause)}; A{head.relation}({key})")

    def _may_be_literal(self, clause: Clause) -> bool:
        """Tell whether a query could construct a triple with a literal as its subject, which it then leaves out.

        So has SPARQL 1.1, 16.2. OWL 2's own rules let literals be subjects on the way (Profiles, 4.3).
        """
        rule, head = clause.rule, clause.head
        if rule.w3c or head is None or head.subject in {atom.subject for atom in rule.body}:
            return False
        return head.subject in rule.variables()

    def _code(self, clause: Clause) -> str:
        shifts = [
            f"{self.bound[variable]} << {RULE_BITS + BITS * place}" for place, variable in enumerate(clause.witnesses)
        ]
        return " | ".join([*shifts, str(clause.number)])

    def _key(self, pattern: Pattern) -> str:
        names = [self._name(argument) for argument in pattern.arguments]
        if len(names) == 1:
            return names[0]
        if names == ["s", "o"] and not self.is_class:
            return "k"
        return f"{names[1]} << {BITS} | {names[0]}"
