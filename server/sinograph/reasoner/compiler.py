"""From an ontology to rules: each axiom becomes rules over the few classes and properties that it names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import BlankNode, NamedNode, Triple

from sinograph.namespaces import shorten
from sinograph.reasoner.axioms import Handler, owl
from sinograph.reasoner.class_axioms import CLASS_AXIOMS, CLASS_TYPE_AXIOMS, hierarchy_rules, thing_rules
from sinograph.reasoner.datatypes import is_datatype
from sinograph.reasoner.hierarchy import EQUIVALENT_CLASS, EQUIVALENT_PROPERTY, SUB_CLASS, SUB_PROPERTY
from sinograph.reasoner.property_axioms import PROPERTY_AXIOMS, TYPE_AXIOMS, equality_rules
from sinograph.reasoner.rule import THING, TYPE, Rule, Term, Variable
from sinograph.reasoner.schema import FIRST, RDFS, REST, Schema, UnusableAxiomError
from sinograph.reasoner.sentences import labels_in, sentence_of
from sinograph.reasoner.unfolding import prune, unfold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Set

OUTSIDE: Final = {
    owl("minCardinality"): "OWL 2 RL has no minimum: it never makes up a thing that must exist",
    owl("minQualifiedCardinality"): "OWL 2 RL has no minimum: it never makes up a thing that must exist",
    owl("cardinality"): "OWL 2 RL has no exact number; owl:maxCardinality is the part of it that it can use",
    owl("qualifiedCardinality"): "OWL 2 RL has no exact number; owl:maxQualifiedCardinality is what it can use",
    owl("hasSelf"): "OWL 2 RL has no owl:hasSelf",
    owl("disjointUnionOf"): "OWL 2 RL has no owl:disjointUnionOf; say owl:AllDisjointClasses and rdfs:subClassOf",
    owl("onProperties"): "OWL 2 RL has no restrictions on several properties",
    owl("withRestrictions"): "OWL 2 RL has no facets; use a shape",
    owl("onDatatype"): "OWL 2 RL has no facets; use a shape",
    owl("datatypeComplementOf"): "OWL 2 RL has no complements of datatypes",
}
"""Axioms that are outside OWL 2 RL, by predicate, with the reason."""

OUTSIDE_TYPES: Final = {
    owl("ReflexiveProperty"): "OWL 2 RL has no reflexive properties: everything would be related to itself",
}
"""The same by the class that the axiom's subject is said to belong to."""

NO_CONCLUSION: Final = (
    "OWL 2 RL concludes nothing from it: on the right, some value, a union or an enumeration says that something "
    "exists or is one of several; on the left, only-values, a complement or a maximum needs that nothing else is so"
)

TRIVIAL: Final = frozenset({THING, NamedNode(f"{RDFS}Resource"), NamedNode(f"{RDFS}Literal")})
"""Classes and datatypes that say nothing about what belongs to them."""

SAID: Final = (SUB_CLASS, EQUIVALENT_CLASS, SUB_PROPERTY, EQUIVALENT_PROPERTY, owl("disjointWith"))
"""What can be said of a class or property without a name."""


@dataclass(frozen=True)
class Unused:
    """An axiom that no rule was made of, with the reason."""

    axiom: Triple
    reason: str


class Compiled(NamedTuple):
    """The rules that an ontology became, and the axioms that became none."""

    rules: tuple[Rule, ...]
    unused: tuple[Unused, ...]


def compile_ontology(triples: Iterable[Triple]) -> Compiled:
    """Turn the axioms among the triples into rules (OWL 2 Profiles, section 4.3).

    What the schema rules (table 9) add for things is built in; their conclusions about classes are not rules.
    """
    schema = Schema(triples)
    drafts, unused = _drafts(schema)
    unnamed = _unnamed(schema, drafts)
    if any(atom.predicate == TYPE and atom.object == THING for rule in drafts for atom in rule.body):
        drafts += thing_rules(schema)
    unfolded = unfold(prune(drafts, {*unnamed, THING}), unnamed)
    live = prune(unfolded.rules, {*unnamed, THING})
    labels = labels_in(triple for group in schema.by_predicate.values() for triple in group)
    rules = tuple(_finished(live, labels))
    used = unfolded.repeated.union(*(rule.axioms for rule in rules))
    return Compiled(rules, tuple(_reported(schema, used, unused)))


def _drafts(schema: Schema) -> tuple[list[Rule], dict[Triple, str]]:
    """Return the rules of each axiom, and the axioms that were refused with the reason."""
    drafts = [*equality_rules(), *hierarchy_rules(schema)]
    refused = {axiom: reason for predicate, reason in OUTSIDE.items() for axiom in schema.triples(predicate)}
    refused |= {axiom: reason for class_, reason in OUTSIDE_TYPES.items() for axiom in schema.members(class_)}
    for axiom, handler in _axioms(schema):
        try:
            drafts += handler(schema, axiom)
        except UnusableAxiomError as error:
            refused[axiom] = f"{error.problem} ({error.remedy})" if error.remedy else error.problem
    return drafts, refused


def _axioms(schema: Schema) -> Iterator[tuple[Triple, Handler]]:
    for table in (CLASS_AXIOMS, PROPERTY_AXIOMS):
        for predicate, handler in table.items():
            yield from ((axiom, handler) for axiom in schema.triples(predicate))
    for table in (CLASS_TYPE_AXIOMS, TYPE_AXIOMS):
        for class_, handler in table.items():
            yield from ((axiom, handler) for axiom in schema.members(class_))


def _unnamed(schema: Schema, drafts: Iterable[Rule]) -> list[Term]:
    """Return the classes without a name that no thing is directly said to belong to."""
    found = dict.fromkeys(
        atom.object
        for rule in drafts
        for atom in (*rule.body, *rule.head)
        if atom.predicate == TYPE and isinstance(atom.object, BlankNode)
    )
    mentioned = {triple.object for triple in schema.triples(TYPE)}
    return [class_ for class_ in found if class_ not in mentioned and not isinstance(class_, Variable)]


def _finished(rules: Iterable[Rule], labels: Mapping[NamedNode, str]) -> Iterator[Rule]:
    """Give each rule its name and its sentence."""
    seen: Counter[str] = Counter()
    for rule in rules:
        name = f"{'+'.join(rule.w3c)} {_topic(rule)}".strip()
        seen[name] += 1
        yield replace(
            rule, name=name if seen[name] == 1 else f"{name} ({seen[name]})", sentence=sentence_of(rule, labels)
        )


def _topic(rule: Rule) -> str:
    """Return what a rule is about: the class or property of its head, or else of its body."""
    atoms = rule.head or rule.body
    terms = (atom.object if atom.predicate == TYPE else atom.predicate for atom in atoms)
    return " ".join(dict.fromkeys(shorten(term) for term in terms if isinstance(term, NamedNode)))


def _reported(schema: Schema, used: Set[Triple], refused: Mapping[Triple, str]) -> Iterator[Unused]:
    """Yield each axiom that came to nothing; a part of a larger one is reported as that."""
    parents = _parents(schema)
    reasons = dict(refused)
    for axiom, _ in _axioms(schema):
        if axiom not in used and axiom not in reasons and not _is_trivial(axiom):
            reasons[axiom] = NO_CONCLUSION
    reported: dict[Triple, str] = {}
    for axiom, reason in reasons.items():
        for whole in _wholes(axiom, schema, parents):
            if whole not in reported or reported[whole] == NO_CONCLUSION:
                reported[whole] = reason
    return (Unused(axiom, reason) for axiom, reason in reported.items())


def _is_trivial(axiom: Triple) -> bool:
    """Tell whether an axiom says nothing, or only describes an expression that is compiled where it is used."""
    if axiom.object in TRIVIAL or axiom.subject == axiom.object or is_datatype(axiom.subject):
        return True
    return axiom.predicate == owl("inverseOf") and isinstance(axiom.subject, BlankNode)


def _parents(schema: Schema) -> dict[Term, list[Triple]]:
    """Return the triples that lead to each node without a name."""
    parents: dict[Term, list[Triple]] = {}
    for group in schema.by_predicate.values():
        for triple in group:
            if isinstance(triple.object, BlankNode):
                parents.setdefault(triple.object, []).append(triple)
    return parents


def _wholes(axiom: Triple, schema: Schema, parents: Mapping[Term, list[Triple]]) -> Iterator[Triple]:
    """Yield the axioms that this one is a part of, or else itself: as a rule they are about something with a name."""
    todo, seen = [axiom], {axiom}
    found = False
    while todo:
        part = todo.pop()
        above = _above(part, schema, parents)
        if not above and part.predicate not in (FIRST, REST):
            found = True
            yield part
        new = [triple for triple in above if triple not in seen]
        seen.update(new)
        todo += new
    if not found:
        yield axiom


def _above(part: Triple, schema: Schema, parents: Mapping[Term, list[Triple]]) -> list[Triple]:
    """Return what a part of an expression belongs to: what refers to it, or else what is said of it."""
    node = part.subject
    if not isinstance(node, BlankNode):
        return []
    if part.predicate in SAID:
        return parents.get(node, [])
    said = [Triple(node, predicate, value) for predicate in SAID for value in schema.objects(node, predicate)]
    return parents.get(node, []) + said
