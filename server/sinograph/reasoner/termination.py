"""Whether rules come to an end: new names must not feed the rules that made them.

The test is weak acyclicity (Fagin, Kolaitis, Miller and Popa, "Data exchange: semantics and query answering", 2005):
values flow from the places of a body to the places of a head; where a name is made from a value, that flow counts as
special; no circle of flows may have a special one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sinograph.errors import SinographError
from sinograph.reasoner.rule import SAME, TYPE, Atom, Rule, Slot, Variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Place: TypeAlias = tuple[Slot, Slot | None, int]
"""The subject or object (0 or 1) of a property, or the member (0) of a class."""


class EndlessRuleError(SinographError):
    """A rule that could make new names without end."""


def check_termination(rules: Sequence[Rule]) -> None:
    """Make sure that no new name can come back to where it was made from.

    :raises EndlessRuleError: for the first rule that could go on for ever
    """
    if not any(rule.binds for rule in rules):
        return
    flows: dict[Place, set[Place]] = {}
    special: list[tuple[Rule, Place, Place]] = []
    for rule in rules:
        for source, target, is_special in _flows(rule):
            flows.setdefault(source, set()).add(target)
            if is_special:
                special.append((rule, source, target))
    _add_equality(rules, flows)
    for rule, source, target in special:
        if source in _reachable(target, flows):
            raise EndlessRuleError(
                f"the name that BIND makes can come back as {_spoken(source)}, from which it is made: this has no end",
                where=rule.source or rule.name,
                remedy="make the name from things that the rule itself never makes, or give the results another class",
            )


def _flows(rule: Rule) -> Iterator[tuple[Place, Place, bool]]:
    """Yield from which place to which a value goes, and whether it becomes part of a new name there."""
    sources: dict[Variable, list[Place]] = {}
    for atom in rule.body:
        for variable, place in _places(atom):
            sources.setdefault(variable, []).append(place)
    made = {bind.variable: set(bind.expression.variables()) for bind in rule.binds}
    for atom in rule.head:
        for variable, target in _places(atom):
            yield from ((source, target, False) for source in sources.get(variable, ()))
            for part in _ingredients(variable, made):
                yield from ((source, target, True) for source in sources.get(part, ()))


def _ingredients(variable: Variable, made: dict[Variable, set[Variable]]) -> set[Variable]:
    """Return the variables that a made name consists of, through names made from made names."""
    found: set[Variable] = set()
    todo = list(made.get(variable, ()))
    while todo:
        part = todo.pop()
        if part not in found:
            found.add(part)
            todo += made.get(part, ())
    return found


def _places(atom: Atom) -> Iterator[tuple[Variable, Place]]:
    if isinstance(atom.subject, Variable):
        yield atom.subject, (atom.predicate, atom.object if atom.predicate == TYPE else None, 0)
    if isinstance(atom.object, Variable) and atom.predicate != TYPE:
        yield atom.object, (atom.predicate, None, 1)


def _add_equality(rules: Iterable[Rule], flows: dict[Place, set[Place]]) -> None:
    """Let what can become the same as something else flow to every place: replacement puts it there."""
    if not any(atom.predicate == SAME for rule in rules for atom in rule.head):
        return
    places = {*flows, *(place for targets in flows.values() for place in targets)}
    for side in (0, 1):
        flows.setdefault((SAME, None, side), set()).update(places)


def _reachable(start: Place, flows: dict[Place, set[Place]]) -> set[Place]:
    found: set[Place] = {start}
    todo = [start]
    while todo:
        for place in flows.get(todo.pop(), ()):
            if place not in found:
                found.add(place)
                todo.append(place)
    return found


def _spoken(place: Place) -> str:
    predicate, class_, side = place
    if class_ is not None:
        return f"a member of {class_}"
    return f"{'an object' if side else 'a subject'} of {predicate}"
