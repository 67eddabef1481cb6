from __future__ import annotations

from collections import Counter

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from sinograph.linked.property_names import CONVERSES, SYMMETRIC
from sinograph.linked.sections import CLAIM_CLASSES, CLAIMS, COMPARABLE, FOLDED, KINDS, sections_for
from sinograph.namespaces import expand, sino
from sinograph.project import Project

ONTOLOGY = Project.find().ontology
DECLARED = {
    quad.subject.value
    for quad in parse(path=str(ONTOLOGY), format=RdfFormat.TURTLE)
    if quad.predicate == expand("rdf:type") and isinstance(quad.subject, NamedNode)
}
OTHERS = {"broader", "closeMatch", "exactMatch", "wasDerivedFrom", "wasQuotedFrom", "editorialNote"}
"""Properties of other vocabularies that have places too."""


def test_headings_name_what_the_ontology_has() -> None:
    entries = {entry for sections in (*KINDS.values(), CLAIMS) for _, entries in sections for entry in entries}
    names = (
        {entry.lstrip("^@") for entry in entries}
        | {name for name in CONVERSES if "/" not in name}
        | SYMMETRIC
        | set(KINDS)
        | COMPARABLE
    )
    assert len(names) > 100
    assert {name for name in names - OTHERS if sino(name).value not in DECLARED} == set()


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_stands_in_one_place(kind: str) -> None:
    sections = sections_for({kind})
    entries = Counter(entry for _, entries in sections for entry in entries)
    assert [entry for entry, number in entries.items() if number > 1] == []
    headings = [heading for heading, _ in sections]
    assert len(headings) == len(set(headings))


def test_claims_have_places_whatever_they_are_about() -> None:
    for kinds in ({"Model"}, {"Lab", "Organization"}, set[str]()):
        entries = {entry for _, entries in sections_for(kinds) for entry in entries}
        assert {f"@{name}" for name in CLAIM_CLASSES} <= entries
    assert set(CLAIM_CLASSES) >= FOLDED
