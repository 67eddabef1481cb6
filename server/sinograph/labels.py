"""English labels for the nodes that claims need (results, prices, comparisons ...), generated from what they say.

A thing has a name of its own, given by the curators; a claim has none, and a hand-written one would be a statement that
nobody reads against the document. So its label is put together from its properties by one template per class.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from sinograph.namespaces import expand, sino
from sinograph.reasoner import Atom, Derivation, Rule, Variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sinograph.reasoner.rule import Term

TEMPLATES: Final[dict[str, tuple[str, ...]]] = {
    "BenchmarkResult": (
        "{ofModel} on {onBenchmark|onTask}: {score} {unit}",
        "{ofModel} on {onBenchmark|onTask}: {score}",
        "{ofModel}: {score}",
    ),
    "CompetitionResult": ("{ofModel|about} in {inCompetition}: {award}",),
    "MarketFigure": ("{observationOf}, {measure}: {statedAs|value|minimum|maximum|status}",),
    "Observation": ("{observationOf}, {measure}: {statedAs|value|minimum|maximum|status}",),
    "Price": ("{^hasPrice}, price: {statedAs}",),
    "Quantity": ("{^trainingCost|about}: {statedAs|value|minimum|maximum}",),
    "Comparison": (
        "{comparedItem} compared with {comparedWith} in {measure}: {outcome}",
        "{comparedItem} compared with {comparedWith}: {outcome}",
        "{comparedItem} in {measure}: {outcome}",
        "{comparedItem}: {outcome}",
    ),
    "CausalClaim": ("{cause} {causalRelation} {effect}",),
    "Assessment": ("{about}: “{statedAs}”",),
    "Distinction": ("{heldBy}: “{statedAs}”",),
    "Position": ("{positionHolder} at {positionAt}",),
    "TechniqueSpread": ("{technique}: {fromLab} to {toLab}", "{throughModel}: {fromLab} to {toLab}"),
    "Distillation": ("{teacher} distilled into {student}",),
    "ProductLaunch": ("{eventAgent} launches {eventObject}",),
    "Event": ("{eventAgent}: “{statedAs}”", "{a}: {eventAgent|eventObject|restricts|about}"),
}
"""What the label of an instance of each class says: ``{p|q}`` is the first of the properties that has a value, ``{^p}``
the subject of which the node is the value, ``{a}`` the label of the node's class. The first class that fits counts, and
of its templates the first that has a value for every slot, or else the last."""

MANY: Final = re.compile(r", |[^isu]s$")
"""What tells from its name that a cause is several: a list, or a plural."""

PLURALS: Final = {"is": "are", "does": "do"}

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
        found: dict[Triple, Derivation] = {}
        for name in TEMPLATES:
            steps = [
                self._step(name, node)
                for node in self._subjects[TYPE, sino(name)]
                if not self._objects[node, PREFERRED]
            ]
            for step in steps:  # what is named after one of these, such as the cause of a comparison, comes later
                self._objects[step.conclusion.subject, PREFERRED].append(step.conclusion.object)  # type: ignore[arg-type]
            found |= {step.conclusion: step for step in steps}
        return found

    def _step(self, name: str, node: NamedNode) -> Derivation:
        for template in TEMPLATES[name]:
            filling = _Filling(self._objects, self._subjects, node, sino(name))
            label = Literal(filling.fill(template), language="en")
            if filling.is_full:
                break
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
        self.is_full = True

    def fill(self, template: str) -> str:
        """Return the label."""
        parts: list[str] = []
        for text, slot in _slots(template):
            parts.append(text)
            if slot == "a":
                parts.append(self._name(self._class))
            elif slot == "causalRelation":
                parts.append(agreeing(self._value([slot]), "".join(parts).strip()))
            elif slot:
                parts.append(self._value(slot.split("|")))
        return "".join(parts).strip(" :,")

    def _value(self, properties: list[str]) -> str:
        for name in properties:
            facts = self._facts(name)
            if facts:
                self.used += facts.values()
                return ", ".join(sorted(self._name(value) for value in facts))
        self.is_full = False
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


def agreeing(verb: str, subject: str) -> str:
    """Return an English verb, such as ``drives`` or ``is not required for``, as it stands after several things."""
    first, space, rest = verb.partition(" ")
    if not MANY.search(subject):
        return verb
    return f"{PLURALS.get(first, first.removesuffix('s'))}{space}{rest}"


def _slots(template: str) -> Iterator[tuple[str, str]]:
    """Split a template into pairs of literal text and the slot that follows it."""
    for chunk in template.split("}"):
        text, _, slot = chunk.partition("{")
        yield text, slot
