"""An ontology's triples, looked up: lists, property expressions, and what is known to be below what."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from sinograph.errors import SinographError
from sinograph.reasoner.rule import OWL, RDF, TYPE, Atom, Slot, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
NIL: Final = NamedNode(f"{RDF}nil")
FIRST: Final = NamedNode(f"{RDF}first")
REST: Final = NamedNode(f"{RDF}rest")
ON_PROPERTY: Final = NamedNode(f"{OWL}onProperty")
INVERSE_OF: Final = NamedNode(f"{OWL}inverseOf")


class UnusableAxiomError(SinographError):
    """An axiom, or a part of one, that no rule of OWL 2 RL can be made of."""


class Property(NamedTuple):
    """A property expression: a named property, or the inverse of one."""

    name: NamedNode
    is_inverse: bool = False

    def atom(self, subject: Slot, value: Slot) -> Atom:
        """Return the atom that says that this property leads from ``subject`` to ``value``."""
        return Atom(value, self.name, subject) if self.is_inverse else Atom(subject, self.name, value)


class Schema:
    """The triples of an ontology by predicate and by subject."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.by_predicate: dict[NamedNode, list[Triple]] = defaultdict(list)
        self.by_subject: dict[tuple[Term, NamedNode], list[Term]] = defaultdict(list)
        for triple in dict.fromkeys(triples):
            self.by_predicate[triple.predicate].append(triple)
            self.by_subject[triple.subject, triple.predicate].append(triple.object)  # type: ignore[index, arg-type]

    def triples(self, predicate: NamedNode) -> list[Triple]:
        """Return the triples with this predicate."""
        return self.by_predicate.get(predicate, [])

    def objects(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """Return the objects of this subject and predicate."""
        return self.by_subject.get((subject, predicate), [])

    def members(self, class_: NamedNode) -> Iterator[Triple]:
        """Yield the triples that say that something belongs to this class."""
        return (triple for triple in self.triples(TYPE) if triple.object == class_)

    def items(self, head: Term) -> tuple[Term, ...]:
        """Return the items of an RDF list.

        :raises UnusableAxiomError: where it is not one, forks or runs in a circle
        """
        items: list[Term] = []
        seen: set[Term] = set()
        while head != NIL:
            first, rest = self.objects(head, FIRST), self.objects(head, REST)
            if len(first) != 1 or len(rest) != 1 or head in seen:
                raise UnusableAxiomError("its list is not a well-formed RDF list", remedy="write the list as ( a b c )")
            seen.add(head)
            items.append(first[0])
            head = rest[0]
        return tuple(items)

    def property(self, node: Term) -> Property:
        """Return the property expression that a node is.

        :raises UnusableAxiomError: where it is none
        """
        if isinstance(node, NamedNode):
            return Property(node)
        inverted = self.objects(node, INVERSE_OF)
        if isinstance(node, BlankNode) and len(inverted) == 1 and isinstance(inverted[0], NamedNode):
            return Property(inverted[0], is_inverse=True)
        raise UnusableAxiomError(f"{node} is no property", remedy="name a property, or [ owl:inverseOf a:property ]")

    def restricted(self, node: Term) -> Property:
        """Return the property that a restriction is on.

        :raises UnusableAxiomError: where it has none, or several
        """
        found = self.objects(node, ON_PROPERTY)
        if len(found) != 1:
            raise UnusableAxiomError(
                f"the restriction has {len(found)} times owl:onProperty", remedy="give it exactly one owl:onProperty"
            )
        return self.property(found[0])


def number_of(literal: Term) -> int | None:
    """Return the whole number that a cardinality is, or None."""
    if isinstance(literal, Literal) and literal.value.strip().isdecimal():
        return int(literal.value)
    return None
