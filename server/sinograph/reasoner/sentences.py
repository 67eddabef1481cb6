"""English for rules: what a body and a head say, with slots for the labels of things.

Terms of the ontology are spelled out with their labels when a rule is made; things become slots such as ``{x}``, for
which the reader of a proof puts their labels.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from sinograph.reasoner.rule import OWL, TYPE, Atom, Call, Expression, Rule, Slot, Variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LABELS: Final = (
    NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"),
    NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
)
"""Properties that give labels, best first."""

PHRASES: Final = {
    NamedNode(f"{OWL}sameAs"): "is the same thing as",
    NamedNode(f"{OWL}differentFrom"): "is another thing than",
    NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"): "is called",
    NamedNode("http://www.w3.org/2004/02/skos/core#altLabel"): "is also called",
    NamedNode("http://www.w3.org/2004/02/skos/core#definition"): "is defined as",
    NamedNode("http://www.w3.org/2004/02/skos/core#broader"): "has the broader concept",
    NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom"): "is derived from",
    NamedNode("https://schema.org/about"): "is about",
}
"""Verbs for properties of other vocabularies, whose names are none."""

VERBS: Final = re.compile(r"(is|was|has|had|[a-z]+[^su]s)\b")
"""How the name of a property begins that can stand between subject and object as it is."""

RELATIONS: Final = re.compile(r".+ (at|by|from|in|of|on|to|with)")
"""What the name of a property is like to which ``is`` is added, such as ``developed by``; to others it is ``has``."""

CONDITIONS: Final = {
    "=": "{} equals {}",
    "!=": "{} is not {}",
    "<": "{} is less than {}",
    ">": "{} is more than {}",
    "<=": "{} is at most {}",
    ">=": "{} is at least {}",
    "OWL:DISTINCT": "{} and {} are two names",
    "OWL:DIFFER": "{} and {} are different values",
    "OWL:NOTIN": "{1} is no {0}",
    "OWL:IN": "{1} is a {0}",
}
"""How a filter is said; a function without a row is said as it is written."""


def labels_in(triples: Iterable[Triple]) -> dict[NamedNode, str]:
    """Return the English label of each named subject: ``skos:prefLabel`` before ``rdfs:label``, English before none."""
    found: dict[NamedNode, tuple[int, str]] = {}
    for triple in triples:
        subject, value = triple.subject, triple.object
        if triple.predicate not in LABELS or not isinstance(subject, NamedNode) or not isinstance(value, Literal):
            continue
        if value.language not in ("en", None):
            continue
        rank = LABELS.index(triple.predicate) * 2 + (value.language is None)
        if subject not in found or (rank, value.value) < found[subject]:
            found[subject] = rank, value.value
    return {term: label for term, (_, label) in found.items()}


def label_of(term: object, labels: Mapping[NamedNode, str]) -> str:
    """Return a term's label, or else its local name in words."""
    if isinstance(term, Literal):
        return f"“{_escaped(term.value)}”"
    if isinstance(term, BlankNode):
        return "something unnamed"
    if not isinstance(term, NamedNode):
        return str(term)
    return _escaped(labels.get(term) or words_of(term))


def words_of(node: NamedNode) -> str:
    """Return the end of an IRI in words: ``was derived from`` for ``wasDerivedFrom``, ``ML model`` for ``MLModel``."""
    local = re.split(r"[#/:]", node.value.rstrip("#/"))[-1]
    first, *rest = re.split(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[-_]", local)
    return " ".join([first, *(word if word.isupper() else word.lower() for word in rest)])


def with_article(noun: str) -> str:
    """Put the indefinite article before a noun."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def sentence_of(rule: Rule, labels: Mapping[NamedNode, str]) -> str:
    """Return a sentence for a rule that brings none."""
    reasons = [clause(atom, labels) for atom in rule.body] + [condition(call, labels) for call in rule.filters]
    body = _joined([reason for reason in reasons if reason])
    if rule.is_inconsistency:
        return f"It cannot be that {body}."
    head = _joined([clause(atom, labels) for atom in rule.head])
    return f"{_capital(head)} because {body}." if body else f"{_capital(head)}."


def clause(atom: Atom, labels: Mapping[NamedNode, str]) -> str:
    """Return what an atom says, such as ``{x} is a lab`` or ``{x} uses {y}``."""
    subject, predicate, value = atom.slots
    if predicate == TYPE:
        return f"{_slot(subject, labels)} is {with_article(_slot(value, labels))}"
    verb = verb_of(predicate, labels) if isinstance(predicate, NamedNode) else _slot(predicate, labels)
    return f"{_slot(subject, labels)} {verb} {_slot(value, labels)}"


def verb_of(predicate: NamedNode, labels: Mapping[NamedNode, str]) -> str:
    """Return what stands between subject and object: a label, or a name that is made a verb."""
    if predicate in PHRASES:
        return PHRASES[predicate]
    words = label_of(predicate, labels)
    if predicate in labels or VERBS.match(words):
        return words
    return f"is {words}" if RELATIONS.fullmatch(words) else f"has {words}"


def condition(call: Call, labels: Mapping[NamedNode, str]) -> str:
    """Return what a filter says; nothing for one that only keeps literals out."""
    if call.name == "OWL:RESOURCES":
        return ""
    arguments = [_expression(argument, labels) for argument in call.arguments]
    if call.name in CONDITIONS:
        return CONDITIONS[call.name].format(*arguments)
    return f"{call.name}({', '.join(arguments)})"


def _expression(expression: Expression, labels: Mapping[NamedNode, str]) -> str:
    return condition(expression, labels) if isinstance(expression, Call) else _slot(expression, labels)


def _slot(slot: Slot, labels: Mapping[NamedNode, str]) -> str:
    return f"{{{slot.name}}}" if isinstance(slot, Variable) else label_of(slot, labels)


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _joined(clauses: list[str]) -> str:
    return clauses[0] if len(clauses) == 1 else f"{', '.join(clauses[:-1])} and {clauses[-1]}" if clauses else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
