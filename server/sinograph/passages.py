"""The claim files: passages of a document, and the facts that each was read to say."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from sinograph.faults import shown
from sinograph.namespaces import expand, natural, shorten, sino
from sinograph.reading import read_quads

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sinograph.project import Project

Term = NamedNode | BlankNode | Literal | Triple

TYPE: Final = expand("rdf:type")
PASSAGE: Final = sino("Passage")
FRAGMENT: Final = sino("Fragment")
DOCUMENT: Final = expand("prov:wasQuotedFrom")
MODALITY: Final = sino("modality")
CONDITION: Final = sino("condition")
NOTE: Final = expand("skos:editorialNote")
HAS_FRAGMENT: Final = sino("hasFragment")
EXACT: Final = expand("oa:exact")
START: Final = expand("oa:start")
END: Final = expand("oa:end")

_OFFSET: Final = re.compile(r"[0-9]{1,15}")
"""A count of characters; no text has more than so many digits can say."""


@dataclass(frozen=True)
class Span:
    """A quoted stretch of a document: ``text[start:end] == exact``.

    :param node: the passage itself, or its fragment
    :param start: an offset in code points, or None where none is written
    :param end: an offset in code points, exclusive, or None where none is written
    """

    node: NamedNode
    exact: str
    start: int | None
    end: int | None


@dataclass(frozen=True)
class Passage:
    """A passage of a document with the facts read from it; what the file leaves out is None or empty."""

    iri: NamedNode
    document: NamedNode | None
    modality: NamedNode | None
    spans: tuple[Span, ...]
    conditions: tuple[NamedNode, ...]
    notes: tuple[str, ...]
    facts: tuple[Triple, ...]
    file: Path

    @cached_property
    def where(self) -> str:
        """The place that messages name: file and passage."""
        return f"{shown(self.file)}: {shorten(self.iri)}"

    @property
    def start(self) -> int | None:
        """Where the passage begins in its document, or None where that is not written."""
        return self.spans[0].start if self.spans else None


@dataclass(frozen=True)
class ClaimFile:
    """One file of claims.

    :param passages: in the order of the file
    :param metadata: the default graph, as it is written
    :param strays: facts in a graph that is named by a blank node, and so in no passage
    """

    path: Path
    passages: tuple[Passage, ...]
    metadata: tuple[Triple, ...]
    strays: tuple[Quad, ...] = ()


def read_claims(project: Project) -> tuple[ClaimFile, ...]:
    """Read every claim file of the project, in the order of their names.

    Faults of structure are left for :func:`sinograph.structure.check_structure` to report.

    :raises MalformedFileError: where a file is not well-formed TriG
    """
    return tuple(read_claim_file(path) for path in project.claims)


def read_claim_file(path: Path) -> ClaimFile:
    """Read one claim file.

    :raises MalformedFileError: where the file is not well-formed TriG
    """
    return claims_of(read_quads(path), path)


def claims_of(quads: Iterable[Quad], path: Path) -> ClaimFile:
    """Sort the quads of a claim file into passages, in the order of their first mention as head or as graph."""
    metadata: list[Triple] = []
    strays: list[Quad] = []
    facts: dict[NamedNode, list[Triple]] = {}
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            facts.setdefault(quad.graph_name, []).append(quad.triple)
        elif isinstance(quad.graph_name, DefaultGraph):
            metadata.append(quad.triple)
            if isinstance(quad.subject, NamedNode) and quad.predicate == TYPE and quad.object == PASSAGE:
                facts.setdefault(quad.subject, [])
        else:
            strays.append(quad)
    heads = Heads(metadata)
    passages = tuple(heads.passage(iri, told, path) for iri, told in facts.items())
    return ClaimFile(path, passages, tuple(metadata), tuple(strays))


class Heads:
    """What the default graph of a claim file says of each passage and fragment."""

    def __init__(self, metadata: Iterable[Triple]) -> None:
        self._values: dict[tuple[Term, NamedNode], list[Term]] = defaultdict(list)
        for subject, predicate, value in metadata:
            self._values[subject, predicate].append(value)

    def passage(self, iri: NamedNode, facts: Sequence[Triple], path: Path) -> Passage:
        """Return the passage of this name; where a value is given twice, the first counts."""
        documents, modalities = self.iris(iri, DOCUMENT), self.iris(iri, MODALITY)
        return Passage(
            iri,
            documents[0] if documents else None,
            modalities[0] if modalities else None,
            self.spans(iri),
            tuple(self.iris(iri, CONDITION)),
            tuple(note.value for note in self.values(iri, NOTE) if isinstance(note, Literal)),
            tuple(facts),
            path,
        )

    def spans(self, iri: NamedNode) -> tuple[Span, ...]:
        """Return the passage's own span, or those of its fragments in the order of their numbers."""
        fragments = sorted(self.iris(iri, HAS_FRAGMENT), key=lambda node: natural(node.value))
        nodes = [iri] if self.values(iri, EXACT) or not fragments else fragments
        spans = (self.span(node) for node in nodes)
        return tuple(span for span in spans if span.exact)

    def span(self, node: NamedNode) -> Span:
        """Return the span of a passage or fragment; its text is empty where none is written."""
        exact = next((value.value for value in self.values(node, EXACT) if isinstance(value, Literal)), "")
        return Span(node, exact, self._offset(node, START), self._offset(node, END))

    def values(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """Return every value, in the order of the file."""
        return self._values.get((subject, predicate), [])

    def iris(self, subject: Term, predicate: NamedNode) -> list[NamedNode]:
        """Return every value that is an IRI, in the order of the file."""
        return [value for value in self.values(subject, predicate) if isinstance(value, NamedNode)]

    def _offset(self, node: NamedNode, predicate: NamedNode) -> int | None:
        offsets = (offset(value) for value in self.values(node, predicate))
        return next((found for found in offsets if found is not None), None)


def offset_of(value: object) -> int:
    """Return the offset that a value gives, or -1 where it gives none: data that are served may say anything."""
    found = offset(value)
    return -1 if found is None else found


def offset(value: object) -> int | None:
    """Return the offset that a value gives, or None where it gives none, such as a negative number."""
    return int(value.value) if isinstance(value, Literal) and _OFFSET.fullmatch(value.value) else None
