"""Class expressions and axioms in words, with links for the terms in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sinograph.linked.axioms import Axioms, Value

DEEPEST: Final = 8
"""How deep expressions are told."""

QUANTIFIERS: Final = (
    ("owl:someValuesFrom", "some"),
    ("owl:allValuesFrom", "only"),
    ("owl:hasValue", ""),
    ("owl:hasSelf", "itself"),
    ("owl:minCardinality", "at least"),
    ("owl:maxCardinality", "at most"),
    ("owl:cardinality", "exactly"),
    ("owl:minQualifiedCardinality", "at least"),
    ("owl:maxQualifiedCardinality", "at most"),
    ("owl:qualifiedCardinality", "exactly"),
)
"""What a restriction says of a property's values, and the word between the two."""

CONNECTIVES: Final = (("owl:intersectionOf", " that "), ("owl:unionOf", " or "), ("owl:oneOf", " or "))


class Part(NamedTuple):
    """Some words, and where they lead, if anywhere."""

    text: str
    link: str = ""


class Expressions:
    """Tells what an ontology says.

    :param part: writes an IRI as its name with a link
    """

    def __init__(self, axioms: Axioms, part: Callable[[NamedNode], Part]) -> None:
        self._axioms, self._part = axioms, part

    def told(self, value: Value, depth: int = 0) -> list[Part]:
        """Return an IRI, a literal or a class expression as words; ``model that uses mixture of experts``."""
        if isinstance(value, Literal):
            return [Part(value.value)]
        if isinstance(value, NamedNode):
            return [self._part(value)]
        if depth >= DEEPEST:
            return [Part("…")]
        for curie, word in CONNECTIVES:
            if lists := self._axioms.values(value, curie):
                return _joined([self.told(each, depth + 1) for each in self._axioms.members(lists[0])], word)
        for other in self._axioms.values(value, "owl:complementOf"):
            return [Part("not "), *self.told(other, depth + 1)]
        return list(self._restriction(value, depth)) or [Part("something")]

    def chain(self, value: Value) -> list[Part]:
        """Return a property chain as words: ``is based in, which is part of``."""
        return _joined([self.told(each) for each in self._axioms.members(value)], ", which ")

    def _restriction(self, value: Value, depth: int) -> Iterator[Part]:
        for prop in self._axioms.values(value, "owl:onProperty"):
            for curie, word in QUANTIFIERS:
                for filler in self._axioms.values(value, curie):
                    yield from (*self.told(prop, depth + 1), Part(f" {word} " if word else " "))
                    if curie != "owl:hasSelf":
                        yield from self.told(filler, depth + 1)
        for kind in self._axioms.values(value, "owl:onClass"):
            yield from (Part(" "), *self.told(kind, depth + 1))


def _joined(parts: Sequence[list[Part]], word: str) -> list[Part]:
    """Join parts with a word; what follows the first two of a conjunction is joined by "and"."""
    joined: list[Part] = []
    for place, part in enumerate(parts):
        if place:
            joined.append(Part(" and " if word == " that " and place > 1 else word))
        joined += part
    return joined
