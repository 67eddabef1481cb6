"""Data of the graph's shape at any size: labs, models that succeed one another, techniques, passages.

The shares are those of the real graph: a handful of families for each lab, some ten models in a row for each family, a
technique for about every four models, and a passage for every few facts.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE: Final = "https://w3id.org/sinograph/"
SINO: Final = f"{BASE}ontology#"
RDF_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL: Final = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
QUOTED_FROM: Final = NamedNode("http://www.w3.org/ns/prov#wasQuotedFrom")
EXACT: Final = NamedNode("http://www.w3.org/ns/oa#exact")
INTEGER: Final = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
YEAR: Final = NamedNode("http://www.w3.org/2001/XMLSchema#gYear")

PER_MODEL: Final = 14.6
"""About how many triples one model brings with it, its share of everything else included."""

ONTOLOGY: Final = """
@prefix sino: <https://w3id.org/sinograph/ontology#> .
@prefix place: <https://w3id.org/sinograph/id/place/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

sino:Agent a owl:Class .
sino:Organization a owl:Class ; rdfs:subClassOf sino:Agent , schema:Organization .
sino:Lab a owl:Class ; rdfs:subClassOf sino:Organization .
sino:Startup a owl:Class ; rdfs:subClassOf sino:Lab .
sino:BigTechDivision a owl:Class ; rdfs:subClassOf sino:Lab .
sino:UniversitySpinOff a owl:Class ; rdfs:subClassOf sino:Lab .
sino:EstablishedCompany a owl:Class ; rdfs:subClassOf sino:Lab .
sino:ChineseLab a owl:Class ; owl:equivalentClass [ owl:intersectionOf ( sino:Lab
    [ owl:onProperty sino:basedIn ; owl:hasValue place:china ] ) ] .
sino:Person a owl:Class ; rdfs:subClassOf sino:Agent ; owl:disjointWith sino:Organization .
sino:Model a owl:Class ; rdfs:subClassOf schema:SoftwareApplication .
sino:ModelFamily a owl:Class .
sino:Technique a owl:Class .
sino:AttentionTechnique a owl:Class ; rdfs:subClassOf sino:Technique .
sino:RoutingTechnique a owl:Class ; rdfs:subClassOf sino:Technique .
sino:PrecisionTechnique a owl:Class ; rdfs:subClassOf sino:Technique .
sino:Place a owl:Class .
sino:Chip a owl:Class .
sino:DomesticChip a owl:Class ; rdfs:subClassOf sino:Chip .
sino:DomesticallyTrainedModel a owl:Class .
[] owl:intersectionOf ( sino:Model [ owl:onProperty sino:trainedOn ; owl:someValuesFrom sino:DomesticChip ] ) ;
    rdfs:subClassOf sino:DomesticallyTrainedModel .
sino:OpenWeightModel a owl:Class ; owl:equivalentClass [ owl:intersectionOf ( sino:Model
    [ owl:onProperty sino:availability ; owl:hasValue sino:OpenWeights ] ) ] .
[] a owl:AllDisjointClasses ;
    owl:members ( sino:Agent sino:Model sino:ModelFamily sino:Technique sino:Place sino:Chip ) .

sino:basedIn a owl:ObjectProperty ; rdfs:domain sino:Agent ; rdfs:range sino:Place ;
    owl:propertyChainAxiom ( sino:basedIn sino:partOf ) .
sino:partOf a owl:ObjectProperty , owl:TransitiveProperty ; rdfs:domain sino:Place ; rdfs:range sino:Place .
sino:developedBy a owl:ObjectProperty ; rdfs:domain sino:Model ; rdfs:range sino:Lab ;
    rdfs:subPropertyOf schema:creator .
sino:develops a owl:ObjectProperty ; owl:inverseOf sino:developedBy .
sino:memberOf a owl:ObjectProperty ; rdfs:domain sino:Model ; rdfs:range sino:ModelFamily .
sino:succeeds a owl:ObjectProperty , owl:IrreflexiveProperty ; rdfs:domain sino:Model ; rdfs:range sino:Model ;
    rdfs:subPropertyOf sino:descendsFrom .
sino:descendsFrom a owl:ObjectProperty , owl:TransitiveProperty ; rdfs:domain sino:Model ; rdfs:range sino:Model .
sino:uses a owl:ObjectProperty ; rdfs:domain sino:Model ; rdfs:range sino:Technique .
sino:practises a owl:ObjectProperty ; owl:propertyChainAxiom ( sino:develops sino:uses ) .
sino:introducedBy a owl:ObjectProperty ; rdfs:domain sino:Technique ; rdfs:range sino:Agent .
sino:adoptsFrom a owl:ObjectProperty ; owl:propertyChainAxiom ( sino:uses sino:introducedBy ) .
sino:trainedOn a owl:ObjectProperty ; rdfs:domain sino:Model ; rdfs:range sino:Chip .
sino:comparableTo a owl:ObjectProperty , owl:SymmetricProperty ; rdfs:domain sino:Model ; rdfs:range sino:Model .
sino:availability a owl:ObjectProperty ; rdfs:domain sino:Model .
sino:totalParameters a owl:DatatypeProperty ; rdfs:range xsd:integer .
sino:foundedIn a owl:DatatypeProperty ; rdfs:domain sino:Lab ; rdfs:range xsd:gYear .
"""
"""A cut of the real ontology, with every kind of axiom that it has."""

LAB_KINDS: Final = ("Startup", "BigTechDivision", "UniversitySpinOff", "EstablishedCompany")
TECHNIQUE_KINDS: Final = ("AttentionTechnique", "RoutingTechnique", "PrecisionTechnique", "Technique")


def ontology() -> list[Triple]:
    """Return the ontology's triples."""
    return [quad.triple for quad in parse(ONTOLOGY, format=RdfFormat.TURTLE)]


def data(size: int, seed: int = 1) -> Iterator[Triple]:
    """Yield about so many triples, always the same for the same size and seed."""
    rng = random.Random(seed)
    models = max(10, round(size / PER_MODEL))
    labs, techniques, chips = max(2, models // 40), max(3, models // 4), max(2, models // 50)
    yield from _background(labs, techniques, chips, rng)
    for number in range(models):
        yield from _model(number, labs, techniques, chips, rng)
        yield from _passage(number)


def chain(length: int) -> Iterator[Triple]:
    """Yield models each of which succeeds the one before it: the worst case of a transitive property."""
    for number in range(1, length):
        yield Triple(_thing("model", number), _term("succeeds"), _thing("model", number - 1))


def _background(labs: int, techniques: int, chips: int, rng: random.Random) -> Iterator[Triple]:
    china = NamedNode(f"{BASE}id/place/china")
    for number in range(20):
        yield Triple(_thing("place", number), _term("partOf"), china)
    for number in range(labs):
        lab = _thing("lab", number)
        yield Triple(lab, RDF_TYPE, _term(rng.choice(LAB_KINDS)))
        yield Triple(lab, LABEL, Literal(f"Lab {number}", language="en"))
        yield Triple(lab, _term("basedIn"), _thing("place", rng.randrange(20)))
        yield Triple(lab, _term("foundedIn"), Literal(str(2010 + number % 15), datatype=YEAR))
    for number in range(techniques):
        technique = _thing("technique", number)
        yield Triple(technique, RDF_TYPE, _term(rng.choice(TECHNIQUE_KINDS)))
        yield Triple(technique, LABEL, Literal(f"Technique {number}", language="en"))
        yield Triple(technique, _term("introducedBy"), _thing("lab", rng.randrange(labs)))
    for number in range(chips):
        kind = "DomesticChip" if number % 2 else "Chip"
        yield Triple(_thing("chip", number), RDF_TYPE, _term(kind))


def _model(number: int, labs: int, techniques: int, chips: int, rng: random.Random) -> Iterator[Triple]:
    model, family = _thing("model", number), number // 10
    yield Triple(model, RDF_TYPE, _term("Model"))
    yield Triple(model, LABEL, Literal(f"Model {number}", language="en"))
    yield Triple(model, _term("developedBy"), _thing("lab", family % labs))
    yield Triple(model, _term("memberOf"), _thing("family", family))
    if number % 10:
        yield Triple(model, _term("succeeds"), _thing("model", number - 1))
    for _ in range(3):
        yield Triple(model, _term("uses"), _thing("technique", rng.randrange(techniques)))
    yield Triple(model, _term("trainedOn"), _thing("chip", rng.randrange(chips)))
    if number % 3 == 0:
        yield Triple(model, _term("comparableTo"), _thing("model", rng.randrange(number + 1)))
    if number % 2 == 0:
        yield Triple(model, _term("availability"), _term("OpenWeights"))
    parameters = Literal(str(rng.randrange(1, 1000) * 1_000_000_000), datatype=INTEGER)
    yield Triple(model, _term("totalParameters"), parameters)


def _passage(number: int) -> Iterator[Triple]:
    passage = _thing("passage", number)
    yield Triple(passage, RDF_TYPE, _term("Passage"))
    yield Triple(passage, QUOTED_FROM, _thing("document", number // 200))
    yield Triple(passage, EXACT, Literal(f"words of passage {number}"))


def _term(name: str) -> NamedNode:
    return NamedNode(SINO + name)


def _thing(kind: str, number: int) -> NamedNode:
    return NamedNode(f"{BASE}id/{kind}/{kind}-{number}")
