"""Values that asserted passages give and that do not agree: two for one property, or two for claims of the same key."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pyoxigraph import NamedNode, Triple

from sinograph.assertions import AMOUNTS

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from sinograph.assertions import Assertions, Path
    from sinograph.spelling import Term

T = TypeVar("T")


class Disagreement(NamedTuple):
    """Values that do not agree, each with the passages that give it.

    :param about: the thing that has the values, or the claims that do and what their key names
    :param disputed: the property whose values disagree; None where the sides use several properties
    :param sides: the values, or the claims that have them, in the order of their terms
    :param premises: the triples that give the values, and those that say that they should agree
    :param key: the class of the claims and what they agree in; empty for the values of a property
    """

    about: tuple[NamedNode, ...]
    disputed: NamedNode | None
    sides: tuple[tuple[Term, tuple[NamedNode, ...]], ...]
    premises: tuple[Triple, ...]
    key: tuple[Term, ...] = ()


def value_disagreements(said: Assertions) -> Iterator[Disagreement]:
    """Yield each thing and single-valued property of which asserted passages give values that do not agree."""
    for (subject, prop), values in sorted(said.values.items(), key=str):
        if prop in said.single_valued and isinstance(subject, NamedNode):
            apart = _apart(sorted(values, key=str), said.agree)
            if apart:
                sides = tuple((value, tuple(sorted(values[value], key=str))) for value in apart)
                yield Disagreement((subject,), prop, sides, tuple(Triple(subject, prop, value) for value in apart))


def key_disagreements(said: Assertions) -> Iterator[Disagreement]:
    """Yield the claims of each class that agree in all its keys, and not in their amount."""
    for cls, paths in sorted(said.keys.items(), key=str):
        groups: dict[Hashable, list[NamedNode]] = defaultdict(list)
        for node in said.members(cls):
            groups[tuple(said.signature(node, path) for path in paths)].append(node)
        for nodes in groups.values():
            apart = _apart(nodes, said.claims_agree)
            if apart:
                yield _disagreement(said, cls, paths, apart)


def _disagreement(said: Assertions, cls: NamedNode, paths: Sequence[Path], nodes: Sequence[NamedNode]) -> Disagreement:
    key = [sorted(said.reached(nodes[0], path), key=str) for path in paths]
    things = [term for terms in key for term in terms if isinstance(term, NamedNode) and not said.is_term(term)]
    properties = {prop for node in nodes for prop in AMOUNTS if said.values.get((node, prop))}
    return Disagreement(
        tuple(dict.fromkeys([*things, *nodes])),
        properties.pop() if len(properties) == 1 else None,
        tuple((node, said.witnesses(node)) for node in nodes),
        tuple(triple for node in nodes for triple in said.grounds(node, cls, paths)),
        (cls, *(term for terms in key for term in terms)),
    )


def _apart(values: Sequence[T], agree: Callable[[T, T], bool]) -> list[T]:
    """Return the values that do not agree with some other."""
    return [one for one in values if not all(agree(one, other) for other in values)]
