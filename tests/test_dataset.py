from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from sinograph.dataset import INFERRED_GRAPH, ONTOLOGY_GRAPH, quad_of, read_dataset
from sinograph.namespaces import GRAPH, expand, sino
from sinograph.spelling import spell

if TYPE_CHECKING:
    from sinograph.project import Project


def parameters(model: str, number: int) -> Triple:
    return Triple(expand(model), sino("totalParameters"), Literal(number))


EXPECTED = parameters("model:aurora-3", 1000000000000)
STATED = parameters("model:aurora-1", 120000000000)


def test_every_file_has_its_graph(small_project: Project) -> None:
    names = {spell(quad.graph_name) for quad in read_dataset(small_project).quads}
    assert {name for name in names if not name.startswith("passage:")} == {
        spell(NamedNode(f"{GRAPH}{name}"))
        for name in (
            "alignments",
            "entities/labs",
            "entities/models",
            "ontology",
            "passages/small-dragons",
            "sources",
        )
    }


def test_facts_stand_in_the_graph_of_their_passage(small_project: Project) -> None:
    claimed = read_dataset(small_project).claimed
    assert quad_of(EXPECTED, expand("passage:aurora-3-size")) in claimed
    assert all(spell(quad.graph_name).startswith("passage:") for quad in claimed)


@pytest.mark.parametrize(
    ("passage", "modality", "asserted"),
    [
        ("passage:aurora-1-size", sino("Stated"), True),
        ("passage:aurora-3-size", sino("Expected"), False),
        ("passage:aurora-1-smuggled", sino("Rebutted"), False),
        ("passage:nowhere", None, False),
    ],
    ids=["stated", "expected", "rebutted", "unknown"],
)
def test_modality_decides_what_is_asserted(
    small_project: Project, passage: str, modality: NamedNode | None, asserted: bool
) -> None:
    dataset = read_dataset(small_project)
    assert dataset.modality_of(expand(passage)) == modality
    assert dataset.is_asserted(expand(passage)) is asserted


def test_what_is_asserted_has_no_expectations_and_no_metadata(small_project: Project) -> None:
    asserted = read_dataset(small_project).asserted
    assert STATED in asserted
    assert EXPECTED not in asserted
    assert not [triple for triple in asserted if triple.predicate == expand("oa:exact")]


def test_the_default_graph_merges_asserted_inferred_and_metadata(small_project: Project) -> None:
    dataset = read_dataset(small_project)
    conclusion = Triple(expand("lab:aurora-labs"), expand("rdf:type"), expand("org:Organization"))
    quads = dataset.publish([conclusion])
    default = {quad.triple for quad in quads if isinstance(quad.graph_name, DefaultGraph)}
    assert default == dataset.asserted | {conclusion} | {quad.triple for quad in dataset.metadata}
    assert EXPECTED not in default
    assert [quad.triple for quad in quads if quad.graph_name == INFERRED_GRAPH] == [conclusion]
    assert set(dataset.quads) <= quads


def test_literals_keep_their_spelling(small_project: Project) -> None:
    values = {spell(quad.object) for quad in read_dataset(small_project).quads if quad.predicate == sino("minimum")}
    assert values == {'"2.50"'}


def test_the_same_project_gives_the_same_quads(small_project: Project) -> None:
    first, second = (read_dataset(small_project) for _ in range(2))
    blank = [quad for quad in first.curated if isinstance(quad.subject, BlankNode)]
    assert {quad.graph_name for quad in blank} == {ONTOLOGY_GRAPH}
    assert set(first.quads) == set(second.quads)
