"""Unknown terms: every IRI of the project that a file uses is declared somewhere, and none is a misspelling."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from sinograph.faults import Fault, shown
from sinograph.namespaces import BASE, GRAPH, ONTOLOGY, PREFIXES, VOCABULARIES, shorten
from sinograph.reading import read_quads
from sinograph.rules import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pyoxigraph import Quad

    from sinograph.project import Project
    from sinograph.spelling import Subject

TYPE: Final = NamedNode(f"{VOCABULARIES['rdf']}type")

REUSED: Final[dict[str, frozenset[str]]] = {
    prefix: frozenset(names.split())
    for prefix, names in {
        "dcat": "contactPoint distribution downloadURL keyword landingPage mediaType theme",
        "dcterms": "abstract bibliographicCitation conformsTo contributor created creator description format "
        "identifier issued language license modified publisher references rights source subject "
        "tableOfContents title",
        "foaf": "homepage name page",
        "oa": "end exact hasSelector hasSource hasTarget start",
        "owl": "allValuesFrom annotatedProperty annotatedSource annotatedTarget complementOf deprecated "
        "differentFrom disjointUnionOf disjointWith distinctMembers equivalentClass equivalentProperty hasValue "
        "intersectionOf inverseOf maxCardinality members onClass onProperty oneOf priorVersion "
        "propertyChainAxiom propertyDisjointWith sameAs someValuesFrom unionOf versionIRI versionInfo",
        "org": "hasMember memberOf subOrganizationOf unitOf",
        "prov": "hadPrimarySource value wasAttributedTo wasDerivedFrom wasQuotedFrom wasRevisionOf",
        "rdf": "first rest type value",
        "rdfs": "comment domain isDefinedBy label range seeAlso subClassOf subPropertyOf",
        "schema": "sameAs subjectOf url",
        "sh": "alternativePath and ask class closed construct datatype declare deactivated description disjoint "
        "equals entailment flags hasValue ignoredProperties in inversePath languageIn lessThan lessThanOrEquals "
        "maxCount maxExclusive maxInclusive maxLength message minCount minExclusive minInclusive minLength name "
        "namespace node nodeKind not oneOrMorePath or order path pattern prefix prefixes property "
        "qualifiedMaxCount qualifiedMinCount qualifiedValueShape qualifiedValueShapesDisjoint select severity "
        "sparql targetClass targetNode targetObjectsOf targetSubjectsOf uniqueLang xone zeroOrMorePath "
        "zeroOrOnePath",
        "skos": "altLabel broadMatch broader changeNote closeMatch definition editorialNote exactMatch example "
        "hiddenLabel historyNote inScheme narrowMatch notation note prefLabel related relatedMatch scopeNote "
        "topConceptOf",
        "vann": "preferredNamespacePrefix preferredNamespaceUri usageNote",
        "void": "dataDump exampleResource inDataset sparqlEndpoint uriSpace vocabulary",
    }.items()
}
"""The properties of other vocabularies that the project uses. Another one is a warning: a misspelling, as a rule."""

GENERATED: Final = (f"{BASE}id/dispute/", f"{BASE}id/spread/")
"""Where things are that only the build makes, so that no file can declare them."""

_SPARQL: Final = re.compile(
    r'"""(?s:.*?)"""|"(?:\\.|[^"\\\n])*"|' + r"'''(?s:.*?)'''|'(?:\\.|[^'\\\n])*'|#[^\n]*"
    r"|(?i:PREFIX)\s+(?P<declared>[\w-]*):\s*<(?P<space>[^<>\s]*)>"
    r"|<(?P<iri>[^<>\"{}|^`\\\s]*)>"
    r"|(?<![\w?$:-])(?P<prefix>[A-Za-z][\w-]*):(?P<local>[\w](?:[\w.-]*[\w-])?)"
)
"""What of SPARQL matters for finding its terms: strings and comments (to skip), declarations, IRIs, prefixed names."""


@dataclass(frozen=True)
class Use:
    """A term of the project's own in a file, at its first line there."""

    term: NamedNode
    path: Path
    line: int | None

    @property
    def where(self) -> str:
        """The place that messages name."""
        return shown(self.path) if self.line is None else f"{shown(self.path)}:{self.line}"


@dataclass(frozen=True)
class Declarations:
    """What the files declare: a thing or a term is declared where it has a type.

    :param terms: the ontology's terms, and the names of shapes
    :param curated: things of ``graph/sources.ttl`` and ``graph/entities``
    :param claimed: things that a claim file gives a type, by file
    """

    terms: frozenset[Subject]
    curated: frozenset[Subject]
    claimed: dict[Path, frozenset[Subject]]

    def known_in(self, path: Path) -> frozenset[Subject]:
        """Return what this file may use.

        A claim file may use what the curators declare and what it declares itself; everything else may use all.
        """
        if path in self.claimed:
            return self.terms | self.curated | self.claimed[path]
        return self.terms.union(self.curated, *self.claimed.values())


def check_terms(project: Project) -> list[Fault]:
    """Report each term of the project's namespace that nothing declares, and each unexpected property of another.

    :raises SinographError: for a file that cannot be read
    """
    files = {path: read_quads(path) for path in _rdf_files(project)}
    declarations = _declarations(project, files)
    faults = []
    for path, quads in files.items():
        known = declarations.known_in(path)
        faults += [_unknown(use, known) for use in _located(_unknown_in_rdf(quads, known), path)]
        faults += _unexpected_properties(path, quads)
    for path in (*project.rules, *project.checks, *project.queries):
        known = declarations.known_in(path)
        faults += [_unknown(use, known) for use in _uses_in_sparql(path) if not _is_known(use.term, known)]
    return faults


def _rdf_files(project: Project) -> list[Path]:
    single = (project.ontology, project.alignments, project.sources)
    return [*(path for path in single if path.exists()), *project.shapes, *project.entities, *project.claims]


def _declarations(project: Project, files: dict[Path, list[Quad]]) -> Declarations:
    typed = {path: frozenset(q.subject for q in quads if q.predicate == TYPE) for path, quads in files.items()}
    nothing: frozenset[Subject] = frozenset()
    ours = [project.ontology, project.alignments, *project.shapes]
    return Declarations(
        nothing.union(*(typed.get(path, nothing) for path in ours)),
        nothing.union(*(typed.get(path, nothing) for path in (project.sources, *project.entities))),
        {path: typed[path] for path in project.claims},
    )


def _unknown_in_rdf(quads: Iterable[Quad], known: frozenset[Subject]) -> list[NamedNode]:
    used = {term for quad in quads for term in (quad.subject, quad.predicate, quad.object)}
    ours = (term for term in used if isinstance(term, NamedNode) and term.value.startswith(BASE))
    return sorted((term for term in ours if not _is_known(term, known)), key=str)


def _located(terms: Iterable[NamedNode], path: Path) -> Iterator[Use]:
    """Find the lines of terms; the file is read again for that, which only faults are worth."""
    lines = None
    for term in terms:
        lines = lines or read_text(path).splitlines()
        yield Use(term, path, _line(term, lines))


def _line(term: NamedNode, lines: Iterable[str]) -> int | None:
    """Return the number of the first line that has the term, by its customary prefix or in full."""
    forms = "|".join(re.escape(form) for form in (shorten(term), f"<{term.value}>"))
    pattern = re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])")
    return next((number for number, line in enumerate(lines, 1) if pattern.search(line)), None)


def _uses_in_sparql(path: Path) -> Iterator[Use]:
    text = read_text(path)
    prefixes = dict(PREFIXES)
    seen = set()
    for match in _SPARQL.finditer(text):
        if match["space"]:
            prefixes[match["declared"]] = match["space"]
        iri = match["iri"] or (prefixes.get(match["prefix"], "") + match["local"] if match["local"] else "")
        if iri.startswith(BASE) and not iri.endswith(("/", "#")) and iri not in seen:
            seen.add(iri)
            yield Use(NamedNode(iri), path, text.count("\n", 0, match.start()) + 1)


def _is_known(term: NamedNode, known: frozenset[Subject]) -> bool:
    names_of_graphs = (GRAPH, *GENERATED)
    if term.value.startswith(names_of_graphs) or term.value == ONTOLOGY or term.value.startswith(f"{ONTOLOGY}/"):
        return True
    return term in known


def _unknown(use: Use, known: Iterable[Subject]) -> Fault:
    is_term = use.term.value.startswith(PREFIXES["sino"])
    home = "ontology/sinograph.ttl" if is_term else "graph/entities or, with its type, in the same claim file"
    close = _closest(use.term, known)
    hint = f"did you mean {shorten(close)}? Otherwise declare" if close else "declare"
    problem = f"{shorten(use.term)} is not declared"
    return Fault("error", "terms", use.where, problem, f"{hint} it in {home}")


def _closest(term: NamedNode, known: Iterable[Subject]) -> NamedNode | None:
    """Return the known term that a misspelling may stand for: one of the same namespace, and else of the same name."""
    space, name = _split(term)
    names = defaultdict(list)
    for node in known:
        if isinstance(node, NamedNode):
            names[_split(node)[1]].append(node)
    ours = [other for other, nodes in names.items() if any(_split(node)[0] == space for node in nodes)]
    close = get_close_matches(name, ours, n=1, cutoff=0.75)
    candidates = names[close[0]] if close else names.get(name, [])
    return min(candidates, key=lambda node: (_split(node)[0] != space, node.value), default=None)


def _split(term: NamedNode) -> tuple[str, str]:
    """Split a term into its namespace and its name there."""
    name = re.split("[/#]", term.value)[-1]
    return term.value.removesuffix(name), name


def _unexpected_properties(path: Path, quads: Iterable[Quad]) -> Iterator[Fault]:
    predicates = sorted({quad.predicate for quad in quads}, key=str)
    unexpected = [term for term in predicates if not (term.value.startswith(BASE) or _is_reused(term))]
    for use in _located(unexpected, path):
        yield Fault(
            "warning",
            "terms",
            use.where,
            f"{shorten(use.term)} is not among the properties of other vocabularies that the project uses",
            "correct it, or add it to REUSED in sinograph/terms.py",
        )


def _is_reused(predicate: NamedNode) -> bool:
    prefix, _, local = shorten(predicate).partition(":")
    return local in REUSED.get(prefix, ())
