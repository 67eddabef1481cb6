"""Rules without detours: classes that have no name are replaced by what they mean.

``OpenWeightModel ≡ Model ⊓ ∃ availability . {OpenWeights}`` speaks of two classes without a name. Resolving them away
leaves one rule of two atoms, which is quicker to apply and whose step in a proof can be read.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import Literal, Triple

from sinograph.reasoner.rule import SAME, THING, TYPE, Atom, Rule, Slot, Term, Variable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

LIMIT: Final = 64
"""How many rules may stand in for those of one class without a name; beyond it, the class is kept."""

NAMES: Final = "xyzuvwabcdefgh"


class Unfolded(NamedTuple):
    """The rules, and the axioms of those that said the same as another."""

    rules: list[Rule]
    repeated: set[Triple]


def unfold(rules: Sequence[Rule], unnamed: Collection[Term]) -> Unfolded:
    """Return rules with the same conclusions about named classes, without the unnamed ones where that is possible."""
    repeated: set[Triple] = set()
    folding = _Folding(tidy(rules, repeated), unnamed)
    for class_ in unnamed:
        folding.remove(class_)
    return Unfolded(tidy(folding.rules.values(), repeated), repeated)


class _Folding:
    """The rules by number, and which of them speak of each unnamed class."""

    def __init__(self, rules: Iterable[Rule], unnamed: Collection[Term]) -> None:
        self.rules: dict[int, Rule] = {}
        self.mentions: dict[Term, set[int]] = {class_: set() for class_ in unnamed}
        self.next = count()
        for rule in rules:
            self._add(rule)

    def _add(self, rule: Rule) -> None:
        number = next(self.next)
        self.rules[number] = rule
        for class_ in _classes(rule):
            if class_ in self.mentions:
                self.mentions[class_].add(number)

    def _drop(self, number: int) -> None:
        for class_ in _classes(self.rules.pop(number)):
            if class_ in self.mentions:
                self.mentions[class_].discard(number)

    def remove(self, class_: Term) -> None:
        """Resolve a class away, unless it is defined by itself or would make too many rules."""
        numbers = sorted(self.mentions[class_])
        users = [n for n in numbers if any(_is_about(atom, class_) for atom in self.rules[n].body)]
        definers = [n for n in numbers if any(_is_about(atom, class_) for atom in self.rules[n].head)]
        if set(users) & set(definers) or len(users) * len(definers) > LIMIT:
            return
        bodies = [self.rules[n] for n in definers]
        new = tidy(rule for n in users for rule in _without(self.rules[n], class_, bodies))
        for number in numbers:
            self._drop(number)
        for rule in new:
            self._add(rule)


def _classes(rule: Rule) -> set[Term]:
    atoms = (*rule.body, *rule.head)
    return {atom.object for atom in atoms if atom.predicate == TYPE and not isinstance(atom.object, Variable)}


def prune(rules: Iterable[Rule], unpublished: Collection[Term]) -> list[Rule]:
    """Return the rules that can ever conclude something of interest.

    :param unpublished: classes that matter only as premises, and only where some rule concludes them
    """
    kept = list(rules)
    while True:
        used = {atom.object for rule in kept for atom in rule.body if atom.predicate == TYPE}
        concluded = {atom.object for rule in kept for atom in rule.head if atom.predicate == TYPE}
        useless = {class_ for class_ in unpublished if class_ not in used}
        empty = {class_ for class_ in unpublished if class_ not in concluded and class_ != THING}
        rest = [
            rule
            for rule in kept
            if not any(atom.predicate == TYPE and atom.object in useless for atom in rule.head)
            and not any(atom.predicate == TYPE and atom.object in empty for atom in rule.body)
        ]
        if len(rest) == len(kept):
            return rest
        kept = rest


def tidy(rules: Iterable[Rule], repeated: set[Triple] | None = None) -> list[Rule]:
    """Return the rules without those that conclude a premise and those that say the same as another.

    :param repeated: takes the axioms of those that say the same as another
    """
    found: dict[object, Rule] = {}
    for rule in rules:
        plain = _renamed(rule)
        if plain.head and all(atom in plain.body for atom in plain.head):
            continue
        known = found.setdefault((frozenset(plain.body), plain.head, frozenset(plain.filters)), plain)
        if known is not plain and repeated is not None:
            repeated.update(plain.axioms)
    return list(found.values())


def _is_about(atom: Atom, class_: Term) -> bool:
    return atom.predicate == TYPE and atom.object == class_


def _without(user: Rule, class_: Term, definers: Sequence[Rule]) -> Iterator[Rule]:
    """Yield the rule with every atom about a class replaced by each of the bodies that it follows from."""
    place = next((number for number, atom in enumerate(user.body) if _is_about(atom, class_)), None)
    if place is None:
        yield user
        return
    for definer in definers:
        resolved = _resolve(user, place, definer)
        if resolved is not None:
            yield from _without(resolved, class_, definers)


def _resolve(user: Rule, place: int, definer: Rule) -> Rule | None:
    """Put the definer's body in the place of an atom of the user's.

    Where both speak of a thing by name, the two must be the same; None where they cannot be, as they are literals.
    """
    mark = "'" * (1 + max((variable.name.count("'") for variable in user.variables()), default=0))
    apart = {variable: Variable(f"{variable.name}{mark}") for variable in definer.variables()}
    wanted = user.body[place].subject
    given = definer.head[0].subject
    of_user: dict[Variable, Slot] = {}
    of_definer: dict[Variable, Slot] = dict(apart)
    equal: tuple[Atom, ...] = ()
    if isinstance(given, Variable):
        of_definer[given] = wanted
    elif isinstance(wanted, Variable):
        of_user[wanted] = given
    elif isinstance(given, Literal) or isinstance(wanted, Literal):
        if given != wanted:
            return None
    elif wanted != given:
        equal = (Atom(given, SAME, wanted),)
    before, after = user.body[:place], user.body[place + 1 :]
    body = (
        *equal,
        *(atom.replace(of_user) for atom in before),
        *(atom.replace(of_definer) for atom in definer.body),
        *(atom.replace(of_user) for atom in after),
    )
    return replace(
        user,
        body=tuple(dict.fromkeys(body)),
        head=tuple(atom.replace(of_user) for atom in user.head),
        filters=(
            *(call.replace(of_user) for call in user.filters),
            *(call.replace(of_definer) for call in definer.filters),
        ),
        w3c=tuple(dict.fromkeys((*user.w3c, *definer.w3c))),
        axioms=tuple(dict.fromkeys((*user.axioms, *definer.axioms))),
    )


def _renamed(rule: Rule) -> Rule:
    """Return the rule with short names for its variables, in the order in which they occur."""
    variables = dict.fromkeys(variable for atom in (*rule.head, *rule.body) for variable in atom.variables())
    names: Mapping[Variable, Slot] = {variable: Variable(_name(number)) for number, variable in enumerate(variables)}
    return replace(
        rule,
        body=tuple(atom.replace(names) for atom in rule.body),
        head=tuple(atom.replace(names) for atom in rule.head),
        filters=tuple(call.replace(names) for call in rule.filters),
    )


def _name(number: int) -> str:
    return NAMES[number] if number < len(NAMES) else f"x{number}"
