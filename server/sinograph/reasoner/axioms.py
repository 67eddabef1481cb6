"""What the two tables of axioms share: short ways to write rules about members of classes and values of properties."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from pyoxigraph import NamedNode, Triple

from sinograph.reasoner.datatypes import is_datatype, is_understood
from sinograph.reasoner.rule import OWL, THING, TYPE, Atom, Call, Rule, Slot, Term, Variable
from sinograph.reasoner.schema import Schema, UnusableAxiomError

Handler: TypeAlias = Callable[[Schema, Triple], Iterator[Rule]]
"""A function that turns an axiom into rules.

:raises UnusableAxiomError: where it is not one of OWL 2 RL
"""

X, Y, Z = (Variable(name) for name in "xyz")


def owl(name: str) -> NamedNode:
    """Return the term of OWL of this name."""
    return NamedNode(f"{OWL}{name}")


def draft(
    w3c: str | tuple[str, ...],
    body: tuple[Atom, ...],
    head: Atom | None,
    axioms: Triple | tuple[Triple, ...],
    filters: tuple[Call, ...] = (),
) -> Rule:
    """Return a rule that has no name and no sentence yet."""
    names = (w3c,) if isinstance(w3c, str) else w3c
    given = axioms if isinstance(axioms, tuple) else (axioms,)
    return Rule("", body, () if head is None else (head,), "", filters, w3c=names, axioms=given)


def member(thing: Slot, class_: Term) -> Atom:
    """Return the atom that says that a thing belongs to a class."""
    return Atom(thing, TYPE, class_)


def belonging(value: Variable, filler: Term) -> tuple[tuple[Atom, ...], tuple[Call, ...]]:
    """Return the atoms and filters that say that a value belongs to a class or datatype; none for owl:Thing.

    :raises UnusableAxiomError: for a datatype whose values are not known
    """
    if filler == THING:
        return (), ()
    if is_datatype(filler):
        return (), (Call("OWL:IN", (understood(filler), value)),)
    return (member(value, filler),), ()


def understood(datatype: Term) -> NamedNode:
    """Return a datatype whose values are known.

    :raises UnusableAxiomError: where they are not
    """
    if not isinstance(datatype, NamedNode) or not is_understood(datatype):
        raise UnusableAxiomError(f"the values of {datatype} are not known", remedy="use a datatype of OWL 2 RL")
    return datatype
