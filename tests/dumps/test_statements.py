from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from sinograph.dumps.formats import DUMPS
from sinograph.namespaces import expand, sino

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.release import Release

RDF = [dump.file for dump in DUMPS if dump.is_rdf]
PASSAGE = sino("Passage")


def read(path: Path) -> list[Quad]:
    return list(parse(path=str(path), rename_blank_nodes=False))


def default(quads: frozenset[Quad]) -> set[Triple]:
    return {quad.triple for quad in quads if isinstance(quad.graph_name, DefaultGraph)}


def claims(quads: frozenset[Quad]) -> set[tuple[NamedNode, Triple]]:
    """Return what each passage says."""
    passages = {quad.subject for quad in quads if quad.predicate == expand("rdf:type") and quad.object == PASSAGE}
    return {(quad.graph_name, quad.triple) for quad in quads if quad.graph_name in passages}  # type: ignore[misc]


@pytest.mark.parametrize("file", ["data.nq", "data.trig"])
def test_all_statements_are_those_of_the_store(dumped: Path, real_release: Release, file: str) -> None:
    store = Store()
    store.extend(read(dumped / file))
    assert set(store) == set(Store.read_only(str(real_release.store_path)))


def test_trig_keeps_literals_as_they_were_written(dumped: Path, quads: frozenset[Quad]) -> None:
    told = read(dumped / "data.trig")
    assert len(told) == len(set(told))
    assert set(told) == quads


def test_turtle_is_the_default_graph(dumped: Path, quads: frozenset[Quad]) -> None:
    told = read(dumped / "data.ttl")
    assert len(told) == len(set(told))
    assert {quad.triple for quad in told} == default(quads)


@pytest.mark.parametrize("file", RDF)
def test_compressed_files_hold_the_same(dumped: Path, file: str) -> None:
    assert len(RDF) == 5
    assert gzip.decompress((dumped / f"{file}.gz").read_bytes()) == (dumped / file).read_bytes()


@pytest.mark.parametrize("file", [file for file in RDF if file != "data.nq"])
def test_declares_only_prefixes_that_are_used(dumped: Path, file: str) -> None:
    text = (dumped / file).read_text(encoding="utf-8")
    declared = re.findall(r"^@prefix (\w+): ", text, flags=re.MULTILINE)
    body = text.rpartition("@prefix")[2]
    assert len(declared) > 20
    unused = {prefix for prefix in declared if not re.search(rf"\b{prefix}:", body)}
    assert unused <= {"rdf", "xsd"}  # of which terms are written as "a" and as plain literals


@pytest.fixture(scope="module")
def told(dumped: Path) -> list[Triple]:
    """What the file with the reifiers says."""
    return [quad.triple for quad in read(dumped / "data-reified.ttl")]


class TestReifiers:
    def test_each_claim_of_each_passage_has_one(self, told: list[Triple], quads: frozenset[Quad]) -> None:
        reified = {triple.subject: triple.object for triple in told if triple.predicate == expand("rdf:reifies")}
        passages = {
            triple.subject: triple.object
            for triple in told
            if triple.predicate == expand("prov:wasDerivedFrom") and triple.subject in reified
        }
        assert passages.keys() == reified.keys()
        assert {(passages[name], claim) for name, claim in reified.items()} == claims(quads)
        assert len(reified) == len(claims(quads)) > 1000

    def test_they_are_named_after_the_passage(self, told: list[Triple]) -> None:
        for name, predicate, passage in told:
            if predicate == expand("prov:wasDerivedFrom") and "#claim-" in str(name):
                assert isinstance(name, NamedNode)
                assert name.value.startswith(f"{passage.value}#claim-")

    def test_the_rest_is_the_default_graph(self, told: list[Triple], quads: frozenset[Quad]) -> None:
        assert {triple for triple in told if "#claim-" not in str(triple.subject)} == default(quads)

    def test_what_is_only_expected_is_not_asserted(self, told: list[Triple]) -> None:
        size = Triple(expand("model:deepseek-v4"), sino("contextLength"), _number(1_000_000))
        assert any(triple.object == size for triple in told)
        assert size not in told

    def test_the_file_says_that_it_is_rdf_1_2(self, dumped: Path) -> None:
        assert (dumped / "data-reified.ttl").read_bytes().startswith(b'VERSION "1.2"\n')
        assert read(dumped / "data-reified.ttl") == list(
            parse(path=str(dumped / "data-reified.ttl"), format=RdfFormat.TURTLE, rename_blank_nodes=False)
        )


def _number(value: int) -> Literal:

    return Literal(value)
