"""Disputes: what asserted passages say and cannot all be so. They are found when a release is built, and published.

There are three kinds: values that do not agree (:mod:`sinograph.disagreements`), an inconsistency that rests on what a
passage says, and a conflict that the curators declare with ``sino:conflictsWith``. Nothing is settled: both sides stay
in the graph, and the dispute names their passages.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from sinograph.assertions import Assertions
from sinograph.dataset import TYPE
from sinograph.disagreements import Disagreement, key_disagreements, value_disagreements
from sinograph.names import Names
from sinograph.namespaces import BASE, PREFIXES, expand, sino
from sinograph.quotations import QUOTATION
from sinograph.reasoner import Atom, Derivation, Rule, Variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import Triple

    from sinograph.conclusions import Conclusions
    from sinograph.dataset import Dataset
    from sinograph.reasoner import Inconsistency
    from sinograph.reasoner.rule import Term

DISPUTE: Final = sino("Dispute")
ABOUT: Final = sino("about")
DISPUTE_ABOUT: Final = sino("disputeAbout")
DISPUTED_PROPERTY: Final = sino("disputedProperty")
DISPUTE_SIDE: Final = sino("disputeSide")
DERIVED_FROM: Final = expand("prov:wasDerivedFrom")
PREFERRED: Final = expand("skos:prefLabel")
CONFLICTS_WITH: Final = sino("conflictsWith")
THINGS: Final = f"{BASE}id/"

IMPOSSIBLE: Final = "These cannot both be: "
"""How the label of an inconsistency begins."""


D, LABEL, THING, PROPERTY, PASSAGE = (Variable(name) for name in ("dispute", "label", "thing", "property", "passage"))
HEAD: Final = (
    Atom(D, TYPE, DISPUTE),
    Atom(D, PREFERRED, LABEL),
    Atom(D, DISPUTE_ABOUT, THING),
    Atom(D, ABOUT, THING),
    Atom(D, DISPUTED_PROPERTY, PROPERTY),
    Atom(D, DISPUTE_SIDE, PASSAGE),
    Atom(D, DERIVED_FROM, PASSAGE),
)
"""What is published of a dispute, with what the ontology concludes from it."""

RULES: Final = {
    kind: Rule(f"dispute of {kind}", (), HEAD, sentence)
    for kind, sentence in {
        "values": "There is a dispute, because what is said here of one property does not agree.",
        "claims": "There is a dispute, because what is said here of the same does not agree.",
        "logic": "There is a dispute, because these cannot be so together.",
        "passages": "There is a dispute, because the curators judge that these passages cannot both hold.",
    }.items()
}
"""The kinds of dispute as rules. What is disputed are the premises of their steps; no rule's body could say it."""


@dataclass(frozen=True)
class Dispute:
    """Statements that cannot all be so.

    :param kind: one of :data:`RULES`
    :param slug: of its IRI; the same as long as it is about the same
    :param label: in English
    :param about: the things concerned
    :param passages: those that take a side
    :param premises: what cannot be so together, or the triple that declares it
    :param disputed: the property whose values disagree, where it is values of one property that do
    """

    kind: str
    slug: str
    label: str
    about: tuple[NamedNode, ...]
    passages: tuple[NamedNode, ...]
    premises: tuple[Triple, ...]
    disputed: NamedNode | None = None

    @property
    def iri(self) -> NamedNode:
        """The name of the dispute."""
        return NamedNode(f"{PREFIXES['dispute']}{self.slug}")

    def steps(self) -> Iterator[Derivation]:
        """Yield what is published of it, each triple with its reason."""
        values: dict[Variable, tuple[Term, ...]] = {
            LABEL: (Literal(self.label, language="en"),),
            THING: self.about,
            PROPERTY: (self.disputed,) if self.disputed else (),
            PASSAGE: self.passages,
        }
        for atom in HEAD:
            variable = atom.object
            options = values[variable] if isinstance(variable, Variable) else (variable,)
            for value in options:
                bindings = {D: self.iri, **({variable: value} if isinstance(variable, Variable) else {})}
                yield Derivation(atom.ground(bindings), RULES[self.kind], bindings, self.premises)


def derive_disputes(conclusions: Conclusions) -> dict[Triple, Derivation]:
    """Return what is published of the disputes among some conclusions, with its reasons."""
    return {step.conclusion: step for dispute in find_disputes(conclusions) for step in dispute.steps()}


def find_disputes(conclusions: Conclusions) -> tuple[Dispute, ...]:
    """Return the disputes, in the order of their names.

    An inconsistency that rests on no passage is none: it fails the build.

    :raises SinographError: where the ontology has a key that is none
    """
    dataset = conclusions.dataset
    names = Names([*(quad.triple for quad in dataset.curated), *conclusions.triples])
    said = Assertions(dataset)
    found = [_of_values(one, names) for one in value_disagreements(said)]
    found += [_of_claims(one, names) for one in key_disagreements(said)]
    for clash in conclusions.inconsistencies:
        if passages := conclusions.passages(clash.premises):
            found.append(_of_inconsistency(clash, passages, names))
    found += _declared(dataset, said)
    return tuple(sorted({dispute.slug: dispute for dispute in found}.values(), key=lambda dispute: dispute.slug))


def _of_values(found: Disagreement, names: Names) -> Dispute:
    (thing,), prop = found.about, found.disputed
    assert prop is not None  # noqa: S101 values are those of a property
    told = " or ".join(names.of(value) for value, _ in found.sides)
    return Dispute(
        "values",
        f"{_slug(thing)}-{_slug(prop)}",
        f"{names.of(thing)} {names.of(prop)}: {told}",
        found.about,
        _passages(found),
        found.premises,
        prop,
    )


def _of_claims(found: Disagreement, names: Names) -> Dispute:
    told = " against ".join(f"“{names.of(claim)}”" for claim, _ in found.sides)
    readable = "-".join(_slug(term) for term in found.key if isinstance(term, NamedNode))
    slug = f"{readable}-{_digest(found.key)}"
    return Dispute("claims", slug, told, found.about, _passages(found), found.premises, found.disputed)


def _passages(found: Disagreement) -> tuple[NamedNode, ...]:
    return tuple(dict.fromkeys(passage for _, passages in found.sides for passage in passages))


def _of_inconsistency(clash: Inconsistency, passages: Sequence[NamedNode], names: Names) -> Dispute:
    terms = [term for premise in clash.premises for term in (premise.subject, premise.object)]
    named = tuple(dict.fromkeys(term for term in terms if isinstance(term, NamedNode)))
    about = tuple(filter(_is_thing, named)) or named
    properties = {premise.predicate for premise in clash.premises}
    premises = sorted(dict.fromkeys(clash.premises), key=str)
    told = " and ".join(names.sentence(premise) for premise in premises)
    readable = "-".join(_slug(thing) for thing in about[:2]) or "terms"
    return Dispute(
        "logic",
        f"{readable}-{_digest(premises)}",
        f"{IMPOSSIBLE}{told}",
        about,
        tuple(sorted(passages, key=str)),
        clash.premises,
        properties.pop() if len(properties) == 1 else None,
    )


def _declared(dataset: Dataset, said: Assertions) -> Iterator[Dispute]:
    """Yield a dispute for each two asserted passages of which the curators say that they conflict."""
    words = {quad.subject: quad.object for quad in dataset.metadata if quad.predicate == QUOTATION}
    named = {quad.subject for quad in dataset.curated if quad.predicate == PREFERRED}
    declared = [quad.triple for quad in dataset.curated if quad.predicate == CONFLICTS_WITH]
    pairs = {_in_order(triple): triple for triple in sorted(declared, key=str) if triple.subject != triple.object}
    for (one, other), triple in sorted(pairs.items(), key=str):
        if isinstance(one, NamedNode) and isinstance(other, NamedNode) and _asserted(dataset, one, other):
            spoken = [{thing for thing in said.spoken_of(side) if _is_thing(thing)} for side in (one, other)]
            either = spoken[0] | spoken[1]
            about = spoken[0] & spoken[1] or either & named or either
            told = " against ".join(f"“{_text(words.get(side, side))}”" for side in (one, other))
            slug = f"{_local(one)}-and-{_local(other)}"
            yield Dispute("passages", slug, told, tuple(sorted(about, key=str)), (one, other), (triple,))


def _in_order(triple: Triple) -> tuple[object, ...]:
    return tuple(sorted((triple.subject, triple.object), key=str))


def _asserted(dataset: Dataset, *passages: NamedNode) -> bool:
    return all(dataset.is_asserted(passage) for passage in passages)


def _is_thing(node: NamedNode) -> bool:
    return node.value.startswith(THINGS)


def _text(term: object) -> str:
    return term.value if isinstance(term, Literal) else str(term)


def _slug(node: NamedNode) -> str:
    """Return the end of an IRI in lower case: a thing with its kind, a term by its words."""
    if _is_thing(node):
        return node.value.removeprefix(THINGS).replace("/", "-")
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", _local(node)).lower()


def _local(node: NamedNode) -> str:
    return re.split("[/#]", node.value)[-1]


def _digest(terms: Iterable[object]) -> str:
    """Return a few letters that tell one group of terms from another."""
    return hashlib.sha256("\n".join(map(str, terms)).encode()).hexdigest()[:8]
