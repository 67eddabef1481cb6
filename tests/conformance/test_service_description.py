"""The W3C's service description tests, by their names (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store

from conformance.suite import cases

if TYPE_CHECKING:
    import httpx

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

SCHEMA: Final[dict[str, tuple[frozenset[str], frozenset[str] | None]]] = {
    "endpoint": (frozenset({"Service"}), None),
    "supportedLanguage": (frozenset({"Service"}), None),
    "resultFormat": (frozenset({"Service"}), None),
    "inputFormat": (frozenset({"Service"}), None),
    "feature": (frozenset({"Service"}), None),
    "languageExtension": (frozenset({"Service"}), None),
    "propertyFeature": (frozenset({"Service"}), None),
    "extensionFunction": (frozenset({"Service"}), None),
    "extensionAggregate": (frozenset({"Service"}), None),
    "defaultEntailmentRegime": (frozenset({"Service"}), None),
    "defaultSupportedEntailmentProfile": (frozenset({"Service"}), None),
    "availableGraphs": (frozenset({"Service"}), frozenset({"GraphCollection"})),
    "defaultDataset": (frozenset({"Service"}), frozenset({"Dataset"})),
    "defaultGraph": (frozenset({"Dataset"}), frozenset({"Graph"})),
    "namedGraph": (frozenset({"Dataset", "GraphCollection"}), frozenset({"NamedGraph"})),
    "name": (frozenset({"NamedGraph"}), None),
    "graph": (frozenset({"NamedGraph"}), frozenset({"Graph"})),
    "entailmentRegime": (frozenset({"NamedGraph"}), None),
    "supportedEntailmentProfile": (frozenset({"NamedGraph"}), None),
}
"""The properties, each with the classes of what has it, and of its values where these are described (section 3.4)."""

INSTANCES: Final = {
    "supportedLanguage": {"SPARQL10Query", "SPARQL11Query", "SPARQL11Update"},
    "feature": {"DereferencesURIs", "UnionDefaultGraph", "RequiresDataset", "EmptyGraphs", "BasicFederatedQuery"},
}
"""What the vocabulary itself offers as values of a property (sections 3.3 and 3.5)."""

EXPECTED: Final = {"returns-rdf", "has-endpoint-triple", "conforms-to-schema"}


@pytest.fixture(scope="module")
def described(web: httpx.Client) -> Store:
    response = web.get("/sparql", headers={"Accept": "application/n-triples"})
    store = Store()
    store.load(response.content, RdfFormat.N_TRIPLES)
    return store


def test_every_test_of_the_w3c_is_here() -> None:
    assert {case.name.partition("/")[2] for case in cases("service-description")} == EXPECTED


@pytest.mark.parametrize("accept", ["", "*/*", "text/turtle", "application/rdf+xml", "application/ld+json"])
def test_returns_rdf(web: httpx.Client, accept: str) -> None:
    response = web.get("/sparql", headers={"Accept": accept})
    form = RdfFormat.from_media_type(response.headers["Content-Type"])
    assert response.status_code == 200
    assert form is not None
    store = Store()
    store.load(response.content, form)
    assert len(store) > 10


def test_has_endpoint_triple(web: httpx.Client, described: Store) -> None:
    endpoint = NamedNode(str(web.base_url.join("/sparql")))
    assert list(described.quads_for_pattern(None, NamedNode(f"{SD}endpoint"), endpoint))


def test_conforms_to_schema(described: Store) -> None:
    told = [quad for quad in described if quad.predicate.value.startswith(SD)]
    assert {quad.predicate.value.removeprefix(SD) for quad in told} <= SCHEMA.keys()
    for quad in told:
        name = quad.predicate.value.removeprefix(SD)
        having, values = SCHEMA[name]
        assert classes(described, quad.subject) & having, quad
        assert not isinstance(quad.object, Literal), quad
        assert values is None or classes(described, quad.object) & values, quad
        assert name not in INSTANCES or quad.object.value.removeprefix(SD) in INSTANCES[name], quad


def test_every_service_has_one_endpoint_and_every_named_graph_one_name(described: Store) -> None:
    for kind, property_ in (("Service", "endpoint"), ("NamedGraph", "name")):
        subjects = [quad.subject for quad in described.quads_for_pattern(None, TYPE, NamedNode(SD + kind))]
        assert subjects
        for subject in subjects:
            assert len(list(described.quads_for_pattern(subject, NamedNode(SD + property_), None))) == 1


def classes(store: Store, node: object) -> set[str]:
    assert isinstance(node, NamedNode | BlankNode)
    found = store.quads_for_pattern(node, TYPE, None)
    return {quad.object.value.removeprefix(SD) for quad in found if isinstance(quad.object, NamedNode)}
