"""What a query pays for its safety: ``python tests/bench/overhead.py [--times 3000] [--csv overhead.csv]``.

The same queries are answered in this process, by the engine's library alone, and through inspection, broker and worker,
in turns, on a small store. The difference between the medians is what all that costs.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, Store
from rich.console import Console
from rich.table import Table

from sinograph.engine import EmbeddedEngine, Limits, format_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

QUERIES: Final = {
    "ASK {}": "ASK {}",
    "look-up of one row": "SELECT ?label { <https://example.org/500> <https://example.org/label> ?label }",
    "100 rows": "SELECT ?s ?label { ?s <https://example.org/label> ?label } LIMIT 100",
}
PROMISED: Final = 0.3
"""How many milliseconds a trivial query may pay."""

COLUMNS: Final = ("query", "in process", "through the broker", "difference")
MILLISECONDS: Final = 1000


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print a table of medians in milliseconds, and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3000, help="how often each query is asked in each way")
    parser.add_argument("--csv", type=Path, default=Path("overhead.csv"))
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        rows = _rows(Path(folder) / "store", options.times)
    _print(rows)
    with options.csv.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def _rows(folder: Path, times: int) -> list[dict[str, object]]:
    store = Store(str(folder))
    label = NamedNode("https://example.org/label")
    subjects = [NamedNode(f"https://example.org/{number}") for number in range(1000)]
    store.bulk_extend(Quad(subject, label, Literal(f"thing {place}")) for place, subject in enumerate(subjects))
    store.flush()
    del store
    alone = Store.read_only(str(folder))
    engine = EmbeddedEngine(folder, limits=Limits())
    form = format_for("rows", "json")
    assert form is not None
    try:
        return [
            _compared(
                name,
                lambda text=text: alone.query(text).serialize(format=QueryResultsFormat.JSON),  # type: ignore[misc,arg-type]
                lambda text=text: engine.query(text, form, most_rows=10_000, client="192.0.2.1"),  # type: ignore[misc]
                times,
            )
            for name, text in QUERIES.items()
        ]
    finally:
        engine.stop()


def _compared(name: str, alone: Callable[[], object], brokered: Callable[[], object], times: int) -> dict[str, object]:
    """Return a row; the two take turns, so that whatever else the machine does happens to both."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for each, ask in zip(seconds, (alone, brokered), strict=True):
            begin = time.perf_counter()
            ask()
            each.append(time.perf_counter() - begin)
    medians = [MILLISECONDS * statistics.median(each) for each in seconds]
    values = (name, *(f"{value:.3f}" for value in (*medians, medians[1] - medians[0])))
    return dict(zip(COLUMNS, values, strict=True))


def _print(rows: list[dict[str, object]]) -> None:
    table = Table(*COLUMNS, title="medians in milliseconds")
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    console = Console(highlight=False)
    console.print(table)
    console.print(f"promised: a trivial query pays less than {PROMISED} ms")


if __name__ == "__main__":
    main()
