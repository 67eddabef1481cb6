"""When two values agree: a table of cases, and what holds for all of them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from sinograph.agreement import Amount, Extent, agree, amounts_agree
from sinograph.errors import SinographError
from sinograph.namespaces import expand


def number(text: str) -> Literal:
    return Literal(text, datatype=expand("xsd:decimal" if "." in text else "xsd:integer"))


def value(text: str) -> Literal:
    """Read "77.8", "2026-02" or "words"@en."""
    if text[:1] == '"':
        word, _, language = text[1:].partition('"')
        return Literal(word, language=language[1:]) if language else Literal(word)
    if text.count("-") == 2 and len(text) == 10:
        return Literal(text, datatype=expand("xsd:date"))
    if text.count("-") == 1 and text[0] != "-":
        return Literal(text, datatype=expand("xsd:gYearMonth"))
    return Literal(text[1:], datatype=expand("xsd:gYear")) if text[0] == "y" else number(text)


def amount(text: str) -> Amount:
    """Read "70", "30..", "..100", "70..80", with "~" before what is approximate and "$" or "%" after the number."""
    unit = expand(f"sino:{ {'$': 'Dollar', '%': 'Percent'}[text[-1]] }") if text[-1] in "$%" else None
    figures = text.strip("~$%")
    low, dots, high = figures.partition("..")
    given = [number(part) if part else None for part in (low, high)]
    point = None if dots else given[0]
    least, most = given if dots else (None, None)
    return Amount(point, least, most, is_approximate=text[0] == "~", unit=(unit,))


VALUES = [
    ("1000000000000", "1040000000000", True),
    ("1000000000000", "1500000000000", False),
    ("1000000000000", "940000000000", False),
    ("1000000000000", "950000000000", True),
    ("230000000000", "456000000000", False),
    ("230000000000", "229000000000", True),
    ("230000000000", "235000000000", False),
    ("744000000000", "740000000000", True),
    ("744000000000", "745000000000", False),
    ("200000", "150000", False),
    ("200000", "195000", True),
    ("200000", "204999", True),
    ("200000", "205000", False),
    ("30000000", "31000000", False),
    ("2000000", "2400000", True),
    ("86.0", "86.4", False),
    ("86", "86.4", True),
    ("86", "86.0", True),
    ("2.50", "2.5", True),
    ("2.5", "2.54", True),
    ("2.5", "2.55", False),
    ("-1", "-1.4", True),
    ("-1", "1", False),
    ("0", "0.0", True),
    ("0", "0.3", False),
    ("100000000000000000000000000000000001", "100000000000000000000000000000000002", False),
    ("2026-02", "2026-02-11", True),
    ("y2026", "2026-02-11", True),
    ("y2025", "2026-02", False),
    ("2026-02-11", "2026-02-12", False),
    ("y2026", "2026", False),
    ('"MIT"', '"MIT"', True),
    ('"MIT"', '"Apache"', False),
    ('"MIT"', "1", False),
    ('"red"@en', '"rot"@de', True),
    ('"red"@en', '"blue"@en', False),
]


@pytest.mark.parametrize(("one", "other", "expected"), VALUES, ids=[f"{one} {other}" for one, other, _ in VALUES])
def test_values(one: str, other: str, expected: bool) -> None:
    assert agree(value(one), value(other)) is expected
    assert agree(value(other), value(one)) is expected


AMOUNTS = [
    ("70", "30..", True),
    ("20", "30..", False),
    ("30", "30..", True),
    ("1000000000", "1000000000..", True),
    ("70..80", "80..90", True),
    ("70..80", "81..90", False),
    ("70..80", "75", True),
    ("70..80", "69", False),
    ("..100", "101..", False),
    ("..100", "50..", True),
    ("..100", "..1", True),
    ("..", "7", True),
    ("1000", "1020..1100", True),
    ("1000.0", "1020..1100", False),
    ("70..80", "91", False),
    ("~70..80", "69", True),
    ("~70..80", "84", True),
    ("~70..80", "85..", False),
    ("~88.0", "88.3", True),
    ("88.0", "88.3", False),
    ("~88.0", "89", False),
    ("~88.0", "~88", True),
    ("3$", "5%", True),
    ("3$", "5$", False),
    ("3$", "5", False),
]


@pytest.mark.parametrize(("one", "other", "expected"), AMOUNTS, ids=[f"{one} {other}" for one, other, _ in AMOUNTS])
def test_amounts(one: str, other: str, expected: bool) -> None:
    assert amounts_agree(amount(one), amount(other)) is expected
    assert amounts_agree(amount(other), amount(one)) is expected


def test_things_agree_where_they_are_the_same() -> None:
    one, other = NamedNode("urn:one"), NamedNode("urn:other")
    assert agree(one, one)
    assert not agree(one, other)
    assert not agree(one, Literal("urn:one"))


def test_a_malformed_date_is_refused() -> None:
    with pytest.raises(SinographError, match="2026-13"):
        agree(Literal("2026-13", datatype=expand("xsd:gYearMonth")), value("2026-02"))


def test_what_is_no_number_agrees_with_itself_alone() -> None:
    endless, nothing = (Literal(text, datatype=expand("xsd:double")) for text in ("INF", "NaN"))
    vast = Literal("1e999999999", datatype=expand("xsd:double"))
    assert agree(endless, endless)
    assert not agree(endless, nothing)
    assert not agree(vast, number("1"))


NUMBERS = st.builds(
    lambda digits, places: format(Decimal(digits).scaleb(places), "f"), st.integers(-99999, 99999), st.integers(-4, 9)
)
DATES = st.dates().map(lambda day: day.isoformat())
VALUE = st.one_of(
    NUMBERS.map(number),
    DATES.map(lambda day: Literal(day, datatype=expand("xsd:date"))),
    DATES.map(lambda day: Literal(day[:7], datatype=expand("xsd:gYearMonth"))),
    DATES.map(lambda day: Literal(day[:4], datatype=expand("xsd:gYear"))),
    st.sampled_from(["a", "b"]).map(Literal),
)


@st.composite
def amounts(draw: st.DrawFn) -> Amount:
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)), key=Decimal)
    kind = draw(st.sampled_from(["point", "least", "most", "range"]))
    point = number(low) if kind == "point" else None
    least = number(low) if kind in ("least", "range") else None
    most = number(high) if kind in ("most", "range") else None
    return Amount(point, least, most, is_approximate=draw(st.booleans()))


@given(VALUE, VALUE)
def test_agreement_of_values_is_symmetric_and_reflexive(one: Literal, other: Literal) -> None:
    assert agree(one, one)
    assert agree(one, other) is agree(other, one)


@given(amounts(), amounts())
def test_agreement_of_amounts_is_symmetric_and_reflexive(one: Amount, other: Amount) -> None:
    assert amounts_agree(one, one)
    assert one.extent.overlaps(one.extent)
    assert amounts_agree(one, other) is amounts_agree(other, one)


@given(NUMBERS.filter(lambda text: Decimal(text) != 0), st.integers(2, 12))
def test_a_number_agrees_with_what_it_is_rounded_to(text: str, digits: int) -> None:
    rounded = format(Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal(text), "f")
    assert agree(number(text), number(rounded))


@given(st.integers(1, 99), NUMBERS, st.integers(0, 5), st.integers(0, 5))
def test_to_state_a_number_less_precisely_makes_no_dispute(whole: int, other: str, one: int, more: int) -> None:
    coarse, fine = (number(str(whole) + "." * bool(zeros) + "0" * zeros) for zeros in (one, one + more))
    if agree(fine, number(other)):
        assert agree(coarse, number(other))


@given(amounts(), amounts(), st.integers(0, 9))
def test_to_widen_a_range_makes_no_dispute(one: Amount, other: Amount, by: int) -> None:
    low, high = one.extent.lowest, one.extent.highest
    wider = Extent(None if low is None else low - by, None if high is None else high + by)
    if one.extent.overlaps(other.extent):
        assert wider.overlaps(other.extent)
