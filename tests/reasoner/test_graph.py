"""The reasoner on the project's own graph, and on generated data of its shape."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Triple

from bench.generator import chain, data, ontology
from reasoner.oracle import owlrl_closure
from reasoner.proofs import check_proofs
from sinograph.dataset import read_dataset
from sinograph.project import Project
from sinograph.reasoner import compile_ontology, load_rule, reason
from sinograph.reasoner.rule import SAME, THING, TYPE

THINGS = "https://w3id.org/sinograph/id/"
BUILT_IN = ("http://www.w3.org/2002/07/owl#", "http://www.w3.org/2000/01/rdf-schema#")


@pytest.fixture(scope="module")
def asserted() -> list[Triple]:
    return sorted(read_dataset(Project.find()).asserted, key=str)


def about_things(triples: set[Triple]) -> set[Triple]:
    """Keep what says something about a thing, but for the trivial."""
    return {
        triple
        for triple in triples
        if isinstance(triple.subject, NamedNode)
        and triple.subject.value.startswith(THINGS)
        and not (triple.predicate == SAME and triple.subject == triple.object)
        and not (triple.predicate == TYPE and _is_trivial(triple.object))
    }


def _is_trivial(class_: object) -> bool:
    return not isinstance(class_, NamedNode) or class_ == THING or class_.value.startswith(BUILT_IN)


def test_the_closure_of_the_graph_is_that_of_owlrl(asserted: list[Triple]) -> None:
    closure = reason(asserted, compile_ontology(asserted).rules)
    assert about_things({*asserted, *closure}) == about_things(owlrl_closure(asserted))


def test_every_proof_of_the_graph_holds(asserted: list[Triple]) -> None:
    rules = [*compile_ontology(asserted).rules, *(load_rule(path) for path in Project.find().rules)]
    closure = reason(asserted, rules)
    assert check_proofs(closure, asserted) >= len(closure)


def test_every_proof_of_generated_data_holds() -> None:
    triples = [*ontology(), *data(3000)]
    closure = reason(triples, compile_ontology(ontology()).rules)
    assert closure.inconsistencies == ()
    assert check_proofs(closure, triples) >= len(closure) > 2000


def test_generated_data_is_the_same_each_time_and_of_the_size_asked_for() -> None:
    assert list(data(3000)) == list(data(3000))
    assert list(data(3000)) != list(data(3000, seed=2))
    assert 2700 < sum(1 for _ in data(3000)) < 3300
    assert sum(1 for _ in chain(10)) == 9


def test_the_benchmark_runs_and_writes_its_table(tmp_path: Path) -> None:
    script = Path(__file__).parents[1] / "bench" / "reasoning.py"
    path = tmp_path / "reasoning.csv"
    command = [sys.executable, str(script), "--sizes", "300", "--chain", "20", "--rounds", "1", "--csv", str(path)]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["data"], row["reasoner"]) for row in rows] == [
        ("graph", "sinograph"),
        ("graph", "owlrl"),
        ("chain", "sinograph"),
    ]
    assert "times slower" in result.stdout
