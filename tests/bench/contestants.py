"""The reasoners that are compared, each run in a process of its own: ``python contestants.py NAME FILE``.

Prints one JSON object: seconds for reading and for reasoning, how many triples came out beside those that went in, and
the peak of resident memory in megabytes after reading and in the end. This file imports nothing of the tests, and each
reasoner only where it runs, so that a peer may live in another environment.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

Measures = dict[str, float]


def sinograph(path: Path) -> Measures:
    """Run our reasoner, derivations included; the time is from triples to closure."""
    from pyoxigraph import parse

    from sinograph.reasoner import compile_ontology, reason

    begin = time.perf_counter()
    triples = [quad.triple for quad in parse(path=str(path))]
    read = time.perf_counter()
    rules = compile_ontology(parse_ontology(path)).rules
    compiled = time.perf_counter()
    memory = _megabytes()
    start = time.perf_counter()
    closure = reason(triples, rules)
    end = time.perf_counter()
    after = _megabytes()
    inferred = len(closure)
    begin_list = time.perf_counter()
    total = len([*triples, *closure])
    listed = time.perf_counter() - begin_list
    return {
        "read": read - begin,
        "compile": compiled - read,
        "reason": end - start,
        "list": listed,
        "inferred": inferred,
        "total": total,
        "read_megabytes": memory,
        "megabytes": after,
    }


def parse_ontology(path: Path) -> list[Any]:
    """Return the triples of the ontology that stands beside the data."""
    from pyoxigraph import parse

    return [quad.triple for quad in parse(path=str(path.with_name("ontology.nt")))]


def reasonable(path: Path) -> Measures:
    """Run the peer in Rust; ``reason`` includes turning the result into a list, which cannot be had apart."""
    import reasonable as peer  # type: ignore[import-not-found]

    begin = time.perf_counter()
    reasoner = peer.PyReasoner()
    reasoner.load_file(str(path))
    read = time.perf_counter()
    memory = _megabytes()
    start = time.perf_counter()
    triples = reasoner.reason()
    end = time.perf_counter()
    return {
        "read": read - begin,
        "reason": end - start,
        "total": len(triples),
        "read_megabytes": memory,
        "megabytes": _megabytes(),
    }


def owlrl(path: Path) -> Measures:
    """Run the oracle."""
    import rdflib
    from owlrl import OWLRL_Semantics

    begin = time.perf_counter()
    graph = rdflib.Graph().parse(path, format="nt")
    read = time.perf_counter()
    memory = _megabytes()
    given = len(graph)
    start = time.perf_counter()
    OWLRL_Semantics(graph, axioms=False, daxioms=False).closure()
    end = time.perf_counter()
    return {
        "read": read - begin,
        "reason": end - start,
        "inferred": len(graph) - given,
        "total": len(graph),
        "read_megabytes": memory,
        "megabytes": _megabytes(),
    }


def _megabytes() -> float:
    """Return the peak of resident memory; ``ru_maxrss`` would count what the parent had before this process began."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


CONTESTANTS: Final[dict[str, Callable[[Path], Measures]]] = {
    "sinograph": sinograph,
    "reasonable": reasonable,
    "owlrl": owlrl,
}

if __name__ == "__main__":
    print(json.dumps(CONTESTANTS[sys.argv[1]](Path(sys.argv[2]))))
