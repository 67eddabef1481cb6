"""The data set described in VoID: how much there is, by class and by property (https://www.w3.org/TR/void/)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from sinograph.engine.formats import formats_of
from sinograph.namespaces import BASE
from sinograph.web.describing.addresses import address, dataset, endpoint
from sinograph.web.describing.description import Description, english, term
from sinograph.web.describing.service import RESULT_FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sinograph.web.about import About
    from sinograph.web.describing.census import Census
    from sinograph.web.describing.files import File


def describe_void(about: About, census: Census, files: Sequence[File]) -> Description:
    """Describe the data set with its partitions."""
    told = Description()
    document, subject = address("descriptions.void"), dataset()
    told.say(document, "rdf:type", term("void:DatasetDescription"))
    told.say(document, "dcterms:title", english(f"A description of {about.name}"))
    told.say(document, "foaf:primaryTopic", subject)
    told.say(subject, "rdf:type", term("void:Dataset"))
    told.say(subject, "dcterms:title", english(about.name))
    told.say(subject, "dcterms:description", english(about.summary))
    told.say(subject, "foaf:homepage", address("pages.front"))
    told.say(subject, "void:sparqlEndpoint", endpoint())
    told.say(subject, "void:feature", *(term(f"formats:{RESULT_FORMATS[form.name]}") for form in formats_of("graph")))
    told.say(subject, "void:dataDump", *(file.address() for file in files if file.is_rdf))
    told.say(subject, "void:uriSpace", f"{BASE}id/" if about.release else None)
    told.say(subject, "void:vocabulary", *_vocabularies(about, census))
    for name, number in census.totals.items():
        told.say(subject, f"void:{name}", number)
    for kind, number in census.classes:
        part = told.node()
        told.say(subject, "void:classPartition", part)
        told.say(part, "void:class", kind)
        told.say(part, "void:entities", number)
    for prop, number in census.properties:
        part = told.node()
        told.say(subject, "void:propertyPartition", part)
        told.say(part, "void:property", prop)
        told.say(part, "void:triples", number)
    return told


def _vocabularies(about: About, census: Census) -> list[NamedNode]:
    """Return the namespaces, of those that have a prefix, from which classes and properties are."""
    used = {iri.value for iri, _ in (*census.classes, *census.properties)}
    return [NamedNode(space) for space in about.prefixes.values() if any(iri.startswith(space) for iri in used)]
