"""One step backwards: the ways in which rules could conclude a triple from what holds.

The head of a rule is matched with the triple, and its body is looked for among the facts. What is found is a step, not
yet a proof: nothing keeps its premises from resting on the triple itself.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from sinograph.reasoner import Derivation, Variable
from sinograph.reasoner.expressions import ExpressionError, compile_expression, holds
from sinograph.reasoner.rule import SAME, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple

    from sinograph.explaining.facts import Facts
    from sinograph.reasoner import Atom, Rule
    from sinograph.reasoner.rule import Slot, Term

    Values = dict[Variable, Term]


_compiled = lru_cache(maxsize=4096)(compile_expression)


class WorkExhaustedError(Exception):
    """More was looked up than was allowed."""


class Budget:
    """How much may be looked up; None stands for any amount."""

    def __init__(self, lookups: int | None = None) -> None:
        self.left = lookups

    def spend(self) -> None:
        """Take note of one look-up.

        :raises WorkExhaustedError: where it is one too many
        """
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise WorkExhaustedError


class Matcher:
    """Finds the steps that could conclude a triple.

    Rules whose conclusion has a part that comes from neither body nor a new name are left out: what they conclude
    cannot be told from the facts. So are the rules of equality while nothing is equal to anything else.
    """

    def __init__(self, rules: Iterable[Rule], facts: Facts) -> None:
        self._facts = facts
        self._by_head: dict[object, list[tuple[Rule, Atom]]] = defaultdict(list)
        has_equals = next(facts.match(None, SAME, None), None) is not None
        for rule in rules:
            if not is_determined(rule) or (not has_equals and is_about_equality(rule)):
                continue
            for head in rule.head:
                self._by_head[_key(head.predicate, head.object)].append((rule, head))

    def steps(self, triple: Triple, budget: Budget) -> Iterator[Derivation]:
        """Yield every step that could conclude a triple, each once.

        :raises WorkExhaustedError: where there is more to be looked up than the budget allows
        """
        keys = dict.fromkeys((_key(triple.predicate, triple.object), _key(None, None)))
        for rule, head in (pair for key in keys for pair in self._by_head.get(key, ())):
            matched = head.match(triple)
            if matched is not None:
                yield from self._instances(rule, triple, matched, budget)

    def _instances(self, rule: Rule, triple: Triple, matched: Values, budget: Budget) -> Iterator[Derivation]:
        seen: set[tuple[Triple, ...]] = set()
        for bindings in solve(list(rule.body), matched, self._facts, budget):
            named = _with_names(rule, bindings)
            if named is None or not all(holds(_compiled(call), named) for call in rule.filters):
                continue
            premises = tuple(atom.ground(named) for atom in rule.body)
            if triple not in premises and premises not in seen:
                seen.add(premises)
                yield Derivation(triple, rule, named, premises)


def solve(body: list[Atom], bindings: Values, facts: Facts, budget: Budget) -> Iterator[Values]:
    """Yield the bindings that make the body hold, the atom that is bound most looked up first.

    :raises WorkExhaustedError: where there is more to be looked up than the budget allows
    """
    if not body:
        yield bindings
        return
    atom = max(body, key=lambda each: sum(_value(slot, bindings) is not None for slot in each.slots))
    rest = [each for each in body if each is not atom]
    budget.spend()
    for fact in facts.match(*(_value(slot, bindings) for slot in atom.slots)):
        budget.spend()
        more = atom.replace(bindings).match(fact)
        if more is not None:
            yield from solve(rest, {**bindings, **more}, facts, budget)


def is_determined(rule: Rule) -> bool:
    """Tell whether a rule's conclusions can be told from its body and its new names."""
    known = {*rule.variables(), *(bind.variable for bind in rule.binds)}
    return all(variable in known for atom in rule.head for variable in atom.variables())


def is_about_equality(rule: Rule) -> bool:
    """Tell whether a rule needs that something is the same as something else."""
    return any(atom.predicate == SAME for atom in rule.body)


def _key(predicate: Slot | None, value: object) -> object:
    """Return what the rules for a triple are found by: its class, or else its property; None for any property."""
    if predicate is None or isinstance(predicate, Variable):
        return None
    return (TYPE, value) if predicate == TYPE else predicate


def _value(slot: Slot, bindings: Values) -> Term | None:
    return bindings.get(slot) if isinstance(slot, Variable) else slot


def _with_names(rule: Rule, bindings: Values) -> Values | None:
    """Return the bindings with the names that the rule makes; None where the triple has another name."""
    named = dict(bindings)
    for bind in rule.binds:
        try:
            made = _compiled(bind.expression)(named)
        except ExpressionError:
            return None
        if named.setdefault(bind.variable, made) != made:
            return None
    return named
