from __future__ import annotations

import pytest

from sinograph.linked.page import agreeing


@pytest.mark.parametrize(
    ("property_name", "subject", "said"),
    [
        ("is developed by", "DeepSeek models", "are developed by"),
        ("has limitation", "Chinese labs", "have limitation"),
        ("is developed by", "DeepSeek V3", "is developed by"),
        ("is an", "open-weight models", "are an"),
    ],
)
def test_a_verb_agrees_with_names_of_several_things(property_name: str, subject: str, said: str) -> None:
    assert agreeing(property_name, subject) == said
