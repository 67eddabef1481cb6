"""The data set as catalogues and search engines read it: DCAT 3 and schema.org.

https://www.w3.org/TR/vocab-dcat-3/, https://schema.org/Dataset
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from sinograph.dumps.credits import KEYWORDS, LICENCE, MAKERS
from sinograph.web.describing.addresses import address, dataset, endpoint
from sinograph.web.describing.description import Description, english, term, typed

if TYPE_CHECKING:
    from sinograph.dumps.shelf import Kept
    from sinograph.web.about import About
    from sinograph.web.describing.census import Census
    from sinograph.web.describing.files import File, Files

IANA: Final = "https://www.iana.org/assignments/media-types/"
SPARQL: Final = NamedNode("https://www.w3.org/TR/sparql11-protocol/")
ISO_639: Final = "http://id.loc.gov/vocabulary/iso639-1/"
LANGUAGES: Final = ("en", "zh")


def describe_dataset(about: About, census: Census, files: Files) -> Description:
    """Describe the data set, its files and its endpoint."""
    told = Description()
    subject = dataset()
    told.say(subject, "rdf:type", term("dcat:Dataset"), term("schema:Dataset"))
    told.say(subject, "dcterms:title", english(about.name))
    told.say(subject, "schema:name", about.name)
    told.say(subject, "dcterms:description", english(about.summary))
    told.say(subject, "schema:description", about.summary)
    told.say(subject, "dcat:landingPage", address("descriptions.dataset"))
    told.say(subject, "schema:url", address("descriptions.dataset"))
    told.say(subject, "rdfs:seeAlso", address("descriptions.void"))
    told.say(subject, "schema:citation", *about.sources)
    for name, number in about.numbers:
        _tell_number(told, name, number)
    if about.release:
        _tell_release(told, about, files)
    for file in files.files():
        _tell_file(told, file)
    _tell_endpoint(told, about, census)
    return told


def _tell_number(told: Description, name: str, number: int) -> None:
    value = told.node()
    told.say(dataset(), "schema:variableMeasured", value)
    told.say(value, "rdf:type", term("schema:PropertyValue"))
    told.say(value, "schema:name", name)
    told.say(value, "schema:value", number)


def _tell_release(told: Description, about: About, files: Files) -> None:
    subject, maker = dataset(), address("descriptions.dataset", "maker")
    created = typed(files.created, "xsd:dateTime") if files.created else None
    told.say(subject, "dcterms:license", LICENCE)
    told.say(subject, "schema:license", LICENCE)
    told.say(subject, "dcterms:identifier", about.version)
    told.say(subject, "schema:identifier", about.version)
    told.say(subject, "dcat:version", about.version[:16] if about.version else None)
    told.say(subject, "schema:version", about.version[:16] if about.version else None)
    told.say(subject, "dcterms:issued", created)
    told.say(subject, "schema:datePublished", created)
    told.say(subject, "dcterms:language", *(NamedNode(f"{ISO_639}{language}") for language in LANGUAGES))
    told.say(subject, "schema:inLanguage", *LANGUAGES)
    told.say(subject, "dcat:keyword", *map(english, KEYWORDS))
    told.say(subject, "schema:keywords", *KEYWORDS)
    told.say(subject, "schema:isAccessibleForFree", typed("true", "xsd:boolean"))
    told.say(subject, "rdfs:seeAlso", address("downloads.croissant"))
    told.say(subject, "schema:creator", maker)
    told.say(subject, "dcterms:creator", maker)
    told.say(maker, "rdf:type", term("foaf:Agent"), term("schema:Organization"))
    told.say(maker, "foaf:name", MAKERS)
    told.say(maker, "schema:name", MAKERS)


def _distribution(told: Description, name: str, title: str) -> NamedNode:
    """Tell of one way to have the data; search engines look for it under their own property, so that comes first."""
    distribution = address("descriptions.dataset", name)
    told.say(dataset(), "schema:distribution", distribution)
    told.say(dataset(), "dcat:distribution", distribution)
    told.say(distribution, "rdf:type", term("dcat:Distribution"), term("schema:DataDownload"))
    told.say(distribution, "dcterms:title", english(title))
    told.say(distribution, "schema:name", title)
    return distribution


def _tell_file(told: Description, file: File) -> None:
    distribution = _distribution(told, file.name, file.title)
    told.say(distribution, "dcat:accessURL", file.address())
    told.say(distribution, "dcat:downloadURL", file.address())
    told.say(distribution, "schema:contentUrl", file.address())
    told.say(distribution, "dcat:mediaType", NamedNode(f"{IANA}{file.inner_type or file.media_type}"))
    told.say(distribution, "dcat:compressFormat", NamedNode(f"{IANA}{file.media_type}") if file.inner_type else None)
    told.say(distribution, "schema:encodingFormat", file.media_type)
    told.say(distribution, "dcterms:conformsTo", NamedNode(file.specification) if file.specification else None)
    told.say(distribution, "dcterms:license", LICENCE)
    if file.kept:
        _tell_bytes(told, distribution, file.kept)


def _tell_bytes(told: Description, distribution: NamedNode, file: Kept) -> None:
    checksum = told.node()
    told.say(distribution, "dcat:byteSize", typed(str(file.size), "xsd:nonNegativeInteger"))
    told.say(distribution, "schema:contentSize", f"{file.size} B")
    told.say(distribution, "schema:sha256", file.digest)
    told.say(distribution, "spdx:checksum", checksum)
    told.say(checksum, "rdf:type", term("spdx:Checksum"))
    told.say(checksum, "spdx:algorithm", term("spdx:checksumAlgorithm_sha256"))
    told.say(checksum, "spdx:checksumValue", typed(file.digest, "xsd:hexBinary"))


def _tell_endpoint(told: Description, about: About, census: Census) -> None:
    distribution, service = (
        _distribution(told, "endpoint", "SPARQL 1.1 endpoint"),
        address("sparql.endpoint", "service"),
    )
    told.say(distribution, "dcat:accessURL", endpoint())
    told.say(distribution, "schema:contentUrl", endpoint())
    told.say(distribution, "schema:encodingFormat", "application/sparql-results+json")
    told.say(distribution, "dcat:accessService", service)
    told.say(service, "rdf:type", term("dcat:DataService"))
    told.say(service, "dcterms:title", english(f"SPARQL endpoint of {about.name}"))
    told.say(service, "dcterms:conformsTo", SPARQL)
    told.say(service, "dcat:endpointURL", endpoint())
    told.say(service, "dcat:endpointDescription", endpoint())
    told.say(service, "dcat:servesDataset", dataset())
    told.say(dataset(), "void:triples", census.totals.get("triples"))
