"""English labels for the nodes that claims need (results, prices, comparisons ...), generated from what they say.

A thing has a name of its own, given by the curators; a claim has none, and a hand-written one would be a statement that
nobody reads against the document. So its label is put together from its properties by one template per class.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from sinograph.namespaces import expand, sino

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TEMPLATES: Final[dict[str, str]] = {
    "BenchmarkResult": "{ofModel} on {onBenchmark|onTask}: {score} {unit}",
    "CompetitionResult": "{ofModel|about} in {inCompetition}: {award}",
    "MarketFigure": "{observationOf}, {measure}: {statedAs|value|minimum|maximum|status}",
    "Observation": "{observationOf}, {measure}: {statedAs|value|minimum|maximum|status}",
    "Price": "{^hasPrice}, price: {statedAs}",
    "Quantity": "{^trainingCost|about}: {statedAs|value|minimum|maximum}",
    "Comparison": "{comparedItem} compared with {comparedWith}: {outcome}",
    "CausalClaim": "{cause} {causalRelation} {effect}",
    "Assessment": "{about}: “{statedAs}”",
    "Distinction": "{heldBy}: “{statedAs}”",
    "Position": "{positionHolder} at {positionAt}",
    "Event": "{a}: {eventAgent|eventObject|restricts|about}",
}
"""What the label of an instance of each class says: ``{p|q}`` is the first of the properties that has a value, ``{^p}``
the subject of which the node is the value, ``{a}`` the label of the node's class. The first class that fits counts."""

PREFERRED: Final = expand("skos:prefLabel")
TYPE: Final = expand("rdf:type")


class Labeller:
    """Generates the labels that the given triples lack."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._objects: dict[tuple[object, object], list[NamedNode | Literal]] = defaultdict(list)
        self._subjects: dict[tuple[object, object], list[NamedNode]] = defaultdict(list)
        for triple in triples:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, (NamedNode, Literal)):
                self._objects[triple.subject, triple.predicate].append(triple.object)
                self._subjects[triple.predicate, triple.object].append(triple.subject)

    def generate(self) -> Iterator[Triple]:
        """Yield one English ``skos:prefLabel`` for each instance of a class of :data:`TEMPLATES` that has none."""
        done: set[NamedNode] = set()
        for name, template in TEMPLATES.items():
            for node in self._subjects[TYPE, sino(name)]:
                if node in done or self._objects[node, PREFERRED]:
                    continue
                done.add(node)
                yield Triple(node, PREFERRED, Literal(self._fill(template, node, sino(name)), language="en"))

    def _fill(self, template: str, node: NamedNode, cls: NamedNode) -> str:
        parts: list[str] = []
        for text, slot in _slots(template):
            parts.append(text)
            if slot == "a":
                parts.append(self._name(cls))
            elif slot:
                parts.append(self._value(node, slot.split("|")))
        return "".join(parts).strip(" :,")

    def _value(self, node: NamedNode, properties: list[str]) -> str:
        for name in properties:
            values = self._inverse(node, name[1:]) if name.startswith("^") else self._objects[node, sino(name)]
            if values:
                return ", ".join(sorted(self._name(value) for value in values))
        return ""

    def _inverse(self, node: NamedNode, name: str) -> list[NamedNode | Literal]:
        return list(self._subjects[sino(name), node])

    def _name(self, term: NamedNode | Literal) -> str:
        if isinstance(term, Literal):
            return term.value
        for label in self._objects[term, PREFERRED]:
            if isinstance(label, Literal) and label.language == "en":
                return label.value
        return term.value.rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def _slots(template: str) -> Iterator[tuple[str, str]]:
    """Split a template into pairs of literal text and the slot that follows it."""
    for chunk in template.split("}"):
        text, _, slot = chunk.partition("{")
        yield text, slot
