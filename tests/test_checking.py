from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sinograph.checking import FORMATTING, GRAPH, QUESTIONS, SOURCES, Material, Result, run
from sinograph.namespaces import expand

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.project import Project
    from sinograph.settings import Settings

EVERYTHING = (FORMATTING, QUESTIONS, *SOURCES, *GRAPH)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def results(project: Project, settings: Settings) -> dict[str, Result]:
    return {result.name: result for result in run(Material(project, settings), EVERYTHING, lambda _: None)}


def test_the_small_project_passes_every_check(project: Project, settings: Settings) -> None:
    found = results(project, settings)
    assert {result.state for result in found.values()} == {"ok"}, [result.faults for result in found.values()]
    assert list(found) == [
        "format",
        "questions",
        "structure",
        "terms",
        "values",
        "anchors",
        "legibility",
        "links",
        "reasoning",
        "disputes",
        "shapes",
        "checks",
    ]


def test_each_check_says_what_it_looked_at(project: Project, settings: Settings) -> None:
    found = results(project, settings)
    assert found["structure"].summary == "11 passages in 2 files"
    assert found["anchors"].summary.startswith("12 quotes, 1 of 1 documents at hand, 84.")
    assert found["legibility"].summary == "22 facts"
    assert found["reasoning"].summary.startswith("128 asserted, ")


def test_each_check_is_announced_before_it_runs(project: Project, settings: Settings) -> None:
    heard: list[str] = []
    for result in run(Material(project, settings), EVERYTHING, heard.append):
        assert heard[-1] == result.title
    assert len(heard) == len(EVERYTHING)


def test_nodes_without_a_name_of_their_own_get_a_label(project: Project, settings: Settings) -> None:
    labelled = {t.subject for t in Material(project, settings).inferred if t.predicate == expand("skos:prefLabel")}
    assert labelled == {expand("price:aurora-2")}


@pytest.mark.parametrize(
    ("file", "old", "new", "name"),
    [
        ("graph/entities/labs.ttl", "Borealis AI", "Borealis\\u0020AI", "format"),
        ("graph/claims/small-dragons/models.trig", "sino:modality sino:Expected", "sino:modality sino:Hoped", "terms"),
        ("graph/claims/small-dragons/models.trig", '"2026-02-11"^^xsd:date', '"2026-02-31"^^xsd:date', "values"),
        ("graph/claims/small-dragons/models.trig", "oa:start 142", "oa:start 143", "anchors"),
        ("graph/claims/small-dragons/models.trig", " 120000000000", " 121000000000", "legibility"),
        ("ontology/shapes/instances.ttl", "sh:minExclusive 0", "sh:maxExclusive 0", "shapes"),
    ],
)
def test_a_fault_is_found_by_its_check(
    project: Project, settings: Settings, file: str, old: str, new: str, name: str
) -> None:
    change(project.root / file, old, new)
    found = results(project, settings)[name]
    assert found.state == "failed"
    assert all(fault.problem and fault.remedy and fault.where for fault in found.faults)


def test_an_error_is_reported_once(project: Project, settings: Settings) -> None:
    change(project.root / "graph/claims/small-dragons/models.trig", "@prefix lab:", "@prefix laboratory:")
    found = results(project, settings)
    faults = [fault for result in found.values() for fault in result.faults if fault.check != "format"]
    assert len(faults) == 1
    assert "models.trig:" in faults[0].where
    assert {found[name].state for name in ("legibility", "shapes", "checks")} == {"not run"}


def test_a_required_document_without_a_copy_is_an_error(project: Project, settings: Settings) -> None:
    (project.root / "sources" / "small-dragons.txt").unlink()
    assert results(project, settings)["anchors"].state == "ok"
    required = type(settings)(**{**vars(settings), "require_sources": True})
    assert results(project, required)["anchors"].state == "failed"


def test_an_axiom_that_became_no_rule_is_a_warning(project: Project, settings: Settings) -> None:
    axiom = "sino:Lab rdfs:subClassOf [ a owl:Restriction ; owl:onProperty sino:uses ; owl:hasSelf true ] ."
    path = project.ontology
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{axiom}\n", encoding="utf-8")
    found = results(project, settings)["reasoning"]
    assert found.state == "ok"
    (fault,) = found.faults
    assert (fault.severity, fault.where) == ("warning", "sino:Lab")
    assert "OWL 2 RL has no owl:hasSelf" in fault.problem


def test_owlrl_agrees_on_the_small_project(project: Project, settings: Settings) -> None:
    (result,) = run(Material(project, settings, "owlrl"), [GRAPH[0]], lambda _: None)
    assert (result.name, result.state, result.faults) == ("reasoning", "ok", ())
