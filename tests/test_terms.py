from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sinograph.terms import check_terms

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.faults import Fault
    from sinograph.project import Project


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def only(faults: list[Fault]) -> Fault:
    assert len(faults) == 1, faults
    return faults[0]


def test_the_small_project_has_no_unknown_terms(small_project: Project) -> None:
    assert check_terms(small_project) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "term", "hint"),
    [
        (
            "graph/claims/small-dragons/models.trig",
            "sino:totalParameters 120",
            "sino:totalParameter 120",
            "sino:totalParameter",
            "did you mean sino:totalParameters?",
        ),
        (
            "graph/claims/small-dragons/models.trig",
            "technique:sparse-attention sino:introducedBy",
            "technique:sparse-atention sino:introducedBy",
            "technique:sparse-atention",
            "did you mean technique:sparse-attention?",
        ),
        ("graph/entities/labs.ttl", "a sino:Person", "a sino:Human", "sino:Human", "declare it in ontology"),
        ("ontology/alignments.ttl", "sino:Lab", "sino:Labb", "sino:Labb", "did you mean sino:Lab?"),
        (
            "ontology/shapes/instances.ttl",
            "sh:class sino:Lab",
            "sh:class sino:Laab",
            "sino:Laab",
            "did you mean sino:Lab?",
        ),
        ("ontology/rules/practises.rq", "sino:uses ?", "sino:use ?", "sino:use", "did you mean sino:uses?"),
        ("ontology/checks/passage-without-fact.rq", "sino:Passage", "sino:Passages", "sino:Passages", "sino:Passage?"),
        ("graph/queries/models-of-a-lab.rq", "lab:aurora-labs", "lab:aurora", "lab:aurora", "graph/entities"),
    ],
    ids=["property", "thing", "class", "alignment", "shape", "rule", "check", "query"],
)
def test_an_unknown_term_is_an_error(project: Project, file: str, old: str, new: str, term: str, hint: str) -> None:
    path = project.root / file
    change(path, old, new)
    fault = only(check_terms(project))
    line = next(n for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if new in text)
    assert (fault.severity, fault.check, fault.where) == ("error", "terms", f"{path}:{line}")
    assert term in fault.problem
    assert hint in fault.remedy


def test_a_thing_of_another_claim_file_is_unknown(project: Project) -> None:
    path = project.root / "graph/claims/small-dragons/models.trig"
    change(path, "sino:memberOf family:aurora", "sino:hasPrice <https://w3id.org/sinograph/id/price/aurora-2>")
    assert "price:aurora-2" in only(check_terms(project)).problem


def test_a_query_may_name_a_thing_that_a_claim_declares(project: Project) -> None:
    change(project.queries[0], "lab:aurora-labs", "<https://w3id.org/sinograph/id/price/aurora-2>")
    assert check_terms(project) == []


@pytest.mark.parametrize(
    "text",
    [
        "# see lab:nowhere\n",
        'FILTER(?x = "lab:nowhere")',
        "FILTER(?x = '''lab:nowhere\n''')",
        "PREFIX lab: <https://example.org/> lab:nowhere",
        "GRAPH <https://w3id.org/sinograph/graph/inferred>",
        "<https://w3id.org/sinograph/ontology>",
        "?lab:nowhere",
    ],
    ids=["comment", "string", "long-string", "other-namespace", "graph", "ontology", "variable"],
)
def test_what_is_no_term_of_ours_in_a_query(project: Project, text: str) -> None:
    project.queries[0].write_text(text, encoding="utf-8")
    assert check_terms(project) == []


def test_an_unexpected_property_of_another_vocabulary_is_a_warning(project: Project) -> None:
    path = project.root / "graph/entities/labs.ttl"
    change(path, "skos:prefLabel", "skos:preferredLabel")
    fault = only(check_terms(project))
    assert (fault.severity, "skos:preferredLabel" in fault.problem) == ("warning", True)
