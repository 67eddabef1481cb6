from __future__ import annotations

from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode

from sinograph.agreement import Amount
from sinograph.figures.figure import MOST_FIGURES, Figure, figure_of, merge
from sinograph.linked.evidence import Passage, Quote
from sinograph.linked.naming import Naming
from sinograph.namespaces import expand, sino

NAMING = Naming()
IN_CHINESE = Naming(language="zh")


def decimal(text: str) -> Literal:
    return Literal(text, datatype=expand("xsd:decimal"))


def amount(**bounds: str) -> Amount:
    return Amount(**{name: decimal(text) for name, text in bounds.items()})  # type: ignore[arg-type]


def passage(name: str, modality: str = "Stated", *conditions: str) -> Passage:
    asserted = modality not in {"Expected", "Rebutted"}
    quotes = (Quote(0, 1, name, name),)
    return Passage(expand(f"passage:{name}"), None, sino(modality), asserted, quotes, tuple(map(sino, conditions)), ())


@pytest.mark.parametrize(
    ("bounds", "about", "text", "chinese"),
    [
        ({"value": "744000000000"}, {}, "744 billion", "7440 亿"),
        ({"maximum": "4000000"}, {}, "up to 4 million", "至多 400 万"),
        ({"minimum": "30000000"}, {"words": "over 30 million users"}, "over 30 million", "超过 3000 万"),
        ({"minimum": "30000000"}, {"words": "30M+"}, "at least 30 million", "至少 3000 万"),
        ({"minimum": "70", "maximum": "80"}, {"unit": "%"}, "70 to 80%", "70 至 80%"),
        ({"maximum": "80.2"}, {"unit": "%", "below": True}, "below 80.2%", "低于 80.2%"),
        ({"value": "0.6"}, {"per": "1000000", "currency": "$"}, "$0.60 per million tokens", "每 100 万 tokens $0.60"),
        ({"value": "0.125"}, {"per": "1000000"}, "0.125 per million tokens", "每 100 万 tokens 0.125"),
        ({}, {"words": "several"}, "several", "several"),
    ],
    ids=str,
)
def test_is_written_as_it_is_meant(bounds: dict[str, str], about: dict[str, Any], text: str, chinese: str) -> None:
    figure = Figure(amount(**bounds), **about)
    assert figure.text(NAMING) == text
    assert figure.text(IN_CHINESE) == chinese


def test_what_is_approximate_is_marked() -> None:
    assert Figure(Amount(decimal("88"), is_approximate=True), unit="%").text(NAMING) == "~88%"


def test_what_agrees_is_one_figure_as_precise_as_it_gets() -> None:
    coarse = figure_of(Literal("2026-02", datatype=expand("xsd:gYearMonth")), passages=(passage("a"),))
    fine = figure_of(Literal("2026-02-11", datatype=expand("xsd:date")), passages=(passage("b"),))
    (figure,) = merge([coarse, fine])
    assert figure.text(NAMING) == "11 February 2026"
    assert [each.iri for each in figure.passages] == [expand("passage:a"), expand("passage:b")]
    assert figure.days == ("2026-02-11", "2026-02-11")


@pytest.mark.parametrize(
    "others",
    [
        (Figure(amount(value="230")), Figure(amount(value="456"))),
        (Figure(amount(value="235")), Figure(amount(maximum="235"))),
        (Figure(amount(value="1")), Figure(amount(value="1"), (passage("a", "Expected"),))),
        (Figure(amount(value="1"), per="10"), Figure(amount(value="1"), per="100")),
        (Figure(amount(value="1"), currency="$"), Figure(amount(value="1"))),
        (Figure(amount(value="1"), when="late 2023"), Figure(amount(value="1"), when="by mid-2024")),
        (figure_of(expand("chip:a")), figure_of(expand("chip:b"))),
    ],
    ids=["other value", "bound", "only expected", "other number", "other currency", "other time", "other thing"],
)
def test_what_differs_stays_apart(others: tuple[Figure, Figure]) -> None:
    assert len(merge(others)) == 2


def test_how_it_is_meant_is_said_in_words() -> None:
    value = amount(value="1")
    assert Figure(value, (passage("a"), passage("b", "Estimated"))).marks(NAMING) == ()
    assert Figure(value, (passage("a", "Estimated"),)).marks(NAMING) == ("estimated",)
    assert Figure(value, (passage("a", "Expected"),)).marks(NAMING) == ("only expected",)
    assert Figure(value, (passage("a", "Stated", "DamagedText"),)).marks(NAMING) == ("damagedtext",)


def test_the_year_that_words_name_is_known() -> None:
    assert Figure(amount(value="1"), when="late 2023").days == ("2023-01-01", "2023-12-31")
    assert Figure(amount(value="1"), when="at launch").days is None


def test_a_malformed_date_stays_a_text() -> None:
    figure = figure_of(Literal("2026-02-31", datatype=expand("xsd:date")))
    assert figure.days is None
    assert merge([figure, figure_of(NamedNode("https://example.org/"))])


def test_of_very_many_figures_the_most_precise_are_left() -> None:
    coarse = [figure_of(decimal(str(10**9 * place))) for place in range(1, 100)]
    fine = figure_of(decimal("123456789"))
    merged = merge([*coarse, fine])
    assert len(merged) == MOST_FIGURES
    assert fine in merged
