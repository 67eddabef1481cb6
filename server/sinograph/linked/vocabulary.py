"""The ontology as its documentation shows it: terms with what they mean and how they are related, and its rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from sinograph.linked.asking import rows
from sinograph.linked.axioms import Axioms
from sinograph.linked.expressions import Expressions, Part
from sinograph.linked.naming import Naming
from sinograph.linked.relations import relations_of
from sinograph.namespaces import expand, natural, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sinograph.engine.interface import Engine
    from sinograph.languages import Language
    from sinograph.linked.addresses import Addresses

SECTIONS: Final = (
    ("Classes", ("owl:Class", "rdfs:Class")),
    ("Properties between things", ("owl:ObjectProperty",)),
    ("Properties with values", ("owl:DatatypeProperty",)),
    ("Annotations", ("owl:AnnotationProperty",)),
    ("Individuals", ("owl:NamedIndividual",)),
)
"""The sections of the documentation, and the types of the terms in each."""

HEADER: Final = (
    ("Version", ("owl:versionInfo",)),
    ("This version", ("owl:versionIRI",)),
    ("Created", ("dcterms:created",)),
    ("Issued", ("dcterms:issued",)),
    ("Modified", ("dcterms:modified",)),
    ("Creator", ("dcterms:creator",)),
    ("Publisher", ("dcterms:publisher",)),
    ("Licence", ("dcterms:license",)),
    ("Rights", ("dcterms:rights",)),
    ("Languages", ("dcterms:language",)),
    ("Conforms to", ("dcterms:conformsTo",)),
    ("Builds on", ("dcterms:references",)),
    ("See also", ("rdfs:seeAlso",)),
    ("Preferred prefix", ("vann:preferredNamespacePrefix",)),
    ("Namespace", ("vann:preferredNamespaceUri",)),
    ("To be cited as", ("dcterms:bibliographicCitation",)),
    ("Note", ("rdfs:comment",)),
)
"""What an ontology says of itself, in words."""

DEEPEST: Final = 40
"""How many levels of classes the hierarchy shows, which says where there are more."""

MOST_BRANCHES: Final = 10_000
"""How many places it has: a class stands below each that is directly wider."""

KINDS_USED: Final = "SELECT ?term (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x a ?term } GROUP BY ?term"
PROPERTIES_USED: Final = "SELECT ?term (COUNT(*) AS ?n) WHERE { ?x ?term ?y } GROUP BY ?term"


@dataclass(frozen=True)
class Term:
    """A term: its name in each language, what it means, how it is related to others, and how often it is used.

    :param relations: in each row how (in words) and to what
    :param uses: of how many things a class is, or in how many statements a property stands
    """

    iri: str
    local: str
    name: str
    chinese: str
    definitions: tuple[Literal, ...]
    notes: tuple[Literal, ...]
    examples: tuple[Literal, ...]
    relations: tuple[tuple[str, tuple[list[Part], ...]], ...]
    uses: int
    is_class: bool


@dataclass(frozen=True)
class Branch:
    """A class with what it means, and those that are directly narrower."""

    name: str
    chinese: str
    definitions: tuple[Literal, ...]
    link: str
    below: tuple[Branch, ...]


@dataclass(frozen=True)
class Vocabulary:
    """The terms by section, and what the ontology says of itself.

    :param is_cut: whether the hierarchy has more places than it shows
    """

    title: str
    chinese: str
    descriptions: tuple[Literal, ...]
    header: tuple[tuple[str, tuple[list[Part], ...]], ...]
    sections: tuple[tuple[str, tuple[Term, ...]], ...]
    hierarchy: tuple[Branch, ...]
    is_cut: bool
    namespaces: tuple[tuple[str, str], ...]
    versions: frozenset[str]

    def term(self, local: str) -> Term | None:
        """Return the term of a name, if there is one."""
        return next((term for _, terms in self.sections for term in terms if term.local == local), None)


def read_vocabulary(engine: Engine, addresses: Addresses, language: Language = "en") -> Vocabulary | None:
    """Return the ontology's terms by section, or None where there is no ontology.

    :param language: in which axioms name the terms that they are about
    """
    axioms = Axioms.of(engine, (f"{addresses.base}graph/ontology", f"{addresses.base}graph/alignments"))
    reader = _Reader(engine, addresses, axioms, language)
    return reader.vocabulary() if reader.terms else None


class _Reader:
    """Reads the terms of one ontology, whose names and uses are looked up once."""

    def __init__(self, engine: Engine, addresses: Addresses, axioms: Axioms, language: Language) -> None:
        self._addresses, self._axioms = addresses, axioms
        self._space = f"{addresses.ontology.value}#"
        self.terms = {term for _, kinds in SECTIONS for kind in kinds for term in self._typed(kind)}
        self._naming = Naming.of(engine, axioms.mentioned()) if self.terms else Naming()
        self._spoken = self._naming.speaking(language)
        self._uses = _uses(engine) if self.terms else {}
        self._expressions = Expressions(axioms, self._part)
        self._classes = self._typed("owl:Class")
        self._are_classes = self._classes | self._typed("rdfs:Class")
        self._left, self._is_cut = MOST_BRANCHES, False

    def vocabulary(self) -> Vocabulary:
        """Return all that is documented."""
        iri, axioms = self._addresses.ontology, self._axioms
        hierarchy = self._below(None, frozenset())
        header = [(words, tuple(map(self._expressions.told, axioms.values(iri, *curies)))) for words, curies in HEADER]
        sections = [(title, tuple(map(self._term, self._of_kinds(kinds)))) for title, kinds in SECTIONS]
        spaces = {short.partition(":")[0] for node in axioms.mentioned() if (short := shorten(node))[:1] != "<"}
        ontologies = axioms.subjects(expand("owl:Ontology"), "rdf:type")
        versions = {node.value for each in ontologies for node in (each, *axioms.nodes(each, "owl:versionIRI"))}
        return Vocabulary(
            title=self._naming.of_node(iri),
            chinese=self._naming.in_language(iri, "zh") or "",
            descriptions=axioms.texts(iri, "dcterms:description"),
            header=tuple(row for row in header if row[1]),
            sections=tuple(section for section in sections if section[1]),
            hierarchy=hierarchy,
            is_cut=self._is_cut,
            namespaces=tuple((prefix, expand(f"{prefix}:").value) for prefix in sorted(spaces)),
            versions=frozenset(versions),
        )

    def _typed(self, kind: str) -> set[NamedNode]:
        found = self._axioms.subjects(expand(kind), "rdf:type")
        return {node for node in found if node.value.startswith(self._space)}

    def _of_kinds(self, kinds: tuple[str, ...]) -> list[NamedNode]:
        return sorted({term for kind in kinds for term in self._typed(kind)}, key=lambda node: natural(node.value))

    def _term(self, node: NamedNode) -> Term:
        return Term(
            iri=node.value,
            local=self._local(node),
            name=self._naming.of_node(node),
            chinese=self._naming.in_language(node, "zh") or "",
            definitions=self._axioms.texts(node, "skos:definition", "rdfs:comment"),
            notes=self._axioms.texts(node, "skos:scopeNote", "skos:editorialNote", "skos:note"),
            examples=self._axioms.texts(node, "skos:example"),
            relations=tuple(relations_of(node, self._axioms, self._expressions)),
            uses=self._uses.get(node, 0),
            is_class=node in self._are_classes,
        )

    def _below(self, above: NamedNode | None, passed: frozenset[NamedNode]) -> tuple[Branch, ...]:
        found = self._axioms.subjects(above, "rdfs:subClassOf") if above else self._roots()
        narrower = [node for node in found if node in self._classes and node not in passed]
        below = narrower[: max(0, self._left)] if len(passed) < DEEPEST else []
        self._is_cut |= len(below) < len(narrower)
        self._left -= len(below)
        branches = [
            Branch(
                self._naming.of_node(node),
                self._naming.in_language(node, "zh") or "",
                self._axioms.texts(node, "skos:definition", "rdfs:comment"),
                f"#{self._local(node)}",
                self._below(node, passed | {node}),
            )
            for node in below
        ]
        return tuple(sorted(branches, key=lambda branch: natural(branch.name.casefold())))

    def _roots(self) -> list[NamedNode]:
        wider = {node: self._axioms.nodes(node, "rdfs:subClassOf") for node in self._classes}
        return sorted((node for node in wider if self._classes.isdisjoint(wider[node])), key=str)

    def _local(self, node: NamedNode) -> str:
        return node.value.removeprefix(self._space)

    def _part(self, node: NamedNode) -> Part:
        if node in self.terms:
            return Part(self._spoken.of_node(node), f"#{self._local(node)}")
        return Part(self._spoken.of_other(node), self._addresses.link(node))


def _uses(engine: Engine) -> Mapping[NamedNode, int]:
    return {
        node: int(number.value)
        for query in (PROPERTIES_USED, KINDS_USED)
        for node, number in rows(engine, query)
        if isinstance(node, NamedNode) and isinstance(number, Literal)
    }
