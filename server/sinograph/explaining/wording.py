"""How terms, triples and steps are said: in English with labels, or with CURIEs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode

from sinograph.namespaces import PREFIXES, expand, sino
from sinograph.passages import EXACT
from sinograph.reasoner.rule import TYPE, Variable
from sinograph.reasoner.sentences import LABELS, verb_of, with_article, words_of
from sinograph.spelling import spell, spell_triple

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from sinograph.explaining.evidence import Witnesses
    from sinograph.explaining.facts import Facts
    from sinograph.reasoner import Derivation, Rule
    from sinograph.reasoner.rule import Bindings
    from sinograph.spelling import Term

GROUPED: Final = re.compile(r"-?[0-9]{5,300}")
"""Numbers that are easier to read in groups of three digits; years are shorter, and Python reads no very long ones."""

NUMBERS: Final = frozenset(expand(f"xsd:{name}") for name in ("integer", "decimal", "nonNegativeInteger"))
STRINGS: Final = frozenset({expand("xsd:string"), expand("rdf:langString")})

REASON: Final = ": "
"""What stands in the sentence of a rule between what it concludes and why."""

GROUP: Final = sino("Group")
PLURALS: Final = {"is": "are", "was": "were", "has": "have", "does": "do", "focuses": "focus"}

QUOTE_LENGTH: Final = 60
"""How long the words may be, in characters, that stand for the name of a passage."""


class Axiom(NamedTuple):
    """What a rule was made of, as a reader of a proof is shown it.

    :param definition: of the term that the axiom is about
    """

    term: NamedNode
    label: str
    definition: str | None


class Wording:
    """Says things in English, or with ``curies`` in the way of Turtle."""

    def __init__(self, facts: Facts, witnesses: Witnesses, *, curies: bool = False) -> None:
        self._facts = facts
        self._witnesses = witnesses
        self.curies = curies
        self._names: dict[NamedNode, str] = {}

    def name(self, term: Term) -> str:
        """Return what a term is called."""
        if self.curies:
            return spell(term)
        if isinstance(term, NamedNode):
            if term not in self._names:
                self._names[term] = self._name(term)
            return self._names[term]
        if isinstance(term, BlankNode):
            return "something unnamed"
        return _literal(term) if isinstance(term, Literal) else str(term)

    def _name(self, node: NamedNode) -> str:
        if label := self.label(node):
            return label
        if node.value.startswith(PREFIXES["passage"]) and (exact := self._facts.values(node, EXACT)):
            words = exact[0].value if isinstance(exact[0], Literal) else ""
            return f"“{words if len(words) <= QUOTE_LENGTH else f'{words[:QUOTE_LENGTH]}…'}”"
        return words_of(node)

    def label(self, node: NamedNode) -> str | None:
        """Return the English label, or None."""
        for predicate in LABELS:
            labels = [label for label in self._facts.values(node, predicate) if isinstance(label, Literal)]
            for language in ("en", None):
                for label in labels:
                    if label.language == language:
                        return label.value
        return None

    def phrase(self, triple: Triple) -> str:
        """Return what a triple says, without a full stop."""
        if self.curies:
            return spell_triple(triple)
        subject, value = self.name(triple.subject), self.name(triple.object)
        if triple.predicate == TYPE:
            return f"{subject} is {with_article(value)}"
        verb = self.verb(triple.predicate)
        return f"{subject} {plural(verb) if self._is_many(triple.subject) else verb} {value}"

    def _is_many(self, term: Term) -> bool:
        """Tell whether a thing is a group with a plural for its name, as ``Western labs`` is."""
        return isinstance(term, NamedNode) and GROUP in self._facts.values(term, TYPE) and self.name(term).endswith("s")

    def verb(self, predicate: NamedNode) -> str:
        """Return what stands between subject and object."""
        label = self.label(predicate)
        return verb_of(predicate, {predicate: label} if label else {})

    def line(self, triple: Triple) -> str:
        """Return what a triple says as it begins a line."""
        return self.phrase(triple) if self.curies else capital(self.phrase(triple))

    def sentence(self, step: Derivation) -> str:
        """Return a step of a proof as a sentence, or with CURIEs what it concludes."""
        if self.curies:
            return self.phrase(step.conclusion)
        said = self.filled(step.rule, step.bindings)
        if said is None:
            return capital(f"{self.phrase(step.conclusion)}.")
        return said if len(step.rule.head) == 1 or _names(step) else capital(f"{self.phrase(step.conclusion)}. {said}")

    def headline(self, triple: Triple, step: Derivation | None) -> str:
        """Return what a triple says as a heading; of what a rule has named, what it says before it gives its reason."""
        if step and _names(step):
            short = replace(step.rule, sentence=step.rule.sentence.partition(REASON)[0])
            return self.filled(short, step.bindings) or self.line(triple)
        return self.line(triple)

    def filled(self, rule: Rule, bindings: Bindings) -> str | None:
        """Return a rule's sentence with the names of things, or None where it cannot be filled in."""
        verbs = {atom.predicate for atom in rule.head if isinstance(atom.predicate, Variable)}
        verbs |= {atom.predicate for atom in rule.body if isinstance(atom.predicate, Variable)}
        said = {
            slot.name: self.verb(term) if slot in verbs and isinstance(term, NamedNode) else self.name(term)
            for slot, term in bindings.items()
        }
        try:
            return capital(rule.sentence.format(**said))
        except (KeyError, ValueError, IndexError):
            return None

    def axioms(self, rule: Rule) -> list[Axiom]:
        """Return what of the ontology a rule was made of: its terms that have names, each with its definition."""
        subjects = [axiom.subject for axiom in rule.axioms]
        atoms = (*rule.head, *rule.body)
        if not any(isinstance(subject, NamedNode) for subject in subjects) and rule.axioms:
            subjects = [atom.object if atom.predicate == TYPE else atom.predicate for atom in atoms]  # type: ignore[misc]
        named = dict.fromkeys(subject for subject in subjects if isinstance(subject, NamedNode))
        return [Axiom(term, self.name(term), self._witnesses.definition(term)) for term in named]


def plural(verb: str) -> str:
    """Return a verb, with what follows it, as it is said of several: ``adopt`` of ``adopts``, ``are`` of ``is``."""
    first, *rest = verb.split(" ")
    return " ".join([PLURALS.get(first) or re.sub("(?<=[^su])s$", "", re.sub("ies$", "ys", first)), *rest])


def _names(step: Derivation) -> bool:
    """Tell whether a step says of something what it is that its rule gave its name: the rule's sentence says it all."""
    known = {slot for atom in step.rule.body for slot in atom.slots}
    named = {slot for slot, term in step.bindings.items() if term == step.conclusion.subject}
    return step.conclusion.predicate == TYPE and bool(step.rule.body) and not named & known


def _literal(literal: Literal) -> str:
    if literal.datatype in STRINGS:
        return f"“{literal.value}”"
    if literal.datatype in NUMBERS and GROUPED.fullmatch(literal.value):
        return f"{int(literal.value):,}"
    return literal.value


def capital(text: str) -> str:
    """Begin a sentence with a capital letter."""
    return text[:1].upper() + text[1:]
