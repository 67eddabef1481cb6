"""IRIs and their short forms."""

from __future__ import annotations

import tracemalloc

import pytest
from pyoxigraph import NamedNode

from sinograph.namespaces import expand, shorten


@pytest.mark.parametrize("curie", ["lab:aurora-labs", f"lab:{'x' * 1000}", "sino:Lab", "rdf:type"])
def test_what_is_shortened_expands_to_itself(curie: str) -> None:
    assert shorten(expand(curie)) == curie


def test_no_long_iri_is_kept() -> None:
    tracemalloc.start()
    try:
        for number in range(100):
            shorten(NamedNode(f"urn:{number}:{'x' * 60_000}"))
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 1_000_000
