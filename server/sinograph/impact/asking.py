"""From what a user gives to passages that are to be withdrawn, or to a triple."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinograph.errors import SinographError
from sinograph.explaining.asking import read_thing, read_triple
from sinograph.explaining.errors import MalformedTermError
from sinograph.explaining.nearest import refusal
from sinograph.namespaces import shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import NamedNode, Triple

    from sinograph.explaining.knowledge import Knowledge
    from sinograph.impact.before import Before

REMEDY = "give passages or documents, such as passage:x, or a triple that holds"


def read_passages(terms: Sequence[str], before: Before) -> list[NamedNode]:
    """Return the passages that are named, and those that are quoted from documents that are named.

    :raises MalformedTermError: where something is neither
    :raises UnknownTermError: where nothing has this IRI or name
    """
    passages: list[NamedNode] = []
    for term in dict.fromkeys(terms):
        node = read_thing(term, before.knowledge)
        found = [node] if before.knowledge.witnesses.quote(node) else before.passages_of(node)
        if not found:
            raise MalformedTermError(f"{shorten(node)} is neither a passage nor a document", remedy=REMEDY)
        passages += found
    return list(dict.fromkeys(passages))


def read_held_triple(terms: Sequence[str], knowledge: Knowledge) -> Triple:
    """Return a triple that holds.

    :raises NotHeldError: where it does not; the error names the nearest that does
    :raises SinographError: where the terms cannot be read
    """
    triple = read_triple(terms, knowledge)
    if not knowledge.facts.holds(triple):
        raise refusal(triple, knowledge)
    return triple


def is_triple(terms: Sequence[str], before: Before) -> bool:
    """Tell whether terms are meant as a triple: three, of which the first is no passage or document."""
    if len(terms) != len(("subject", "property", "object")):
        return False
    try:
        read_passages(terms[:1], before)
    except SinographError:
        return True
    return False
