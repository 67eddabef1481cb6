"""An independent checker of proofs: it knows rules as data and triples, and nothing of how they were evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, Triple

from sinograph.reasoner.datatypes import value_of
from sinograph.reasoner.expressions import compile_expression, holds
from sinograph.reasoner.rule import Rule, Variable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sinograph.reasoner import Closure, Derivation

Key = tuple[object, ...]


def check_proofs(closure: Closure, given: Collection[Triple]) -> int:
    """Check the proof of everything that was inferred, and return how many steps there were.

    Each step is an instance of its rule, each leaf is given, and nothing supports itself.
    """
    settled = {_key(triple) for triple in given}
    steps = 0
    for conclusion in closure:
        steps += _check(conclusion, closure, settled)
    for inconsistency in closure.inconsistencies:
        _check_body(inconsistency.rule, dict(inconsistency.bindings), inconsistency.premises)
        for premise in inconsistency.premises:
            steps += _check(premise, closure, settled)
    return steps


def _check(conclusion: Triple, closure: Closure, settled: set[Key]) -> int:
    """Check a proof from its root down; a triple is settled when all below it is."""
    path: list[tuple[Triple, list[Triple]]] = []
    on_path: set[Key] = set()
    steps = 0

    def enter(triple: Triple) -> int:
        if _key(triple) in settled:
            return 0
        assert _key(triple) not in on_path, f"{triple} supports itself"
        step = closure.derivation(triple)
        assert step is not None, f"{triple} is neither given nor derived"
        _check_step(step, triple)
        on_path.add(_key(triple))
        path.append((triple, list(step.premises)))
        return 1

    steps += enter(conclusion)
    while path:
        triple, premises = path[-1]
        if premises:
            steps += enter(premises.pop())
        else:
            path.pop()
            on_path.discard(_key(triple))
            settled.add(_key(triple))
    return steps


def _check_step(step: Derivation, conclusion: Triple) -> None:
    assert step.conclusion == conclusion
    bindings = dict(step.bindings)
    _check_body(step.rule, bindings, step.premises)
    for bind in step.rule.binds:
        bindings[bind.variable] = compile_expression(bind.expression)(bindings)
    heads = [_instance(atom.slots, bindings) for atom in step.rule.head]
    assert _key(conclusion) in heads, f"{conclusion} is no conclusion of {step.rule.name}"


def _check_body(rule: Rule, bindings: Mapping[Variable, object], premises: tuple[Triple, ...]) -> None:
    assert [_instance(atom.slots, bindings) for atom in rule.body] == [_key(premise) for premise in premises]
    for call in rule.filters:
        assert holds(compile_expression(call), bindings), f"{call} objects"  # type: ignore[arg-type]


def _instance(slots: tuple[object, ...], bindings: Mapping[Variable, object]) -> tuple[object, ...]:
    return tuple(_plain(bindings[slot] if isinstance(slot, Variable) else slot) for slot in slots)


def _key(triple: Triple) -> tuple[object, ...]:
    assert not isinstance(triple.subject, Literal)
    return triple.subject, triple.predicate, _plain(triple.object)


def _plain(term: object) -> object:
    """Return a literal's value: spellings of one value are one term."""
    value = value_of(term) if isinstance(term, Literal) else None
    return term if value is None or not isinstance(term, Literal) else (term.datatype, value)
