"""What is below what: the schema rules of OWL 2 RL (OWL 2 Profiles, table 9) that conclusions about things depend on.

Most schema rules add nothing to what the rules about things find by themselves. Those of restrictions do: whatever
has some startup for a partner has some lab for one, though nobody knows which.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import permutations
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import BlankNode, NamedNode, Triple

from sinograph.reasoner.rule import OWL, SAME, THING, Term
from sinograph.reasoner.schema import RDFS, Property, Schema, UnusableAxiomError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUB_CLASS: Final = NamedNode(f"{RDFS}subClassOf")
SUB_PROPERTY: Final = NamedNode(f"{RDFS}subPropertyOf")
EQUIVALENT_CLASS: Final = NamedNode(f"{OWL}equivalentClass")
EQUIVALENT_PROPERTY: Final = NamedNode(f"{OWL}equivalentProperty")
INTERSECTION: Final = NamedNode(f"{OWL}intersectionOf")
UNION: Final = NamedNode(f"{OWL}unionOf")
SOME: Final = NamedNode(f"{OWL}someValuesFrom")
ALL: Final = NamedNode(f"{OWL}allValuesFrom")
VALUE: Final = NamedNode(f"{OWL}hasValue")
NOTHING: Final = NamedNode(f"{OWL}Nothing")


class Restriction(NamedTuple):
    """A class of what has some value of a kind, only such values, or one certain value."""

    node: NamedNode | BlankNode
    kind: NamedNode
    on: Property
    filler: Term


class Below(NamedTuple):
    """That one restriction is below another, with the name of the rule that says so."""

    lower: Restriction
    upper: Restriction
    w3c: str


class Order:
    """A relation that is kept reflexive and transitive.

    It is reflexive for whatever is used as a class or a property. To the letter, ``scm-cls`` and ``scm-op`` want a
    declaration for that; a conclusion should not go missing with it.
    """

    def __init__(self) -> None:
        self.above: dict[Term, set[Term]] = defaultdict(set)

    def add(self, lower: Term, upper: Term) -> None:
        """Put one directly below another."""
        self.above[lower].add(upper)

    def reaches(self, lower: Term, upper: Term) -> bool:
        """Tell whether one is below another, or the same."""
        return upper in self.reached(lower)

    def reached(self, lower: Term) -> set[Term]:
        """Return all that one is below, and itself."""
        seen = {lower}
        todo = [lower]
        while todo:
            new = self.above.get(todo.pop(), set()) - seen
            seen |= new
            todo += new
        return seen


class Hierarchy:
    """The order of classes and the order of properties, with what follows for restrictions."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.classes, self.properties = Order(), Order()
        self.names = self._names()
        self._read(self.classes, SUB_CLASS, EQUIVALENT_CLASS)
        self._read(self.properties, SUB_PROPERTY, EQUIVALENT_PROPERTY)
        for axiom in schema.triples(INTERSECTION):
            for part in self._items(axiom):
                self._put(self.classes, axiom.subject, part)
        for axiom in schema.triples(UNION):
            for part in self._items(axiom):
                self._put(self.classes, part, axiom.subject)

    def _read(self, order: Order, below: NamedNode, equivalent: NamedNode) -> None:
        for axiom in self.schema.triples(below) + self.schema.triples(equivalent):
            self._put(order, axiom.subject, axiom.object)
        for axiom in self.schema.triples(equivalent):
            self._put(order, axiom.object, axiom.subject)

    def _names(self) -> dict[Term, Term]:
        """Return one name for each group of terms that are said to be the same; rules replace the one by the other."""
        groups = Order()
        for axiom in self.schema.triples(SAME):
            groups.add(axiom.subject, axiom.object)  # type: ignore[arg-type]
            groups.add(axiom.object, axiom.subject)  # type: ignore[arg-type]
        return {term: min(groups.reached(term), key=str) for term in tuple(groups.above)}

    def _name(self, term: Term) -> Term:
        return self.names.get(term, term)

    def _put(self, order: Order, lower: object, upper: object) -> None:
        """Put one below another, each by its one name."""
        order.add(self._name(lower), self._name(upper))  # type: ignore[arg-type]

    def _items(self, axiom: Triple) -> Iterable[Term]:
        try:
            return self.schema.items(axiom.object)  # type: ignore[arg-type]
        except UnusableAxiomError:
            return ()  # reported where the axiom itself is compiled

    def _is_class_below(self, lower: Term, upper: Term) -> bool:
        above = self.classes.reached(lower)
        return upper in above or NOTHING in above or self.classes.reaches(THING, upper)

    def _is_property_below(self, lower: Property, upper: Property) -> bool:
        return lower.is_inverse == upper.is_inverse and self.properties.reaches(lower.name, upper.name)

    def restrictions_below(self) -> list[Below]:
        """Return which restriction is below which, to a fixpoint: rules ``scm-svf``, ``scm-avf`` and ``scm-hv``."""
        found: dict[Below, None] = {}
        while new := [below for below in self._pairs() if below not in found]:
            for below in new:
                found[below] = None
                self._put(self.classes, below.lower.node, below.upper.node)
        return list(found)

    def _pairs(self) -> Iterator[Below]:
        for kind in (SOME, ALL, VALUE):
            for lower, upper in permutations(self._restrictions(kind), 2):
                w3c = self._reason(lower, upper)
                if w3c is not None:
                    yield Below(lower, upper, w3c)

    def _reason(self, lower: Restriction, upper: Restriction) -> str | None:
        """Return the name of the rule that puts a restriction below another of its kind, or None."""
        kind = lower.kind
        filler, other = self._name(lower.filler), self._name(upper.filler)
        if kind != VALUE and lower.on == upper.on and self._is_class_below(filler, other):
            return "scm-svf1" if kind == SOME else "scm-avf1"
        narrower, wider = (upper.on, lower.on) if kind == ALL else (lower.on, upper.on)
        if filler == other and self._is_property_below(narrower, wider):
            return {SOME: "scm-svf2", ALL: "scm-avf2", VALUE: "scm-hv"}[kind]
        return None

    def _restrictions(self, kind: NamedNode) -> Iterator[Restriction]:
        for axiom in self.schema.triples(kind):
            try:
                on = self.schema.restricted(axiom.subject)  # type: ignore[arg-type]
            except UnusableAxiomError:
                continue
            named = Property(self._name(on.name), on.is_inverse)  # type: ignore[arg-type]
            yield Restriction(axiom.subject, kind, named, axiom.object)  # type: ignore[arg-type]
