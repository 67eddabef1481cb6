from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from sinograph.linked.naming import words
from sinograph.linked.wording import readable

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("text", "datatype", "shown"),
    [
        ("744000000000", "integer", "744 billion"),
        ("28500000000000", "integer", "28.5 trillion"),
        ("1000000", "integer", "1 million"),
        ("-2500000", "integer", "-2.5 million"),
        ("1234567", "integer", "1,234,567"),
        ("200000", "integer", "200,000"),
        ("2048", "integer", "2048"),
        ("0.7", "decimal", "0.7"),
        ("INF", "double", "INF"),
        ("2026-02-11", "date", "11 February 2026"),
        ("2026-02", "gYearMonth", "February 2026"),
        ("2026-02-11Z", "date", "2026-02-11Z"),
        ("2026-99", "gYearMonth", "2026-99"),
        ("2023", "gYear", "2023"),
        ("true", "boolean", "yes"),
        ("1000000", "string", "1000000"),
    ],
)
def test_values_for_readers(text: str, datatype: str, shown: str) -> None:
    assert readable(Literal(text, datatype=NamedNode(XSD + datatype))) == shown


@pytest.mark.parametrize(
    ("local", "shown"),
    [("wasQuotedFrom", "was quoted from"), ("Q130270266", "Q130270266"), ("glm-5", "glm-5"), ("MLModel", "MLModel")],
)
def test_camel_case_as_words(local: str, shown: str) -> None:
    assert words(local) == shown
