"""The statements of an ontology, at hand for those who document it: class expressions, lists and axioms."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from sinograph.engine.formats import format_named
from sinograph.namespaces import expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad

    from sinograph.engine.interface import Engine

Node = NamedNode | BlankNode
Value = NamedNode | BlankNode | Literal


class Axioms:
    """Triples by subject and by object; properties are named by CURIEs."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._forward: dict[tuple[object, NamedNode], list[Value]] = defaultdict(list)
        self._backward: dict[tuple[object, NamedNode], list[Node]] = defaultdict(list)
        for quad in quads:
            if isinstance(quad.subject, Node) and isinstance(quad.object, Value):
                self._forward[quad.subject, quad.predicate].append(quad.object)
                self._backward[quad.object, quad.predicate].append(quad.subject)

    @classmethod
    def of(cls, engine: Engine, graphs: Iterable[str]) -> Axioms:
        """Read the graphs of an engine."""
        quads: list[Quad] = []
        for place, graph in enumerate(graphs):
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
            content = engine.query(query, format_named("nt")).content
            quads += parse(content, format=RdfFormat.N_TRIPLES, rename_blank_nodes=bool(place))
        return cls(quads)

    def __bool__(self) -> bool:
        return bool(self._forward)

    def values(self, node: object, *curies: str) -> list[Value]:
        """Return the values of properties, in order."""
        return sorted({value for curie in curies for value in self._forward.get((node, expand(curie)), ())}, key=str)

    def nodes(self, node: object, *curies: str) -> list[NamedNode]:
        """Return those of the values that are IRIs."""
        return [value for value in self.values(node, *curies) if isinstance(value, NamedNode)]

    def texts(self, node: object, *curies: str) -> tuple[Literal, ...]:
        """Return those of the values that are literals, by language."""
        literals = [value for value in self.values(node, *curies) if isinstance(value, Literal)]
        return tuple(sorted(literals, key=lambda literal: (literal.language or "", literal.value)))

    def text(self, node: object, curie: str, language: str = "en") -> str:
        """Return the text in a language, or else in any, or nothing."""
        texts = self.texts(node, curie)
        return next((each.value for each in (*texts, *texts) if each.language in {language, None}), "")

    def subjects(self, value: object, *curies: str) -> list[NamedNode]:
        """Return the IRIs that have a value, in order."""
        found = {node for curie in curies for node in self._backward.get((value, expand(curie)), ())}
        return sorted((node for node in found if isinstance(node, NamedNode)), key=str)

    def all_subjects(self, value: object, curie: str) -> list[Node]:
        """Return the subjects that have a value, those without a name too."""
        return sorted(self._backward.get((value, expand(curie)), ()), key=str)

    def mentioned(self) -> set[NamedNode]:
        """Return every IRI."""
        pairs = [*self._forward, *self._backward]
        return {term for pair in pairs for term in pair if isinstance(term, NamedNode)}

    def members(self, node: object) -> Iterator[Value]:
        """Yield the members of an RDF list."""
        seen = set[object]()
        while node not in seen and (first := self._forward.get((node, expand("rdf:first")))):
            seen.add(node)
            yield first[0]
            node = next(iter(self._forward.get((node, expand("rdf:rest")), ())), None)
