from __future__ import annotations

from collections import Counter

import pytest

from sinograph.engine.formats import FORMATS, Format, Kind, format_for


def test_every_format_is_told_from_the_others_of_its_kind() -> None:
    assert len(FORMATS) == 10
    for kind in ("rows", "graph"):
        names = Counter(name for row in FORMATS if row.kind == kind for name in row.names)
        assert {name: count for name, count in names.items() if count > 1} == {}


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: str(form.name))
def test_names_its_specification_and_agrees_with_the_writer(form: Format) -> None:
    assert form.specification.startswith("https://www.w3.org/TR/")
    assert form.media_type == form.writer.media_type.partition(";")[0]


@pytest.mark.parametrize(
    ("kind", "name", "found"),
    [
        ("rows", "json", "json"),
        ("graph", "json", "jsonld"),
        ("graph", "xml", "rdfxml"),
        ("graph", "TTL", "turtle"),
        ("rows", "application/json", "json"),
        ("rows", "turtle", None),
    ],
)
def test_finds_a_format_by_any_of_its_names(kind: Kind, name: str, found: str | None) -> None:
    form = format_for(kind, name)
    assert (form.name if form else None) == found
