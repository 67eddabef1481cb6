"""Axioms about classes (OWL 2 Profiles, tables 6 and 7), each as rules.

Classes without a name are treated like others here; :mod:`sinograph.reasoner.unfolding` resolves them away.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode, Triple

from sinograph.reasoner.axioms import Handler, X, Y, Z, belonging, draft, member, owl, understood
from sinograph.reasoner.datatypes import is_datatype
from sinograph.reasoner.hierarchy import (
    ALL,
    EQUIVALENT_CLASS,
    INTERSECTION,
    NOTHING,
    SOME,
    SUB_CLASS,
    UNION,
    VALUE,
    Hierarchy,
)
from sinograph.reasoner.property_axioms import DIFFER, DISTINCT, RESOURCES, _term
from sinograph.reasoner.rule import SAME, THING, Atom, Call, Rule, Term
from sinograph.reasoner.schema import Schema, UnusableAxiomError, number_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def _sub_class(_schema: Schema, axiom: Triple) -> Iterator[Rule]:
    yield draft("cax-sco", (member(X, _term(axiom.subject)),), member(X, _term(axiom.object)), axiom)


def _equivalent_class(_schema: Schema, axiom: Triple) -> Iterator[Rule]:
    one, other = (member(X, _term(node)) for node in (axiom.subject, axiom.object))
    yield draft("cax-eqc1", (one,), other, axiom)
    yield draft("cax-eqc2", (other,), one, axiom)


def _disjoint(_schema: Schema, axiom: Triple) -> Iterator[Rule]:
    yield draft("cax-dw", tuple(member(X, _term(node)) for node in (axiom.subject, axiom.object)), None, axiom)


def _complement(_schema: Schema, axiom: Triple) -> Iterator[Rule]:
    yield draft("cls-com", tuple(member(X, _term(node)) for node in (axiom.subject, axiom.object)), None, axiom)


def _all_disjoint(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    for members in schema.objects(_term(axiom.subject), owl("members")):
        for one, other in combinations(schema.items(members), 2):
            yield draft("cax-adc", (member(X, one), member(X, other)), None, axiom)


def _intersection(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    whole = member(X, _term(axiom.subject))
    items = schema.items(_term(axiom.object))
    conditions = [belonging(X, item) for item in items]
    body = tuple(atom for atoms, _ in conditions for atom in atoms)
    filters = tuple(call for _, calls in conditions for call in calls)
    if items and all(item == THING for item in items):
        body = (member(X, THING),)
    if body:
        yield draft("cls-int1", body, whole, axiom, filters)
    for item in items:
        if not is_datatype(item):
            yield draft("cls-int2", (whole,), member(X, item), axiom)


def _union(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    for item in schema.items(_term(axiom.object)):
        if is_datatype(item):
            raise UnusableAxiomError("OWL 2 RL has no unions of datatypes", remedy="name one datatype")
        yield draft("cls-uni", (member(X, item),), member(X, _term(axiom.subject)), axiom)


def _one_of(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    for item in schema.items(_term(axiom.object)):
        yield draft("cls-oo", (), member(item, _term(axiom.subject)), axiom)


def _some(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    atoms, filters = belonging(Y, _term(axiom.object))
    body = (_restricted(schema, axiom), *atoms)
    w3c = "cls-svf1" if atoms or filters else "cls-svf2"
    yield draft(w3c, body, member(X, _term(axiom.subject)), axiom, filters)


def _all(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    body = (member(X, _term(axiom.subject)), _restricted(schema, axiom))
    filler = _term(axiom.object)
    if is_datatype(filler):
        wrong = Call("OWL:NOTIN", (understood(filler), Y))
        yield draft(("cls-avf", "dt-not-type"), body, None, axiom, (wrong,))
    else:
        yield draft("cls-avf", body, member(Y, filler), axiom)


def _has_value(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    whole = member(X, _term(axiom.subject))
    fact = schema.restricted(_term(axiom.subject)).atom(X, _term(axiom.object))
    yield draft("cls-hv1", (whole,), fact, axiom)
    yield draft("cls-hv2", (fact,), whole, axiom)


def _at_most(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    yield from _bounded(schema, axiom, THING, ("cls-maxc1", "cls-maxc2"))


def _at_most_qualified(schema: Schema, axiom: Triple) -> Iterator[Rule]:
    fillers = schema.objects(_term(axiom.subject), owl("onClass")) + schema.objects(
        _term(axiom.subject), owl("onDataRange")
    )
    if len(fillers) != 1:
        raise UnusableAxiomError(f"the restriction has {len(fillers)} times owl:onClass", remedy="give it exactly one")
    names = ("cls-maxqc2", "cls-maxqc4") if fillers[0] == THING else ("cls-maxqc1", "cls-maxqc3")
    yield from _bounded(schema, axiom, fillers[0], names)


def _bounded(schema: Schema, axiom: Triple, filler: Term, w3c: tuple[str, str]) -> Iterator[Rule]:
    number = number_of(_term(axiom.object))
    whole = member(X, _term(axiom.subject))
    atoms, filters = belonging(Y, filler)
    if number == 0:
        yield draft(w3c[0], (whole, _restricted(schema, axiom), *atoms), None, axiom, filters)
    elif number == 1:
        others, other_filters = belonging(Z, filler)
        on = schema.restricted(_term(axiom.subject))
        body = (whole, on.atom(X, Y), *atoms, on.atom(X, Z), *others)
        calls = (*filters, *other_filters)
        yield draft(w3c[1], body, Atom(Y, SAME, Z), axiom, (*calls, DISTINCT, RESOURCES))
        yield draft((w3c[1], "dt-diff"), body, None, axiom, (*calls, DIFFER))
    else:
        raise UnusableAxiomError(
            f"OWL 2 RL has no maximum of {axiom.object}", remedy="use 0 or 1, or a shape with sh:maxCount"
        )


def _restricted(schema: Schema, axiom: Triple) -> Atom:
    return schema.restricted(_term(axiom.subject)).atom(X, Y)


def hierarchy_rules(schema: Schema) -> Iterator[Rule]:
    """Yield the rules that follow from the order of restrictions, and that nothing is a member of owl:Nothing."""
    for lower, upper, w3c in Hierarchy(schema).restrictions_below():
        if lower.kind == VALUE:
            continue  # cls-hv1, prp-spo1 and cls-hv2 say the same of every thing
        axioms = tuple(dict.fromkeys((*_parts(schema, lower.node), *_parts(schema, upper.node))))
        yield draft((w3c, "cax-sco"), (member(X, lower.node),), member(X, upper.node), axioms)
    yield draft("cls-nothing2", (member(X, NOTHING),), None, ())


def _parts(schema: Schema, node: Term, seen: frozenset[Term] = frozenset()) -> Iterator[Triple]:
    """Yield the axioms that describe a restriction, and those that describe the unnamed ones that it speaks of."""
    for kind in (SOME, ALL, VALUE):
        for filler in schema.objects(node, kind):
            yield Triple(_term(node), kind, filler)
            if isinstance(filler, BlankNode) and filler not in seen:
                yield from _parts(schema, filler, seen | {node, filler})


def thing_rules(schema: Schema) -> Iterator[Rule]:
    """Yield the rules that put every declared class below owl:Thing (``scm-cls``)."""
    for axiom in schema.members(owl("Class")):
        if axiom.subject != THING:
            yield draft(("scm-cls", "cax-sco"), (member(X, _term(axiom.subject)),), member(X, THING), axiom)


CLASS_AXIOMS: Final[dict[NamedNode, Handler]] = {
    SUB_CLASS: _sub_class,
    EQUIVALENT_CLASS: _equivalent_class,
    owl("disjointWith"): _disjoint,
    owl("complementOf"): _complement,
    INTERSECTION: _intersection,
    UNION: _union,
    owl("oneOf"): _one_of,
    SOME: _some,
    ALL: _all,
    VALUE: _has_value,
    owl("maxCardinality"): _at_most,
    owl("maxQualifiedCardinality"): _at_most_qualified,
}
"""Axioms by the predicate that makes them."""

CLASS_TYPE_AXIOMS: Final[dict[NamedNode, Handler]] = {owl("AllDisjointClasses"): _all_disjoint}
"""Axioms by the class that their subject is said to belong to."""
