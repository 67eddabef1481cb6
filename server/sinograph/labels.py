"""English labels for the nodes that claims need (results, prices, comparisons ...), generated from what they say.

A thing has a name of its own, given by the curators; a claim has none, and a hand-written one would be a statement that
nobody reads against the document. So its label is put together from its properties by one template per class.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from sinograph.namespaces import expand, sino
from sinograph.reasoner import Atom, Derivation, Rule, Variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sinograph.reasoner.rule import Term

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
    "TechniqueSpread": "{technique|throughModel}: {fromLab} to {toLab}",
    "Event": "{a}: {eventAgent|eventObject|restricts|about}",
}
"""What the label of an instance of each class says: ``{p|q}`` is the first of the properties that has a value, ``{^p}``
the subject of which the node is the value, ``{a}`` the label of the node's class. The first class that fits counts."""

PREFERRED: Final = expand("skos:prefLabel")
TYPE: Final = expand("rdf:type")
X, LABEL = Variable("x"), Variable("label")

RULES: Final = {
    name: Rule(
        name=f"label of {name}",
        body=(Atom(X, TYPE, sino(name)),),
        head=(Atom(X, PREFERRED, LABEL),),
        sentence="{x} is called {label}: its label is put together from what is said of it.",
    )
    for name in TEMPLATES
}
"""The templates as rules; the premises of their steps are, beside the body, whatever the template took from."""


class Labeller:
    """Generates the labels that the given triples lack."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._objects: dict[tuple[object, object], list[NamedNode | Literal]] = defaultdict(list)
        self._subjects: dict[tuple[object, object], list[NamedNode]] = defaultdict(list)
        for triple in triples:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, (NamedNode, Literal)):
                self._objects[triple.subject, triple.predicate].append(triple.object)
                self._subjects[triple.predicate, triple.object].append(triple.subject)

    def derive(self) -> dict[Triple, Derivation]:
        """Return an English ``skos:prefLabel``, with its reason, for each instance of :data:`TEMPLATES` without one."""
        found: dict[NamedNode, Derivation] = {}
        for name, template in TEMPLATES.items():
            for node in self._subjects[TYPE, sino(name)]:
                if node not in found and not self._objects[node, PREFERRED]:
                    found[node] = self._step(name, template, node)
        return {step.conclusion: step for step in found.values()}

    def _step(self, name: str, template: str, node: NamedNode) -> Derivation:
        filling = _Filling(self._objects, self._subjects, node, sino(name))
        label = Literal(filling.fill(template), language="en")
        premises = (Triple(node, TYPE, sino(name)), *filling.used)
        bindings: dict[Variable, Term] = {X: node, LABEL: label}
        return Derivation(Triple(node, PREFERRED, label), RULES[name], bindings, tuple(dict.fromkeys(premises)))


class _Filling:
    """Fills a template for a node, and remembers the triples that it took from."""

    def __init__(
        self,
        objects: Mapping[tuple[object, object], list[NamedNode | Literal]],
        subjects: Mapping[tuple[object, object], list[NamedNode]],
        node: NamedNode,
        cls: NamedNode,
    ) -> None:
        self._objects, self._subjects = objects, subjects
        self._node, self._class = node, cls
        self.used: list[Triple] = []

    def fill(self, template: str) -> str:
        """Return the label."""
        parts: list[str] = []
        for text, slot in _slots(template):
            parts.append(text)
            if slot == "a":
                parts.append(self._name(self._class))
            elif slot:
                parts.append(self._value(slot.split("|")))
        return "".join(parts).strip(" :,")

    def _value(self, properties: list[str]) -> str:
        for name in properties:
            facts = self._facts(name)
            if facts:
                self.used += facts.values()
                return ", ".join(sorted(self._name(value) for value in facts))
        return ""

    def _facts(self, name: str) -> dict[NamedNode | Literal, Triple]:
        """Return the values of a property, or of an inverse, each with the triple that says so."""
        node = self._node
        if name.startswith("^"):
            return {
                other: Triple(other, sino(name[1:]), node) for other in self._subjects.get((sino(name[1:]), node), ())
            }
        return {value: Triple(node, sino(name), value) for value in self._objects.get((node, sino(name)), ())}

    def _name(self, term: NamedNode | Literal) -> str:
        if isinstance(term, Literal):
            return term.value
        for label in self._objects.get((term, PREFERRED), ()):
            if isinstance(label, Literal) and label.language == "en":
                self.used.append(Triple(term, PREFERRED, label))
                return label.value
        return term.value.rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def _slots(template: str) -> Iterator[tuple[str, str]]:
    """Split a template into pairs of literal text and the slot that follows it."""
    for chunk in template.split("}"):
        text, _, slot = chunk.partition("{")
        yield text, slot
