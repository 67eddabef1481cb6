from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinograph.engine.fingerprints import FINGERPRINT_BYTES, fingerprint
from sinograph.engine.requests import Request

QUERY = """PREFIX ex: <https://example.org/>
SELECT ?s { ?s ex:number 12 ; ex:name "x" } LIMIT 10"""


@pytest.mark.parametrize(
    "alike",
    [
        QUERY.replace("12", "-7.5e3").replace("-", ""),
        QUERY.replace('"x"', "'another \\' name # of many'"),
        QUERY.replace("?s", "$other"),
        QUERY.replace("ex:name", "ex:other.name"),
        QUERY.replace("https://example.org/", "https://example.net/#"),
        QUERY.replace("LIMIT 10", "limit\t9 # 1 {"),
        QUERY.replace("12", "12, 13 14"[:6]).replace(",", ""),
    ],
    ids=["number", "string", "variable", "name", "IRI", "blanks, case and comment", "one term more"],
)
def test_what_differs_in_names_and_values_has_one_fingerprint(alike: str) -> None:
    assert alike != QUERY
    assert fingerprint(alike) == fingerprint(QUERY)


@pytest.mark.parametrize(
    "other",
    ["ASK {}", "", QUERY.replace(";", "."), QUERY.replace("SELECT ?s", "SELECT DISTINCT ?s"), QUERY.replace("{", "{{")],
    ids=["ask", "nothing", "punctuation", "keyword", "bracket"],
)
def test_what_differs_in_its_words_has_another_fingerprint(other: str) -> None:
    assert fingerprint(other) != fingerprint(QUERY)


@given(st.text())
def test_every_text_has_a_fingerprint_and_arrives_with_it(text: str) -> None:
    packed = Request(text, "json", most_bytes=1).packed()
    assert packed[:FINGERPRINT_BYTES] == fingerprint(text)
    assert Request.unpacked(packed).text == text
