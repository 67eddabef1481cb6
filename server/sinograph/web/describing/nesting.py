"""A description as JSON-LD that people can read: one tree, from the thing that it is about."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from sinograph.namespaces import shorten
from sinograph.web.describing.description import PREFIXES, term

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sinograph.web.describing.description import Description, Node, Value

_SCHEMA: Final = PREFIXES["schema"]
_PLAIN: Final[Mapping[str, type]] = {"integer": int, "string": str}
"""Datatypes that JSON has itself."""


def nest(description: Description, root: Node) -> dict[str, Any]:
    """Return as a JSON-LD object what a description tells of a thing, and of all that this leads to.

    Each blank node must be mentioned once, in the order in which they are told.

    Terms of schema.org have no prefix, because search engines know them so; the context is in it, so that nothing needs
    to be fetched.
    """
    told: dict[Node, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in description.triples:
        told[subject][predicate.value].append(value)
    tree = _tree(root, told)
    used = {key.partition(":")[0] for key in _keys(tree) if ":" in key}
    context = {"@vocab": _SCHEMA, **{prefix: space for prefix, space in PREFIXES.items() if prefix in used}}
    return {"@context": context, **tree}


def _tree(node: Node, told: dict[Node, dict[str, list[Value]]]) -> dict[str, Any]:
    """Return what is told of a node, and take it out of ``told``: it stands where it is first mentioned."""
    tree: dict[str, Any] = {} if isinstance(node, BlankNode) else {"@id": node.value}
    for predicate, values in told.pop(node).items():
        if predicate == term("rdf:type").value:
            tree["@type"] = _one([_name(value.value) for value in values])
        else:
            tree[_name(predicate)] = _one([_value(value, told) for value in values])
    return tree


def _value(value: Value, told: dict[Node, dict[str, list[Value]]]) -> Any:
    if isinstance(value, Literal):
        return _literal(value)
    return _tree(value, told) if value in told else {"@id": value.value}


def _literal(literal: Literal) -> Any:
    if literal.language:
        return {"@value": literal.value, "@language": literal.language}
    kind = literal.datatype.value.removeprefix(PREFIXES["xsd"])
    if kind == "boolean":
        return literal.value == "true"
    if kind in _PLAIN:
        return _PLAIN[kind](literal.value)
    return {"@value": literal.value, "@type": _name(literal.datatype.value)}


def _name(iri: str) -> str:
    if iri.startswith(_SCHEMA):
        return iri.removeprefix(_SCHEMA)
    return shorten(NamedNode(iri), PREFIXES).strip("<>")


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _keys(tree: Any) -> set[str]:
    """Return every key and every value of ``@type`` in a tree."""
    if isinstance(tree, dict):
        kinds = tree.get("@type", [])
        return set(tree).union({kinds} if isinstance(kinds, str) else kinds, *map(_keys, tree.values()))
    return set().union(*map(_keys, tree)) if isinstance(tree, list) else set()
