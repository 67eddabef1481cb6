"""How long an explanation takes: ``python tests/bench/explaining.py [--size 238000] [--sample 2000]``.

Generated data become a store and derivations, as in a release; then a sample of the conclusions is explained twice, and
the second time, when files are in memory, counts. It is the processor's time that is measured, as other processes may
keep it waiting.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path
from typing import Final

from generator import data, ontology  # type: ignore[import-not-found]
from pyoxigraph import NamedNode, Store
from rich.console import Console

from sinograph.conclusions import Conclusions, conclude
from sinograph.dataset import ONTOLOGY_GRAPH, Dataset, quad_of
from sinograph.derivations import Derivations, write_derivations
from sinograph.explaining import Knowledge, explain
from sinograph.namespaces import GRAPH

SOURCE: Final = NamedNode(f"{GRAPH}entities/generated")
SEED: Final = 7


def main() -> None:
    """Build, explain and print how long an explanation took: in the middle, for all but one in a hundred, at most."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=238_000, help="how many triples")
    parser.add_argument("--sample", type=int, default=2_000, help="how many explanations")
    options = parser.parse_args()
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory() as folder:
        conclusions = conclude(_dataset(options.size), ())
        knowledge = _knowledge(conclusions, Path(folder))
        chosen = sorted(conclusions.triples, key=str)
        goals = random.Random(SEED).sample(chosen, min(options.sample, len(chosen)))
        seconds: list[float] = []
        for _ in range(2):
            seconds = sorted(_timed(goal, knowledge) for goal in goals)
        size = (Path(folder) / "derivations").stat().st_size
    console.print(f"{options.size:,} triples, {len(chosen):,} conclusions, {size / 1e6:.1f} MB of derivations")
    for name, share in (("median", 0.5), ("99 of 100 below", 0.99), ("longest", 1.0)):
        console.print(f"{name}: {1000 * seconds[round(share * (len(seconds) - 1))]:.2f} ms")


def _dataset(size: int) -> Dataset:
    curated = {quad_of(triple, ONTOLOGY_GRAPH) for triple in ontology()}
    curated.update(quad_of(triple, SOURCE) for triple in data(size))
    return Dataset(frozenset(curated), frozenset(), frozenset())


def _knowledge(conclusions: Conclusions, folder: Path) -> Knowledge:
    store = Store(str(folder / "store"))
    store.bulk_extend(conclusions.dataset.publish(conclusions.triples))
    store.flush()
    write_derivations(folder / "derivations", conclusions)
    return Knowledge(store, Derivations(folder / "derivations"))


def _timed(goal: object, knowledge: Knowledge) -> float:
    begin = time.process_time()
    explain(goal, knowledge)  # type: ignore[arg-type]
    return time.process_time() - begin


if __name__ == "__main__":
    main()
