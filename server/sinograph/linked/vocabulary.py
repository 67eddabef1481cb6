"""The ontology's terms, with what they are called and mean in English and Chinese."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from sinograph.linked.asking import rows_about
from sinograph.linked.naming import Naming

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sinograph.engine.interface import Engine
    from sinograph.linked.addresses import Addresses

SECTIONS: Final = (
    ("Classes", ("http://www.w3.org/2002/07/owl#Class", "http://www.w3.org/2000/01/rdf-schema#Class")),
    ("Properties between things", ("http://www.w3.org/2002/07/owl#ObjectProperty",)),
    ("Properties with values", ("http://www.w3.org/2002/07/owl#DatatypeProperty",)),
    ("Annotations", ("http://www.w3.org/2002/07/owl#AnnotationProperty",)),
    ("Individuals", ("http://www.w3.org/2002/07/owl#NamedIndividual",)),
)
"""The sections of the documentation, and the types of the terms in each."""

TERMS: Final = """
SELECT DISTINCT ?term ?type WHERE { VALUES ?type { NODES } ?term a ?type FILTER(STRSTARTS(STR(?term), "SPACE")) }"""

TEXTS: Final = """
SELECT ?term ?text
WHERE { VALUES ?term { NODES } ?term skos:definition|rdfs:comment ?text }"""

NOTES: Final = """
SELECT ?term ?text
WHERE { VALUES ?term { NODES } ?term skos:scopeNote|skos:example ?text }"""

RELATIONS: Final = (
    ("narrower than", "rdfs:subClassOf"),
    ("narrower than", "rdfs:subPropertyOf"),
    ("of", "rdfs:domain"),
    ("with values of", "rdfs:range"),
)
"""How a term is related to others, in words, and the property that says so."""

RELATED: Final = """
SELECT ?term ?property ?other
WHERE {
  VALUES ?term { NODES }
  VALUES ?property { rdfs:subClassOf rdfs:subPropertyOf rdfs:domain rdfs:range }
  ?term ?property ?other
  FILTER(isIRI(?other))
}"""


@dataclass(frozen=True)
class Term:
    """A term: its name in each language, what it means, and how it is related to others (as words, name and link)."""

    local: str
    name: str
    chinese: str
    definitions: tuple[Literal, ...]
    notes: tuple[Literal, ...]
    relations: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Vocabulary:
    """The terms by section, and what the ontology says of itself."""

    title: str
    descriptions: tuple[Literal, ...]
    sections: tuple[tuple[str, tuple[Term, ...]], ...]


def read_vocabulary(engine: Engine, addresses: Addresses) -> Vocabulary | None:
    """Return the ontology's terms by section, or None where there is no ontology."""
    space = f"{addresses.ontology.value}#"
    kinds = [NamedNode(kind) for _, section in SECTIONS for kind in section]
    typed: dict[str, set[NamedNode]] = defaultdict(set)
    for term, kind in rows_about(engine, kinds, TERMS.replace("SPACE", space.replace('"', "%22"))):
        if isinstance(term, NamedNode) and isinstance(kind, NamedNode):
            typed[kind.value].add(term)
    terms = {term for known in typed.values() for term in known}
    if not terms:
        return None
    described = _described(engine, terms, addresses)
    sections = tuple(
        (
            title,
            tuple(sorted({described[term] for kind in section for term in typed[kind]}, key=lambda term: term.local)),
        )
        for title, section in SECTIONS
    )
    header = _texts(engine, {addresses.ontology}, TEXTS.replace("skos:definition|rdfs:comment", "dcterms:description"))
    title = Naming.of(engine, {addresses.ontology}).of_node(addresses.ontology)
    return Vocabulary(title, header[addresses.ontology], tuple(section for section in sections if section[1]))


def _described(engine: Engine, terms: set[NamedNode], addresses: Addresses) -> Mapping[NamedNode, Term]:
    definitions, notes = (_texts(engine, terms, query) for query in (TEXTS, NOTES))
    related: dict[NamedNode, set[tuple[str, NamedNode]]] = defaultdict(set)
    words = {prop: phrase for phrase, prop in RELATIONS}
    for term, prop, other in rows_about(engine, terms, RELATED):
        if isinstance(term, NamedNode) and isinstance(prop, NamedNode) and isinstance(other, NamedNode):
            related[term].add((words[f"rdfs:{prop.value.rsplit('#', 1)[-1]}"], other))
    naming = Naming.of(engine, {*terms, *(other for others in related.values() for _, other in others)})
    return {
        term: Term(
            local=term.value.rsplit("#", 1)[-1],
            name=naming.of_node(term),
            chinese=naming.in_language(term, "zh") or "",
            definitions=definitions[term],
            notes=notes[term],
            relations=tuple(
                (phrase, naming.of_other(other), addresses.local(other) or other.value)
                for phrase, other in sorted(related[term], key=str)
            ),
        )
        for term in terms
    }


def _texts(engine: Engine, terms: set[NamedNode], query: str) -> Mapping[NamedNode, tuple[Literal, ...]]:
    found: dict[NamedNode, list[Literal]] = defaultdict(list)
    for term, text in rows_about(engine, terms, query):
        if isinstance(term, NamedNode) and isinstance(text, Literal):
            found[term].append(text)
    ordered = {
        term: tuple(sorted(texts, key=lambda text: (text.language or "", text.value))) for term, texts in found.items()
    }
    return defaultdict(tuple, ordered)
