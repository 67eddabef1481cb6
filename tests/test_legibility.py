"""Every number, date and verbatim string of a claim stands in its quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claims import HEADER, claims, passage, project_at
from sinograph.legibility import check_legibility, verbatim_properties
from sinograph.namespaces import sino

if TYPE_CHECKING:
    from pathlib import Path


def problems(quote: str, fact: str) -> list[str]:
    return [fault.problem for fault in check_legibility([claims(passage("p", quote, graph=f"model:m {fact} ."))])]


LEGIBLE = [
    ("744B parameters", "sino:totalParameters 744000000000"),
    ("a 1.04T model", "sino:totalParameters 1.04e12"),
    ("77.8% on SWE-bench", "sino:score 77.80"),
    ("Feb 2026", 'sino:releaseDate "2026-02"^^xsd:gYearMonth'),
    ("February 11, 2026", 'sino:releaseDate "2026-02-11"^^xsd:date, "2026"^^xsd:gYear'),
    ("founded 2023", 'sino:foundedIn "2023"^^xsd:gYear'),
    ("2.50-$3.00 per million  tokens", 'sino:statedAs "2.50-$3.00 per\\nmillion tokens"'),
    ("an open model", "sino:open true"),
    ("an open model", 'sino:note "no digits, so anything"@en'),
    ("GLM-5", 'skos:altLabel "GLM-5"@en'),
]
ILLEGIBLE = [
    (
        "744B parameters",
        "sino:totalParameters 745000000000",
        "745000000000 is not legible: the quote shows 744000000000",
    ),
    ("some parameters", "sino:totalParameters 7", "the quote shows no number"),
    ("Feb 2026", 'sino:releaseDate "2026-02-11"^^xsd:date', "the quote shows 2026, 2026-02"),
    ("in 2024", 'sino:foundedIn "2023"^^xsd:gYear', "the quote shows 2024"),
    ("soon", 'sino:foundedIn "2023"^^xsd:gYear', "the quote shows no date"),
    ("about 5", 'sino:statedAs "roughly five"', "roughly five is not in the quote word for word"),
    ("GLM", 'skos:altLabel "GLM-5"@en', "GLM-5 is not in the quote word for word"),
    ("5", 'sino:score "five"^^xsd:integer', "is no xsd:integer"),
    ("2026", 'sino:releaseDate "2026-02-30"^^xsd:date', "is no xsd:date"),
    ("2026", 'sino:score "NaN"^^xsd:double', "the quote shows 2026"),
]


@pytest.mark.parametrize(("quote", "fact"), LEGIBLE, ids=[fact for _, fact in LEGIBLE])
def test_legible(quote: str, fact: str) -> None:
    assert problems(quote, fact) == []


@pytest.mark.parametrize(("quote", "fact", "problem"), ILLEGIBLE, ids=[fact for _, fact, _ in ILLEGIBLE])
def test_illegible(quote: str, fact: str, problem: str) -> None:
    (told,) = problems(quote, fact)
    assert problem in told
    assert told.startswith("model:m ")


FRAGMENTS = """
passage:p sino:hasFragment fragment:p-1, fragment:p-2 .
fragment:p-1 a sino:Fragment ; oa:exact "in March over 1" .
fragment:p-2 a sino:Fragment ; oa:exact "million (2024)" .
"""


def test_fragments_are_read_together() -> None:
    graph = 'passage:p { model:m sino:date "2024-03"^^xsd:gYearMonth ; sino:statedAs "over 1 million" }'
    assert check_legibility([claims(FRAGMENTS + graph)]) == []


def test_no_number_is_read_across_fragments() -> None:
    assert len(check_legibility([claims(f"{FRAGMENTS} passage:p {{ model:m sino:users 2000000 }}")])) == 1


def test_the_fault_names_file_and_passage() -> None:
    (fault,) = check_legibility([claims(passage("p", "one", graph="model:m sino:score 2 ."))])
    assert fault.where == "claims.trig: passage:p"
    assert fault.problem == "model:m sino:score 2 is not legible: the quote shows 1"


def test_properties_below_stated_as_are_verbatim_too(tmp_path: Path) -> None:
    project = project_at(tmp_path, "d")
    project.ontology.write_text(
        f"{HEADER}sino:b rdfs:subPropertyOf sino:a . sino:a rdfs:subPropertyOf sino:statedAs . sino:c a rdf:Property ."
    )
    verbatim = verbatim_properties(project)
    assert verbatim == {sino("statedAs"), sino("a"), sino("b")}
    told = claims(passage("p", "quoted", graph='model:m sino:b "unquoted" ; sino:c "unquoted" .'))
    assert len(check_legibility([told], verbatim)) == 1
