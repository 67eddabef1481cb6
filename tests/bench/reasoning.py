"""How fast the reasoner is beside its peers: ``python tests/bench/reasoning.py [--sizes ...] [--peer PYTHON]``.

Every contestant runs in a process of its own on the same file; the best of several rounds counts. The figures are
ratios of one run on one machine: read them as such.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator import chain, data, ontology  # type: ignore[import-not-found]
from pyoxigraph import RdfFormat, Triple, serialize
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HERE: Final = Path(__file__).parent
SIZES: Final = (2_400, 24_000, 238_000, 2_400_000)
OWLRL_LIMIT: Final = 24_000
"""Beyond this size owlrl takes longer than anybody waits."""

COLUMNS: Final = (
    "data", "triples", "reasoner", "reason", "list", "total", "inferred", "megabytes", "own_megabytes", "times_slower",
    "microseconds_per_inferred",
)  # fmt: skip
"""What is told of each run; the last shows how the time grows with what is inferred."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark, print its table and write it as CSV."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as folder:
        rows = [row for name, triples in _inputs(options) for row in _compare(name, triples, Path(folder), options)]
    _print(rows)
    with options.csv.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="how many triples, about")
    parser.add_argument("--chain", type=int, default=1000, help="the length of one chain of successors; 0 for none")
    parser.add_argument("--peer", help="a Python that has the package reasonable")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--csv", type=Path, default=Path("reasoning.csv"))
    return parser.parse_args(arguments)


def _inputs(options: argparse.Namespace) -> Iterable[tuple[str, list[Triple]]]:
    for size in options.sizes:
        yield "graph", list(data(size))
    if options.chain:
        yield "chain", list(chain(options.chain))


def _compare(name: str, triples: list[Triple], folder: Path, options: argparse.Namespace) -> list[dict[str, object]]:
    """Return a row for each contestant."""
    schema = ontology()
    (folder / "ontology.nt").write_bytes(serialize(schema, format=RdfFormat.N_TRIPLES) or b"")
    path = folder / "data.ttl"
    path.write_bytes(serialize([*schema, *triples], format=RdfFormat.N_TRIPLES) or b"")
    size = len(schema) + len(triples)
    contestants = {"sinograph": sys.executable}
    if options.peer:
        contestants["reasonable"] = options.peer
    if name == "graph" and size <= OWLRL_LIMIT * 1.1:
        contestants["owlrl"] = sys.executable
    results = {each: _best(python, each, path, options.rounds) for each, python in contestants.items()}
    ours = results["sinograph"]["reason"]
    return [
        {
            "data": name,
            "triples": size,
            "reasoner": each,
            "own_megabytes": round(result["megabytes"] - result["read_megabytes"], 1),
            "times_slower": round(result["reason"] / ours, 1),
            **(
                {"microseconds_per_inferred": round(1e6 * result["reason"] / result["inferred"], 2)}
                if "inferred" in result
                else {}
            ),
            **{column: round(result[column], 4) for column in COLUMNS if column in result},
        }
        for each, result in results.items()
    ]


def _best(python: str, name: str, path: Path, rounds: int) -> dict[str, float]:
    """Return the measures of the quickest round; what takes long is run once."""
    best: dict[str, float] = {}
    for _ in range(rounds):
        command = [python, str(HERE / "contestants.py"), name, str(path)]
        result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        if not best or result["reason"] < best["reason"]:
            best = result
        if result["reason"] > 5:
            break
    return best


def _print(rows: Iterable[dict[str, object]]) -> None:
    table = Table(title="Reasoning, in seconds; memory in megabytes")
    for column in COLUMNS:
        table.add_column(column.replace("_", " "), justify="right")
    for row in rows:
        table.add_row(*(str(row.get(column, "")) for column in COLUMNS))
    Console(width=160).print(table)


if __name__ == "__main__":
    main()
