"""A description: triples that are told one after the other, and written in any format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
from flask import Response
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from sinograph.namespaces import VOCABULARIES

if TYPE_CHECKING:
    from sinograph.engine.formats import Format

PREFIXES: Final[dict[str, str]] = {
    **{
        name: VOCABULARIES[name]
        for name in ("dcat", "dcterms", "foaf", "owl", "prov", "rdf", "rdfs", "schema", "sh", "void", "xsd")
    },
    "formats": "http://www.w3.org/ns/formats/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "spex": "https://purl.expasy.org/sparql-examples/ontology#",
}
"""The prefixes that descriptions are told and written with."""

Node = NamedNode | BlankNode
Value = NamedNode | BlankNode | Literal


def term(curie: str) -> NamedNode:
    """Return the term of a vocabulary that a CURIE stands for."""
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def typed(value: str, datatype: str) -> Literal:
    """Return a literal of a datatype that is given as a CURIE."""
    return Literal(value, datatype=term(datatype))


def english(text: str) -> Literal:
    """Return a text in English."""
    return Literal(text, language="en")


class Description:
    """Triples in the order in which they were told. Equal descriptions are written as equal bytes."""

    def __init__(self) -> None:
        self.triples: list[Triple] = []
        self._nodes = 0

    def node(self) -> BlankNode:
        """Return a new blank node."""
        self._nodes += 1
        return BlankNode(f"b{self._nodes}")

    def say(self, subject: Node, predicate: str, *values: Value | str | int | None) -> None:
        """Tell the values of a property; texts and whole numbers become literals, and None tells nothing."""
        for value in values:
            if value is not None:
                told = Literal(value) if isinstance(value, str | int) else value
                self.triples.append(Triple(subject, term(predicate), told))

    def write(self, form: Format) -> bytes:
        """Write all of it in a format for graphs."""
        if not isinstance(form.writer, RdfFormat):
            raise TypeError(f"{form.name} writes no graphs")
        places = {triple.subject: place for place, triple in reversed(list(enumerate(self.triples)))}
        triples = sorted(self.triples, key=lambda triple: places[triple.subject])
        return ox.serialize(triples, format=form.writer, prefixes=self._prefixes()) or b""

    def _prefixes(self) -> dict[str, str]:
        """Return the prefixes that it uses."""
        terms = {part for triple in self.triples for part in triple}
        terms |= {part.datatype for part in terms if isinstance(part, Literal)}
        iris = [part.value for part in terms if isinstance(part, NamedNode)]
        return {prefix: space for prefix, space in PREFIXES.items() if any(iri.startswith(space) for iri in iris)}

    def response(self, form: Format) -> Response:
        """Return it as a response."""
        return Response(self.write(form), mimetype=form.media_type)
