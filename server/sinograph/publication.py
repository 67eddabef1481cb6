"""What of all that follows is published: one list, whatever the reasoner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode

from sinograph.namespaces import PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pyoxigraph import Triple

    from sinograph.spelling import Subject

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


def published(conclusions: Iterable[Triple], given: Collection[Triple]) -> set[Triple]:
    """Return the conclusions that are published: those of :func:`is_published` that are not given already."""
    vocabulary = {t.subject for t in given if t.predicate == TYPE and t.object in SCHEMA_CLASSES}
    return {triple for triple in set(conclusions).difference(given) if is_published(triple, vocabulary)}
