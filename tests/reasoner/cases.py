"""One-axiom cases: an axiom, data on which it bears, and (for readers) what it says."""

from __future__ import annotations

from typing import Final

CASES: Final = {
    "domain": ":p1 rdfs:domain :C1 . :i1 :p1 :i2 .",
    "domain of a literal's property": ":p1 rdfs:domain :C1 . :i1 :p1 'text' .",
    "domain that is a union": ":p1 rdfs:domain [ owl:unionOf ( :C1 :C2 ) ] . :C1 rdfs:subClassOf :C3 . :i1 :p1 :i2 .",
    "domain that is an intersection": ":p1 rdfs:domain [ owl:intersectionOf ( :C1 :C2 ) ] . :i1 :p1 :i2 .",
    "range": ":p1 rdfs:range :C1 . :i1 :p1 :i2 .",
    "range with a superclass": ":p1 rdfs:range :C1 . :C1 rdfs:subClassOf :C2 . :i1 :p1 :i2 .",
    "sub-property": ":p1 rdfs:subPropertyOf :p2 . :i1 :p1 :i2 .",
    "sub-property of two levels": ":p1 rdfs:subPropertyOf :p2 . :p2 rdfs:subPropertyOf :p3 . :i1 :p1 :i2 .",
    "sub-property of an inverse": ":p1 rdfs:subPropertyOf [ owl:inverseOf :p2 ] . :i1 :p1 :i2 .",
    "inverse as a sub-property": "[ owl:inverseOf :p2 ] rdfs:subPropertyOf :p1 . :i1 :p2 :i2 .",
    "equivalent property": ":p1 owl:equivalentProperty :p2 . :i1 :p1 :i2 . :i3 :p2 :i4 .",
    "inverse": ":p1 owl:inverseOf :p2 . :i1 :p1 :i2 . :i3 :p2 :i4 .",
    "symmetric": ":p1 a owl:SymmetricProperty . :i1 :p1 :i2 .",
    "transitive": ":p1 a owl:TransitiveProperty . :i1 :p1 :i2 . :i2 :p1 :i3 . :i3 :p1 :i4 .",
    "transitive circle": ":p1 a owl:TransitiveProperty . :i1 :p1 :i2 . :i2 :p1 :i3 . :i3 :p1 :i1 .",
    "transitive and symmetric": ":p1 a owl:TransitiveProperty , owl:SymmetricProperty . :i1 :p1 :i2 . :i3 :p1 :i2 .",
    "transitive with a sub-property": ":p2 a owl:TransitiveProperty . :p1 rdfs:subPropertyOf :p2 . :i1 :p1 :i2 . "
    ":i2 :p1 :i3 . :i3 :p2 :i4 .",
    "two transitive, one below the other": ":p1 a owl:TransitiveProperty . :p2 a owl:TransitiveProperty . "
    ":p1 rdfs:subPropertyOf :p2 . :i1 :p1 :i2 . :i2 :p1 :i3 . :i3 :p2 :i4 . :i0 :p2 :i1 .",
    "transitive with an inverse": ":p1 a owl:TransitiveProperty ; owl:inverseOf :p2 . :i1 :p1 :i2 . :i3 :p2 :i2 .",
    "transitive that feeds itself": ":p1 a owl:TransitiveProperty ; owl:propertyChainAxiom ( :p2 :p1 ) . "
    ":i1 :p2 :i2 . :i2 :p1 :i3 . :i3 :p1 :i4 . :i0 :p1 :i1 .",
    "transitive with domain and range": ":p1 a owl:TransitiveProperty ; rdfs:domain :C1 ; rdfs:range :C2 . "
    ":i1 :p1 :i2 . :i2 :p1 :i3 .",
    "functional": ":p1 a owl:FunctionalProperty . :i1 :p1 :i2 , :i3 . :i2 :p2 :i4 . :i3 a :C1 .",
    "inverse functional": ":p1 a owl:InverseFunctionalProperty . :i1 :p1 :i3 . :i2 :p1 :i3 . :i1 a :C1 .",
    "chain of one": ":p1 owl:propertyChainAxiom ( :p2 ) . :i1 :p2 :i2 .",
    "chain of two": ":p1 owl:propertyChainAxiom ( :p2 :p3 ) . :i1 :p2 :i2 . :i2 :p3 :i3 , :i4 .",
    "chain of three": ":p1 owl:propertyChainAxiom ( :p2 :p3 :p2 ) . :i1 :p2 :i2 . :i2 :p3 :i3 . :i3 :p2 :i4 .",
    "chain of six": ":p1 owl:propertyChainAxiom ( :p2 :p2 :p2 :p2 :p2 :p2 ) . "
    ":i1 :p2 :i2 . :i2 :p2 :i3 . :i3 :p2 :i4 . :i4 :p2 :i5 . :i5 :p2 :i6 . :i6 :p2 :i7 .",
    "chain with itself": ":p1 owl:propertyChainAxiom ( :p1 :p1 ) . :i1 :p1 :i2 . :i2 :p1 :i3 . :i3 :p1 :i4 .",
    "chain with an inverse": ":p1 owl:propertyChainAxiom ( :p2 [ owl:inverseOf :p3 ] ) . :i1 :p2 :i2 . :i3 :p3 :i2 .",
    "subclass": ":C1 rdfs:subClassOf :C2 . :i1 a :C1 .",
    "subclass of three levels": ":C1 rdfs:subClassOf :C2 . :C2 rdfs:subClassOf :C3 . :C3 rdfs:subClassOf :C4 . "
    ":i1 a :C1 .",
    "subclass in a circle": ":C1 rdfs:subClassOf :C2 . :C2 rdfs:subClassOf :C1 . :i1 a :C1 . :i2 a :C2 .",
    "equivalent class": ":C1 owl:equivalentClass :C2 . :i1 a :C1 . :i2 a :C2 .",
    "intersection": ":C1 owl:equivalentClass [ owl:intersectionOf ( :C2 :C3 ) ] . :i1 a :C2 , :C3 . :i2 a :C2 . "
    ":i3 a :C1 .",
    "intersection that is named": ":C1 owl:intersectionOf ( :C2 :C3 ) . :i1 a :C2 , :C3 . :i3 a :C1 .",
    "intersection that is empty but for one": ":C1 owl:intersectionOf ( :C2 ) . :i1 a :C2 . :i3 a :C1 .",
    "union": ":C1 owl:unionOf ( :C2 :C3 ) . :i1 a :C2 . :i2 a :C3 . :i3 a :C1 .",
    "union in an intersection": ":C1 owl:equivalentClass [ owl:intersectionOf ( :C2 [ owl:unionOf ( :C3 :C4 ) ] ) ] . "
    ":i1 a :C2 , :C3 . :i2 a :C2 , :C4 . :i3 a :C2 .",
    "oneOf": ":C1 owl:oneOf ( :i1 :i2 ) . :C1 rdfs:subClassOf :C2 .",
    "oneOf without a name": "[ owl:oneOf ( :i1 :i2 ) ] rdfs:subClassOf :C2 .",
    "oneOf in an intersection": ":C1 owl:equivalentClass [ owl:intersectionOf ( :C2 [ owl:oneOf ( :i1 :i2 ) ] ) ] . "
    ":i1 a :C2 . :i3 a :C2 .",
    "someValuesFrom": "[ owl:onProperty :p1 ; owl:someValuesFrom :C1 ] rdfs:subClassOf :C2 . :i1 :p1 :i2 . :i2 a :C1 . "
    ":i3 :p1 :i4 .",
    "someValuesFrom owl:Thing": "[ owl:onProperty :p1 ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf :C2 . "
    ":i1 :p1 :i2 .",
    "someValuesFrom backwards": "[ owl:onProperty [ owl:inverseOf :p1 ] ; owl:someValuesFrom :C1 ] rdfs:subClassOf :C2 . "
    ":i1 :p1 :i2 . :i1 a :C1 .",
    "someValuesFrom in someValuesFrom": "[ owl:onProperty :p1 ; owl:someValuesFrom [ owl:onProperty :p2 ; "
    "owl:someValuesFrom :C1 ] ] rdfs:subClassOf :C2 . :i1 :p1 :i2 . :i2 :p2 :i3 . :i3 a :C1 .",
    "someValuesFrom that recurs": ":C1 owl:equivalentClass [ owl:onProperty :p1 ; owl:someValuesFrom :C1 ] . "
    ":i1 :p1 :i2 . :i2 :p1 :i3 . :i3 a :C1 .",
    "someValuesFrom a narrower class": ":C1 rdfs:subClassOf [ owl:onProperty :p1 ; owl:someValuesFrom :C2 ] . "
    ":C2 rdfs:subClassOf :C3 . [ owl:onProperty :p1 ; owl:someValuesFrom :C3 ] rdfs:subClassOf :C4 . :i1 a :C1 .",
    "someValuesFrom of a narrower property": ":C1 rdfs:subClassOf [ owl:onProperty :p1 ; owl:someValuesFrom :C2 ] . "
    ":p1 rdfs:subPropertyOf :p2 . [ owl:onProperty :p2 ; owl:someValuesFrom :C2 ] rdfs:subClassOf :C4 . :i1 a :C1 .",
    "allValuesFrom": ":C1 rdfs:subClassOf [ owl:onProperty :p1 ; owl:allValuesFrom :C2 ] . :i1 a :C1 ; :p1 :i2 . "
    ":i3 :p1 :i4 .",
    "allValuesFrom in allValuesFrom": ":C1 rdfs:subClassOf [ owl:onProperty :p1 ; owl:allValuesFrom [ owl:onProperty :p2 ; "
    "owl:allValuesFrom :C2 ] ] . :i1 a :C1 ; :p1 :i2 . :i2 :p2 :i3 .",
    "allValuesFrom on both sides": ":C1 rdfs:subClassOf [ owl:onProperty :p1 ; owl:allValuesFrom :C2 ] . "
    ":C2 rdfs:subClassOf :C3 . [ owl:onProperty :p1 ; owl:allValuesFrom :C3 ] rdfs:subClassOf :C4 . :i1 a :C1 .",
    "allValuesFrom of a wider property": ":C1 rdfs:subClassOf [ owl:onProperty :p2 ; owl:allValuesFrom :C2 ] . "
    ":p1 rdfs:subPropertyOf :p2 . [ owl:onProperty :p1 ; owl:allValuesFrom :C2 ] rdfs:subClassOf :C4 . :i1 a :C1 .",
    "hasValue": ":C1 owl:equivalentClass [ owl:onProperty :p1 ; owl:hasValue :i9 ] . :i1 :p1 :i9 . :i2 a :C1 .",
    "hasValue of a literal": ":C1 owl:equivalentClass [ owl:onProperty :p1 ; owl:hasValue 'open' ] . :i1 :p1 'open' . "
    ":i2 a :C1 .",
    "restriction that is named": ":C1 a owl:Restriction ; owl:onProperty :p1 ; owl:hasValue :i9 . :i1 :p1 :i9 . :i2 a :C1 .",
    "restriction that a thing belongs to": ":i1 a [ owl:onProperty :p1 ; owl:allValuesFrom :C2 ] ; :p1 :i2 .",
    "maxCardinality 1": ":C1 rdfs:subClassOf [ owl:onProperty :p1 ; owl:maxCardinality 1 ] . :i1 a :C1 ; :p1 :i2 , :i3 . "
    ":i2 a :C2 .",
    "maxCardinality 0": ":C1 rdfs:subClassOf [ owl:onProperty :p1 ; owl:maxCardinality 0 ] . :i1 a :C1 ; :p1 :i2 .",
    "maxQualifiedCardinality 1": ":C1 rdfs:subClassOf [ owl:onProperty :p1 ; owl:maxQualifiedCardinality 1 ; "
    "owl:onClass :C2 ] . :i1 a :C1 ; :p1 :i2 , :i3 , :i4 . :i2 a :C2 . :i3 a :C2 .",
    "maxQualifiedCardinality 1 of owl:Thing": ":C1 rdfs:subClassOf [ owl:onProperty :p1 ; owl:maxQualifiedCardinality 1 ; "
    "owl:onClass owl:Thing ] . :i1 a :C1 ; :p1 :i2 , :i3 .",
    "maxQualifiedCardinality 0": ":C1 rdfs:subClassOf [ owl:onProperty :p1 ; owl:maxQualifiedCardinality 0 ; "
    "owl:onClass :C2 ] . :i1 a :C1 ; :p1 :i2 . :i2 a :C2 .",
    "sameAs": ":i1 owl:sameAs :i2 . :i1 :p1 :i3 . :i4 :p2 :i2 . :i2 a :C1 . :i1 :p3 'text' .",
    "sameAs of three": ":i1 owl:sameAs :i2 . :i3 owl:sameAs :i2 . :i3 :p1 :i3 . :i1 a :C1 .",
    "sameAs that comes late": ":p1 a owl:FunctionalProperty . :p9 rdfs:subPropertyOf :p1 . :i1 :p9 :i2 . :i1 :p1 :i3 . "
    ":i2 :p9 :i4 . :i3 :p9 :i5 . :i4 :p2 :i6 . :i5 a :C1 .",
    "sameAs of properties": ":p1 owl:sameAs :p2 . :i1 :p1 :i2 . :i3 :p2 :i4 . :p2 rdfs:domain :C1 .",
    "sameAs of classes": ":C1 owl:sameAs :C2 . :i1 a :C1 . :i2 a :C2 . :C2 rdfs:subClassOf :C3 .",
    "sameAs and a transitive property": ":p1 a owl:TransitiveProperty . :i1 :p1 :i2 . :i3 :p1 :i4 . :i2 owl:sameAs :i3 .",
    "sub-property of sameAs": ":p1 rdfs:subPropertyOf owl:sameAs . :i1 :p1 :i2 . :i1 a :C1 .",
    "key and value by sameAs": ":p1 a owl:InverseFunctionalProperty . :i1 :p1 :i3 . :i2 :p1 :i4 . :i3 owl:sameAs :i4 .",
    "differentFrom": ":i1 owl:sameAs :i2 . :i2 owl:differentFrom :i1 .",
    "differentFrom itself": ":i1 owl:differentFrom :i1 .",
    "irreflexive": ":p1 a owl:IrreflexiveProperty . :i1 :p1 :i1 .",
    "asymmetric": ":p1 a owl:AsymmetricProperty . :i1 :p1 :i2 . :i2 :p1 :i1 .",
    "disjoint properties": ":p1 owl:propertyDisjointWith :p2 . :i1 :p1 :i2 ; :p2 :i2 .",
    "disjoint classes": ":C1 owl:disjointWith :C2 . :C3 rdfs:subClassOf :C1 . :i1 a :C3 , :C2 .",
    "all disjoint classes": "[] a owl:AllDisjointClasses ; owl:members ( :C1 :C2 :C3 ) . :i1 a :C2 , :C3 .",
    "complement": ":C1 owl:complementOf :C2 . :i1 a :C1 , :C2 .",
    "complement on the right": ":C1 rdfs:subClassOf [ owl:complementOf :C2 ] . :i1 a :C1 , :C2 .",
    "nothing": ":C1 rdfs:subClassOf owl:Nothing . :i1 a :C1 .",
    "negative assertion": "[] owl:sourceIndividual :i1 ; owl:assertionProperty :p1 ; owl:targetIndividual :i2 . "
    ":p2 rdfs:subPropertyOf :p1 . :i1 :p2 :i2 .",
    "negative assertion of a literal": "[] owl:sourceIndividual :i1 ; owl:assertionProperty :p1 ; owl:targetValue 'a' . "
    ":i1 :p1 'a' .",
}
"""Cases that are compared with owlrl, inconsistency included."""
