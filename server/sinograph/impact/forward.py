"""One step forward: what rules conclude from a triple together with whatever else holds."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sinograph.explaining.backward import is_about_equality, is_determined, solve
from sinograph.reasoner import Derivation, Variable
from sinograph.reasoner.expressions import ExpressionError, compile_expression, holds
from sinograph.reasoner.rule import SAME, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple

    from sinograph.explaining.backward import Budget, Values
    from sinograph.explaining.facts import Facts
    from sinograph.reasoner import Atom, Rule


class Consequences:
    """Finds the steps that a triple is a premise of.

    Rules that no step can be found by are left out, as in :class:`sinograph.explaining.backward.Matcher`.
    """

    def __init__(self, rules: Iterable[Rule], facts: Facts) -> None:
        self._facts = facts
        self._by_body: dict[object, list[tuple[Rule, int]]] = defaultdict(list)
        has_equals = next(iter(facts.match(None, SAME, None)), None) is not None
        for rule in rules:
            if not rule.head or not is_determined(rule) or (is_about_equality(rule) and not has_equals):
                continue
            for place, atom in enumerate(rule.body):
                self._by_body[_key(atom)].append((rule, place))

    def steps(self, triple: Triple, budget: Budget) -> Iterator[Derivation]:
        """Yield every step that a triple is a premise of, but for those that conclude one of their premises.

        :raises WorkExhaustedError: where there is more to be looked up than the budget allows
        """
        own = (TYPE, triple.object) if triple.predicate == TYPE else triple.predicate
        for rule, place in (*self._by_body.get(own, ()), *self._by_body.get(None, ())):
            matched = rule.body[place].match(triple)
            if matched is None:
                continue
            rest = [atom for number, atom in enumerate(rule.body) if number != place]
            for bindings in solve(rest, matched, self._facts, budget):
                yield from _concluded(rule, bindings)


def _concluded(rule: Rule, bindings: Values) -> Iterator[Derivation]:
    named = dict(bindings)
    try:
        for bind in rule.binds:
            named[bind.variable] = compile_expression(bind.expression)(named)
    except ExpressionError:
        return
    if not all(holds(compile_expression(call), named) for call in rule.filters):
        return
    premises = tuple(atom.ground(named) for atom in rule.body)
    for head in rule.head:
        conclusion = head.ground(named)
        if conclusion not in premises:
            yield Derivation(conclusion, rule, named, premises)


def _key(atom: Atom) -> object:
    if isinstance(atom.predicate, Variable):
        return None
    return (TYPE, atom.object) if atom.predicate == TYPE else atom.predicate
