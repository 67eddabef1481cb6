"""Names of nodes, in English and Chinese, by whatever property the data give them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from sinograph.linked.asking import rows_about
from sinograph.namespaces import shorten, tail

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sinograph.engine.interface import Engine
    from sinograph.languages import Language

PREFERRED: Final = "http://www.w3.org/2004/02/skos/core#prefLabel"

NAMING: Final = (
    PREFERRED,
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://purl.org/dc/terms/title",
    "https://schema.org/name",
    "http://xmlns.com/foaf/0.1/name",
)
"""The properties that give a thing its name; earlier ones win."""

NAMES: Final = f"""
SELECT ?node ?property ?name
WHERE {{
  VALUES ?node {{ NODES }}
  ?node ?property ?name
  FILTER(?property IN ({", ".join(f"<{iri}>" for iri in NAMING)}))
}}
"""
"""A filter, not a second VALUES: engines multiply the two before they look anything up."""

QUOTATIONS: Final = "SELECT ?node ?quotation WHERE { VALUES ?node { NODES } ?node sino:quotation ?quotation }"


@dataclass(frozen=True)
class Naming:
    """Names by node and language; ``""`` stands for none.

    :param properties: by which property each name is given, where one does
    :param language: the one that is spoken where there is a choice
    """

    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    properties: Mapping[tuple[str, str], NamedNode] = field(default_factory=dict)
    language: Language = "en"

    @classmethod
    def of(cls, engine: Engine, nodes: Iterable[NamedNode], language: Language = "en") -> Naming:
        """Look up the names of nodes; a passage, which has none, is called by its words."""
        nodes = set(nodes)
        found: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
        for node, prop, name in rows_about(engine, nodes, NAMES, most_bytes=None):
            if isinstance(node, NamedNode) and isinstance(prop, NamedNode) and isinstance(name, Literal):
                tag = (name.language or "").partition("-")[0]
                ranked = (NAMING.index(prop.value), name.value)
                known = found[node.value]
                known[tag] = min(known.get(tag, ranked), ranked)
        names = {iri: {tag: name for tag, (_, name) in known.items()} for iri, known in found.items()}
        properties = {
            (iri, tag): NamedNode(NAMING[place]) for iri, known in found.items() for tag, (place, _) in known.items()
        }
        for node, words in rows_about(engine, [each for each in nodes if each.value not in names], QUOTATIONS):
            if isinstance(node, NamedNode) and isinstance(words, Literal):
                names[node.value] = {"": f"“{words.value}”"}
        return cls(names, properties, language)

    def of_node(self, node: NamedNode) -> str:
        """Return the name of a node in the language that is spoken, or another one, or else the end of its IRI."""
        known = self.names.get(node.value, {})
        for language in (self.language, "en", "", "zh", *known):
            if language in known:
                return known[language]
        return words(tail(node.value)) or node.value

    def is_named(self, node: NamedNode) -> bool:
        """Tell whether the data name a node."""
        return node.value in self.names

    def of_other(self, node: NamedNode) -> str:
        """Return the name of a node that may be another's; without one its CURIE, or its IRI without the scheme."""
        if node.value in self.names:
            return self.of_node(node)
        short = shorten(node)
        return short if not short.startswith("<") else node.value.partition("://")[2] or node.value

    def speaking(self, language: Language) -> Naming:
        """Return the same names, spoken in another language."""
        return replace(self, language=language)

    def in_language(self, node: NamedNode, language: str) -> str | None:
        """Return the name of a node in just this language, if it has one."""
        return self.names.get(node.value, {}).get(language)

    def also(self, node: NamedNode) -> str:
        """Return what a node is called in the language that is not spoken, where that is another name."""
        other = self.in_language(node, "en" if self.language == "zh" else "zh") or ""
        return other if other != self.of_node(node) else ""

    def triples(self, node: NamedNode) -> list[Triple]:
        """Return the statements that give a node its names."""
        return [
            Triple(node, self.properties[node.value, tag], Literal(name, language=tag) if tag else Literal(name))
            for tag, name in sorted(self.names.get(node.value, {}).items())
            if (node.value, tag) in self.properties
        ]


def words(local: str) -> str:
    """Return the words of a name in camel case, such as ``was quoted from`` of ``wasQuotedFrom``."""
    parts = re.split("(?<=[a-z])(?=[A-Z][a-z])", local)
    return " ".join(part.lower() for part in parts) if len(parts) > 1 and local[:1].islower() else local
