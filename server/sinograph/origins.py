"""Where conclusions come from: nodes that stand for a conclusion lead to every passage that their proof rests on.

So a plain query gets a spread of a technique and its evidence in one go. This is a built-in rule, as no SPARQL
CONSTRUCT can speak of proofs.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import Triple

from sinograph.namespaces import expand, sino
from sinograph.reasoner import Atom, Derivation, Rule, Variable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode

    from sinograph.conclusions import Conclusions
    from sinograph.spelling import Subject

TYPE: Final = expand("rdf:type")
DERIVED_FROM: Final = expand("prov:wasDerivedFrom")
PREFERRED: Final = expand("skos:prefLabel")
CLASSES: Final = (sino("TechniqueSpread"), sino("Dispute"))
"""The classes whose members stand for conclusions."""

X, PASSAGE = Variable("x"), Variable("passage")

RULES: Final = {
    cls: Rule(
        name=f"origin of {cls.value.rpartition('#')[2]}",
        body=(Atom(X, TYPE, cls),),
        head=(Atom(X, DERIVED_FROM, PASSAGE),),
        sentence="{x} is derived from {passage}, because what is concluded of it rests on what is said there.",
    )
    for cls in CLASSES
}


def derive_origins(conclusions: Conclusions) -> dict[Triple, Derivation]:
    """Return ``prov:wasDerivedFrom`` from each node that stands for a conclusion to the passages that it rests on."""
    about: dict[Subject, list[Triple]] = defaultdict(list)
    nodes = {(t.subject, t.object) for t in conclusions.triples if t.predicate == TYPE and t.object in RULES}
    members = {node for node, _ in nodes}
    for triple in sorted((triple for triple in conclusions.triples if triple.subject in members), key=str):
        if triple.predicate not in (PREFERRED, DERIVED_FROM):
            about[triple.subject].append(triple)
    return {
        step.conclusion: step
        for node, cls in sorted(nodes, key=str)
        for step in _origins(Triple(node, TYPE, cls), about[node], conclusions)
    }


def _origins(membership: Triple, about: list[Triple], conclusions: Conclusions) -> Iterator[Derivation]:
    """Yield a step for each passage; its premises are the membership, and whatever else it is that rests on it."""
    resting: dict[NamedNode, list[Triple]] = defaultdict(list)
    for triple in about:
        for passage in conclusions.passages([triple]):
            resting[passage].append(triple)
    for passage, triples in resting.items():
        premises = tuple(dict.fromkeys((membership, *triples)))
        bindings = {X: membership.subject, PASSAGE: passage}
        conclusion = Triple(membership.subject, DERIVED_FROM, passage)
        yield Derivation(conclusion, RULES[membership.object], bindings, premises)  # type: ignore[arg-type, index]
