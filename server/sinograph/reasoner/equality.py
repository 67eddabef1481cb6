"""What is the same as something else: each fact about the one is a fact about the other (``eq-rep-s``, ``-p``, ``-o``).

Nothing is kept for this until the first two things turn out to be the same; then the triples that no rule speaks of
are read too, and every relation is looked up by subject and by object.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import NamedNode

from sinograph.reasoner.layout import RULE_BITS
from sinograph.reasoner.terms import BITS, MASK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sinograph.reasoner.evaluation import Evaluation
    from sinograph.reasoner.relation import Relation

Index: TypeAlias = dict[int, list[int]]


class Equality:
    """Replaces equals by equals.

    ``owl:sameAs`` itself is symmetric and transitive by rules; here it is only applied.
    """

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.same: dict[int, list[int]] = defaultdict(list)
        self.objects: dict[Relation, Index] = {}
        self.subjects: dict[Relation, Index] = {}
        self.aliases: dict[Relation, list[tuple[Relation, int]]] = defaultdict(list)
        layout = evaluation.layout
        self.by_subject, self.by_predicate, self.by_object = (
            layout.replace_subject,
            layout.replace_predicate,
            layout.replace_object,
        )

    def note(self, relation: Relation, facts: list[int], *, is_same: bool) -> None:
        """Take note of facts that have fired their rules."""
        if is_same:
            self._learn(facts)
        elif self.same:
            self._index(relation, facts)
            self._replace_in(relation, facts)

    def _learn(self, facts: Iterable[int]) -> None:
        """Apply new equalities to all that is known."""
        for fact in facts:
            one, other = fact & MASK, fact >> BITS
            literals = self.evaluation.terms.literals
            if one == other or one in literals or other in literals:
                continue
            if not self.same:
                self._begin()
            self.same[one].append(other)
            self._replace(one, other)
            self._alias(one, other)

    def _begin(self) -> None:
        self.evaluation.take_aside()
        for relation in self._relations():
            fired = relation.facts.keys() - set(relation.new)
            self._index(relation, sorted(fired))

    def _relations(self) -> list[Relation]:
        """Return every relation but that of equality itself."""
        evaluation = self.evaluation
        same = evaluation.relations[evaluation.layout.same]
        return [relation for relation in (*evaluation.relations, *evaluation.added) if relation is not same]

    def _index(self, relation: Relation, facts: Iterable[int]) -> None:
        if relation.is_class:
            return
        objects = self.objects.setdefault(relation, {})
        subjects = self.subjects.setdefault(relation, {})
        for fact in facts:
            objects.setdefault(fact & MASK, []).append(fact >> BITS)
            subjects.setdefault(fact >> BITS, []).append(fact & MASK)

    def _replace(self, one: int, other: int) -> None:
        """Say of ``other`` what is known of ``one``."""
        by_subject = one << RULE_BITS | self.by_subject
        by_object = one << RULE_BITS | self.by_object
        for relation in self._relations():
            if relation.is_class:
                if one in relation.facts:
                    relation.add((other,), by_subject)
                continue
            for value in self.objects.get(relation, {}).get(one, ()):
                relation.add((other, value), by_subject)
            for subject in self.subjects.get(relation, {}).get(one, ()):
                relation.add((subject, other), by_object)

    def _replace_in(self, relation: Relation, facts: Iterable[int]) -> None:
        """Say the same of whatever is the same as something in these facts."""
        same = self.same
        for fact in facts:
            if relation.is_class:
                for other in same.get(fact, ()):
                    relation.add((other,), fact << RULE_BITS | self.by_subject)
            else:
                subject, value = fact & MASK, fact >> BITS
                for other in same.get(subject, ()):
                    relation.add((other, value), subject << RULE_BITS | self.by_subject)
                for other in same.get(value, ()):
                    relation.add((subject, other), value << RULE_BITS | self.by_object)
            for alias, code in self.aliases.get(relation, ()):
                alias.add((fact,) if relation.is_class else (fact & MASK, fact >> BITS), code)

    def _alias(self, one: int, other: int) -> None:
        """Where classes or properties are the same, let the one's facts be the other's."""
        evaluation = self.evaluation
        terms = evaluation.terms.terms
        old, new = terms[one], terms[other]
        if old in evaluation.classes:
            self._copy(evaluation.classes[old], evaluation.class_of(new), one << RULE_BITS | self.by_object)
        if old in evaluation.properties and isinstance(new, NamedNode):
            code = one << RULE_BITS | self.by_predicate
            self._copy(evaluation.properties[old], evaluation.property_of(new), code)  # type: ignore[index]

    def _copy(self, relation: Relation, alias: Relation, code: int) -> None:
        self.aliases[relation].append((alias, code))
        for fact in tuple(relation.facts):
            alias.add((fact,) if relation.is_class else (fact & MASK, fact >> BITS), code)
