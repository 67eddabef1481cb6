"""Rules as data: atoms, filters and new names, whichever way they were written down.

Axioms of the ontology and the CONSTRUCT queries of ``ontology/rules`` both become :class:`Rule`; everything that
evaluates, checks or explains sees only this form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
TYPE: Final = NamedNode(f"{RDF}type")
SAME: Final = NamedNode(f"{OWL}sameAs")
THING: Final = NamedNode(f"{OWL}Thing")


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a rule."""

    name: str


Term: TypeAlias = NamedNode | BlankNode | Literal
Slot: TypeAlias = Variable | NamedNode | BlankNode | Literal
Bindings: TypeAlias = Mapping[Variable, Term]


@dataclass(frozen=True, slots=True)
class Atom:
    """A triple pattern. Only the rules of equality have a variable for a predicate."""

    subject: Slot
    predicate: Slot
    object: Slot

    @property
    def slots(self) -> tuple[Slot, Slot, Slot]:
        """Subject, predicate and object."""
        return self.subject, self.predicate, self.object

    def variables(self) -> Iterator[Variable]:
        """Yield the variables from left to right, each as often as it occurs."""
        return (slot for slot in self.slots if isinstance(slot, Variable))

    def replace(self, substitution: Mapping[Variable, Slot]) -> Atom:
        """Return the atom with its variables replaced; those that ``substitution`` does not name stay."""
        return Atom(*(substitution.get(slot, slot) if isinstance(slot, Variable) else slot for slot in self.slots))

    def ground(self, bindings: Bindings) -> Triple:
        """Return the triple that the bindings make of this atom.

        :raises KeyError: for a variable without a value
        """
        subject, predicate, object_ = (bindings[slot] if isinstance(slot, Variable) else slot for slot in self.slots)
        return Triple(subject, predicate, object_)  # type: ignore[arg-type]

    def match(self, triple: Triple) -> dict[Variable, Term] | None:
        """Return the bindings that make this atom the triple, or None where there are none."""
        bindings: dict[Variable, Term] = {}
        for slot, term in zip(self.slots, (triple.subject, triple.predicate, triple.object), strict=True):
            expected = bindings.setdefault(slot, term) if isinstance(slot, Variable) else slot  # type: ignore[arg-type]
            if expected != term:
                return None
        return bindings


@dataclass(frozen=True, slots=True)
class Call:
    """A function or operator of an expression, by its SPARQL name in upper case, with its arguments."""

    name: str
    arguments: tuple[Expression, ...]

    def variables(self) -> Iterator[Variable]:
        """Yield the variables of all arguments."""
        return (variable for argument in self.arguments for variable in variables_of(argument))

    def replace(self, substitution: Mapping[Variable, Slot]) -> Call:
        """Return the call with its variables replaced."""
        return Call(self.name, tuple(replaced(argument, substitution) for argument in self.arguments))


Expression: TypeAlias = Call | Variable | NamedNode | BlankNode | Literal


def variables_of(expression: Expression) -> Iterator[Variable]:
    """Yield the variables of an expression, each as often as it occurs."""
    if isinstance(expression, Variable):
        yield expression
    elif isinstance(expression, Call):
        yield from expression.variables()


def replaced(expression: Expression, substitution: Mapping[Variable, Slot]) -> Expression:
    """Return the expression with its variables replaced."""
    if isinstance(expression, Variable):
        return substitution.get(expression, expression)
    return expression.replace(substitution) if isinstance(expression, Call) else expression


@dataclass(frozen=True, slots=True)
class Bind:
    """A new name: ``BIND(IRI(CONCAT(...)) AS ?variable)``."""

    variable: Variable
    expression: Call


@dataclass(frozen=True)
class Rule:
    """If the body holds and no filter objects, every atom of the head follows; an empty head is an inconsistency.

    :param name: unique among the rules, short enough to be shown
    :param sentence: English, with ``{variable}`` where a label goes
    :param w3c: the rules of OWL 2 Profiles, section 4.3, that this one is made of; none for a CONSTRUCT query
    :param axioms: the triples of the ontology that it was compiled from
    :param source: the file that it was read from
    """

    name: str
    body: tuple[Atom, ...]
    head: tuple[Atom, ...]
    sentence: str
    filters: tuple[Call, ...] = ()
    binds: tuple[Bind, ...] = ()
    w3c: tuple[str, ...] = ()
    axioms: tuple[Triple, ...] = ()
    source: str | None = None

    @property
    def is_inconsistency(self) -> bool:
        """Whether a match of the body is a contradiction."""
        return not self.head

    def variables(self) -> tuple[Variable, ...]:
        """Return the variables of the body in the order of their first occurrence."""
        return tuple(dict.fromkeys(variable for atom in self.body for variable in atom.variables()))
