"""The service described: SPARQL 1.1 Service Description, with example queries and prefixes in SHACL.

https://www.w3.org/TR/sparql11-service-description/, https://www.w3.org/TR/shacl/#sparql-prefixes,
https://sib-swiss.github.io/sparql-examples/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from sinograph.engine.formats import FORMATS
from sinograph.engine.tokens import tokens
from sinograph.web.describing.addresses import address, dataset, endpoint
from sinograph.web.describing.description import Description, english, term, typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sinograph.questions import Question
    from sinograph.web.about import About
    from sinograph.web.describing.census import Census

RESULT_FORMATS: Final[Mapping[str, str]] = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "nt": "N-Triples",
    "rdfxml": "RDF_XML",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "nquads": "N-Quads",
}
"""What the W3C calls each of our formats (https://www.w3.org/ns/formats/)."""

LANGUAGES: Final = ("sd:SPARQL10Query", "sd:SPARQL11Query")
SIMPLE: Final = NamedNode("http://www.w3.org/ns/entailment/Simple")
"""What holds is in the data: what follows was added when they were built, and nothing is when they are asked."""

FEDERATION: Final = term("sd:BasicFederatedQuery")
"""It answers SERVICE (https://www.w3.org/TR/sparql11-service-description/#sd-BasicFederatedQuery)."""

EXECUTABLES: Final[Mapping[str, tuple[str, str]]] = {
    "SELECT": ("sh:SPARQLSelectExecutable", "sh:select"),
    "ASK": ("sh:SPARQLAskExecutable", "sh:ask"),
    "CONSTRUCT": ("sh:SPARQLConstructExecutable", "sh:construct"),
    "DESCRIBE": ("spex:SPARQLDescribeExecutable", "spex:describe"),
}
"""The class of an example query of each form, and the property that has its text."""


def describe_service(about: About, census: Census) -> Description:
    """Describe the endpoint and the data set that it answers from."""
    told = Description()
    service = address("sparql.endpoint", "service")
    told.say(service, "rdf:type", term("sd:Service"))
    told.say(service, "rdfs:label", english(about.name))
    told.say(service, "rdfs:comment", english(about.summary))
    told.say(service, "sd:endpoint", endpoint())
    told.say(service, "sd:supportedLanguage", *map(term, LANGUAGES))
    told.say(service, "sd:feature", FEDERATION if about.federates else None)
    told.say(service, "sd:resultFormat", *(term(f"formats:{RESULT_FORMATS[form.name]}") for form in FORMATS))
    told.say(service, "sd:defaultEntailmentRegime", SIMPLE)
    told.say(service, "rdfs:seeAlso", address("descriptions.void"), address("descriptions.dataset"))
    told.say(service, "sd:defaultDataset", dataset())
    _tell_dataset(told, census)
    _tell_prefixes(told, about.prefixes)
    _tell_questions(told, about.questions, prefixed=bool(about.prefixes))
    return told


def _tell_dataset(told: Description, census: Census) -> None:
    default = told.node()
    told.say(dataset(), "rdf:type", term("sd:Dataset"))
    told.say(dataset(), "sd:defaultGraph", default)
    told.say(default, "rdf:type", term("sd:Graph"))
    told.say(default, "void:triples", census.totals.get("triples"))
    for name, triples in census.graphs:
        named, graph = told.node(), told.node()
        told.say(dataset(), "sd:namedGraph", named)
        told.say(named, "rdf:type", term("sd:NamedGraph"))
        told.say(named, "sd:name", name)
        told.say(named, "sd:graph", graph)
        told.say(graph, "rdf:type", term("sd:Graph"))
        told.say(graph, "void:triples", triples)


def _tell_prefixes(told: Description, prefixes: Mapping[str, str]) -> None:
    if not prefixes:
        return
    declared = address("sparql.endpoint", "prefixes")
    told.say(declared, "rdf:type", term("owl:Ontology"))
    for prefix, namespace in prefixes.items():
        declaration = told.node()
        told.say(declared, "sh:declare", declaration)
        told.say(declaration, "sh:prefix", prefix)
        told.say(declaration, "sh:namespace", typed(namespace, "xsd:anyURI"))


def _tell_questions(told: Description, questions: Sequence[Question], *, prefixed: bool) -> None:
    for question in questions:
        example = address("sparql.endpoint", f"question-{question.slug}")
        kind, text = EXECUTABLES[_form(question.query)]
        told.say(example, "rdf:type", term("sh:SPARQLExecutable"), term(kind))
        told.say(example, "rdfs:label", english(question.title))
        told.say(example, "rdfs:comment", english(question.description))
        told.say(example, "sh:prefixes", address("sparql.endpoint", "prefixes") if prefixed else None)
        told.say(example, text, question.query)
        told.say(example, "schema:target", endpoint())


def _form(query: str) -> str:
    words = (token["word"].upper() for token in tokens(query) if token["word"])
    return next(word for word in words if word in EXECUTABLES)
