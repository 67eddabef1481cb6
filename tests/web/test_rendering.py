from __future__ import annotations

import pytest

from sinograph.web.rendering import spoken


@pytest.mark.parametrize(
    ("curie", "words"),
    [("sino:DamagedText", "damaged text"), ("sino:Estimated", "estimated"), ("Stated", "stated")],
)
def test_terms_are_spoken_as_words(curie: str, words: str) -> None:
    assert spoken(curie) == words
