"""What the asserted passages say, by subject and property, and where the ontology says that one value is enough.

A property with ``sino:singleValued true`` has one value for each thing. A class with ``sino:keyProperty`` has one
amount for all its members that agree in every key: a property, or the inverse of one as SHACL writes it,
``[ sh:inversePath sino:hasPrice ]``.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from sinograph.agreement import Amount, agree, amounts_agree, is_number
from sinograph.dataset import TRUE, TYPE
from sinograph.errors import SinographError
from sinograph.namespaces import expand, sino
from sinograph.reasoner.datatypes import value_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from sinograph.dataset import Dataset
    from sinograph.spelling import Subject, Term

SINGLE_VALUED: Final = sino("singleValued")
KEY_PROPERTY: Final = sino("keyProperty")
INVERSE_PATH: Final = expand("sh:inversePath")
DEFINED_BY: Final = expand("rdfs:isDefinedBy")
SUBCLASS: Final = expand("rdfs:subClassOf")
SUBPROPERTY: Final = expand("rdfs:subPropertyOf")

SCORE: Final = sino("score")
VALUE: Final = sino("value")
MINIMUM: Final = sino("minimum")
MAXIMUM: Final = sino("maximum")
AMOUNTS: Final = (SCORE, VALUE, MINIMUM, MAXIMUM)
"""The properties that give a claim's amount."""

APPROXIMATE: Final = sino("isApproximate")
UNITS: Final = (sino("unit"), sino("currency"))


class Path(NamedTuple):
    """A property, or its inverse."""

    property: NamedNode
    is_inverse: bool = False


class Assertions:
    """What the asserted passages say, by subject and property, and what the ontology says should be single."""

    def __init__(self, dataset: Dataset) -> None:
        self.values: dict[tuple[Subject, NamedNode], dict[Term, set[NamedNode]]] = defaultdict(dict)
        self._subjects: dict[tuple[NamedNode, Term], set[Subject]] = defaultdict(set)
        self._spoken_of: dict[NamedNode, set[Term]] = defaultdict(set)
        for quad in dataset.claimed:
            if dataset.is_asserted(quad.graph_name) and isinstance(quad.graph_name, NamedNode):
                told = self.values[quad.subject, quad.predicate]
                told.setdefault(quad.object, set()).add(quad.graph_name)
                self._subjects[quad.predicate, quad.object].add(quad.subject)
                self._spoken_of[quad.graph_name] |= {quad.subject, quad.object}
        curated = list(dataset.curated)
        self.single_valued = {q.subject for q in curated if q.predicate == SINGLE_VALUED and q.object == TRUE}
        self._below = {
            predicate: _pairs((quad.object, quad.subject) for quad in curated if quad.predicate == predicate)
            for predicate in (SUBCLASS, SUBPROPERTY)
        }
        self._terms = {quad.subject for quad in curated if quad.predicate == DEFINED_BY}
        inverse = {quad.subject: quad.object for quad in curated if quad.predicate == INVERSE_PATH}
        self.keys: dict[NamedNode, list[Path]] = defaultdict(list)
        for quad in sorted((quad for quad in curated if quad.predicate == KEY_PROPERTY), key=str):
            if isinstance(quad.subject, NamedNode):
                self.keys[quad.subject].append(_path(quad.object, inverse))

    def spoken_of(self, passage: NamedNode) -> set[NamedNode]:
        """Return what the facts of a passage are about: their subjects and objects."""
        return {term for term in self._spoken_of.get(passage, ()) if isinstance(term, NamedNode)}

    def is_term(self, node: NamedNode) -> bool:
        """Tell whether something is a term of the ontology rather than a thing."""
        return node in self._terms

    def members(self, cls: NamedNode) -> list[NamedNode]:
        """Return what is said to belong to a class or to one below it."""
        classes = self._and_below(SUBCLASS, cls)
        found = {node for below in classes for node in self._subjects.get((TYPE, below), ())}
        return sorted((node for node in found if isinstance(node, NamedNode)), key=str)

    def reached(self, node: NamedNode, path: Path) -> set[Term]:
        """Return where a path, or one below it, leads to from a node."""
        properties = self._properties(path)
        if path.is_inverse:
            return {subject for prop in properties for subject in self._subjects.get((prop, node), ())}
        return {value for prop in properties for value in self._of(node, prop)}

    def signature(self, node: NamedNode, path: Path) -> Hashable:
        """Return what the path leads to, in a form that is equal where the values are."""
        reached = self.reached(node, path)
        return frozenset((value_of(term) or term) if isinstance(term, Literal) else term for term in reached)

    def amount(self, node: Term) -> Amount | None:
        """Return what is said of a claim's amount, or None where that is nothing."""
        point, least, most = (
            self._number(node, VALUE) or self._number(node, SCORE),
            self._number(node, MINIMUM),
            self._number(node, MAXIMUM),
        )
        if not (point or least or most):
            return None
        units = tuple(min(self._of(node, prop), key=str, default=None) for prop in UNITS)
        return Amount(point, least, most, is_approximate=TRUE in self._of(node, APPROXIMATE), unit=units)

    def agree(self, one: Term, other: Term) -> bool:
        """Tell whether two values agree; those that are claims are compared by their amounts."""
        return self.claims_agree(one, other) if self.amount(one) and self.amount(other) else agree(one, other)

    def claims_agree(self, one: Term, other: Term) -> bool:
        """Tell whether the amounts of two claims agree; one without an amount contradicts none."""
        amounts = self.amount(one), self.amount(other)
        return amounts[0] is None or amounts[1] is None or amounts_agree(amounts[0], amounts[1])

    def witnesses(self, node: Term) -> tuple[NamedNode, ...]:
        """Return the passages that give a claim its amount."""
        found = {p for prop in AMOUNTS for told in self.values.get(_pair(node, prop), {}).values() for p in told}
        return tuple(sorted(found, key=str))

    def grounds(self, node: NamedNode, cls: NamedNode, paths: Iterable[Path]) -> list[Triple]:
        """Return the triples that make a claim one of a class, give it its key, and its amount."""
        types = self._and_below(SUBCLASS, cls)
        found = {Triple(node, TYPE, value) for value in self._of(node, TYPE) if value in types}
        found |= {Triple(node, prop, value) for prop in AMOUNTS for value in self._of(node, prop)}
        for path in paths:
            for prop in self._properties(path):
                if path.is_inverse:
                    found |= {Triple(other, prop, node) for other in self._subjects.get((prop, node), ())}
                else:
                    found |= {Triple(node, prop, value) for value in self._of(node, prop)}
        return sorted(found, key=str)

    def _properties(self, path: Path) -> list[NamedNode]:
        return [prop for prop in self._and_below(SUBPROPERTY, path.property) if isinstance(prop, NamedNode)]

    def _number(self, node: Term, prop: NamedNode) -> Literal | None:
        numbers = (term for term in self._of(node, prop) if isinstance(term, Literal) and is_number(term))
        return min(numbers, key=str, default=None)

    def _of(self, node: Term, prop: NamedNode) -> Iterable[Term]:
        return self.values.get(_pair(node, prop), ())

    def _and_below(self, predicate: NamedNode, top: Term) -> set[Term]:
        found: set[Term] = set()
        todo = [top]
        while todo:
            term = todo.pop()
            if term not in found:
                found.add(term)
                todo += self._below[predicate].get(term, ())
        return found


def _pair(node: Term, prop: NamedNode) -> tuple[Subject, NamedNode]:
    return node, prop  # type: ignore[return-value]  # a literal is no subject, and is not found


def _pairs(pairs: Iterable[tuple[Term, Term]]) -> dict[Term, list[Term]]:
    found: dict[Term, list[Term]] = defaultdict(list)
    for one, other in pairs:
        found[one].append(other)
    return found


def _path(node: Term, inverse: dict[Subject, Term]) -> Path:
    """Return the path that a node of the ontology is."""
    if isinstance(node, BlankNode) and isinstance(inverted := inverse.get(node), NamedNode):
        return Path(inverted, is_inverse=True)
    if isinstance(node, NamedNode):
        return Path(node)
    raise SinographError(
        f"{node} is no key", where="ontology/sinograph.ttl", remedy="name a property, or [ sh:inversePath a:property ]"
    )
