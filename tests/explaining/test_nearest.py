"""What is said instead of what does not hold, and that to find it takes little."""

from __future__ import annotations

from contextlib import suppress

import pytest
from pyoxigraph import DefaultGraph, Literal, Quad, Store

from calls import calls
from sinograph.explaining import Knowledge, explain
from sinograph.explaining.asking import read_thing, read_triple
from sinograph.explaining.errors import NotHeldError, UnknownTermError
from sinograph.namespaces import expand

AURORA = expand("lab:aurora-labs")
NOTE = expand("skos:note")
LONG = "".join(map(chr, range(0x4E00, 0x4E00 + 4000)))
"""No character twice, so that it is long to compare."""


def test_not_all_facts_are_read_for_each_unknown_name(small: Knowledge) -> None:
    def ask(knowledge: Knowledge) -> None:
        with pytest.raises(UnknownTermError, match="did you mean lab:aurora-labs"):
            read_thing("lab:aurora-lab", knowledge)

    ask(small)  # what is kept of names for all knowledge is kept now
    known = Knowledge(small.store, small.proofs)
    facts = sum(1 for _ in known.facts.match(None, None, None))
    assert facts > 200
    assert calls(lambda: ask(known)) - calls(lambda: ask(known)) >= facts


def with_notes(knowledge: Knowledge, *notes: str) -> Knowledge:
    store = Store()
    store.extend(knowledge.store)
    store.extend(Quad(AURORA, NOTE, Literal(note), DefaultGraph()) for note in notes)
    return Knowledge(store, knowledge.proofs)


def test_the_most_like_value_comes_first(small: Knowledge) -> None:
    noted = with_notes(small, "an old lab", "a new lab", "Peking")
    with pytest.raises(NotHeldError) as refusal:
        explain(read_triple(("lab:aurora-labs", "skos:note", '"the old lab"'), noted), noted)
    assert [triple.object for triple in refusal.value.nearest[:2]] == [Literal("an old lab"), Literal("a new lab")]


def test_of_long_values_only_the_beginning_is_compared(small: Knowledge) -> None:
    noted = with_notes(small, LONG)

    def ask() -> None:
        with suppress(NotHeldError):
            explain(read_triple(("lab:aurora-labs", "skos:note", f'"{LONG[::2]}"'), noted), noted)

    assert calls(ask) < len(LONG) / 2
