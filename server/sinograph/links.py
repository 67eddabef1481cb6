"""Links between things: both ends exist, and a thing is not linked to itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from sinograph.faults import Fault
from sinograph.namespaces import BASE, expand
from sinograph.spelling import spell, spell_triple

if TYPE_CHECKING:
    from pyoxigraph import Quad, Triple

    from sinograph.dataset import Dataset
    from sinograph.spelling import Subject

TYPE: Final = expand("rdf:type")
PROPERTIES: Final = frozenset(
    expand(curie)
    for curie in (
        "owl:sameAs",
        "rdfs:seeAlso",
        "schema:sameAs",
        "skos:broadMatch",
        "skos:broader",
        "skos:closeMatch",
        "skos:exactMatch",
        "skos:narrowMatch",
        "skos:related",
        "skos:relatedMatch",
    )
)
"""The properties that link a thing to another of ours or to one in another data set."""

_WEB: Final = re.compile(r"https?://[^/\s]+(/\S*)?")


def check_links(dataset: Dataset) -> list[Fault]:
    """Report each link that leads nowhere: to a thing that is not there, to itself, or to what is no web address."""
    typed = {quad.subject for quad in dataset.quads if quad.predicate == TYPE}
    found = ((quad, _problem(quad.triple, typed)) for quad in links(dataset))
    return [
        Fault("error", "links", spell(quad.graph_name), f"{spell_triple(quad.triple)}: {problem}", "correct the link")
        for quad, problem in found
        if problem
    ]


def links(dataset: Dataset) -> list[Quad]:
    """Return the links, in the order of their terms."""
    return sorted((quad for quad in dataset.quads if quad.predicate in PROPERTIES), key=str)


def _problem(link: Triple, typed: set[Subject]) -> str | None:
    if not isinstance(link.object, NamedNode):
        return "a link leads to an IRI"
    if link.object == link.subject:
        return "a thing is not linked to itself"
    if link.object.value.startswith(BASE):
        return None if link.object in typed else f"{spell(link.object)} does not exist"
    return None if _WEB.fullmatch(link.object.value) else "the other end is not the address of a thing on the web"
