from __future__ import annotations

import pytest

from sinograph.web.rendering import size, spoken


@pytest.mark.parametrize(
    ("curie", "words"),
    [("sino:DamagedText", "damaged text"), ("sino:Estimated", "estimated"), ("Stated", "stated")],
)
def test_terms_are_spoken_as_words(curie: str, words: str) -> None:
    assert spoken(curie) == words


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0 B"), (945, "945 B"), (5320, "5.3 kB"), (229_119, "229 kB"), (5_320_590, "5.3 MB")]
)
def test_sizes_are_said_in_short(number: int, shown: str) -> None:
    assert size(number) == shown
