"""The closure by owlrl: slow and independent, a second opinion on what the project's own reasoner concludes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from owlrl.OWLRL import OWLRL_Semantics
from pyoxigraph import DefaultGraph, Literal, QueryTriples, Store, Triple
from rdflib import RDF
from rdflib import Literal as RdflibLiteral
from rdflib.namespace import OWL, RDFS

from sinograph.bridge import from_graph, to_graph
from sinograph.canonical import restated, stored_forms
from sinograph.dataset import quad_of
from sinograph.errors import SinographError
from sinograph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sinograph.rules import RuleFile

ROUNDS: Final = 100
"""How often the rules may build on one another before they are taken to have no end."""


class Closed(NamedTuple):
    """All that owlrl knows in the end, and what it says is inconsistent."""

    known: set[Triple]
    complaints: tuple[str, ...]


class _Semantics(OWLRL_Semantics):  # type: ignore[misc]  # owlrl has no types
    """The OWL 2 RL rules of owlrl, without the conclusions that are never published and lead to nothing else.

    That everything is the same as itself makes owlrl apply its replacement rules to every triple in every cycle, each
    time to no effect; literals as subjects are not RDF.
    """

    def store_triple(self, t: tuple[object, object, object]) -> None:
        subject, predicate, value = t
        if isinstance(subject, RdflibLiteral) or (predicate == OWL.sameAs and subject == value):
            return
        if predicate == RDF.type and value in (OWL.Thing, RDFS.Resource):
            return
        super().store_triple(t)


def close(triples: Iterable[Triple], rules: Sequence[RuleFile]) -> Closed:
    """Apply the rules and owlrl in turn until neither finds anything new.

    :raises SinographError: where the rules come to no end
    """
    known = _apply_rules(set(triples), rules)
    while True:
        entailed, complaints = _owl_closure(known)
        applied = _apply_rules(known | entailed, rules)
        if applied == known | entailed:
            return Closed(applied, complaints)
        known = applied


def _owl_closure(triples: Iterable[Triple]) -> Closed:
    graph = to_graph(triples)
    semantics = _Semantics(graph, axioms=False, daxioms=False)
    semantics.closure()
    return Closed(from_graph(graph), tuple(sorted(semantics.error_messages)))


def _apply_rules(triples: set[Triple], rules: Sequence[RuleFile]) -> set[Triple]:
    """Return the triples and what the rules conclude from them, from that, and so on."""
    if not rules:
        return triples
    store = Store()
    store.extend(quad_of(triple, DefaultGraph()) for triple in triples)
    forms = stored_forms(triple.object for triple in triples if isinstance(triple.object, Literal))
    spellings = {stored: literal for literal, stored in sorted(forms.items(), key=str)}
    known = set(triples)
    for _ in range(ROUNDS):
        concluded = {triple for rule in rules for triple in _conclusions(rule, store)}
        new = {restated(triple, spellings) for triple in concluded} - known
        if not new:
            return known
        known |= new
        store.extend(quad_of(triple, DefaultGraph()) for triple in new)
    raise SinographError(
        f"the rules still find something new after {ROUNDS} rounds",
        where=", ".join(rule.name for rule in rules),
        remedy="make sure that a name that a rule makes with BIND does not feed the same rule",
    )


def _conclusions(rule: RuleFile, store: Store) -> QueryTriples:
    answer = store.query(rule.text, prefixes=PREFIXES)
    assert isinstance(answer, QueryTriples), "rules are CONSTRUCT queries: read_rule has seen to it"  # noqa: S101
    return answer
