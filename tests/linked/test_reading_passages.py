"""Passages are read by queries for the pages, and by look-ups for the proofs: both find the same words and places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, Store

from sinograph.engine import EmbeddedEngine, Limits
from sinograph.explaining.evidence import Witnesses
from sinograph.explaining.facts import Facts
from sinograph.linked.evidence import read_passages
from sinograph.namespaces import PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = {
    "whole": ('oa:exact "one" ; oa:start 1 ; oa:end 4', [("one", 1, 4)]),
    "no-place": ('oa:exact "one"', [("one", -1, -1)]),
    "no-end": ('oa:exact "one" ; oa:start 1', [("one", 1, -1)]),
    "no-number": ('oa:exact "one" ; oa:start "x" ; oa:end <urn:x>', [("one", -1, -1)]),
    "negative": ('oa:exact "one" ; oa:start -1 ; oa:end -4', [("one", -1, -1)]),
    "huge": (f'oa:exact "one" ; oa:start {"1" * 5000} ; oa:end {"2" * 5000}', [("one", -1, -1)]),
    "no-words": ("oa:start 1 ; oa:end 4", []),
    "no-text": ("oa:exact <urn:x> ; oa:start 1 ; oa:end 4", []),
    "fragments": ("sino:hasFragment <urn:a-10> , <urn:a-9>", [("two", 5, 8), ("three", 10, 15)]),
    "both": ('oa:exact "one" ; oa:start 1 ; oa:end 4 ; sino:hasFragment <urn:a-9>', [("one", 1, 4)]),
    "no-fragment": ('sino:hasFragment "x" , [ oa:exact "x" ; oa:start 1 ; oa:end 2 ] , <urn:a-9>', [("two", 5, 8)]),
}

FRAGMENTS = """
<urn:a-9> oa:exact "two" ; oa:start 5 ; oa:end 8 .
<urn:a-10> oa:exact "three" ; oa:start 10 ; oa:end 15 .
sino:Stated sino:isAsserted true . sino:Expected sino:isAsserted false .
passage:stated a sino:Passage ; sino:modality sino:Stated .
passage:expected a sino:Passage ; sino:modality sino:Expected .
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of passages, most of them not as they should be."""
    head = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
    passages = "".join(
        f"passage:{name} a sino:Passage ; sino:modality sino:Stated ; {words} .\n" for name, (words, _) in WORDS.items()
    )
    path = tmp_path_factory.mktemp("passages") / "store"
    store = Store(str(path))
    store.load(head + FRAGMENTS + passages, format=RdfFormat.TURTLE)
    store.flush()
    return path


@pytest.fixture(scope="module")
def engine(path: Path) -> Iterator[EmbeddedEngine]:
    engine = EmbeddedEngine(path, prefixes=PREFIXES, limits=Limits.for_one())
    yield engine
    engine.stop()


@pytest.fixture(scope="module")
def witnesses(path: Path) -> Witnesses:
    store = Store.read_only(str(path))
    return Witnesses(store, Facts(store))


@pytest.mark.parametrize(("name", "words"), [(name, words) for name, (_, words) in WORDS.items()], ids=list(WORDS))
def test_both_read_the_same_words(
    engine: EmbeddedEngine, witnesses: Witnesses, name: str, words: list[tuple[str, int, int]]
) -> None:
    node = expand(f"passage:{name}")
    passage, quote = read_passages(engine, [node])[node], witnesses.quote(node)
    assert [(each.exact, each.start, each.end) for each in passage.quotes] == words
    assert quote is not None
    assert [(each.exact, each.start, each.end) for each in quote.stretches] == words


@pytest.mark.parametrize(("name", "is_asserted"), [("stated", True), ("expected", False)])
def test_both_tell_what_is_asserted(engine: EmbeddedEngine, witnesses: Witnesses, name: str, is_asserted: bool) -> None:
    node = expand(f"passage:{name}")
    quote = witnesses.quote(node)
    assert quote is not None
    assert read_passages(engine, [node])[node].asserted == quote.is_asserted == is_asserted
