from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sinograph.dataset import read_dataset
from sinograph.links import check_links, links

if TYPE_CHECKING:
    from sinograph.project import Project

PREFIXES = """
@prefix lab: <https://w3id.org/sinograph/id/lab/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        ("lab:aurora-labs skos:closeMatch lab:borealis-ai", None),
        ("lab:aurora-labs schema:sameAs <https://www.wikidata.org/entity/Q1>", None),
        ("lab:aurora-labs schema:sameAs <https://aurora.example/>", None),
        ("lab:aurora-labs skos:closeMatch lab:nowhere", "lab:nowhere does not exist"),
        ("lab:aurora-labs skos:closeMatch lab:aurora-labs", "not linked to itself"),
        ("lab:aurora-labs schema:sameAs 'https://www.wikidata.org/entity/Q1'", "leads to an IRI"),
        ("lab:aurora-labs schema:sameAs <urn:isbn:1>", "not the address"),
    ],
    ids=["ours", "theirs", "site", "nowhere", "itself", "string", "urn"],
)
def test_links(project: Project, link: str, problem: str | None) -> None:
    (project.root / "graph/entities/links.ttl").write_text(f"{PREFIXES}{link} .\n", encoding="utf-8")
    dataset = read_dataset(project)
    assert len(links(dataset)) == 1
    faults = check_links(dataset)
    assert len(faults) == (problem is not None)
    assert all(str(problem) in fault.problem and fault.where == "graph:entities/links" for fault in faults) or problem
