"""From a project's files to quads: who says what, each in its named graph."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    Triple,
)
from pyoxigraph import Dataset as QuadSet

from sinograph.namespaces import GRAPH, PREFIXES, expand, sino
from sinograph.quotations import quotations
from sinograph.reading import read_quads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sinograph.project import Project
    from sinograph.spelling import Subject, Term

ONTOLOGY_GRAPH: Final = NamedNode(f"{GRAPH}ontology")
ALIGNMENTS_GRAPH: Final = NamedNode(f"{GRAPH}alignments")
SOURCES_GRAPH: Final = NamedNode(f"{GRAPH}sources")
INFERRED_GRAPH: Final = NamedNode(f"{GRAPH}inferred")
DISPUTES_GRAPH: Final = NamedNode(f"{GRAPH}disputes")

MODALITY: Final = sino("modality")
IS_ASSERTED: Final = sino("isAsserted")
TRUE: Final = Literal(value=True)
TYPE: Final = expand("rdf:type")


@dataclass(frozen=True)
class Dataset:
    """What is said, before anything is concluded from it.

    :param curated: the curators' word: entities, sources, ontology and alignments, each file in a graph of its own
    :param claimed: the documents' word: each fact in the graph that is named after its passage
    :param metadata: about the passages themselves: quotes, places, modality; one graph for each document's folder
    """

    curated: frozenset[Quad]
    claimed: frozenset[Quad]
    metadata: frozenset[Quad]

    @property
    def quads(self) -> Iterator[Quad]:
        """Every statement in its named graph."""
        yield from self.curated
        yield from self.claimed
        yield from self.metadata

    @cached_property
    def modalities(self) -> dict[Subject, Term]:
        """The modality of each passage that has one."""
        said = (quad for quad in self.metadata if quad.predicate == MODALITY)
        return {quad.subject: quad.object for quad in said}

    @cached_property
    def asserting(self) -> frozenset[Term]:
        """The modalities whose passages are asserted: those that the ontology says so of."""
        return frozenset(quad.subject for quad in self.curated if quad.predicate == IS_ASSERTED and quad.object == TRUE)

    @cached_property
    def asserted(self) -> frozenset[Triple]:
        """What is taken to be so, and may be reasoned from.

        The word of the curators, and that of the passages whose modality is an asserted one. What is only expected,
        an opinion or rebutted is not among it, and neither are statements about the passages themselves.
        """
        claims = (quad for quad in self.claimed if self.is_asserted(quad.graph_name))
        return frozenset(quad.triple for part in (self.curated, claims) for quad in part)

    @cached_property
    def asserted_in(self) -> dict[Triple, list[NamedNode]]:
        """Where each triple is asserted: its passages, and the graphs of the curators' files, in the order of IRIs."""
        found: dict[Triple, list[NamedNode]] = defaultdict(list)
        claims = (quad for quad in self.claimed if self.is_asserted(quad.graph_name))
        for quad in (*self.curated, *claims):
            if isinstance(quad.graph_name, NamedNode):
                found[quad.triple].append(quad.graph_name)
        return {triple: sorted(graphs, key=str) for triple, graphs in found.items()}

    def modality_of(self, passage: NamedNode) -> Term | None:
        """Return how the document asserts this passage, or None where it is not said."""
        return self.modalities.get(passage)

    def is_asserted(self, passage: NamedNode | BlankNode | DefaultGraph) -> bool:
        """Tell whether this passage's facts belong to what is asserted; without a modality they do not."""
        return isinstance(passage, NamedNode) and self.modalities.get(passage) in self.asserting

    def publish(self, inferred: Iterable[Triple]) -> set[Quad]:
        """Return the quads of a release.

        The default graph is the merge, without duplicates, of what is asserted, what follows from it and what is said
        about the passages; the named graphs say who said what, one of them what nobody said and yet follows, and one
        what is disputed.
        """
        conclusions = set(inferred)
        merged = self.asserted | conclusions | {quad.triple for quad in self.metadata}
        quads = {quad_of(triple, DefaultGraph()) for triple in merged}
        quads.update(self.quads)
        quads.update(quad_of(triple, graph_of_conclusion(triple)) for triple in conclusions)
        return quads


def quad_of(triple: Triple, graph: NamedNode | DefaultGraph) -> Quad:
    """Return the triple as it stands in a graph."""
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def graph_of_conclusion(triple: Triple) -> NamedNode:
    """Return the graph that a conclusion belongs to: what is disputed has one of its own."""
    is_disputed = isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(PREFIXES["dispute"])
    return DISPUTES_GRAPH if is_disputed else INFERRED_GRAPH


def read_dataset(project: Project) -> Dataset:
    """Read ontology, alignments, sources, entities and claims.

    Blank nodes (the ontology has some) get labels that depend on nothing but the statements, by RDF Dataset
    Canonicalization (https://www.w3.org/TR/rdf-canon/), so that the same project always gives the same quads.

    :raises SinographError: for a file that cannot be read
    """
    curated = QuadSet(quad for path, name in _curated_files(project) for quad in _read_into(path, name))
    curated.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    claimed, metadata = set(), set()
    for path in project.claims:
        about_passages = NamedNode(f"{GRAPH}passages/{path.parent.name}")
        for quad in read_quads(path):
            if isinstance(quad.graph_name, DefaultGraph):
                metadata.add(quad_of(quad.triple, about_passages))
            else:
                claimed.add(quad)
    metadata.update(quotations(metadata))
    return Dataset(frozenset(curated), frozenset(claimed), frozenset(metadata))


def _curated_files(project: Project) -> Iterator[tuple[Path, NamedNode]]:
    yield project.ontology, ONTOLOGY_GRAPH
    if project.alignments.exists():
        yield project.alignments, ALIGNMENTS_GRAPH
    if project.sources.exists():
        yield project.sources, SOURCES_GRAPH
    for path in project.entities:
        yield path, NamedNode(f"{GRAPH}entities/{path.stem}")


def _read_into(path: Path, name: NamedNode) -> Iterator[Quad]:
    """Read a file's triples into the graph of this name."""
    return (quad_of(quad.triple, name) for quad in read_quads(path))
