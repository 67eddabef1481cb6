"""What a page looks up around a thing stays small, however much there is: the same queries on much data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from sinograph.engine import EmbeddedEngine, Limits
from sinograph.linked.addresses import Addresses
from sinograph.linked.description import describe
from sinograph.linked.surroundings import MOST_RELATED, survey
from sinograph.namespaces import PREFIXES, expand, sino

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TYPE, LABEL = expand("rdf:type"), expand("skos:prefLabel")
CHINA, LAB = expand("place:china"), expand("lab:1")
MANY = 20_000


def quads_of(number: int) -> list[Quad]:
    """Return what is said of one lab and its result."""
    lab, result = NamedNode(f"{PREFIXES['lab']}{number}"), NamedNode(f"{PREFIXES['result']}{number}")
    return [
        Quad(lab, sino("basedIn"), CHINA),
        Quad(result, TYPE, sino("BenchmarkResult")),
        Quad(result, TYPE, sino("Claim")),
        Quad(result, sino("about"), lab),
    ]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedEngine]:
    """An engine on many labs in one place, each with a result; the first has a dispute and an unasserted claim."""
    path: Path = tmp_path_factory.mktemp("much") / "store"
    store = Store(str(path))
    store.bulk_extend(quad for number in range(MANY) for quad in quads_of(number))
    dispute, passage, claim = expand("dispute:d"), expand("passage:p"), expand("assessment:a")
    store.extend(
        [
            Quad(dispute, sino("disputeAbout"), expand("result:1")),
            Quad(dispute, sino("disputeSide"), passage),
            Quad(dispute, sino("disputeSide"), expand("passage:q")),
            Quad(passage, TYPE, sino("Passage")),
            Quad(passage, sino("modality"), sino("Opinion")),
            Quad(claim, TYPE, sino("Assessment"), passage),
            Quad(claim, sino("about"), LAB, passage),
            Quad(expand("lab:7"), LABEL, Literal("Seven", language="en")),
        ]
    )
    store.flush()
    del store
    engine = EmbeddedEngine(path, prefixes=PREFIXES, limits=Limits.for_one())
    yield engine
    engine.stop()


def test_finds_claims_disputes_and_what_is_alike(engine: EmbeddedEngine) -> None:
    description = describe(engine, LAB)
    assert description
    around = survey(engine, description, Addresses())
    assert around.classes == {expand("result:1"): "BenchmarkResult", expand("assessment:a"): "Assessment"}
    (dispute,) = around.disputes
    assert (dispute.slug, dispute.disputed) == ("d", None)
    assert dispute.passages == {expand("passage:p"), expand("passage:q")}
    assert len(around.related) == MOST_RELATED
    assert LAB not in {node for node, _ in around.related}


def test_a_hub_is_surveyed_too(engine: EmbeddedEngine) -> None:
    description = describe(engine, CHINA)
    assert description
    assert survey(engine, description, Addresses()).related == ()
