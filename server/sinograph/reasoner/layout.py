"""Rules as the evaluation sees them: relations by number, clauses by number, and which index each join needs.

Each property is a relation of pairs; each class is a relation of single terms, so that a fact of one class touches only
the rules that name it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from sinograph.reasoner.rule import SAME, TYPE, Atom, Rule, Slot, Term, Variable
from sinograph.reasoner.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Argument: TypeAlias = Variable | int
"""What stands in a place of a pattern: a variable, or the number of a term."""

RULE_BITS: Final = 20
"""How many bits the clause takes in the code of a derivation; above it come the witnesses, each a term."""

ASSERTED: Final = 0
"""The code of a fact that was given."""

X, Y, Z = (Variable(name) for name in "xyz")
P, Q = Variable("p"), Variable("q")

SYMMETRY: Final = Rule(
    "eq-sym", (Atom(X, SAME, Y),), (Atom(Y, SAME, X),), "{y} is {x} because {x} is {y}.", w3c=("eq-sym",)
)
TRANSITIVITY: Final = Rule(
    "eq-trans",
    (Atom(X, SAME, Y), Atom(Y, SAME, Z)),
    (Atom(X, SAME, Z),),
    "{x} is {z} because {x} is {y} and {y} is {z}.",
    w3c=("eq-trans",),
)
REPLACE_SUBJECT: Final = Rule(
    "eq-rep-s",
    (Atom(X, SAME, Y), Atom(X, P, Z)),
    (Atom(Y, P, Z),),
    "{y} {p} {z} because {x} {p} {z} and {x} is the same thing as {y}.",
    w3c=("eq-rep-s",),
)
REPLACE_PREDICATE: Final = Rule(
    "eq-rep-p",
    (Atom(P, SAME, Q), Atom(X, P, Z)),
    (Atom(X, Q, Z),),
    "{x} {q} {z} because {x} {p} {z} and {p} is the same thing as {q}.",
    w3c=("eq-rep-p",),
)
REPLACE_OBJECT: Final = Rule(
    "eq-rep-o",
    (Atom(Y, SAME, Z), Atom(X, P, Y)),
    (Atom(X, P, Z),),
    "{x} {p} {z} because {x} {p} {y} and {y} is the same thing as {z}.",
    w3c=("eq-rep-o",),
)
EQUALITY: Final = (SYMMETRY, TRANSITIVITY, REPLACE_SUBJECT, REPLACE_PREDICATE, REPLACE_OBJECT)
"""The rules of equality (OWL 2 Profiles, table 4). They are always there, and cost nothing while nothing is equal."""


class Pattern(NamedTuple):
    """An atom: the number of its relation and its arguments, one for a class and two for a property."""

    relation: int
    arguments: tuple[Argument, ...]


class Clause(NamedTuple):
    """One conclusion of a rule.

    :param witnesses: the variables that the conclusion does not determine; their values are kept with the derivation
    """

    number: int
    rule: Rule
    head: Atom | None
    witnesses: tuple[Variable, ...]


@dataclass(frozen=True)
class Plan:
    """A rule in numbers: its body, and its clauses with their heads as patterns."""

    rule: Rule
    body: tuple[Pattern, ...]
    conclusions: tuple[tuple[Clause, Pattern | None], ...]


class Layout:
    """The numbers of relations, terms and clauses for a set of rules."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.terms = Terms()
        self.relations: dict[tuple[bool, Term], int] = {}
        self.is_class: list[bool] = []
        self.clauses: list[Clause | None] = [None]
        self.transitive: dict[int, int] = {}
        self.plans: list[Plan] = []
        self.same = self.relation(SAME, is_class=False)
        self.replace_subject, self.replace_predicate, self.replace_object = (
            self._clause(rule, rule.head[0]).number for rule in EQUALITY[2:]
        )
        for rule in (*EQUALITY[:2], *rules):
            self._add(rule)

    def relation(self, term: Term, *, is_class: bool) -> int:
        """Return the number of a class's or property's relation."""
        number = self.relations.setdefault((is_class, term), len(self.relations))
        if number == len(self.is_class):
            self.is_class.append(is_class)
        return number

    def pattern(self, atom: Atom) -> Pattern:
        """Return an atom in numbers."""
        if atom.predicate == TYPE:
            assert not isinstance(atom.object, Variable)  # noqa: S101 rules name their classes
            return Pattern(self.relation(atom.object, is_class=True), (self._argument(atom.subject),))
        assert not isinstance(atom.predicate, Variable)  # noqa: S101 rules name their properties
        relation = self.relation(atom.predicate, is_class=False)
        return Pattern(relation, (self._argument(atom.subject), self._argument(atom.object)))

    def _argument(self, slot: Slot) -> Argument:
        return slot if isinstance(slot, Variable) else self.terms.number(slot)

    def _add(self, rule: Rule) -> None:
        body = tuple(self.pattern(atom) for atom in rule.body)
        heads: Iterable[Atom | None] = rule.head or (None,)
        conclusions = tuple((self._clause(rule, head), self.pattern(head) if head else None) for head in heads)
        if is_transitivity(rule):
            self.transitive.setdefault(body[0].relation, conclusions[0][0].number)
        else:
            self.plans.append(Plan(rule, body, conclusions))

    def _clause(self, rule: Rule, head: Atom | None) -> Clause:
        shown = set(head.variables()) if head else set()
        witnesses = tuple(variable for variable in rule.variables() if variable not in shown)
        clause = Clause(len(self.clauses), rule, head, witnesses)
        if clause.number >> RULE_BITS:
            raise OverflowError(f"more than {1 << RULE_BITS} conclusions")
        self.clauses.append(clause)
        return clause


def is_transitivity(rule: Rule) -> bool:
    """Tell whether a rule says that a property is transitive, whichever axiom or query it was."""
    if len(rule.body) != 2 or len(rule.head) != 1 or rule.filters or rule.binds:
        return False
    (first, second), head = rule.body, rule.head[0]
    variables = first.subject, first.object, second.object
    return (
        first.predicate == second.predicate == head.predicate != TYPE
        and all(isinstance(variable, Variable) for variable in variables)
        and len(set(variables)) == 3
        and first.object == second.subject
        and (head.subject, head.object) == (first.subject, second.object)
    )
