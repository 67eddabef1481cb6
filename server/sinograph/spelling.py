"""How terms are written for people to read: CURIEs and plain values."""

from __future__ import annotations

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from sinograph.namespaces import shorten

Subject = NamedNode | BlankNode | Triple
"""What can stand as a subject."""

Term = Subject | Literal
"""What can stand as an object."""


def spell(term: Term | DefaultGraph | None) -> str:
    """Return a term as messages show it: a CURIE, a literal's value with its language, or ``-`` for no term."""
    match term:
        case None:
            return "-"
        case NamedNode():
            return shorten(term)
        case Literal(language=str(language)):
            return f'"{term.value}"@{language}'
        case Literal():
            return f'"{term.value}"'
        case DefaultGraph():
            return "the default graph"
        case _:
            return str(term)


def spell_triple(triple: Triple) -> str:
    """Return a triple as messages show it."""
    return " ".join(spell(term) for term in (triple.subject, triple.predicate, triple.object))
