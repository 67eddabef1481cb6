from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinograph.languages import LANGUAGES, preferred


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("zh", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("zh-Hant-TW", "zh"),
        ("en-US,en;q=0.9,zh;q=0.8", "en"),
        ("fr, zh;q=0.5", "zh"),
        ("en;q=0.5, ZH ; Q=0.7", "zh"),
        ("fr", "en"),
        ("*", "en"),
        ("en;q=0, *", "zh"),
        ("zh;q=0", "en"),
        ("zh;q=2", "en"),
        ("zho", "en"),
        ("zh;q=0.5, zh-CN;q=0.9, en;q=0.8", "zh"),
    ],
)
def test_the_language_liked_best_is_chosen(header: str | None, language: str) -> None:
    assert preferred(header) == language


@given(st.text())
def test_any_header_has_an_answer(header: str) -> None:
    assert preferred(header) in LANGUAGES
