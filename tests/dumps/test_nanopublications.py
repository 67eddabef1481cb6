"""The criteria of https://nanopub.net/guidelines/working_draft/ for well-formed nanopublications."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, Triple, parse

from sinograph.namespaces import expand, sino

if TYPE_CHECKING:
    from pathlib import Path

NP = "http://www.nanopub.org/nschema#"
TYPE = expand("rdf:type")

Graphs = dict[NamedNode, set[Triple]]


def by_graph(quads: frozenset[Quad] | list[Quad]) -> Graphs:
    graphs: Graphs = defaultdict(set)
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            graphs[quad.graph_name].add(quad.triple)
    return graphs


@pytest.fixture(scope="module")
def told(dumped: Path) -> list[Quad]:
    return list(parse(path=str(dumped / "nanopublications.trig"), rename_blank_nodes=False))


@pytest.fixture(scope="module")
def graphs(told: list[Quad]) -> Graphs:
    return by_graph(told)


@pytest.fixture(scope="module")
def heads(graphs: Graphs) -> dict[NamedNode, dict[str, NamedNode]]:
    """The parts of each nanopublication by the names of their properties."""
    found: dict[NamedNode, dict[str, NamedNode]] = defaultdict(dict)
    for graph, triples in graphs.items():
        for name, predicate, part in triples:
            if predicate.value.startswith(f"{NP}has"):
                assert isinstance(name, NamedNode)
                assert isinstance(part, NamedNode)
                found[name] |= {predicate.value.removeprefix(NP): part, "head": graph}
    return found


def test_each_passage_has_one_with_just_its_facts(
    graphs: Graphs, heads: dict[NamedNode, dict[str, NamedNode]], quads: frozenset[Quad]
) -> None:
    passages = {quad.subject for quad in quads if quad.predicate == TYPE and quad.object == sino("Passage")}
    said = by_graph(quads)
    assert sorted(str(parts["hasAssertion"]) for parts in heads.values()) == sorted(map(str, passages))
    assert len(heads) > 500
    for parts in heads.values():
        assert graphs[parts["hasAssertion"]] == said[parts["hasAssertion"]]


def test_heads_hold_the_four_links_and_nothing_else(
    graphs: Graphs, heads: dict[NamedNode, dict[str, NamedNode]]
) -> None:
    for name, parts in heads.items():
        links = {Triple(name, NamedNode(f"{NP}{link}"), part) for link, part in parts.items() if link != "head"}
        assert graphs[parts["head"]] == links | {Triple(name, TYPE, NamedNode(f"{NP}Nanopublication"))}
        assert len(links) == 3


def test_all_statements_are_in_one_of_the_four_graphs(
    told: list[Quad], graphs: Graphs, heads: dict[NamedNode, dict[str, NamedNode]]
) -> None:
    parts = [part for found in heads.values() for part in found.values()]
    assert len(parts) == len(set(parts)) == 4 * len(heads)
    assert set(parts) == graphs.keys()
    assert all(isinstance(quad.graph_name, NamedNode) for quad in told)
    assert not any(isinstance(term, BlankNode) for quad in told for term in quad)


def test_provenance_is_of_the_assertion_and_info_of_the_publication(
    graphs: Graphs, heads: dict[NamedNode, dict[str, NamedNode]]
) -> None:
    for name, parts in heads.items():
        provenance, info = graphs[parts["hasProvenance"]], graphs[parts["hasPublicationInfo"]]
        assertion = parts["hasAssertion"]
        predicates = {triple.predicate for triple in provenance if triple.subject == assertion}
        assert {expand("prov:wasQuotedFrom"), sino("modality"), sino("quotation")} <= predicates
        own = {triple.predicate for triple in info if triple.subject == name}
        assert {expand(f"dcterms:{term}") for term in ("created", "creator", "license")} <= own


def test_fragments_come_with_their_passage(graphs: Graphs, heads: dict[NamedNode, dict[str, NamedNode]]) -> None:
    fragments = 0
    for parts in heads.values():
        provenance = graphs[parts["hasProvenance"]]
        for triple in provenance:
            if triple.predicate == sino("hasFragment"):
                fragments += 1
                assert any(other.subject == triple.object for other in provenance)
    assert fragments > 10
