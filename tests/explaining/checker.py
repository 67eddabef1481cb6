"""An independent checker of the proofs of a release: it knows rules and quads, and not how proofs are found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from reasoner.proofs import _check_step
from sinograph.labels import Labeller
from sinograph.namespaces import GRAPH, sino

if TYPE_CHECKING:
    from pyoxigraph import Store, Triple

    from sinograph.explaining import Proof
    from sinograph.reasoner import Derivation

CURATED = tuple(f"{GRAPH}{name}" for name in ("entities/", "sources", "ontology", "alignments"))
ASSERTED = {sino(name) for name in ("Stated", "Reported", "Estimated")}


def check_proof(proof: Proof, store: Store) -> int:
    """Check that each step is an instance of its rule, each leaf is asserted, and nothing supports itself.

    Returns the number of steps.
    """
    settled: set[Triple] = set()
    for triple in proof.order:
        step = proof.steps.get(triple)
        if step is None:
            assert is_asserted(triple, store), f"{triple} is a leaf, and nobody says so"
        else:
            assert step.conclusion == triple
            assert settled.issuperset(step.premises), f"{triple} comes before its premises"
            check_step(step)
        settled.add(triple)
    assert proof.order[-1] == proof.goal
    return len(proof.steps)


def check_step(step: Derivation) -> None:
    """Check a step by its rule, or by what its built-in rule promises."""
    kind = step.rule.name.partition(" of ")[0]
    if kind == "label":
        labels = {_plain(triple) for triple in Labeller(step.premises).derive()}
        assert _plain(step.conclusion) in labels, "the premises do not give this label"
    elif kind == "origin":
        assert step.rule.body[0].match(step.premises[0]) is not None
        assert step.premises[0].subject == step.conclusion.subject
    elif kind == "dispute":
        assert step.premises
    else:
        _check_step(step, step.conclusion)


def _plain(triple: Triple) -> str:
    """Return a triple without the zeros that a store takes from the end of numbers."""
    return re.sub(r"(\d+\.\d*?)0+\b", r"\1", str(triple)).replace(". ", " ")


def is_asserted(triple: Triple, store: Store) -> bool:
    """Tell whether a curator or an asserted passage says so."""
    graphs = [
        quad.graph_name for quad in store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    ]
    return any(isinstance(graph, NamedNode) and _asserts(graph, store) for graph in graphs)


def _asserts(graph: NamedNode, store: Store) -> bool:
    if graph.value.startswith(CURATED):
        return True
    modalities = store.quads_for_pattern(graph, sino("modality"), None, None)
    return any(quad.object in ASSERTED for quad in modalities)
