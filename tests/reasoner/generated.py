"""Ontologies and data by chance, small enough that everything meets everything.

Every class and property is declared, as OWL 2 demands: by the letter of the rules, what is not declared is not even
below itself (``scm-cls``, ``scm-op``), and owlrl goes by the letter. The inverse of a property is always the same node,
for the same reason: to the rules, two nodes are two properties.
"""

from __future__ import annotations

from hypothesis import strategies as st

CLASSES = [f":C{number}" for number in range(5)]
PROPERTIES = [f":p{number}" for number in range(4)]
THINGS = [f":i{number}" for number in range(6)]
LITERALS = ["1", "2", "'a'", "'a'@en"]

INVERSES = {name: f"_:inverse-of-{name[1:]}" for name in PROPERTIES}
VALUED = [":p8", ":p9"]
"""Properties of literals. They come in few axioms: owlrl makes literals the same, and subjects, which we do not."""

DECLARATIONS = {
    **{name: f"{name} a owl:Class ." for name in CLASSES},
    **{name: f"{name} a owl:ObjectProperty ." for name in PROPERTIES},
    **{name: f"{name} a owl:DatatypeProperty ." for name in VALUED},
    **{inverse: f"{inverse} a owl:ObjectProperty ; owl:inverseOf {name} ." for name, inverse in INVERSES.items()},
}

class_names = st.sampled_from(CLASSES)
property_names = st.sampled_from(PROPERTIES)
properties = st.sampled_from([*PROPERTIES * 4, *INVERSES.values()])
things = st.sampled_from(THINGS)
literals = st.sampled_from(LITERALS)
valued = st.sampled_from(VALUED)


@st.composite
def _restrictions(draw: st.DrawFn, fillers: st.SearchStrategy[str]) -> str:
    on = f"a owl:Class ; owl:onProperty {draw(properties)} ;"
    match draw(st.sampled_from(["some", "some", "all", "all", "value", "literal", "max", "qualified"])):
        case "some":
            return f"{on} owl:someValuesFrom {draw(fillers)}"
        case "all":
            return f"{on} owl:allValuesFrom {draw(fillers)}"
        case "value":
            return f"{on} owl:hasValue {draw(things)}"
        case "literal":
            return f"a owl:Class ; owl:onProperty {draw(valued)} ; owl:hasValue {draw(literals)}"
        case "max":
            return f"{on} owl:maxCardinality {draw(st.integers(0, 1))}"
    class_ = draw(st.one_of(class_names, st.just("owl:Thing")))
    return f"{on} owl:maxQualifiedCardinality {draw(st.integers(0, 1))} ; owl:onClass {class_}"


@st.composite
def _combinations(draw: st.DrawFn, parts: st.SearchStrategy[str]) -> str:
    kind = draw(st.sampled_from(["intersectionOf", "unionOf"]))
    return f"a owl:Class ; owl:{kind} ( {' '.join(draw(st.lists(parts, min_size=1, max_size=3)))} )"


_enumerations = st.lists(things, min_size=1, max_size=2, unique=True).map(
    lambda names: f"a owl:Class ; owl:oneOf ( {' '.join(names)} )"
)
_complements = class_names.map(lambda name: f"a owl:Class ; owl:complementOf {name}")
_unnamed = st.one_of(_enumerations, _complements).map("[ {} ]".format)
_plain = st.one_of(
    class_names, class_names, class_names, _unnamed, st.sampled_from(["owl:Thing", "owl:Nothing", "_:shared"])
)
expressions = st.recursive(
    _plain,
    lambda parts: st.one_of(_restrictions(parts), _combinations(parts)).map("[ {} ]".format),
    max_leaves=3,
)
descriptions = st.one_of(_restrictions(_plain), _combinations(_plain), _enumerations, _complements)
"""What is said of a class, without the brackets."""

_PROPERTY_KINDS = [
    "Symmetric", "Transitive", "Asymmetric", "Irreflexive", "Functional", "InverseFunctional",
]  # fmt: skip


@st.composite
def _class_axioms(draw: st.DrawFn) -> str:
    match draw(st.integers(0, 9)):
        case 0:
            return f"[] a owl:AllDisjointClasses ; owl:members ( {' '.join(draw(_three_classes))} ) ."
        case 1:
            return f"{draw(expressions)} owl:disjointWith {draw(expressions)} ."
        case 2 | 3:
            return f"{draw(expressions)} owl:equivalentClass {draw(expressions)} ."
    return f"{draw(expressions)} rdfs:subClassOf {draw(expressions)} ."


_three_classes = st.lists(class_names, min_size=3, max_size=3, unique=True)


def _said(*words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return statements of these words."""
    return st.tuples(*words).map(lambda drawn: f"{' '.join(drawn)} .")


_sub_property = st.just("rdfs:subPropertyOf")
_chains = st.lists(properties, min_size=1, max_size=3).map(
    lambda steps: f"owl:propertyChainAxiom ( {' '.join(steps)} )"
)
_property_axioms = st.one_of(
    _said(st.one_of(properties, valued), st.just("rdfs:domain"), expressions),
    _said(properties, st.just("rdfs:range"), expressions),
    _said(properties, _sub_property, properties),
    _said(properties, _sub_property, st.sampled_from([*PROPERTIES, "owl:sameAs"])),
    _said(valued, _sub_property, valued),
    _said(properties, st.sampled_from(["owl:equivalentProperty", "owl:propertyDisjointWith"]), properties),
    _said(property_names, st.just("owl:inverseOf"), property_names),
    _said(properties, _chains),
    _said(properties, st.just("a"), st.sampled_from([f"owl:{kind}Property" for kind in _PROPERTY_KINDS])),
)
_negations = st.tuples(things, properties, things).map(
    lambda fact: "[] owl:sourceIndividual {} ; owl:assertionProperty {} ; owl:targetIndividual {} .".format(*fact)
)
_linked = _said(things, property_names, things)
_member = _said(things, st.just("a"), class_names)
_fact = st.one_of(
    *[_linked] * 6,
    *[_member] * 4,
    _said(things, st.just("a"), expressions),
    _said(things, st.sampled_from(["owl:sameAs", "owl:differentFrom"]), things),
    _said(class_names, st.just("owl:sameAs"), class_names),
    _said(property_names, st.just("owl:sameAs"), property_names),
    _said(things, valued, literals),
    _negations,
)

axioms = st.lists(st.one_of(_class_axioms(), _property_axioms), min_size=1, max_size=6)
facts = st.lists(_fact, min_size=2, max_size=12)


def declared(turtle: str) -> str:
    """Put the declarations of the classes and properties of an ontology after it."""
    return "\n".join([turtle, *(line for name, line in DECLARATIONS.items() if name in turtle)])


_described = st.lists(st.sampled_from(CLASSES[3:]), max_size=1)
"""Classes that are restrictions, combinations or enumerations themselves, each described once at most."""


@st.composite
def _ontologies(draw: st.DrawFn) -> str:
    described = [f"{name} {draw(descriptions)} ." for name in ("_:shared", *draw(_described))]
    return declared("\n".join([*described, *draw(axioms), *draw(facts)]))


ontologies = _ontologies()
