"""What was read from a document, passage by passage, in the order of its text."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from sinograph.contents import Heading, read_contents
from sinograph.linked.asking import rows, rows_about
from sinograph.linked.evidence import read_passages
from sinograph.linked.naming import Naming
from sinograph.tabulation import value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sinograph.engine.interface import Engine
    from sinograph.languages import Language
    from sinograph.linked.evidence import Passage

DOCUMENTS: Final = """
SELECT ?document (COUNT(?passage) AS ?passages) (MIN(?sha256) AS ?digest) (MIN(?list) AS ?contents)
WHERE {
  ?document a sino:SourceDocument .
  OPTIONAL { ?document sino:sha256 ?sha256 }
  OPTIONAL { ?document dcterms:tableOfContents ?list }
  OPTIONAL { ?passage prov:wasQuotedFrom ?document }
}
GROUP BY ?document"""

PASSAGES: Final = "SELECT ?passage WHERE { VALUES ?document { NODES } ?passage prov:wasQuotedFrom ?document }"
FACTS: Final = "SELECT ?passage ?s ?p ?o WHERE { VALUES ?passage { NODES } GRAPH ?passage { ?s ?p ?o } }"


@dataclass(frozen=True)
class Read:
    """A document of which passages are quoted.

    :param digest: the SHA-256 digest of its bytes, by which a copy is known; empty where it is not
    :param contents: its sections, as far as they are known
    """

    iri: NamedNode
    title: str
    passages: int
    digest: str = ""
    contents: tuple[Heading, ...] = ()


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


def read_documents(engine: Engine, language: Language = "en") -> list[Read]:
    """Return the documents in the order of their titles, which are in a language as far as they are known in it."""
    found = [row for row in rows(engine, DOCUMENTS) if isinstance(row[0], NamedNode)]
    naming = Naming.of(engine, {iri for iri, *_ in found if isinstance(iri, NamedNode)}, language)
    documents = [
        Read(
            iri,
            naming.of_node(iri),
            int(value_of(passages) or 0),
            value_of(digest),
            read_contents(value_of(contents)),
        )
        for iri, passages, digest, contents in found
        if isinstance(iri, NamedNode)
    ]
    return sorted(documents, key=lambda each: (each.title, each.iri.value))


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
