from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from sinograph.bounds import EARLIEST, LATEST, Bounds
from sinograph.errors import SinographError
from sinograph.namespaces import expand, sino
from sinograph.reasoner.expressions import compile_expression
from sinograph.spelling import spell
from test_intervals import day, month, values, year

if TYPE_CHECKING:
    from sinograph.reasoner import Derivation

THING = NamedNode("https://w3id.org/sinograph/id/event/launch")
ONTOLOGY = [
    Triple(sino("releaseDate"), expand("rdfs:subPropertyOf"), sino("date")),
    Triple(sino("firstRelease"), expand("rdfs:subPropertyOf"), sino("releaseDate")),
    Triple(sino("effectiveFrom"), expand("rdfs:subPropertyOf"), sino("startDate")),
    Triple(sino("releaseDate"), expand("skos:prefLabel"), Literal("is released on", language="en")),
]


def bounds(facts: list[Triple]) -> dict[Triple, Derivation]:
    return Bounds(ONTOLOGY).derive(facts)


@pytest.mark.parametrize(
    ("facts", "earliest", "latest"),
    [
        ([("date", year("2023"))], ["2023-01-01"], ["2023-12-31"]),
        ([("releaseDate", month("2026-02")), ("date", day("2026-02-11"))], ["2026-02-11"], ["2026-02-11"]),
        ([("firstRelease", day("2026-02-11"))], ["2026-02-11"], ["2026-02-11"]),
        ([("date", year("2022")), ("date", year("2023"))], ["2022-01-01", "2023-01-01"], ["2022-12-31", "2023-12-31"]),
        ([("effectiveFrom", month("2022-10"))], ["2022-10-01"], []),
        ([("endDate", year("2024"))], [], ["2024-12-31"]),
        ([("startDate", year("2023")), ("endDate", month("2024-06"))], ["2023-01-01"], ["2024-06-30"]),
        ([("date", year("2023")), ("startDate", month("2023-05"))], ["2023-05-01"], ["2023-12-31"]),
        ([("founder", year("2023"))], [], []),
    ],
    ids=["year", "agree", "deep", "disagree", "start", "end", "period", "date-and-start", "not-a-date"],
)
def test_dated_things_get_bounds(facts: list[tuple[str, Literal]], earliest: list[str], latest: list[str]) -> None:
    found = bounds([Triple(THING, sino(name), value) for name, value in facts])
    assert {t.object for t in found if t.predicate == EARLIEST} == set(map(day, earliest))
    assert {t.object for t in found if t.predicate == LATEST} == set(map(day, latest))
    assert {t.subject for t in found} <= {THING}


@given(st.lists(values, max_size=5))
def test_the_earliest_day_is_not_after_the_latest(several: list[Literal]) -> None:
    found = bounds([Triple(THING, sino("date"), value) for value in several])
    firsts = sorted(spell(t.object) for t in found if t.predicate == EARLIEST)
    lasts = sorted(spell(t.object) for t in found if t.predicate == LATEST)
    assert all(first <= last for first, last in zip(firsts, lasts, strict=True))


def test_a_malformed_date_is_refused_with_its_place() -> None:
    with pytest.raises(SinographError, match=r"event:launch sino:date.*2026-02-30"):
        bounds([Triple(THING, sino("date"), day("2026-02-30"))])


def test_a_date_that_is_a_thing_is_refused() -> None:
    with pytest.raises(SinographError, match=r"event:launch sino:date.*is not a date"):
        bounds([Triple(THING, sino("date"), THING)])


def test_a_bound_has_its_reason() -> None:
    facts = [Triple(THING, sino(name), day("2026-02-11")) for name in ("date", "releaseDate")]
    step = bounds(facts)[Triple(THING, EARLIEST, day("2026-02-11"))]
    assert step.premises == (facts[1],), "the more telling property is the reason"
    assert step.rule.name == "sino:earliest from sino:releaseDate"
    assert step.rule.sentence == "{x} is no earlier than {day} because {x} is released on {y}."
    (bind,) = step.rule.binds
    assert compile_expression(bind.expression)(step.bindings) == day("2026-02-11")


def test_there_is_a_rule_for_each_property_and_bound() -> None:
    names = {rule.name for rule in Bounds(ONTOLOGY).rules}
    assert "sino:earliest from sino:effectiveFrom" in names
    assert "sino:latest from sino:effectiveFrom" not in names
    assert len(names) == 3 + 2 + 3 + 1
