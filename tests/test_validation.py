from __future__ import annotations

from typing import TYPE_CHECKING

import pyshacl
import pytest

from sinograph.bridge import to_graph
from sinograph.dataset import read_dataset
from sinograph.errors import SinographError
from sinograph.reading import read_quads
from sinograph.validation import read_shapes, validate

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.faults import Fault
    from sinograph.project import Project

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix sino: <https://w3id.org/sinograph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def validated(project: Project, shape: str, tmp_path: Path) -> list[Fault]:
    path = tmp_path / "shapes.ttl"
    path.write_text(PREFIXES + shape, encoding="utf-8")
    return validate(read_dataset(project), [], read_shapes([path]))


def test_the_small_project_has_its_shapes(small_project: Project) -> None:
    assert validate(read_dataset(small_project), [], read_shapes(small_project.shapes)) == []


def test_shapes_are_shapes(small_project: Project) -> None:
    shapes = to_graph(quad.triple for path in small_project.shapes for quad in read_quads(path))
    conforms, _, text = pyshacl.validate(to_graph([]), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


def test_a_violation_names_thing_value_passage_and_shape(small_project: Project, tmp_path: Path) -> None:
    faults = validated(
        small_project,
        """sino:S a sh:NodeShape ; sh:targetClass sino:Model ; sh:property sino:S-total .
        sino:S-total sh:path sino:totalParameters ; sh:maxInclusive 1000 ; sh:message "Too many"@en , "太多"@zh .""",
        tmp_path,
    )
    (fault,) = faults
    assert (fault.severity, fault.check, fault.where) == ("error", "shapes", "model:aurora-1")
    assert fault.problem == 'sino:totalParameters "120000000000": Too many (said in passage:aurora-1-size)'
    assert fault.remedy == "see sino:S-total in ontology/shapes"


@pytest.mark.parametrize(
    ("severity", "expected"), [("sh:Violation", "error"), ("sh:Warning", "warning"), ("sh:Info", "warning")]
)
def test_severities(small_project: Project, tmp_path: Path, severity: str, expected: str) -> None:
    shape = f"""sino:S a sh:NodeShape ; sh:targetNode <https://w3id.org/sinograph/id/lab/borealis-ai> ;
        sh:property sino:P . sino:P sh:path sino:foundedIn ; sh:minCount 1 ; sh:severity {severity} ."""
    (fault,) = validated(small_project, shape, tmp_path)
    assert fault.severity == expected


def test_what_is_only_expected_is_not_validated(small_project: Project, tmp_path: Path) -> None:
    shape = """sino:S a sh:NodeShape ; sh:targetNode <https://w3id.org/sinograph/id/model/aurora-3> ;
        sh:property [ sh:path sino:totalParameters ; sh:maxCount 0 ] ."""
    assert validated(small_project, shape, tmp_path) == []


def test_values_keep_their_spelling(small_project: Project, tmp_path: Path) -> None:
    shape = """sino:S a sh:NodeShape ; sh:targetClass sino:Price ;
        sh:property sino:P . sino:P sh:path sino:minimum ; sh:maxExclusive 1 ."""
    (fault,) = validated(small_project, shape, tmp_path)
    assert '"2.50"' in fault.problem


@pytest.mark.parametrize(
    ("property_", "problem"),
    [
        ("sh:property 3", ""),
        ('sh:property [ sh:path skos:prefLabel ; sh:pattern "(" ]', r"the pattern '\(' is no regular expression"),
        ("sh:property [ sh:path [ sh:inversePath 3 ] ]", "Values of a property path cannot be a Literal"),
        ('sh:sparql [ sh:select "SELECT $this { nonsense" ]', "not SPARQL: .*nonsense"),
    ],
    ids=["no shape", "pattern", "path", "query"],
)
def test_malformed_shapes_are_refused(small_project: Project, tmp_path: Path, property_: str, problem: str) -> None:
    with pytest.raises(SinographError, match=f"the shapes cannot be used: {problem}"):
        validated(small_project, f"sino:S a sh:NodeShape ; sh:targetClass sino:Model ; {property_} .", tmp_path)
