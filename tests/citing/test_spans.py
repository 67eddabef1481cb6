"""What stands between two positions of a query, and that finding it does not read the query again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls import calls
from sinograph.citing import read_asked
from sinograph.citing.spans import Spans
from sinograph.engine.tokens import Reader

PARTS = ("?a", "?b", "$a", "?注", "NOT", "exists", "{", "}", "'?a NOT'", "<?b>", "ex:p")


@given(parts=st.lists(st.sampled_from(PARTS), max_size=12), ends=st.tuples(st.integers(0, 80), st.integers(0, 80)))
def test_tells_what_a_part_of_the_text_has(parts: list[str], ends: tuple[int, int]) -> None:
    text = " ".join(parts)
    start, end = sorted(ends)
    tokens = [*Reader(text)]
    inside = [token for token in tokens if start <= token.start() < end]
    names = {token[0][1:] for token in inside if token.lastgroup == "variable"}
    outside = {token[0][1:] for token in tokens if token.lastgroup == "variable" and token not in inside}
    words = [token[0].upper() for token in inside if token.lastgroup == "word"]
    spans = Spans(tokens)
    assert spans.variables(start, end) == names
    assert spans.only(start, end) == names - outside
    assert spans.keywords(start, end) == set(words)
    assert spans.affirms(start, end) == any(
        word == "EXISTS" and words[place - 1 : place] != ["NOT"] for place, word in enumerate(words)
    )


@pytest.mark.parametrize(
    "part",
    [
        "FILTER EXISTS { { SELECT ?s {} } { SELECT ?s {} } } ",
        "FILTER EXISTS { ?s ?p%d ?o } ",
        "OPTIONAL { SELECT ?s (?o AS ?x%d) { ?s <x:p> ?o } } ",
    ],
    ids=["SELECT in EXISTS", "variables in EXISTS", "SELECT"],
)
def test_reading_a_query_twice_as_long_takes_twice_as_long(part: str) -> None:
    def read(times: int) -> None:
        parts = "".join(part % place if "%" in part else part for place in range(times))
        assert read_asked(f"SELECT ?s {{ ?s <x:p> ?o {parts}}}", ("s",), {})

    assert calls(lambda: read(200)) < 3 * calls(lambda: read(100))
