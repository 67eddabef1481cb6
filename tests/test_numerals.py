"""Numbers as English text writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinograph.numerals import SCALES, SUFFIXES, WORDS, numbers

CASES = [
    ("744B parameter MoE model with 40B active parameters", "744e9 40e9"),
    ("trained on 28.5 trillion tokens", "28.5e12"),
    ("1T MoE", "1e12"),
    ("1.04T/32B MoE, 384 experts", "1.04e12 32e9 384"),
    ("800M+ smartphone users", "800e6"),
    ("collectively raised $5B+", "5e9"),
    ("estimated $15-20B+", "15e9 20e9"),
    ("~70-80% of H100 performance", "70 80"),
    ("$5.576M training", "5.576e6"),
    ("200K tokens, 256K context", "200e3 256e3"),
    ("6B/9B/34B sizes", "6e9 9e9 34e9"),
    ("1/10th to 1/20th the API price", "0.1 0.05"),
    ("half its size", "0.5"),
    ("over a billion users", "1e9"),
    ("2.50-$3.00 per million tokens", "2.5 3 1e6"),
    ("$0.60/M input", "0.6 1e6"),
    ("1.10 per M tokens", "1.1 1e6"),
    ("1 million-token context", "1e6"),
    ("in the hundreds of millions", "100e6"),
    ("Over a dozen labs", "12"),
    ("two dozen", "24"),
    ("four generations", "4"),
    ("First, Second, third and fourth", "1 2 3 4"),
    ("twenty-one", "21 20 1"),
    ("12+ labs by 13+ points", "12 13"),
    ("50,000+ graduates, 20,521 bytes", "50000 20521"),
    ("two hundred thousand", "200e3"),
    ("tens of thousands", "10e3"),
    ("integrated across billion-user products", "1e9"),
    ("4 to 5 million", "4 4e6 5e6"),
    ("Yi-34B", "34e9"),
    ("V3.2, H100, K2.5", ""),
    ("FP8", ""),
    ("DeepSeek V3's 256).", "256"),
    ("fell by -5", "-5 5"),
    ("within 0.7 points", "0.7"),
    ("10x, 3rd", "10 3"),
    ("2, 000 and 1,00", "0 0 1 2"),
    ("1/0", "0 1"),
    ("zero NVIDIA dependency", "0"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text or "nothing" for text, _ in CASES])
def test_numbers_of_a_text(text: str, expected: str) -> None:
    assert numbers(text) == {Decimal(number) for number in expected.split()}


@given(
    st.integers(0, 10**15), st.sampled_from(["{}", "{:,}", "about {} labs", "${}+", "~{}%", "({})", "GPT-{}", "{}/M"])
)
def test_every_integer_is_read(number: int, style: str) -> None:
    assert Decimal(number) in numbers(style.format(number))


@given(
    st.decimals(0, 9999, places=2),
    st.sampled_from(sorted(SUFFIXES)),
    st.sampled_from(["{}", "{}+", "${} raised", "over {}/year", "{}-parameter"]),
)
def test_every_suffix_multiplies(number: Decimal, suffix: str, style: str) -> None:
    text = style.format(f"{number}{suffix.upper() if len(suffix) == 1 else suffix}")
    assert number * SUFFIXES[suffix] in numbers(text)
    assert number not in numbers(text) or number == 0


@given(st.decimals(0, 9999, places=1), st.sampled_from(sorted(set(SCALES) - {"ten"})), st.sampled_from(["", "s"]))
def test_every_scale_multiplies(number: Decimal, scale: str, plural: str) -> None:
    assert numbers(f"{number} {scale}{plural}") == {number * SCALES[scale]}


@given(st.sampled_from(sorted(WORDS)), st.sampled_from(["{}", "the {} lab", "{},", "({})"]))
def test_every_word_is_read(word: str, style: str) -> None:
    assert WORDS[word] in numbers(style.format(word))
    assert WORDS[word] in numbers(style.format(word.capitalize()))


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert all(number.is_finite() for number in numbers(text))
