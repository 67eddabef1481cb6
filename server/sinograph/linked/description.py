"""A concise bounded description of a thing: its facts, what mentions it, and who says each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from sinograph.linked.asking import is_so, rows, rows_about
from sinograph.linked.evidence import read_passages
from sinograph.linked.naming import Naming
from sinograph.namespaces import GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sinograph.engine.interface import Engine
    from sinograph.languages import Language
    from sinograph.linked.asking import Row
    from sinograph.linked.evidence import Passage

MOST_FACTS: Final = 2000
"""How many facts of a thing, and of a passage, are described."""

MOST_LINKS: Final = 50
"""How many things are listed for each property by which they mention a thing."""

MOST_PROPERTIES: Final = 100
"""How many such properties are listed."""

INFERRED: Final = NamedNode(f"{GRAPH}inferred")

FACTS: Final = f"SELECT ?p ?o WHERE {{ THING ?p ?o }} LIMIT {MOST_FACTS}"
SOURCES: Final = f"SELECT ?p ?o ?g WHERE {{ GRAPH ?g {{ THING ?p ?o }} }} LIMIT {4 * MOST_FACTS}"
COUNTS: Final = "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p THING } GROUP BY ?p ORDER BY ?p"
LINKS: Final = f"{{ SELECT ?s ?p WHERE {{ VALUES ?p {{ PROPERTY }} ?s ?p THING }} LIMIT {MOST_LINKS} }}"
LINK_SOURCES: Final = "SELECT ?s ?p ?g WHERE { VALUES ?s { NODES } GRAPH ?g { ?s ?p THING } }"
MENTIONS: Final = f"""
SELECT ?s ?p ?g
WHERE {{ GRAPH ?g {{ ?s ?p THING }} ?g a sino:Passage . FILTER NOT EXISTS {{ ?s ?p THING }} }}
LIMIT {MOST_LINKS}"""
IS_KNOWN: Final = """
ASK {
  { THING ?p ?o FILTER(isIRI(?o) || isLiteral(?o)) }
  UNION { ?s ?p THING FILTER(isIRI(?s)) }
  UNION { GRAPH ?g { THING ?p ?o } FILTER(isIRI(?g) && (isIRI(?o) || isLiteral(?o))) }
  UNION { GRAPH ?g { ?s ?p THING } ?g a sino:Passage FILTER(isIRI(?s) && isIRI(?g)) }
  UNION { GRAPH THING { ?s ?p ?o } FILTER(isIRI(?s) && (isIRI(?o) || isLiteral(?o))) }
}"""
"""Whether there is anything to describe."""

SAID: Final = f"SELECT ?s ?p ?o WHERE {{ GRAPH THING {{ ?s ?p ?o }} }} LIMIT {MOST_FACTS}"


@dataclass(frozen=True)
class Fact:
    """A statement and who makes it.

    :param holds: whether it is asserted or follows, rather than being only expected, an opinion or rebutted
    :param inferred: whether it is nobody's word but follows from others'
    :param curators: the named graphs of the curators that say it
    """

    triple: Triple
    holds: bool
    inferred: bool
    passages: tuple[Passage, ...]
    curators: tuple[NamedNode, ...]


@dataclass(frozen=True)
class Description:
    """What is known of a thing.

    :param left_out: for each property how many of the things that mention it by that are not listed
    :param said: what a passage says, where the thing is one
    """

    thing: NamedNode
    facts: tuple[Fact, ...]
    mentions: tuple[Fact, ...]
    left_out: Mapping[NamedNode, int]
    said: tuple[Triple, ...]
    naming: Naming

    def speaking(self, language: Language) -> Description:
        """Return the same with names of another language."""
        return replace(self, naming=self.naming.speaking(language))


def is_known(engine: Engine, thing: NamedNode) -> bool:
    """Tell whether :func:`describe` has something to say of a thing, without reading it."""
    return is_so(engine, IS_KNOWN.replace("THING", str(thing)))


def describe(engine: Engine, thing: NamedNode) -> Description | None:
    """Describe a thing, or return None where nothing is known of it."""
    facts = _Statements()
    for prop, value in _ask(engine, thing, FACTS):
        facts.hold(_triple(thing, prop, value))
    for prop, value, graph in _ask(engine, thing, SOURCES):
        facts.say(_triple(thing, prop, value), graph)
    mentions, left_out = _mentions(engine, thing)
    said = tuple(triple for row in _ask(engine, thing, SAID) if (triple := _triple(*row)))
    if not (facts or mentions or said):
        return None
    passages = read_passages(engine, facts.graphs | mentions.graphs)
    known = [*facts.listed(passages), *mentions.listed(passages)]
    naming = Naming.of(engine, {thing, *_nodes([*(fact.triple for fact in known), *said], passages.values())})
    return Description(thing, tuple(facts.listed(passages)), tuple(mentions.listed(passages)), left_out, said, naming)


class _Statements:
    """Collects triples, whether they hold, and the graphs that have them."""

    def __init__(self) -> None:
        self._graphs: dict[Triple, set[NamedNode]] = defaultdict(set)
        self._held: set[Triple] = set()

    def __bool__(self) -> bool:
        return bool(self._graphs)

    @property
    def graphs(self) -> set[NamedNode]:
        return {graph for graphs in self._graphs.values() for graph in graphs}

    def hold(self, triple: Triple | None) -> None:
        if triple is not None:
            self._held.add(triple)
            self._graphs.setdefault(triple, set())

    def say(self, triple: Triple | None, graph: object) -> None:
        if triple is not None and isinstance(graph, NamedNode):
            self._graphs[triple].add(graph)

    def listed(self, passages: Mapping[NamedNode, Passage]) -> Iterator[Fact]:
        """Yield the facts; those that hold nowhere, not even in a passage, are another graph's own affair."""
        for triple in sorted(self._graphs, key=str):
            graphs = self._graphs[triple]
            read_from = sorted((passages[graph] for graph in graphs if graph in passages), key=_place)
            if triple in self._held or read_from:
                curators = sorted(graphs - passages.keys() - {INFERRED}, key=str)
                yield Fact(triple, triple in self._held, INFERRED in graphs, tuple(read_from), tuple(curators))


def _mentions(engine: Engine, thing: NamedNode) -> tuple[_Statements, dict[NamedNode, int]]:
    counts = {
        prop: int(number.value)
        for prop, number in _ask(engine, thing, COUNTS)
        if isinstance(prop, NamedNode) and isinstance(number, Literal)
    }
    found = _Statements()
    properties = list(counts)[:MOST_PROPERTIES]
    if properties:
        parts = " UNION ".join(LINKS.replace("PROPERTY", str(prop)) for prop in properties)
        for subject, prop in _ask(engine, thing, f"SELECT ?s ?p WHERE {{ {parts} }}"):
            found.hold(_triple(subject, prop, thing))
    held = {triple.subject for triple in found._graphs}
    subjects = [subject for subject in held if isinstance(subject, NamedNode)]
    for subject, prop, graph in rows_about(engine, subjects, LINK_SOURCES.replace("THING", str(thing))):
        if (triple := _triple(subject, prop, thing)) in found._graphs:
            found.say(triple, graph)
    for subject, prop, graph in _ask(engine, thing, MENTIONS):
        found.say(_triple(subject, prop, thing), graph)
    listed = {prop: min(MOST_LINKS, number) if prop in properties else 0 for prop, number in counts.items()}
    return found, {prop: number - listed[prop] for prop, number in counts.items() if number > listed[prop]}


def _ask(engine: Engine, thing: NamedNode, query: str) -> tuple[Row, ...]:
    return rows(engine, query.replace("THING", str(thing)))


def _triple(subject: object, prop: object, value: object) -> Triple | None:
    """Return a triple of nodes that can be cited; blank nodes have no name outside their answer."""
    if isinstance(subject, NamedNode) and isinstance(prop, NamedNode) and isinstance(value, (NamedNode, Literal)):
        return Triple(subject, prop, value)
    return None


def _nodes(triples: Iterable[Triple], passages: Iterable[Passage]) -> Iterator[NamedNode]:
    for triple in triples:
        yield from (term for term in (triple.subject, triple.predicate, triple.object) if isinstance(term, NamedNode))
    for passage in passages:
        yield from (passage.modality, *passage.conditions, *([passage.document] if passage.document else ()))


def _place(passage: Passage) -> tuple[str, int, str]:
    return str(passage.document), passage.quotes[0].start if passage.quotes else -1, passage.iri.value
