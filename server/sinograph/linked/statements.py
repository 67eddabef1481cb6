"""A description as RDF: the facts that hold, names of neighbours, and the evidence for each fact.

Formats of quads keep each fact in the named graph of its passage. Formats of triples cannot, so there each fact with a
passage is also an ``rdf:Statement`` (https://www.w3.org/TR/rdf-schema/#ch_reificationvocab) that was derived from its
passages; a statement that is only expected, an opinion or rebutted is described by one without being made.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from sinograph.dataset import quad_of
from sinograph.namespaces import expand, sino

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sinograph.linked.description import Description, Fact
    from sinograph.linked.evidence import Passage

HERE: Final = DefaultGraph()
TYPE: Final = expand("rdf:type")
DERIVED: Final = expand("prov:wasDerivedFrom")
IN_DATASET: Final = expand("void:inDataset")
INTEGER: Final = expand("xsd:integer")


def as_quads(
    description: Description, document: NamedNode, dataset: NamedNode, endpoint: NamedNode, *, named: bool
) -> list[Quad]:
    """Return the quads that describe a thing, what is said of itself first.

    :param document: the IRI of what is written, of which ``foaf:primaryTopic`` is the thing
    :param dataset: the data set that it is from
    :param endpoint: where a query lists what is left out
    :param named: whether named graphs can be written
    """
    order: dict[object, int] = {document: 0, description.thing: 1}

    def place(quad: Quad) -> tuple[int, str]:
        is_statement = str(quad.subject).startswith(f"<{document.value}#")
        return order.get(quad.subject, 3 if is_statement else 2), str(quad)

    rest = (Quad(document, expand("rdfs:seeAlso"), each, HERE) for each in _rest(description, endpoint))
    told = {*_quads(description, document, named=named), *rest, Quad(document, IN_DATASET, dataset, HERE)}
    return sorted(told, key=place)


def _rest(description: Description, endpoint: NamedNode) -> Iterator[NamedNode]:
    """Yield the addresses of all statements by properties of which some are left out."""
    for prop in description.left_out:
        query = f"CONSTRUCT {{ ?thing {prop} {description.thing} }} WHERE {{ ?thing {prop} {description.thing} }}"
        yield NamedNode(f"{endpoint.value}?{urlencode({'query': query})}")


def _quads(description: Description, document: NamedNode, *, named: bool) -> Iterator[Quad]:
    facts = (*description.facts, *description.mentions)
    yield from _header(description, document)
    for fact in facts:
        if fact.holds:
            yield quad_of(fact.triple, HERE)
        if named:
            yield from (quad_of(fact.triple, passage.iri) for passage in fact.passages)
        elif fact.passages:
            yield from _statement(fact, document)
    if named:
        yield from (quad_of(triple, description.thing) for triple in description.said)
    for passage in {passage.iri: passage for fact in facts for passage in fact.passages}.values():
        yield from _passage(passage)
    yield from _names(description)


def _header(description: Description, document: NamedNode) -> Iterator[Quad]:
    yield Quad(document, TYPE, expand("foaf:Document"), HERE)
    yield Quad(document, expand("foaf:primaryTopic"), description.thing, HERE)
    for prop, number in sorted(description.left_out.items(), key=str):
        name = description.naming.of_node(prop)
        words = f"{number:,} more things mention this by {name} ({prop.value}); a query lists them."
        yield Quad(document, expand("rdfs:comment"), Literal(words, language="en"), HERE)


def _statement(fact: Fact, document: NamedNode) -> Iterator[Quad]:
    digest = hashlib.sha256(str(fact.triple).encode()).hexdigest()[:16]
    node = NamedNode(f"{document.value}#statement-{digest}")
    yield Quad(node, TYPE, expand("rdf:Statement"), HERE)
    yield Quad(node, expand("rdf:subject"), fact.triple.subject, HERE)
    yield Quad(node, expand("rdf:predicate"), fact.triple.predicate, HERE)
    yield Quad(node, expand("rdf:object"), fact.triple.object, HERE)
    for passage in fact.passages:
        yield Quad(node, DERIVED, passage.iri, HERE)


def _passage(passage: Passage) -> Iterator[Quad]:
    yield Quad(passage.iri, TYPE, sino("Passage"), HERE)
    yield Quad(passage.iri, sino("modality"), passage.modality, HERE)
    if passage.document:
        yield Quad(passage.iri, expand("prov:wasQuotedFrom"), passage.document, HERE)
    for condition in passage.conditions:
        yield Quad(passage.iri, sino("condition"), condition, HERE)
    for note in passage.notes:
        yield Quad(passage.iri, expand("skos:editorialNote"), note, HERE)
    for quote in passage.quotes:
        node = NamedNode(quote.node)
        if node != passage.iri:
            yield Quad(passage.iri, sino("hasFragment"), node, HERE)
        yield Quad(node, expand("oa:exact"), Literal(quote.exact), HERE)
        for name, offset in (("oa:start", quote.start), ("oa:end", quote.end)):
            if offset >= 0:
                yield Quad(node, expand(name), Literal(str(offset), datatype=INTEGER), HERE)


def _names(description: Description) -> Iterator[Quad]:
    facts = (*description.facts, *description.mentions)
    terms = {term for fact in facts for term in fact.triple if isinstance(term, NamedNode)}
    passages = [passage for fact in facts for passage in fact.passages]
    terms |= {passage.modality for passage in passages} | {each.document for each in passages if each.document}
    for term in sorted(terms - {description.thing}, key=str):
        yield from (quad_of(triple, HERE) for triple in description.naming.triples(term))
