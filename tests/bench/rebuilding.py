"""How long a rebuild takes after an edit: ``python tests/bench/rebuilding.py [--times 5]``.

A copy of the project gets another editorial note before each build, and ``sinograph build --no-shacl`` is timed from
the start of its process to the end. The first build, which finds modules that are not compiled yet, does not count.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from rich.console import Console

ROOT: Final = Path(__file__).parents[2]
EDITED: Final = Path("graph/entities/benchmarks.ttl")
NOTE: Final = '\nbenchmark:swe-bench-verified skos:editorialNote "Looked at again, time {}."@en .\n'


def main() -> None:
    """Edit, build and print how many seconds each build took, the shortest and the one in the middle."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="how many rebuilds")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        for part in ("ontology", "graph"):
            shutil.copytree(ROOT / part, project / part)
        seconds = [_rebuilt(project, number) for number in range(options.times + 1)][1:]
    console = Console(highlight=False)
    console.print(f"seconds of {options.times} rebuilds: {' '.join(f'{each:.2f}' for each in seconds)}")
    console.print(f"shortest: {min(seconds):.2f}, median: {statistics.median(seconds):.2f}")


def _rebuilt(project: Path, number: int) -> float:
    """Edit a file, build, and return the seconds that the build took."""
    (project / EDITED).write_text((ROOT / EDITED).read_text(encoding="utf-8") + NOTE.format(number), encoding="utf-8")
    folders = {"SINOGRAPH_PROJECT": project, "SINOGRAPH_RELEASES": project / "releases"}
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": project.parent / "compiled"}
    environment = {**os.environ, **{name: str(value) for name, value in (folders | compiled).items()}}
    begin = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "sinograph", "build", "--no-shacl"],
        check=True,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
