"""Class expressions and axioms in words, with links for the terms in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import Literal, NamedNode

from sinograph.languages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sinograph.linked.axioms import Axioms, Value

DEEPEST: Final = 8
"""How deep expressions are told."""

MOST_PARTS: Final = 300
"""How many terms one expression is told with; those that share parts with one another can be very long."""

QUANTIFIERS: Final = (
    ("owl:someValuesFrom", message(" some ")),
    ("owl:allValuesFrom", message(" only ")),
    ("owl:hasValue", " "),
    ("owl:hasSelf", message(" itself ")),
    ("owl:minCardinality", message(" at least ")),
    ("owl:maxCardinality", message(" at most ")),
    ("owl:cardinality", message(" exactly ")),
    ("owl:minQualifiedCardinality", message(" at least ")),
    ("owl:maxQualifiedCardinality", message(" at most ")),
    ("owl:qualifiedCardinality", message(" exactly ")),
)
"""What a restriction says of a property's values, and the words between the two."""

THAT: Final = message(" that ")
AND: Final = message(" and ")
OR: Final = message(" or ")
CONNECTIVES: Final = (("owl:intersectionOf", THAT), ("owl:unionOf", OR), ("owl:oneOf", OR))


class Part(NamedTuple):
    """Some words, and where they lead, if anywhere; those of ours can be said in another language."""

    text: str
    link: str = ""


class Expressions:
    """Tells what an ontology says.

    :param part: writes an IRI as its name with a link
    """

    def __init__(self, axioms: Axioms, part: Callable[[NamedNode], Part]) -> None:
        self._axioms, self._part = axioms, part
        self._left = MOST_PARTS

    def told(self, value: Value) -> list[Part]:
        """Return an IRI, a literal or a class expression as words; ``model that uses mixture of experts``."""
        self._left = MOST_PARTS
        return self._told(value, 0)

    def chain(self, value: Value) -> list[Part]:
        """Return a property chain as words: ``is based in, which is part of``."""
        self._left = MOST_PARTS
        return self._members(value, message(", which "), 0)

    def _told(self, value: Value, depth: int) -> list[Part]:
        self._left -= 1
        if isinstance(value, Literal):
            return [Part(value.value)]
        if isinstance(value, NamedNode):
            return [self._part(value)]
        if depth >= DEEPEST or self._left <= 0:
            return [Part("…")]
        for curie, word in CONNECTIVES:
            if lists := self._axioms.values(value, curie):
                return self._members(lists[0], word, depth + 1)
        for other in self._axioms.values(value, "owl:complementOf"):
            return [Part(message("not ")), *self._told(other, depth + 1)]
        return list(self._restriction(value, depth)) or [Part(message("something"))]

    def _members(self, value: Value, word: str, depth: int) -> list[Part]:
        """Return the members of a list as words, as far as there is room for them."""
        told: list[list[Part]] = []
        for member in self._axioms.members(value):
            if self._left <= 0:
                return _joined([*told, [Part("…")]], word)
            told.append(self._told(member, depth))
        return _joined(told, word)

    def _restriction(self, value: Value, depth: int) -> Iterator[Part]:
        for prop in self._axioms.values(value, "owl:onProperty"):
            for curie, word in QUANTIFIERS:
                for filler in self._axioms.values(value, curie)[: max(0, self._left)]:
                    yield from (*self._told(prop, depth + 1), Part(word))
                    if curie != "owl:hasSelf":
                        yield from self._told(filler, depth + 1)
        for kind in self._axioms.values(value, "owl:onClass"):
            yield from (Part(" "), *self._told(kind, depth + 1))


def _joined(parts: Sequence[list[Part]], word: str) -> list[Part]:
    """Join parts with a word; what follows the first two of a conjunction is joined by "and"."""
    joined: list[Part] = []
    for place, part in enumerate(parts):
        if place:
            joined.append(Part(AND if word == THAT and place > 1 else word))
        joined += part
    return joined
