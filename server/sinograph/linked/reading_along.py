"""What was read from a document, passage by passage, in the order of its text."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from sinograph.linked.asking import rows, rows_about
from sinograph.linked.evidence import read_passages
from sinograph.tabulation import value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sinograph.engine.interface import Engine
    from sinograph.linked.evidence import Passage

DOCUMENTS: Final = """
SELECT ?document ?title (COUNT(?passage) AS ?passages)
WHERE {
  ?document a sino:SourceDocument .
  OPTIONAL { ?document dcterms:title ?title }
  OPTIONAL { ?passage prov:wasQuotedFrom ?document }
}
GROUP BY ?document ?title
ORDER BY ?title ?document"""

PASSAGES: Final = "SELECT ?passage WHERE { VALUES ?document { NODES } ?passage prov:wasQuotedFrom ?document }"
FACTS: Final = "SELECT ?passage ?s ?p ?o WHERE { VALUES ?passage { NODES } GRAPH ?passage { ?s ?p ?o } }"


@dataclass(frozen=True)
class Read:
    """A document of which passages are quoted."""

    iri: NamedNode
    title: str
    passages: int


@dataclass(frozen=True)
class Reading:
    """A passage and the facts that were read from it."""

    passage: Passage
    facts: tuple[Triple, ...]

    @property
    def place(self) -> tuple[int, int, str]:
        """Where it stands: the start of its first quote, and its end."""
        quotes = self.passage.quotes
        first = (quotes[0].start, quotes[0].end) if quotes else (-1, -1)
        return *first, self.passage.iri.value


def read_documents(engine: Engine) -> list[Read]:
    """Return the documents in the order of their titles."""
    found = ((iri, title, number) for iri, title, number in rows(engine, DOCUMENTS) if isinstance(iri, NamedNode))
    return [Read(iri, value_of(title) or iri.value, int(value_of(number) or 0)) for iri, title, number in found]


def passages_of(engine: Engine, document: NamedNode) -> list[Passage]:
    """Return the passages of a document, in the order of its text."""
    nodes = [passage for (passage,) in rows_about(engine, [document], PASSAGES) if isinstance(passage, NamedNode)]
    return sorted(read_passages(engine, nodes).values(), key=lambda passage: Reading(passage, ()).place)


def read_along(engine: Engine, passages: Iterable[Passage]) -> list[Reading]:
    """Return passages with their facts."""
    passages = list(passages)
    facts = _facts(engine, passages)
    return [Reading(passage, tuple(sorted(facts.get(passage.iri, ()), key=str))) for passage in passages]


def _facts(engine: Engine, passages: Iterable[Passage]) -> Mapping[object, list[Triple]]:
    facts: dict[object, list[Triple]] = defaultdict(list)
    for passage, subject, prop, value in rows_about(engine, [each.iri for each in passages], FACTS):
        is_fact = isinstance(subject, NamedNode) and isinstance(prop, NamedNode)
        if is_fact and isinstance(value, (NamedNode, Literal)):
            facts[passage].append(Triple(subject, prop, value))  # type: ignore[arg-type]
    return facts
