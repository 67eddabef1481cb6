from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, Quad

from sinograph.dataset import Dataset, read_dataset
from sinograph.namespaces import expand, sino
from sinograph.values import check_values

if TYPE_CHECKING:
    from sinograph.project import Project


def dataset_of(value: Literal) -> Dataset:
    fact = Quad(expand("model:m"), sino("value"), value, expand("passage:p"))
    return Dataset(frozenset(), frozenset([fact]), frozenset())


def literal(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=expand(datatype))


def test_the_small_project_has_no_malformed_values(small_project: Project) -> None:
    assert check_values(read_dataset(small_project)) == []


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("2026-02-30", "xsd:date"),
        ("2026-00", "xsd:gYearMonth"),
        ("Feb 2026", "xsd:gYear"),
        ("744B", "xsd:integer"),
        ("1.0", "xsd:integer"),
        ("1e3", "xsd:decimal"),
        ("yes", "xsd:boolean"),
        ("-1", "xsd:nonNegativeInteger"),
        ("0", "xsd:positiveInteger"),
    ],
)
def test_a_malformed_value_is_an_error_with_its_place(text: str, datatype: str) -> None:
    (fault,) = check_values(dataset_of(literal(text, datatype)))
    assert (fault.severity, fault.where) == ("error", "passage:p: model:m sino:value")
    assert repr(text) in fault.problem
    assert fault.remedy


@pytest.mark.parametrize(
    "value",
    [
        literal("2.50", "xsd:decimal"),
        literal("-7", "xsd:integer"),
        literal("1e-3", "xsd:double"),
        literal("true", "xsd:boolean"),
        literal("2024-02-29", "xsd:date"),
        literal("anything", "xsd:string"),
        Literal("anything", language="en"),
        literal("anything", "xsd:hexBinary"),
    ],
    ids=str,
)
def test_a_well_formed_value_is_none(value: Literal) -> None:
    assert check_values(dataset_of(value)) == []
