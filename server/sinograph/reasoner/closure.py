"""What follows, and why: the result of reasoning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Triple

from sinograph.reasoner.datatypes import is_datatype
from sinograph.reasoner.layout import RULE_BITS, Clause, Layout
from sinograph.reasoner.rule import SAME, THING, TYPE, Bindings, Rule, Term, Variable
from sinograph.reasoner.terms import BITS, MASK, Terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sinograph.reasoner.relation import Relation


@dataclass(frozen=True)
class Derivation:
    """One step of a proof: by this rule, with these values, the conclusion follows from the premises."""

    conclusion: Triple
    rule: Rule
    bindings: Bindings
    premises: tuple[Triple, ...]


@dataclass(frozen=True)
class Inconsistency:
    """What cannot be together: by this rule, with these values, the premises contradict one another."""

    rule: Rule
    bindings: Bindings
    premises: tuple[Triple, ...]


class Closure:
    """All that is known when nothing more follows.

    Facts of classes and properties that no rule speaks of are not in here: nothing was done with them.

    What follows is published but for what says nothing, although proofs may go through it: that something is an
    ``owl:Thing``, the same as itself, or a member of a class without a name, which is a step on the way to what has
    one; that a literal, which RDF does not have as a subject, is anything; and the datatype that is written on it.
    """

    def __init__(
        self, layout: Layout, terms: Terms, relations: Sequence[Relation], inconsistencies: Sequence[tuple[int, ...]]
    ) -> None:
        self._layout = layout
        self._terms = terms
        self._relations = relations
        self._inconsistencies = inconsistencies
        self._by_term = {(relation.is_class, relation.term): relation for relation in relations}

    def __len__(self) -> int:
        """Count what is published."""
        return sum(1 for relation in self._published() for _ in self._inferred(relation))

    def __iter__(self) -> Iterator[Triple]:
        """Yield what was inferred and is published; none of what was given."""
        terms = self._terms.terms
        for relation in self._published():
            if relation.is_class:
                for fact in self._inferred(relation):
                    yield Triple(terms[fact], TYPE, relation.term)  # type: ignore[arg-type]
            else:
                for fact in self._inferred(relation):
                    yield Triple(terms[fact & MASK], relation.term, terms[fact >> BITS])  # type: ignore[arg-type]

    def _published(self) -> Iterator[Relation]:
        for relation in self._relations:
            is_unnamed = isinstance(relation.term, BlankNode)
            if not relation.is_class or not (is_unnamed or relation.term == THING or is_datatype(relation.term)):
                yield relation

    def _inferred(self, relation: Relation) -> Iterator[int]:
        literals = self._terms.literals
        is_same = relation.term == SAME and not relation.is_class
        for fact, code in relation.facts.items():
            if code and fact & MASK not in literals and not (is_same and fact >> BITS == fact & MASK):
                yield fact

    def __contains__(self, triple: object) -> bool:
        """Tell whether a triple was inferred, or given to some rule's attention."""
        return isinstance(triple, Triple) and self._code(triple) is not None

    def derivation(self, triple: Triple) -> Derivation | None:
        """Return the first derivation that was found for a triple, or None where it was given or does not hold."""
        code = self._code(triple)
        if not code:
            return None
        clause = self._clause(code)
        assert clause.head is not None  # noqa: S101 what was concluded has a head
        matched = clause.head.match(self._stored(triple))
        assert matched is not None  # noqa: S101 the code says so
        witnesses = self._witnesses(clause.witnesses, code >> RULE_BITS)
        bindings = {**matched, **witnesses}
        return Derivation(triple, clause.rule, bindings, _premises(clause.rule, bindings))

    @property
    def inconsistencies(self) -> tuple[Inconsistency, ...]:
        """What cannot be together, in the order in which it was found; the same premises only once for each rule."""
        found: dict[tuple[str, frozenset[Triple]], Inconsistency] = {}
        for number, *values in self._inconsistencies:
            clause = self._clause(number)
            bindings = {
                variable: self._terms.terms[value] for variable, value in zip(clause.witnesses, values, strict=True)
            }
            premises = _premises(clause.rule, bindings)
            key = clause.rule.name, frozenset(premises)
            found.setdefault(key, Inconsistency(clause.rule, bindings, premises))
        return tuple(found.values())

    def _clause(self, code: int) -> Clause:
        clause = self._layout.clauses[code & ((1 << RULE_BITS) - 1)]
        assert clause is not None  # noqa: S101 number 0 is no clause
        return clause

    def _witnesses(self, variables: Sequence[Variable], packed: int) -> dict[Variable, Term]:
        terms = self._terms.terms
        return {variable: terms[packed >> BITS * place & MASK] for place, variable in enumerate(variables)}

    def _stored(self, triple: Triple) -> Triple:
        """Return a triple as it was first seen: its literal may have been written in another way."""
        number = self._terms.find(triple.object)  # type: ignore[arg-type]
        if number is None:
            return triple
        return Triple(triple.subject, triple.predicate, self._terms.terms[number])

    def _code(self, triple: Triple) -> int | None:
        """Return the code of a triple's derivation: zero for one that was given, None for one that does not hold."""
        subject = self._terms.find(triple.subject)  # type: ignore[arg-type]
        if subject is None:
            return None
        if triple.predicate == TYPE:
            relation = self._by_term.get((True, triple.object))  # type: ignore[arg-type]
            return None if relation is None else relation.facts.get(subject)
        relation = self._by_term.get((False, triple.predicate))
        value = self._terms.find(triple.object)  # type: ignore[arg-type]
        return None if relation is None or value is None else relation.facts.get(value << BITS | subject)


def _premises(rule: Rule, bindings: Bindings) -> tuple[Triple, ...]:
    return tuple(atom.ground(bindings) for atom in rule.body)
