"""Who says so: what is read of a passage, and what is kept of what is asked."""

from __future__ import annotations

from sys import getrefcount
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from sinograph.namespaces import expand

if TYPE_CHECKING:
    from sinograph.explaining import Knowledge


def test_nothing_is_kept_of_what_is_no_passage(small: Knowledge) -> None:
    node = NamedNode(f"urn:{'x' * 60_000}")
    held = getrefcount(node)
    assert small.witnesses.quote(node) is None
    assert getrefcount(node) == held


def test_a_passage_is_read_once(small: Knowledge) -> None:
    quote = small.witnesses.quote(expand("passage:aurora-3-size"))
    assert quote is not None
    assert quote is small.witnesses.quote(expand("passage:aurora-3-size"))
