"""The models that had a technique which spread, with the words that date them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sinograph.carriers import Carrier, read_carriers
from sinograph.engine import EmbeddedEngine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sinograph.release import Release


@pytest.fixture(scope="module")
def engine(real_release: Release) -> Iterator[EmbeddedEngine]:
    engine = EmbeddedEngine(real_release.store_path)
    yield engine
    engine.stop()


def told(carrier: Carrier) -> tuple[str, str, str, str]:
    return carrier.technique.label, carrier.model.label, carrier.date, carrier.earliest


def test_each_model_is_told_once_with_its_most_precise_date(engine: EmbeddedEngine) -> None:
    assert [told(each) for each in read_carriers(engine)] == [
        ("DeepSeek Sparse Attention", "DeepSeek V3.2", "2025-12", "2025-12-01"),
        ("DeepSeek Sparse Attention", "GLM-5", "2026-02-11", "2026-02-11"),
    ]


def test_the_words_say_when(engine: EmbeddedEngine) -> None:
    for carrier in read_carriers(engine):
        assert len(carrier.quotes) == 2
        assert all(carrier.model.label in quote.quotation for quote in carrier.quotes)


def test_names_are_in_the_language_that_is_asked_for(engine: EmbeddedEngine) -> None:
    assert {each.technique.label for each in read_carriers(engine, "zh")} == {"DeepSeek 稀疏注意力"}
