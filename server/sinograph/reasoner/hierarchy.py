"""What is below what: the schema rules of OWL 2 RL (OWL 2 Profiles, table 9) that conclusions about things depend on.

Most schema rules add nothing to what the rules about things find by themselves. Those of restrictions do: whatever
has some startup for a partner has some lab for one, though nobody knows which.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import BlankNode, NamedNode, Triple

from sinograph.reasoner.rule import OWL, THING, Term
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
NOTHING: Final = NamedNode(f"{OWL}Nothing")


class Restriction(NamedTuple):
    """A class of what has some value, or only values, of a kind."""

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
    """A relation that is kept reflexive and transitive."""

    def __init__(self) -> None:
        self.above: dict[Term, set[Term]] = defaultdict(set)

    def add(self, lower: Term, upper: Term) -> None:
        """Put one directly below another."""
        self.above[lower].add(upper)

    def reaches(self, lower: Term, upper: Term) -> bool:
        """Tell whether one is below another, or the same."""
        seen = {lower}
        todo = [lower]
        while todo:
            node = todo.pop()
            if node == upper:
                return True
            for other in self.above.get(node, ()):
                if other not in seen:
                    seen.add(other)
                    todo.append(other)
        return False


class Hierarchy:
    """The order of classes and the order of properties, with what follows for restrictions."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.classes, self.properties = Order(), Order()
        self._read(self.classes, SUB_CLASS, EQUIVALENT_CLASS)
        self._read(self.properties, SUB_PROPERTY, EQUIVALENT_PROPERTY)
        for axiom in schema.triples(INTERSECTION):
            for part in self._items(axiom):
                self.classes.add(axiom.subject, part)  # type: ignore[arg-type]
        for axiom in schema.triples(UNION):
            for part in self._items(axiom):
                self.classes.add(part, axiom.subject)  # type: ignore[arg-type]

    def _read(self, order: Order, below: NamedNode, equivalent: NamedNode) -> None:
        for axiom in self.schema.triples(below) + self.schema.triples(equivalent):
            order.add(axiom.subject, axiom.object)  # type: ignore[arg-type]
        for axiom in self.schema.triples(equivalent):
            order.add(axiom.object, axiom.subject)  # type: ignore[arg-type]

    def _items(self, axiom: Triple) -> Iterable[Term]:
        try:
            return self.schema.items(axiom.object)  # type: ignore[arg-type]
        except UnusableAxiomError:
            return ()  # reported where the axiom itself is compiled

    def _is_class_below(self, lower: Term, upper: Term) -> bool:
        return upper == THING or lower == NOTHING or self.classes.reaches(lower, upper)

    def _is_property_below(self, lower: Property, upper: Property) -> bool:
        return lower.is_inverse == upper.is_inverse and self.properties.reaches(lower.name, upper.name)

    def restrictions_below(self) -> list[Below]:
        """Return which restriction is below which (``scm-svf1``, ``-svf2``, ``-avf1``, ``-avf2``), to a fixpoint."""
        found: dict[Below, None] = {}
        while new := [below for below in self._pairs() if below not in found]:
            for below in new:
                found[below] = None
                self.classes.add(below.lower.node, below.upper.node)
        return list(found)

    def _pairs(self) -> Iterator[Below]:
        for kind, name in ((SOME, "svf"), (ALL, "avf")):
            restrictions = list(self._restrictions(kind))
            for lower in restrictions:
                for upper in restrictions:
                    if lower.node == upper.node:
                        continue
                    if lower.on == upper.on and self._is_class_below(lower.filler, upper.filler):
                        yield Below(lower, upper, f"scm-{name}1")
                    elif lower.filler == upper.filler and self._is_property_below(lower.on, upper.on):
                        yield Below(lower, upper, f"scm-{name}2") if kind == SOME else Below(upper, lower, "scm-avf2")

    def _restrictions(self, kind: NamedNode) -> Iterator[Restriction]:
        for axiom in self.schema.triples(kind):
            try:
                on = self.schema.restricted(axiom.subject)  # type: ignore[arg-type]
            except UnusableAxiomError:
                continue
            yield Restriction(axiom.subject, kind, on, axiom.object)  # type: ignore[arg-type]
