"""Literals as a store keeps them, in which ``2.50`` has become ``2.5``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from sinograph.namespaces import expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

VALUE = expand("rdf:value")


def stored_forms(literals: Iterable[Literal]) -> dict[Literal, Literal]:
    """Return for each literal what a store makes of it."""
    distinct = list(dict.fromkeys(literals))
    store = Store()
    store.extend(Quad(NamedNode(f"urn:{number}"), VALUE, literal) for number, literal in enumerate(distinct))
    return {distinct[int(quad.subject.value[4:])]: quad.object for quad in store}


def stored_form(literal: Literal) -> Literal:
    """Return what a store makes of a literal."""
    return stored_forms([literal])[literal]


def restated(triple: Triple, forms: Mapping[Literal, Literal]) -> Triple:
    """Return a triple with its literal in another form, where there is one."""
    form = forms.get(triple.object) if isinstance(triple.object, Literal) else None
    return triple if form is None or form == triple.object else Triple(triple.subject, triple.predicate, form)
