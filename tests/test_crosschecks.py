from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from sinograph.crosschecks import read_check, read_checks, run_checks
from sinograph.dataset import quad_of, read_dataset
from sinograph.errors import SinographError
from sinograph.namespaces import GRAPH, expand, sino
from sinograph.project import Project

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HEADING = "# title: T\n# severity: warning\n# message: {lab} is called {name}\n# remedy: rename it\n"
SELECT = 'SELECT ?lab ?name { ?lab a sino:Lab ; skos:prefLabel ?name FILTER(LANG(?name) = "zh") }\n'

Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]

PASSAGE = expand("passage:p")
ENTITIES = NamedNode(f"{GRAPH}entities/labs")
LAB = expand("lab:somewhere")
SOMETHING = expand("technique:something")
FACT: Statement = (LAB, sino("uses"), SOMETHING)
SIZE: Statement = (LAB, sino("size"), Literal(3))
STATED = (sino("Stated"), sino("isAsserted"), Literal(value=True))
EXPECTED = (sino("Expected"), sino("isAsserted"), Literal(value=False))
IS_PASSAGE = (PASSAGE, expand("rdf:type"), sino("Passage"))
IS_STATED = (PASSAGE, sino("modality"), sino("Stated"))
IS_EXPECTED = (PASSAGE, sino("modality"), sino("Expected"))
QUOTED: Statement = (PASSAGE, expand("prov:wasQuotedFrom"), expand("document:d"))
DOCUMENT = (expand("document:d"), expand("rdf:type"), sino("SourceDocument"))
LABELS: list[Statement] = [(node, expand("skos:prefLabel"), Literal("A", language="en")) for node in (LAB, SOMETHING)]
DEFINED: list[Statement] = [(node, expand("rdfs:isDefinedBy"), expand("sino:")) for node in (LAB, SOMETHING)]
TYPED: list[Statement] = [(node, expand("rdf:type"), sino("Lab")) for node in (LAB, SOMETHING)]
WHOLE: list[Statement] = [STATED, EXPECTED, IS_PASSAGE, IS_STATED, QUOTED, DOCUMENT]


def quads(default: Sequence[Statement], **graphs: Sequence[Statement]) -> list[Quad]:
    names = {"passage": PASSAGE, "entities": ENTITIES, "elsewhere": NamedNode("https://example.org/g")}
    found = [quad_of(Triple(*triple), DefaultGraph()) for triple in default]
    found += [quad_of(Triple(*triple), names[name]) for name, triples in graphs.items() for triple in triples]
    return found


@pytest.fixture(scope="module")
def real() -> Project:
    """The project that the package belongs to: its checks are tested here, with data of our own."""
    return Project.find()


CASES = {
    "claim-graph-without-passage": quads([SIZE], passage=[SIZE]),
    "claim-graph-of-another-name": quads([*WHOLE, SIZE], elsewhere=[SIZE], passage=[SIZE]),
    "passage-without-fact": quads(WHOLE),
    "passage-without-document": quads([STATED, IS_PASSAGE, IS_STATED, QUOTED, SIZE], passage=[SIZE]),
    "passage-without-modality": quads([STATED, IS_PASSAGE, QUOTED, DOCUMENT, SIZE], passage=[SIZE]),
    "unasserted-in-default-graph": quads([EXPECTED, IS_PASSAGE, IS_EXPECTED, QUOTED, DOCUMENT, SIZE], passage=[SIZE]),
    "label-of-two-terms": quads([*WHOLE, *LABELS, *DEFINED, FACT], passage=[FACT], entities=[*LABELS, *TYPED]),
    "entity-without-type": quads([*WHOLE, *LABELS, FACT], passage=[FACT], entities=LABELS),
    "entity-without-name": quads([*WHOLE, *LABELS, FACT], passage=[FACT], entities=[*TYPED, LABELS[1]]),
}


def test_every_check_is_tested(real: Project) -> None:
    assert {path.stem for path in real.checks} == CASES.keys()


@pytest.mark.parametrize("name", CASES)
def test_a_check_finds_its_fault(real: Project, name: str) -> None:
    path = next(path for path in real.checks if path.stem == name)
    faults = run_checks([read_check(path)], CASES[name])
    assert faults
    assert {fault.severity for fault in faults} == {"error"}
    assert not any("{" in fault.problem for fault in faults)


def test_checks_find_nothing_where_nothing_is_wrong(real: Project) -> None:
    sound = quads([*WHOLE, *LABELS, FACT], passage=[FACT], entities=[*LABELS, *TYPED])
    sound = [quad for quad in sound if quad.subject != LAB or quad.predicate != sino("size")]
    checks = [check for check in read_checks(real) if check.path.stem != "entity-without-name"]
    assert run_checks(checks, sound) == []
    assert (
        run_checks(read_checks(real), quads([*WHOLE, *LABELS, FACT], passage=[FACT], entities=[*LABELS, *TYPED])) == []
    )


def test_the_small_project_passes(small_project: Project) -> None:
    checks = read_checks(small_project)
    assert len(checks) == len(CASES)
    assert run_checks(checks, read_dataset(small_project).publish([])) == []


def test_an_expectation_that_is_stated_elsewhere_may_be_in_the_default_graph(real: Project) -> None:
    other = expand("passage:other")
    default = [*WHOLE, SIZE, EXPECTED, (other, sino("modality"), sino("Expected"))]
    found = [*quads(default, passage=[SIZE]), quad_of(Triple(*SIZE), other)]
    check = next(path for path in real.checks if path.stem == "unasserted-in-default-graph")
    assert run_checks([read_check(check)], found) == []


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "check.rq"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_row_fills_in_the_message(small_project: Project, tmp_path: Path) -> None:
    check = read_check(write(tmp_path, HEADING + SELECT))
    (fault,) = run_checks([check], read_dataset(small_project).publish([]))
    assert str(fault) == 'warning: lab:aurora-labs: lab:aurora-labs is called "极光"@zh (rename it)'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SELECT, "no title"),
        (HEADING.replace("warning", "fatal") + SELECT, "'fatal' is no severity"),
        (HEADING + "SELECT ?lab {", "is not closed"),
    ],
    ids=["no-heading", "severity", "malformed"],
)
def test_a_check_that_is_none_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SinographError, match=message):
        read_check(write(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEADING + "ASK { ?lab a ?name }", "a check is a SELECT"),
        (HEADING + "SELECT ?lab { ?lab a sino:Lab }", r"\{name\}"),
    ],
    ids=["ask", "unknown-slot"],
)
def test_a_check_that_cannot_be_run_is_refused(tmp_path: Path, text: str, message: str) -> None:
    check = read_check(write(tmp_path, text))
    with pytest.raises(SinographError, match=message):
        run_checks([check], [])
