"""Who says so: the passages with their quotes, and the files of the curators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from pyoxigraph import Literal, NamedNode

from sinograph.conclusions import rank_of
from sinograph.dataset import IS_ASSERTED, MODALITY, ONTOLOGY_GRAPH, TRUE
from sinograph.namespaces import GRAPH, PREFIXES, expand, natural
from sinograph.passages import CONDITION, DOCUMENT, END, EXACT, HAS_FRAGMENT, NOTE, START, offset_of

if TYPE_CHECKING:
    from pyoxigraph import Store, Triple

    from sinograph.explaining.facts import Facts

FILES: Final = {
    f"{GRAPH}ontology": "ontology/sinograph.ttl",
    f"{GRAPH}alignments": "ontology/alignments.ttl",
    f"{GRAPH}sources": "graph/sources.ttl",
}
"""The files of the curators beside those in ``graph/entities``, by their graphs."""

ENTITIES: Final = f"{GRAPH}entities/"
RECORDS: Final = f"{GRAPH}passages/"
DEFINITION: Final = expand("skos:definition")
TITLE: Final = expand("dcterms:title")


@dataclass(frozen=True)
class Stretch:
    """A quoted stretch of a document; ``end`` is exclusive, both count code points, and -1 is not known."""

    exact: str
    start: int
    end: int


@dataclass(frozen=True)
class Quote:
    """A passage that says it.

    :param modality: how the document says it
    :param is_asserted: whether what is said so counts as said
    :param title: of the document, where it is known
    """

    passage: NamedNode
    document: NamedNode | None
    stretches: tuple[Stretch, ...]
    modality: NamedNode | None
    is_asserted: bool
    conditions: tuple[NamedNode, ...]
    notes: tuple[str, ...]
    title: str = ""

    @property
    def slug(self) -> str:
        """The document's short name."""
        return "" if self.document is None else self.document.value.removeprefix(PREFIXES["document"])


@dataclass(frozen=True)
class Word:
    """The word of the curators, in one of their files.

    :param is_record: whether it is not about things but about a passage: where it stands, how it is to be read
    :param definition: of the subject, where that is a term of the ontology
    """

    graph: NamedNode
    file: str
    is_record: bool = False
    definition: str | None = None


Evidence: TypeAlias = Quote | Word


class Witnesses:
    """Finds who says what in a release.

    :param store: with the named graphs of a release
    """

    def __init__(self, store: Store, facts: Facts) -> None:
        self._store = store
        self._facts = facts
        self._asserting = {triple.subject for triple in facts.match(None, IS_ASSERTED, TRUE)}
        heads = (triple for predicate in (MODALITY, DOCUMENT) for triple in facts.match(None, predicate, None))
        self._passages = frozenset(triple.subject for triple in heads)
        self._quotes: dict[NamedNode, Quote | None] = {}

    def is_asserted(self, triple: Triple) -> bool:
        """Tell whether a passage or a curator says so, and it may be reasoned from."""
        return any(self._asserts(graph) for graph in self._graphs(triple))

    def rank(self, triple: Triple) -> int:
        """Return how sure a triple is by the surest of those who say so; see :func:`rank_of`."""
        quotes = (self.quote(graph) for graph in self._graphs(triple) if self._asserts(graph))
        return min((rank_of(quote.modality if quote else None) for quote in quotes), default=0)

    def evidence(self, triple: Triple) -> tuple[Evidence, ...]:
        """Return everyone who says so: passages in the order of their documents, the surest first; then curators."""
        found = [self._evidence(graph, triple) for graph in self._graphs(triple)]
        quotes = [each for each in found if isinstance(each, Quote) and each.is_asserted]
        words = [each for each in found if isinstance(each, Word)]
        return (*sorted(quotes, key=_order), *sorted(words, key=lambda word: (word.is_record, word.file)))

    def unasserted(self, triple: Triple) -> tuple[Quote, ...]:
        """Return the passages that speak of it without asserting it: as expected, as an opinion, to rebut it."""
        found = [self._evidence(graph, triple) for graph in self._graphs(triple)]
        return tuple(sorted((q for q in found if isinstance(q, Quote) and not q.is_asserted), key=_order))

    def quote(self, passage: NamedNode) -> Quote | None:
        """Return a passage, or None for what is none, of which nothing is kept: whoever asks may name anything."""
        if passage not in self._passages:
            return None
        if passage not in self._quotes:
            self._quotes[passage] = self._read(passage)
        return self._quotes[passage]

    def _graphs(self, triple: Triple) -> list[NamedNode]:
        quads = self._store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        return [quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)]

    def _asserts(self, graph: NamedNode) -> bool:
        if graph.value.startswith(GRAPH):
            return graph.value.startswith(ENTITIES) or graph.value in FILES
        quote = self.quote(graph)
        return quote is not None and quote.is_asserted

    def _evidence(self, graph: NamedNode, triple: Triple) -> Evidence | None:
        name = graph.value
        if name.startswith(ENTITIES):
            return Word(graph, f"graph/entities/{name.removeprefix(ENTITIES)}.ttl")
        if name in FILES:
            is_term = graph == ONTOLOGY_GRAPH and isinstance(triple.subject, NamedNode)
            return Word(graph, FILES[name], definition=self.definition(triple.subject) if is_term else None)  # type: ignore[arg-type]
        if name.startswith(RECORDS):
            return Word(graph, f"graph/claims/{name.removeprefix(RECORDS)}", is_record=True)
        return None if name.startswith(GRAPH) else self.quote(graph)

    def definition(self, term: NamedNode) -> str | None:
        """Return the English definition of a term."""
        values = self._facts.values(term, DEFINITION)
        return next((v.value for v in values if isinstance(v, Literal) and v.language in ("en", None)), None)

    def _read(self, passage: NamedNode) -> Quote | None:
        values = self._facts.values
        modality = next((v for v in values(passage, MODALITY) if isinstance(v, NamedNode)), None)
        document = next((v for v in values(passage, DOCUMENT) if isinstance(v, NamedNode)), None)
        if modality is None and document is None:
            return None
        parts = (node for node in values(passage, HAS_FRAGMENT) if isinstance(node, NamedNode))
        fragments = sorted(parts, key=lambda node: natural(node.value))
        nodes = [passage] if values(passage, EXACT) or not fragments else fragments
        return Quote(
            passage,
            document,
            tuple(stretch for node in nodes if (stretch := self._stretch(node))),
            modality,
            modality in self._asserting,
            tuple(v for v in values(passage, CONDITION) if isinstance(v, NamedNode)),
            tuple(v.value for v in values(passage, NOTE) if isinstance(v, Literal)),
            next((_text(title) for title in values(document, TITLE)), "") if document else "",
        )

    def _stretch(self, node: NamedNode) -> Stretch | None:
        exact, start, end = (next(iter(self._facts.values(node, name)), None) for name in (EXACT, START, END))
        return Stretch(words, offset_of(start), offset_of(end)) if (words := _text(exact)) else None


def _text(term: object) -> str:
    return term.value if isinstance(term, Literal) else ""


def _order(quote: Quote) -> tuple[int, str, int, str]:
    start = quote.stretches[0].start if quote.stretches else 0
    return rank_of(quote.modality), quote.slug, start, quote.passage.value
