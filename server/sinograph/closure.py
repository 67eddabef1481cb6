"""What follows from what is asserted: the OWL 2 RL closure together with the project's own rules.

Reasoners are rows of a table, chosen by name; each takes triples and rules and returns all that follows. What of that
is published is decided here, in one place and for all of them alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from owlrl.OWLRL import OWLRL_Semantics
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QueryTriples, Store, Triple
from rdflib import RDF
from rdflib import Literal as RdflibLiteral
from rdflib.namespace import OWL, RDFS

from sinograph.bridge import from_graph, to_graph
from sinograph.dataset import quad_of
from sinograph.errors import SinographError
from sinograph.intervals import infer_intervals
from sinograph.namespaces import PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from sinograph.rules import Rule
    from sinograph.spelling import Subject

ROUNDS: Final = 100
"""How often the rules may build on one another before they are taken to have no end."""


class InconsistencyError(SinographError):
    """What is asserted contradicts itself.

    :param messages: what the reasoner found, one message each
    """

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__(
            f"the graph is inconsistent: {'; '.join(messages)}",
            where="ontology and graph",
            remedy="correct the claim or the entity, or the axiom that forbids it",
        )
        self.messages = tuple(messages)


SCHEMA_PREDICATES: Final = frozenset(
    expand(curie)
    for curie in (
        "rdfs:subClassOf",
        "rdfs:subPropertyOf",
        "rdfs:domain",
        "rdfs:range",
        "owl:disjointWith",
        "owl:equivalentClass",
        "owl:equivalentProperty",
        "owl:inverseOf",
        "owl:propertyDisjointWith",
    )
)
"""Predicates that relate classes and properties to one another: their consequences are used, and not published."""

SCHEMA_CLASSES: Final = frozenset(
    expand(curie)
    for curie in (
        "rdf:Property",
        "rdfs:Class",
        "rdfs:Datatype",
        "owl:AnnotationProperty",
        "owl:AsymmetricProperty",
        "owl:Class",
        "owl:DatatypeProperty",
        "owl:FunctionalProperty",
        "owl:InverseFunctionalProperty",
        "owl:IrreflexiveProperty",
        "owl:ObjectProperty",
        "owl:Ontology",
        "owl:Restriction",
        "owl:SymmetricProperty",
        "owl:TransitiveProperty",
    )
)
"""Classes whose members are the terms of an ontology."""

TRIVIAL_CLASSES: Final = frozenset(expand(c) for c in ("owl:Thing", "owl:NamedIndividual", "rdfs:Resource"))
"""Classes that everything belongs to."""

BUILT_IN: Final = tuple(PREFIXES[prefix] for prefix in ("owl", "rdf", "rdfs", "xsd"))
"""Namespaces whose terms have axiomatic triples."""

TYPE: Final = expand("rdf:type")
SAME_AS: Final = expand("owl:sameAs")


def infer(triples: Collection[Triple], rules: Sequence[Rule], reasoner: str = "owlrl") -> set[Triple]:
    """Return what follows and is published: nothing that is asserted, and nothing that :func:`is_published` leaves out.

    Dates become intervals (see :mod:`sinograph.intervals`) when everything else is known, as a value that came later
    could narrow them; what follows from the intervals comes last.

    :raises InconsistencyError: where the reasoner finds a contradiction
    :raises SinographError: where the rules come to no end, a date is malformed, or no reasoner has this name
    """
    if reasoner not in REASONERS:
        raise SinographError(
            f"no reasoner is called {reasoner!r}", remedy=f"the reasoners are {', '.join(sorted(REASONERS))}"
        )
    close = REASONERS[reasoner]
    known = close(set(triples), rules)
    if intervals := infer_intervals(known) - known:
        known = close(known | intervals, rules)
    vocabulary = {t.subject for t in triples if t.predicate == TYPE and t.object in SCHEMA_CLASSES}
    return {triple for triple in known.difference(triples) if is_published(triple, vocabulary)}


def is_published(triple: Triple, vocabulary: Collection[Subject] = ()) -> bool:
    """Tell whether a conclusion is published. This is the one list of what stays out, whatever the reasoner.

    - what has a blank node: the class expressions of the ontology are not things;
    - that everything is the same as itself, an ``owl:Thing``, an individual or a resource;
    - schema consequences: what follows about the ontology's own terms (its ``vocabulary``) and how they relate;
    - the axiomatic triples of OWL, RDF and RDFS and those about datatypes.

    Literals as subjects are not RDF and never get this far.
    """
    subject, predicate, value = triple.subject, triple.predicate, triple.object
    if not isinstance(subject, NamedNode) or isinstance(value, BlankNode):
        return False
    if predicate == SAME_AS and subject == value:
        return False
    if predicate == TYPE and (value in TRIVIAL_CLASSES or value in SCHEMA_CLASSES):
        return False
    if predicate in SCHEMA_PREDICATES or subject in vocabulary:
        return False
    return not subject.value.startswith(BUILT_IN)


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


def _close_with_owlrl(triples: Iterable[Triple], rules: Sequence[Rule]) -> set[Triple]:
    """Apply the rules and owlrl in turn until neither finds anything new."""
    known = _apply_rules(set(triples), rules)
    while True:
        entailed = known | _owl_closure(known)
        known = _apply_rules(entailed, rules)
        if known == entailed:
            return known


def _owl_closure(triples: Iterable[Triple]) -> set[Triple]:
    graph = to_graph(triples)
    semantics = _Semantics(graph, axioms=False, daxioms=False)
    semantics.closure()
    if semantics.error_messages:
        raise InconsistencyError(sorted(semantics.error_messages))
    return from_graph(graph)


def _apply_rules(triples: set[Triple], rules: Sequence[Rule]) -> set[Triple]:
    """Return the triples and what the rules conclude from them, from that, and so on."""
    if not rules:
        return triples
    store = Store()
    store.extend(quad_of(triple, DefaultGraph()) for triple in triples)
    spellings = _spellings(triples)
    known = set(triples)
    for _ in range(ROUNDS):
        concluded = {triple for rule in rules for triple in _conclusions(rule, store)}
        new = {_respelled(triple, spellings) for triple in concluded} - known
        if not new:
            return known
        known |= new
        store.extend(quad_of(triple, DefaultGraph()) for triple in new)
    raise SinographError(
        f"the rules still find something new after {ROUNDS} rounds",
        where=", ".join(rule.name for rule in rules),
        remedy="make sure that a name that a rule makes with BIND does not feed the same rule",
    )


def _conclusions(rule: Rule, store: Store) -> QueryTriples:
    answer = store.query(rule.text, prefixes=PREFIXES)
    assert isinstance(answer, QueryTriples), "rules are CONSTRUCT queries: read_rule has seen to it"  # noqa: S101
    return answer


def _spellings(triples: Iterable[Triple]) -> dict[Literal, Literal]:
    """Return each literal by the form that the store gives it, in which ``2.50`` has become ``2.5``."""
    literals = sorted({t.object for t in triples if isinstance(t.object, Literal)}, key=str)
    value = expand("rdf:value")
    store = Store()
    store.extend(Quad(NamedNode(f"urn:{number}"), value, literal) for number, literal in enumerate(literals))
    return {quad.object: literals[int(quad.subject.value[4:])] for quad in store}


def _respelled(triple: Triple, spellings: dict[Literal, Literal]) -> Triple:
    if isinstance(triple.object, Literal) and triple.object in spellings:
        return Triple(triple.subject, triple.predicate, spellings[triple.object])
    return triple


REASONERS: Final[dict[str, Callable[[set[Triple], Sequence[Rule]], set[Triple]]]] = {"owlrl": _close_with_owlrl}
"""How to close triples under OWL 2 RL and the rules, by the reasoner's name."""
