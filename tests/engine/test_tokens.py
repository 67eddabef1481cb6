from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from sinograph.engine import tokens
from sinograph.engine.tokens import Reader

SIGNS = "aAé-._:1·\\\"'>#\n{}()@?e+ "
WORDS = ("..", "b:", "%41", "a.b", "a-b", "x:y", "_:a", "SELECT", "FILTER(", "^^", "e1", "1.", ".5", "1e")


def read(text: str) -> list[tuple[tuple[int, int], str | None]]:
    return [(token.span(), token.lastgroup) for token in Reader(text)]


def read_anew(text: str) -> list[tuple[tuple[int, int], str | None]]:
    """Read a text with a colon looked for behind each letter anew, which takes long where there is none."""
    found = []
    position = 0
    while token := tokens.TOKEN.search(text, position):
        if token.lastgroup == "nameless":
            start = token.start()
            token = tokens._UNNAMED.match(text, start)
            if token is None:
                position = start + 1
                continue
        position = token.end()
        if token.lastgroup != "comment":
            found.append((token.span(), token.lastgroup))
    return found


@given(st.lists(st.sampled_from([*SIGNS, *WORDS]), max_size=14).map("".join))
def test_reads_names_as_if_each_was_looked_for(text: str) -> None:
    assert read(text) == read_anew(text)


@pytest.mark.parametrize(
    ("text", "last"), [("a.b _:c", "local"), ("a-b _:c", "local"), ("é :c", "local"), ("a-b\n:c#d", "local")]
)
def test_goes_on_right_behind_what_has_no_colon(text: str, last: str) -> None:
    assert read(text)[-1][1] == last
