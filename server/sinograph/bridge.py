"""Terms to and from rdflib, for the two libraries that need it: owlrl and pyshacl.

Literals keep their lexical form: rdflib would otherwise write ``2.50`` as ``2.5``.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib

from sinograph.errors import SinographError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib.term import Node

    from sinograph.spelling import Term

logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # a literal of no value is reported by our own checks

PLAIN = (ox.Literal("").datatype, ox.Literal("", language="en").datatype)
"""The datatypes that rdflib leaves unsaid: ``xsd:string`` and ``rdf:langString``."""


def to_rdflib(term: Term) -> Node:
    """Return the term as rdflib has it.

    :raises SinographError: for a triple term, which rdflib does not know
    """
    match term:
        case ox.NamedNode():
            return rdflib.URIRef(term.value)
        case ox.BlankNode():
            return rdflib.BNode(term.value)
        case ox.Literal():
            datatype = None if term.datatype in PLAIN else rdflib.URIRef(term.datatype.value)
            return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
        case _:
            raise SinographError(
                f"a triple cannot be the object of another here: <<( {term} )>>",
                where="ontology and graph",
                remedy="write it into a passage's graph, and name the passage",
            )


def from_rdflib(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return the rdflib node as pyoxigraph has it.

    :raises TypeError: for a node that is no term of RDF, such as a variable
    """
    match node:
        case rdflib.URIRef():
            return ox.NamedNode(str(node))
        case rdflib.BNode():
            return ox.BlankNode(str(node))
        case rdflib.Literal(language=str(language)):
            return ox.Literal(str(node), language=language)
        case rdflib.Literal(datatype=rdflib.URIRef() as datatype):
            return ox.Literal(str(node), datatype=ox.NamedNode(str(datatype)))
        case rdflib.Literal():
            return ox.Literal(str(node))
        case _:
            raise TypeError(f"not an RDF term: {node!r}")


def from_graph(graph: rdflib.Graph) -> set[ox.Triple]:
    """Return the graph's triples, without those that are no RDF: a reasoner may leave literals as subjects."""
    triples = set()
    for terms in graph:
        subject, predicate, value = (from_rdflib(term) for term in terms)
        if not isinstance(subject, ox.Literal) and isinstance(predicate, ox.NamedNode):
            triples.add(ox.Triple(subject, predicate, value))
    return triples


def to_graph(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """Return an rdflib graph of these triples."""
    graph = rdflib.Graph(bind_namespaces="none")
    for triple in triples:
        graph.add((to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object)))
    return graph
