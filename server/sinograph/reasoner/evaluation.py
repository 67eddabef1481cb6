"""Semi-naive evaluation: every new fact fires, once, the rules that it may be a premise of, until there is none.

A fact is kept with the code of its first derivation: the clause, and the values of those of its variables that the fact
does not show. Its premises were known before it, so no proof can rest on itself.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode, Triple

from sinograph.reasoner.closure import Closure
from sinograph.reasoner.equality import Equality
from sinograph.reasoner.expressions import ExpressionError, compile_expression, holds
from sinograph.reasoner.layout import ASSERTED
from sinograph.reasoner.program import Program
from sinograph.reasoner.relation import Index, Relation
from sinograph.reasoner.rule import TYPE, Bind, Call, Rule, Term, Variable
from sinograph.reasoner.terms import BITS
from sinograph.reasoner.transitivity import Transitivity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


def reason(triples: Iterable[Triple], rules: Sequence[Rule] | Program) -> Closure:
    """Return what follows from the triples by the rules.

    :param rules: the rules, or a program made of them, which is worth keeping where they are applied more than once
    :raises SinographError: for rules that could make new names without end
    """
    program = rules if isinstance(rules, Program) else Program(rules)
    with _without_collector():
        return Evaluation(program).run(triples)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the garbage collector from walking over facts that are not garbage."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class Evaluation:
    """One application of a program to triples."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.layout = program.layout
        self.terms = program.layout.terms.copy()
        self.properties: dict[NamedNode, Relation] = {}
        self.classes: dict[Term, Relation] = {}
        self.relations: list[Relation] = []
        for (is_class, term), number in self.layout.relations.items():
            self.relations.append(self._relation(term, is_class=is_class))
            assert number == len(self.relations) - 1  # noqa: S101 dictionaries keep their order
        self.inconsistencies: dict[tuple[int, ...], None] = {}
        self.aside: list[Triple] = []
        self.added: list[Relation] = []
        self.transitive = {
            number: Transitivity(self.relations[number].facts, clause, reflexive=number != self.layout.same)
            for number, clause in self.layout.transitive.items()
        }
        self.indexed = program.forward | program.backward
        self.indexes = {
            (by_object, number): Index(by_object=by_object)
            for by_object, numbers in ((False, program.forward), (True, program.backward))
            for number in numbers
        }
        self.world = self._world()

    def _relation(self, term: Term, *, is_class: bool) -> Relation:
        relation = Relation(term, is_class=is_class)
        if is_class:
            self.classes[term] = relation
        elif isinstance(term, NamedNode):
            self.properties[term] = relation
        return relation

    def run(self, triples: Iterable[Triple]) -> Closure:
        """Read the triples, fire the rules until nothing is new, and return everything that is known."""
        self._read(triples)
        self._add_axiomatic()
        equality = Equality(self)
        self._settle(equality)
        self._close_world()
        return Closure(self.layout, self.terms, [*self.relations, *self.added], list(self.inconsistencies))

    def _read(self, triples: Iterable[Triple]) -> None:
        """Take in the triples that some rule speaks of; the others wait, in case that equality needs them."""
        properties, classes, aside = self.properties, self.classes, self.aside
        numbers, number = self.terms.numbers.get, self.terms.number
        for triple in triples:
            predicate = triple.predicate
            known = classes.get(triple.object) if predicate == TYPE else properties.get(predicate)  # type: ignore[arg-type]
            if known is None:
                aside.append(triple)
                continue
            term = triple.subject
            fact = numbers(term)  # type: ignore[arg-type]
            if fact is None:
                fact = number(term)  # type: ignore[arg-type]
            if not known.is_class:
                term = triple.object  # type: ignore[assignment]
                value = numbers(term)  # type: ignore[arg-type]
                if value is None:
                    value = number(term)  # type: ignore[arg-type]
                fact |= value << BITS
            if fact not in known.facts:
                known.facts[fact] = ASSERTED
                known.new.append(fact)

    def take_aside(self) -> None:
        """Read the triples that no rule speaks of, too; each property and class gets a relation of its own."""
        waiting, self.aside = self.aside, []
        for triple in waiting:
            if triple.predicate == TYPE:
                self.class_of(triple.object)  # type: ignore[arg-type]
            else:
                self.property_of(triple.predicate)
        self._read(waiting)

    def class_of(self, term: Term) -> Relation:
        """Return the relation of a class, which is new where no rule names it."""
        if term not in self.classes:
            self.added.append(self._relation(term, is_class=True))
        return self.classes[term]

    def property_of(self, term: NamedNode) -> Relation:
        """Return the relation of a property, which is new where no rule names it."""
        if term not in self.properties:
            self.added.append(self._relation(term, is_class=False))
        return self.properties[term]

    def _add_axiomatic(self) -> None:
        """Add what rules without a body say."""
        for plan in self.layout.plans:
            if plan.body:
                continue
            for clause, head in plan.conclusions:
                if head is None:
                    self.inconsistencies[clause.number,] = None
                else:
                    self.relations[head.relation].add(head.arguments, clause.number)  # type: ignore[arg-type]

    def _settle(self, equality: Equality) -> None:
        while any(relation.new for relation in self.relations) or any(relation.new for relation in self.added):
            for component in self.program.order:
                group = [self.relations[number] for number in component]
                while any(relation.new for relation in group):
                    for number, relation in zip(component, group, strict=True):
                        if relation.new:
                            equality.note(relation, self._fire(number, relation), is_same=number == self.layout.same)
            for relation in self.added:
                equality.note(relation, relation.take(), is_same=False)

    def _fire(self, number: int, relation: Relation) -> list[int]:
        """Fire the rules for a relation's new facts, and return these with those that transitivity added."""
        base = relation.take()
        new = self.transitive[number].extend(base) if number in self.transitive else base
        if number in self.indexed:
            relation.fired.append(new)
        function = self.program.functions.get(number)
        if function is not None:
            for by_object, others in ((False, function.forward), (True, function.backward)):
                for other in others:
                    self.indexes[by_object, other].catch_up(self.relations[other].fired)
            if relation.fire is None:
                relation.fire = self._function(number)
            relation.fire(base, new)
        return new

    # -- the generated functions' world ---------------------------------------------------------------------------

    def _world(self) -> dict[str, Any]:
        world: dict[str, Any] = {"L": self.terms.literals, "I": self._note_inconsistency}
        for number, relation in enumerate(self.relations):
            world[f"F{number}"] = relation.facts
            world[f"A{number}"] = relation.new.append
        for (by_object, number), index in self.indexes.items():
            world[f"{'B' if by_object else 'W'}{number}"] = index.entries.get
        return world

    def _close_world(self) -> None:
        """Let go of indexes and functions, which refer to one another in circles."""
        self.world.clear()
        self.indexes.clear()
        for relation in self.relations:
            relation.fire = None

    def _function(self, number: int) -> Callable[[list[int], list[int]], None]:
        for name, (what, variables) in self.program.functions[number].calls.items():
            self.world[name] = self._filter(what, variables) if isinstance(what, Call) else self._namer(what, variables)
        exec(self.program.code(number), self.world)  # noqa: S102 text of generation.py, which holds nothing that was read
        function: Callable[[list[int], list[int]], None] = self.world.pop("fire")
        return function

    def _filter(self, call: Call, variables: Sequence[Variable]) -> Callable[..., bool]:
        """Return a filter as a function of numbers; one of a single thing remembers what it said of it."""
        evaluate, terms = compile_expression(call), self.terms.terms

        def passes(*numbers: int) -> bool:
            return holds(
                evaluate, {variable: terms[number] for variable, number in zip(variables, numbers, strict=True)}
            )

        return cache(passes) if len(variables) == 1 else passes

    def _namer(self, bind: Bind, variables: Sequence[Variable]) -> Callable[..., int | None]:
        evaluate, terms = compile_expression(bind.expression), self.terms

        def name(*numbers: int) -> int | None:
            scope = {variable: terms.terms[number] for variable, number in zip(variables, numbers, strict=True)}
            try:
                return terms.number(evaluate(scope))
            except ExpressionError:
                return None

        return name

    def _note_inconsistency(self, found: tuple[int, ...]) -> None:
        self.inconsistencies.setdefault(found)
