"""Data extension: the values of properties for reconciled things, as columns of a table take them."""

from __future__ import annotations

import math
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from sinograph.linked.asking import rows_about
from sinograph.linked.naming import Naming
from sinograph.lookup.catalogue import PROPERTIES_OF, Terms
from sinograph.lookup.reconciling import VALUES

if TYPE_CHECKING:
    from sinograph.lookup.batch import Extension
    from sinograph.lookup.reconciling import Json, Reconciler

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
WHOLE: Final = frozenset(f"{XSD}{name}" for name in ("integer", "int", "long", "short", "nonNegativeInteger"))
FRACTIONS: Final = frozenset(f"{XSD}{name}" for name in ("decimal", "double", "float"))
RANGES: Final = "SELECT ?node ?range WHERE { VALUES ?node { NODES } ?node rdfs:range ?range }"


def extend(reconciler: Reconciler, asked: Extension) -> Json:
    """Return the values of the properties that are asked for, and what the properties are called.

    :raises LookupRequestError: where one is not a property, or an identifier cannot be one
    """
    identifiers = reconciler.identifiers
    properties = [
        (each, reconciler.properties().get(identifiers.term(each.pid), "property")) for each in asked.properties
    ]
    nodes = {text: identifiers.thing(text) for text in asked.ids}
    held: dict[tuple[object, NamedNode], list[NamedNode | Literal]] = defaultdict(list)
    for term in {term for _, term in properties}:
        for node, value in rows_about(reconciler.engine, nodes.values(), VALUES.replace("PROPERTY", str(term.iri))):
            if isinstance(value, (NamedNode, Literal)):
                held[node, term.iri].append(value)
    objects = {value for values in held.values() for value in values if isinstance(value, NamedNode)}
    naming = Naming.of(reconciler.engine, objects)
    types = _ranges(reconciler, [term.iri for _, term in properties])
    return {
        "meta": [{"id": each.pid, "name": term.name, **types.get(term.iri, {})} for each, term in properties],
        "rows": {
            text: {
                each.pid: [
                    _cell(value, naming, reconciler, names=each.names)
                    for value in sorted(held[node, term.iri], key=str)[: each.limit or None]
                ]
                for each, term in properties
            }
            for text, node in nodes.items()
        },
    }


def propose(reconciler: Reconciler, kind: str, limit: int) -> Json:
    """Return the properties that things of a type have, the most used first."""
    if not kind:
        terms = reconciler.properties().listed
    else:
        node = reconciler.types().get(reconciler.identifiers.term(kind), "type").iri
        terms = Terms.of(reconciler.engine, PROPERTIES_OF.replace("TYPE", str(node))).listed
    ours = reconciler.identifiers.terms
    terms = tuple(sorted(terms, key=lambda term: not term.iri.value.startswith(ours)))  # the others repeat ours
    listed = [{"id": reconciler.identifiers.of_term(term.iri), "name": term.name} for term in terms[:limit]]
    return {**({"type": kind} if kind else {}), "limit": limit, "properties": listed}


def _ranges(reconciler: Reconciler, nodes: list[NamedNode]) -> dict[NamedNode, Json]:
    """Return the type of the values of each property, where the data say it and things are of that type."""
    found: dict[NamedNode, Json] = {}
    for node, kind in rows_about(reconciler.engine, nodes, RANGES):
        if isinstance(node, NamedNode) and isinstance(kind, NamedNode) and (term := reconciler.types().find(kind)):
            found[node] = {"type": {"id": reconciler.identifiers.of_term(kind), "name": term.name}}
    return found


def _cell(value: NamedNode | Literal, naming: Naming, reconciler: Reconciler, *, names: bool) -> dict[str, Any]:
    if isinstance(value, NamedNode) and names:
        return {"str": naming.of_node(value)}
    if isinstance(value, NamedNode):
        return {"id": reconciler.identifiers.of_thing(value), "name": naming.of_node(value)}
    datatype = value.datatype.value
    with suppress(ValueError):  # of that type by its name alone, or of more digits than are read
        if datatype in WHOLE:
            return {"int": int(value.value)}
        if datatype in FRACTIONS and math.isfinite(number := float(value.value)):
            return {"float": number}
    if datatype == f"{XSD}date" and len(value.value) == len("2026-02-11"):
        return {"date": f"{value.value}T00:00:00"}
    if datatype == f"{XSD}dateTime":
        return {"date": value.value}
    return {"str": value.value}
