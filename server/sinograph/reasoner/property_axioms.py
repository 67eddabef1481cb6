"""Axioms about properties and about single things (OWL 2 Profiles, tables 4 and 5), each as rules."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode, Triple

from sinograph.reasoner.axioms import Handler, X, Y, Z, draft, member, owl, understood
from sinograph.reasoner.datatypes import is_datatype
from sinograph.reasoner.hierarchy import EQUIVALENT_PROPERTY, SUB_PROPERTY
from sinograph.reasoner.rule import SAME, TYPE, Atom, Call, Rule, Variable
from sinograph.reasoner.schema import INVERSE_OF, RDFS, Schema, UnusableAxiomError

if TYPE_CHECKING:
    from collections.abc import Iterator

DISTINCT: Final = Call("OWL:DISTINCT", (Y, Z))
DIFFER: Final = Call("OWL:DIFFER", (Y, Z))
RESOURCES: Final = Call("OWL:RESOURCES", (Y, Z))
VOCABULARY: Final = frozenset({TYPE, NamedNode(f"{RDFS}subClassOf"), NamedNode(f"{RDFS}subPropertyOf")})
"""Properties that say what the rules are; deriving them would change the rules while they are applied."""


def _domain(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    yield draft("prp-dom", (_of(schema, axiom.subject, X, Y),), member(X, _term(axiom.object)), axiom)


def _range(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    atom = _of(schema, axiom.subject, X, Y)
    range_ = _term(axiom.object)
    if is_datatype(range_):
        wrong = Call("OWL:NOTIN", (understood(range_), Y))
        yield draft(("prp-rng", "dt-not-type"), (atom,), None, axiom, (wrong,))
    else:
        yield draft("prp-rng", (atom,), member(Y, range_), axiom)


def _sub_property(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    yield _copy(schema, "prp-spo1", axiom.subject, axiom.object, axiom)


def _equivalent_property(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    yield _copy(schema, "prp-eqp1", axiom.subject, axiom.object, axiom)
    yield _copy(schema, "prp-eqp2", axiom.object, axiom.subject, axiom)


def _copy(schema: Schema, w3c: str, lower: object, upper: object, axiom: Triple) -> Rule:
    head = _of(schema, upper, X, Y)
    if head.predicate in VOCABULARY:
        raise UnusableAxiomError(
            f"{head.predicate} is a part of RDF's own vocabulary", remedy="do not derive triples of that property"
        )
    return draft(w3c, (_of(schema, lower, X, Y),), head, axiom)


def _inverse(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    if isinstance(axiom.subject, BlankNode):
        return  # an expression, which is compiled where it is used
    one, other = (_of(schema, node, X, Y) for node in (axiom.subject, axiom.object))
    yield draft("prp-inv1", (one,), _of(schema, axiom.object, Y, X), axiom)
    yield draft("prp-inv2", (other,), _of(schema, axiom.subject, Y, X), axiom)


def _disjoint(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    atoms = tuple(_of(schema, node, X, Y) for node in (axiom.subject, axiom.object))
    yield draft("prp-pdw", atoms, None, axiom)


def _all_disjoint(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    for members in schema.objects(_term(axiom.subject), owl("members")):
        for one, other in combinations(schema.items(members), 2):
            atoms = tuple(_of(schema, node, X, Y) for node in (one, other))
            yield draft("prp-adp", atoms, None, axiom)


def _chain(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    steps = schema.items(_term(axiom.object))
    if not steps:
        raise UnusableAxiomError("the chain has no properties", remedy="name at least one property")
    places = [Variable(f"x{number}") for number in range(len(steps) + 1)]
    body = tuple(_of(schema, step, places[number], places[number + 1]) for number, step in enumerate(steps))
    yield draft("prp-spo2", body, _of(schema, axiom.subject, places[0], places[-1]), axiom)


def _functional(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    body = (_of(schema, axiom.subject, X, Y), _of(schema, axiom.subject, X, Z))
    yield draft("prp-fp", body, Atom(Y, SAME, Z), axiom, (DISTINCT, RESOURCES))
    yield draft(("prp-fp", "dt-diff"), body, None, axiom, (DIFFER,))


def _inverse_functional(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    body = (_of(schema, axiom.subject, Y, X), _of(schema, axiom.subject, Z, X))
    yield draft("prp-ifp", body, Atom(Y, SAME, Z), axiom, (DISTINCT, RESOURCES))


def _irreflexive(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    yield draft("prp-irp", (_of(schema, axiom.subject, X, X),), None, axiom)


def _symmetric(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    yield draft("prp-symp", (_of(schema, axiom.subject, X, Y),), _of(schema, axiom.subject, Y, X), axiom)


def _asymmetric(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    yield draft("prp-asyp", tuple(_of(schema, axiom.subject, *ends) for ends in ((X, Y), (Y, X))), None, axiom)


def _transitive(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    body = (_of(schema, axiom.subject, X, Y), _of(schema, axiom.subject, Y, Z))
    yield draft("prp-trp", body, _of(schema, axiom.subject, X, Z), axiom)


def _key(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    properties = schema.items(_term(axiom.object))
    if not properties:
        raise UnusableAxiomError("the key has no properties", remedy="name at least one property")
    values = [Variable(f"k{number}") for number in range(len(properties))]
    body = [member(thing, _term(axiom.subject)) for thing in (Y, Z)]
    for property_, value in zip(properties, values, strict=True):
        body += [_of(schema, property_, Y, value), _of(schema, property_, Z, value)]
    yield draft("prp-key", tuple(body), Atom(Y, SAME, Z), axiom, (DISTINCT, RESOURCES))


def _negative(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    node = _term(axiom.subject)
    for predicate, w3c in ((owl("targetIndividual"), "prp-npa1"), (owl("targetValue"), "prp-npa2")):
        for property_ in schema.objects(node, owl("assertionProperty")):
            for target in schema.objects(node, predicate):
                yield draft(w3c, (schema.property(property_).atom(_term(axiom.object), target),), None, axiom)


def _all_different(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    for predicate, w3c in ((owl("members"), "eq-diff2"), (owl("distinctMembers"), "eq-diff3")):
        for members in schema.objects(_term(axiom.subject), predicate):
            for one, other in combinations(schema.items(members), 2):
                body = () if one == other else (Atom(one, SAME, other),)
                yield draft(w3c, body, None, axiom)


def equality_rules() -> Iterator[Rule]:
    """Yield the rules of difference, which need no axiom (``eq-diff1``)."""
    yield draft("eq-diff1", (Atom(X, SAME, Y), Atom(X, owl("differentFrom"), Y)), None, ())
    yield draft("eq-diff1", (Atom(X, owl("differentFrom"), X),), None, ())


def _of(schema: Schema, node: object, subject: Variable, value: Variable) -> Atom:
    return schema.property(_term(node)).atom(subject, value)


def _term(node: object) -> NamedNode | BlankNode:
    """Narrow the type of a node that was read from a triple."""
    return node  # type: ignore[return-value]


PROPERTY_AXIOMS: Final[dict[NamedNode, Handler]] = {
    NamedNode(f"{RDFS}domain"): _domain,
    NamedNode(f"{RDFS}range"): _range,
    SUB_PROPERTY: _sub_property,
    EQUIVALENT_PROPERTY: _equivalent_property,
    INVERSE_OF: _inverse,
    owl("propertyDisjointWith"): _disjoint,
    owl("propertyChainAxiom"): _chain,
    owl("hasKey"): _key,
    owl("sourceIndividual"): _negative,
}
"""Axioms by the predicate that makes them."""

TYPE_AXIOMS: Final[dict[NamedNode, Handler]] = {
    owl("FunctionalProperty"): _functional,
    owl("InverseFunctionalProperty"): _inverse_functional,
    owl("IrreflexiveProperty"): _irreflexive,
    owl("SymmetricProperty"): _symmetric,
    owl("AsymmetricProperty"): _asymmetric,
    owl("TransitiveProperty"): _transitive,
    owl("AllDisjointProperties"): _all_disjoint,
    owl("AllDifferent"): _all_different,
}
"""Axioms by the class that their subject is said to belong to."""
