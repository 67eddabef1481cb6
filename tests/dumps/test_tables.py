from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from sinograph.dumps.tables import KEY, SEPARATOR, Column, Table, tables, write_table
from sinograph.namespaces import PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sinograph.release import Release

PROLOGUE = "".join(f"PREFIX {prefix}: <{space}> " for prefix, space in PREFIXES.items())
CROISSANT = "http://mlcommons.org/croissant/"

READERS: dict[str, Callable[[str], object]] = {
    "sc:Integer": int,
    "sc:Float": float,
    "sc:Date": date.fromisoformat,
    "sc:Boolean": {"true": True, "false": False}.__getitem__,
    "sc:URL": NamedNode,
    "sc:Text": str,
}

NAMES_OF_LABS = """
SELECT ?lab ?en ?zh { ?lab a sino:Lab ; skos:prefLabel ?en , ?zh FILTER(LANG(?en) = "en" && LANG(?zh) = "zh") }
"""
SCORES = """
SELECT ?model ?test ?score {
  ?result a sino:BenchmarkResult ; sino:score ?score ; sino:ofModel/skos:prefLabel ?model .
  ?result (sino:onBenchmark|sino:onTask)/skos:prefLabel ?test
  FILTER(LANG(?model) = "en" && LANG(?test) = "en")
}
"""

each = pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture(scope="module")
def store(real_release: Release) -> Store:
    return Store.read_only(str(real_release.store_path))


@pytest.fixture(scope="module")
def croissant(dumped: Path) -> dict[str, Any]:
    described: dict[str, Any] = json.loads((dumped / "croissant.json").read_bytes())
    return described


def ask(store: Store, query: str) -> set[tuple[str, ...]]:
    return {tuple(term.value for term in row) for row in store.query(PROLOGUE + query)}  # type: ignore[union-attr]


def cells(folder: Path, name: str, *columns: str) -> set[tuple[str, ...]]:
    """Return the rows that have a value in each of these columns."""
    found = {tuple(row[column] for column in columns) for row in rows(folder, name)}
    return {row for row in found if all(row)}


def test_there_are_tables_of_the_main_things() -> None:
    names = {table.name for table in tables()}
    assert len(names) == len(tables()) == 16
    assert {"labs", "models", "techniques", "chips", "policies", "benchmark-results", "prices"} <= names


@each
def test_a_table_has_a_row_for_each_member_of_its_class(dumped: Path, store: Store, table: Table) -> None:
    found = rows(dumped, table.name)
    assert [tuple(row) for row in found[:1]] == [table.header]
    assert len(table.header) == len(set(table.header))
    assert sorted((row[KEY],) for row in found) == sorted(
        ask(store, f"SELECT DISTINCT ?row {{ ?row a {table.member} }}")
    )
    assert found


@each
def test_every_column_is_of_use(dumped: Path, table: Table) -> None:
    found = rows(dumped, table.name)
    assert {column for column in table.header if not any(row[column] for row in found)} <= {
        "also_called",
        "latest",
        "name_zh",
        "same_as",
    }


@each
def test_a_thing_has_as_many_names_as_iris(dumped: Path, table: Table) -> None:
    pairs = [column.name for column in table.columns if f"{column.name}_name" in table.header]
    for row in rows(dumped, table.name):
        for column in pairs:
            assert len(row[column].split(SEPARATOR)) == len(row[f"{column}_name"].split(SEPARATOR))


@pytest.mark.parametrize(
    ("table", "columns", "query"),
    [
        (
            "prices",
            (KEY, "minimum", "maximum"),
            "SELECT ?a ?x ?y { ?a a sino:Price ; sino:minimum ?x ; sino:maximum ?y }",
        ),
        ("prices", ("of", "stated_as"), "SELECT ?m ?w { ?m sino:hasPrice/sino:statedAs ?w }"),
        ("models", (KEY, "total_parameters"), "SELECT ?m ?n { ?m sino:totalParameters ?n }"),
        ("labs", (KEY, "founded"), "SELECT ?l ?y { ?l a sino:Lab ; sino:foundedIn ?y }"),
        ("labs", (KEY, "name", "name_zh"), NAMES_OF_LABS),
        ("benchmark-results", ("model_name", "benchmark_name", "score"), SCORES),
        (
            "technique-spreads",
            ("technique", "from", "to"),
            "SELECT ?t ?f ?u { ?s sino:technique ?t ; sino:fromLab ?f ; sino:toLab ?u }",
        ),
        ("passages", (KEY, "quote"), "SELECT ?p ?q { ?p sino:quotation ?q }"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)
def test_agrees_with_a_query(dumped: Path, store: Store, table: str, columns: tuple[str, ...], query: str) -> None:
    found = cells(dumped, table, *columns)
    assert found == ask(store, query)
    assert found


def test_several_values_stand_in_one_cell_and_their_names_in_the_same_order(dumped: Path) -> None:
    (lab,) = (row for row in rows(dumped, "labs") if row[KEY].endswith("/moonshot-ai"))
    names = dict(zip(lab["practises"].split(SEPARATOR), lab["practises_name"].split(SEPARATOR), strict=True))
    assert len(names) > 1
    assert names[expand("technique:mixture-of-experts").value] == "mixture of experts"


def test_passages_and_quotes_of_a_row_are_in_the_same_order(dumped: Path) -> None:
    quotes = {row[KEY]: row["quote"] for row in rows(dumped, "passages")}
    several = 0
    for row in rows(dumped, "technique-spreads"):
        passages = row["passage"].split(SEPARATOR)
        assert row["quote"].split(SEPARATOR) == [quotes[passage] for passage in passages]
        several += len(passages) > 1
    assert several


class TestCroissant:
    def test_fields_are_the_columns(self, croissant: dict[str, Any]) -> None:
        assert croissant["conformsTo"] == f"{CROISSANT}1.1"
        described = {
            records["name"]: tuple(field["source"]["extract"]["column"] for field in records["field"])
            for records in croissant["recordSet"]
        }
        assert described == {table.name: table.header for table in tables()}

    def test_files_have_their_digests(self, croissant: dict[str, Any], dumped: Path) -> None:
        files = {file["@id"]: file for file in croissant["distribution"]}
        assert files.keys() == {table.file for table in tables()}
        for name, file in files.items():
            content = (dumped / file["contentUrl"]).read_bytes()
            assert file["sha256"] == hashlib.sha256(content).hexdigest()
            assert file["contentSize"] == f"{len(content)} B"
            assert name == file["name"]

    def test_cells_can_be_read_as_their_types(self, croissant: dict[str, Any], dumped: Path) -> None:
        kinds = set()
        for records in croissant["recordSet"]:
            for field in records["field"]:
                assert field["source"]["fileObject"]["@id"] == f"{records['name']}.csv"
                kinds.add(field["dataType"])
                for row in rows(dumped, records["name"]):
                    if cell := row[field["name"]]:
                        READERS[field["dataType"]](cell)
        assert kinds == READERS.keys()

    def test_is_json_ld(self, dumped: Path) -> None:
        triples = list(
            parse(path=str(dumped / "croissant.json"), format=RdfFormat.JSON_LD, base_iri="https://example.org/")
        )
        kinds = [quad.object for quad in triples if quad.predicate == expand("rdf:type")]
        assert kinds.count(NamedNode(f"{CROISSANT}RecordSet")) == len(tables())
        assert kinds.count(NamedNode(f"{CROISSANT}Field")) == sum(len(table.header) for table in tables())
        used = {quad.predicate.value for quad in triples}
        assert {
            f"{CROISSANT}{name}" for name in ("column", "dataType", "extract", "field", "recordSet", "source")
        } <= used

    def test_a_number_in_dispute_makes_its_column_text(self) -> None:
        from sinograph.dumps.croissant import _records

        table = Table("t", "T", "sino:T", (Column("size", "integer", "Size", ""), Column("of", "integer", "Of", "")))
        fields = _records(table, f"iri,size,of\r\nx,1{SEPARATOR}2,3\r\n".encode())["field"]
        assert [field["dataType"] for field in fields] == ["sc:URL", "sc:Text", "sc:Integer"]


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0|"), min_size=1)


@given(st.sets(TEXTS, max_size=3))
def test_any_text_comes_back(values: set[str]) -> None:
    store = Store()
    row = NamedNode("https://example.org/row")
    store.add(Quad(row, expand("rdf:type"), expand("sino:Lab")))
    store.extend(Quad(row, expand("skos:altLabel"), Literal(value)) for value in values)
    table = Table("t", "T", "sino:Lab", (Column("names", "text", "Names", "?row skos:altLabel ?value"),))
    (header, cells) = csv.reader(io.StringIO(write_table(table, store).decode(), newline=""), strict=True)
    assert header == ["iri", "names"]
    assert cells[0] == row.value
    assert sorted(cells[1].split(SEPARATOR) if values else []) == sorted(values)
