"""Nanopublications: each passage with what it says, where that stands, and who publishes it.

https://nanopub.net/guidelines/working_draft/. The assertion graph has the name that it has in the release: that of the
passage. The other names are the passage's with a fragment, so that all of them lead to the passage. They are no trusty
URIs, which would have to change with every digit of an offset.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple

from sinograph.dataset import TYPE, quad_of
from sinograph.dumps.credits import DATASET, LICENCE, MAKERS
from sinograph.dumps.statements import written
from sinograph.namespaces import expand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sinograph.dumps.contents import Contents

SCHEMA: Final = "http://www.nanopub.org/nschema#"
MAKER: Final = NamedNode(f"{DATASET}#maker")


def write_nanopublications(contents: Contents) -> bytes:
    """Return a nanopublication for each passage that says something, in the order of the passages' IRIs."""
    quads = (quad for passage in contents.passages for quad in nanopublication(contents, passage))
    return written(tuple(quads), RdfFormat.TRIG)


def nanopublication(contents: Contents, passage: NamedNode) -> Iterator[Quad]:
    """Yield the four graphs of a passage's nanopublication: head, assertion, provenance, publication info."""
    head, provenance, info = (_part(passage, name) for name in ("head", "provenance", "publication-info"))
    for graph, triples in (
        (head, _head(passage, provenance, info)),
        (passage, contents.passages[passage]),
        (provenance, contents.description(passage)),
        (info, _publication_info(contents, passage)),
    ):
        yield from (quad_of(triple, graph) for triple in triples)


def name_of(passage: NamedNode) -> NamedNode:
    """Return the name of a passage's nanopublication."""
    return _part(passage, "nanopublication")


def _part(passage: NamedNode, name: str) -> NamedNode:
    return NamedNode(f"{passage.value}#{name}")


def _head(passage: NamedNode, provenance: NamedNode, info: NamedNode) -> list[Triple]:
    name = name_of(passage)
    return [
        Triple(name, TYPE, NamedNode(f"{SCHEMA}Nanopublication")),
        Triple(name, NamedNode(f"{SCHEMA}hasAssertion"), passage),
        Triple(name, NamedNode(f"{SCHEMA}hasProvenance"), provenance),
        Triple(name, NamedNode(f"{SCHEMA}hasPublicationInfo"), info),
    ]


def _publication_info(contents: Contents, passage: NamedNode) -> list[Triple]:
    """Return who published it when, and under which licence; the time is that of the release."""
    name, created = name_of(passage), contents.release.manifest.get("created")
    told = [
        Triple(name, expand("dcterms:creator"), MAKER),
        Triple(name, expand("dcterms:isPartOf"), NamedNode(f"{DATASET}#dataset")),
        Triple(name, expand("dcterms:license"), LICENCE),
        Triple(name, expand("dcat:version"), Literal(contents.release.digest[:16])),
        Triple(MAKER, expand("foaf:name"), Literal(MAKERS)),
    ]
    when = Literal(created, datatype=expand("xsd:dateTime")) if created else None
    return [Triple(name, expand("dcterms:created"), when), *told] if when else told
