"""Ontologies and data by chance, small enough that everything meets everything."""

from __future__ import annotations

from hypothesis import strategies as st

CLASSES = [f":C{number}" for number in range(5)]
PROPERTIES = [f":p{number}" for number in range(4)]
THINGS = [f":i{number}" for number in range(6)]

class_names = st.sampled_from(CLASSES)
property_names = st.sampled_from(PROPERTIES)
things = st.sampled_from(THINGS)


@st.composite
def _properties(draw: st.DrawFn) -> str:
    name = draw(property_names)
    return f"[ owl:inverseOf {name} ]" if draw(st.integers(0, 4)) == 0 else name


@st.composite
def _restrictions(draw: st.DrawFn, fillers: st.SearchStrategy[str]) -> str:
    on = f"owl:onProperty {draw(_properties())}"
    kind = draw(st.sampled_from(["some", "all", "value", "max", "qualified"]))
    match kind:
        case "some":
            return f"[ {on} ; owl:someValuesFrom {draw(fillers)} ]"
        case "all":
            return f"[ {on} ; owl:allValuesFrom {draw(fillers)} ]"
        case "value":
            return f"[ {on} ; owl:hasValue {draw(things)} ]"
        case "max":
            return f"[ {on} ; owl:maxCardinality {draw(st.integers(0, 1))} ]"
    number = draw(st.integers(0, 1))
    return f"[ {on} ; owl:maxQualifiedCardinality {number} ; owl:onClass {draw(class_names)} ]"


@st.composite
def _combinations(draw: st.DrawFn, parts: st.SearchStrategy[str]) -> str:
    kind = draw(st.sampled_from(["intersectionOf", "unionOf"]))
    return f"[ owl:{kind} ( {draw(parts)} {draw(parts)} ) ]"


_enumerations = st.lists(things, min_size=1, max_size=2, unique=True).map(
    lambda names: f"[ owl:oneOf ( {' '.join(names)} ) ]"
)
_complements = class_names.map(lambda name: f"[ owl:complementOf {name} ]")
expressions = st.recursive(
    st.one_of(class_names, class_names, class_names, _enumerations, _complements),
    lambda parts: st.one_of(_restrictions(parts), _combinations(parts)),
    max_leaves=3,
)

_PROPERTY_KINDS = [
    "Symmetric", "Transitive", "Asymmetric", "Irreflexive", "Functional", "InverseFunctional",
]  # fmt: skip


@st.composite
def _class_axioms(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(["rdfs:subClassOf", "rdfs:subClassOf", "owl:equivalentClass", "owl:disjointWith"]))
    return f"{draw(expressions)} {kind} {draw(expressions)} ."


@st.composite
def _property_axioms(draw: st.DrawFn) -> str:
    name, other = draw(property_names), draw(_properties())
    match draw(st.integers(0, 7)):
        case 0:
            return f"{name} rdfs:domain {draw(expressions)} ."
        case 1:
            return f"{name} rdfs:range {draw(expressions)} ."
        case 2:
            return f"{name} rdfs:subPropertyOf {other} ."
        case 3:
            return f"{name} owl:equivalentProperty {draw(property_names)} ."
        case 4:
            return f"{name} owl:inverseOf {draw(property_names)} ."
        case 5:
            return f"{name} owl:propertyDisjointWith {draw(property_names)} ."
        case 6:
            steps = " ".join(draw(st.lists(_properties(), min_size=1, max_size=3)))
            return f"{name} owl:propertyChainAxiom ( {steps} ) ."
    return f"{name} a owl:{draw(st.sampled_from(_PROPERTY_KINDS))}Property ."


@st.composite
def _facts(draw: st.DrawFn) -> str:
    match draw(st.integers(0, 9)):
        case 0 | 1 | 2:
            return f"{draw(things)} a {draw(class_names)} ."
        case 3:
            return f"{draw(things)} {draw(st.sampled_from(['owl:sameAs', 'owl:differentFrom']))} {draw(things)} ."
    return f"{draw(things)} {draw(property_names)} {draw(things)} ."


axioms = st.lists(st.one_of(_class_axioms(), _property_axioms()), min_size=1, max_size=6)
facts = st.lists(_facts(), min_size=2, max_size=12)
ontologies = st.builds(lambda first, second: "\n".join([*first, *second]), axioms, facts)
