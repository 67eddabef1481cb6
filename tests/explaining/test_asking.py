"""From what a user gives to terms, and what is said where that fails."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from sinograph.explaining import explain
from sinograph.explaining.asking import read_thing, read_triple
from sinograph.explaining.errors import MalformedTermError, NotHeldError, UnknownTermError
from sinograph.namespaces import expand, sino
from sinograph.spelling import spell_triple

if TYPE_CHECKING:
    from sinograph.errors import SinographError
    from sinograph.explaining import Knowledge

AURORA = expand("lab:aurora-labs")


@pytest.mark.parametrize(
    "text",
    ["lab:aurora-labs", AURORA.value, f"<{AURORA.value}>", "Aurora Labs", "aurora labs", " lab:aurora-labs "],
    ids=["curie", "iri", "brackets", "name", "case", "blanks"],
)
def test_a_thing_is_named_in_many_ways(small: Knowledge, text: str) -> None:
    assert read_thing(text, small) == AURORA


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("120000000000", Literal(120000000000)),
        ("120000000000.0", Literal("120000000000", datatype=expand("xsd:decimal"))),
        ("true", Literal(value=True)),
        ('"120B"', Literal("120B")),
        ('"120B"@en', Literal("120B", language="en")),
        ('"2025-02"^^xsd:gYearMonth', Literal("2025-02", datatype=expand("xsd:gYearMonth"))),
        (f'"x"^^<{sino("X").value}>', Literal("x", datatype=sino("X"))),
        ('"a \\"b\\""', Literal('a "b"')),
        (r"'\u4e2d\U00004e2d'", Literal("中中")),
        ('"x"@en"', Literal('x"@en')),
        ("1.e9", Literal("1000000000", datatype=expand("xsd:double"))),
        ("model:aurora-2", expand("model:aurora-2")),
    ],
)
def test_values(small: Knowledge, text: str, value: NamedNode | Literal) -> None:
    triple = read_triple(("model:aurora-1", "sino:totalParameters", text), small)
    assert triple.object == value


def test_a_value_may_be_given_as_it_is_written(small: Knowledge) -> None:
    triple = read_triple(("model:aurora-1", "sino:releaseDate", "2025-02"), small)
    assert triple.object == Literal("2025-02", datatype=expand("xsd:gYearMonth"))


def test_a_is_the_type(small: Knowledge) -> None:
    assert read_triple(("lab:aurora-labs", "a", "sino:Lab"), small).predicate == expand("rdf:type")


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("lab:aurora-lab", UnknownTermError, r"lab:aurora-lab \(did you mean lab:aurora-labs\?\)"),
        ("model:aurora-labs", UnknownTermError, r"did you mean lab:aurora-labs"),
        ("Aurora Lab", UnknownTermError, r"no thing is called 'Aurora Lab' \(did you mean 'Aurora Labs'\?\)"),
        ("labb:aurora-labs", MalformedTermError, r"the prefix labb: .* \(did you mean lab:aurora-labs\?\)"),
        ("qqq:x", MalformedTermError, r"the prefix qqq: .* \(the prefixes are "),
        ("<>", MalformedTermError, "is not an IRI"),
        ("lab:a<b", MalformedTermError, "is not an IRI"),
        ('"x"', MalformedTermError, "the subject is a literal"),
        ("", UnknownTermError, "no thing is called ''"),
        ("http://[", MalformedTermError, "is not an IRI"),
        (r'"\q"', MalformedTermError, r"is not a literal: \\q stands for no character"),
        (r'"\u12"', MalformedTermError, r"is not a literal: \\u stands for no character"),
        (r'"\UFFFFFFFF"', MalformedTermError, r"\\UFFFFFFFF stands for no character"),
        (r'"\uD800"', MalformedTermError, r"\\uD800 stands for no character"),
        ('"x\\"', MalformedTermError, r"\\ stands for no character"),
        ('"\udcff"', MalformedTermError, "is not a literal"),
        ('"x"@abcdefghij', MalformedTermError, "is not a literal"),
        ("x" * 5000, UnknownTermError, "no thing is called"),
    ],
)
def test_what_is_no_term_is_refused(small: Knowledge, text: str, error: type[SinographError], message: str) -> None:
    with pytest.raises(error, match=message) as refusal:
        read_thing(text, small)
    assert refusal.value.remedy


PARTS = st.sampled_from(['"', "'", "\\", "u", "UFFFF", "D800", "\ud800", "@en", "-abcdefghi", "^^", "xsd:", "<", ">"])
TERMS = st.text() | st.lists(PARTS | st.text(max_size=3)).map("".join)


@given(TERMS, st.sampled_from([0, 1, 2]))
@example(r'"\q"', 2)
@example('"x"@abcdefghij', 0)
def test_any_text_is_a_term_or_is_refused(small: Knowledge, text: str, place: int) -> None:
    terms = ["lab:aurora-labs", "sino:practises", "technique:mixture-of-experts"]
    terms[place] = text
    with suppress(MalformedTermError, UnknownTermError, NotHeldError):
        explain(read_triple(terms, small), small)
    with suppress(MalformedTermError, UnknownTermError):
        read_thing(text, small)


@pytest.mark.parametrize("text", ["1", '"^^', "'^^"])
def test_a_long_term_is_read_to_its_end(small: Knowledge, text: str) -> None:
    """A pattern that tries each of many beginnings to the end takes hours, and nothing else runs meanwhile."""
    with pytest.raises(UnknownTermError):
        read_thing(text * 1_000_000 + " x", small)


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        (
            ("lab:aurora-labs", "sino:practises", "technique:sparse-attention"),
            r"sino:practises technique:sparse-attention \(what holds is: .*technique:mixture-of-experts\)",
        ),
        (
            ("model:aurora-1", "sino:succeeds", "model:aurora-2"),
            r"what holds is: model:aurora-2 sino:succeeds model:aurora-1",
        ),
        (
            ("model:aurora-3", "sino:totalParameters", "1000000000000"),
            r"it is only expected: “Aurora-3 is anticipated at 1 trillion parameters” \[small-dragons 321-369\]",
        ),
        (("model:aurora-1", "sino:totalParameters", "7"), r"what holds is: .* \"120000000000\""),
    ],
    ids=["other-values", "the-other-way-round", "expected", "other-number"],
)
def test_what_does_not_hold_is_refused_with_the_nearest(
    small: Knowledge, terms: tuple[str, str, str], message: str
) -> None:
    with pytest.raises(NotHeldError, match=message):
        explain(read_triple(terms, small), small)


def test_a_refusal_carries_its_data(small: Knowledge) -> None:
    terms = ("model:aurora-3", "sino:totalParameters", "1000000000000")
    with pytest.raises(NotHeldError) as refusal:
        explain(read_triple(terms, small), small)
    assert spell_triple(refusal.value.triple) == 'model:aurora-3 sino:totalParameters "1000000000000"'
    (quote,) = refusal.value.unasserted
    assert quote.passage == expand("passage:aurora-3-size")


def test_an_ambiguous_name_is_refused_with_its_meanings(small: Knowledge) -> None:
    with pytest.raises(MalformedTermError, match=r"several things: .*model:aurora-x") as refusal:
        read_thing("Aurora", _with_namesake(small))
    assert "family:aurora" in refusal.value.problem


def _with_namesake(knowledge: Knowledge) -> Knowledge:
    from pyoxigraph import DefaultGraph, Quad, Store

    from sinograph.explaining import Knowledge

    store = Store()
    store.extend(knowledge.store)
    name = Literal("Aurora", language="en")
    store.add(Quad(expand("model:aurora-x"), expand("skos:prefLabel"), name, DefaultGraph()))
    return Knowledge(store, knowledge.proofs)
