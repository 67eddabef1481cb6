from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinograph.web.spreadsheet import WINDOW, defused

if TYPE_CHECKING:
    from flask.testing import FlaskClient

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]INF"


def table(rows: list[list[str]]) -> bytes:
    """Write a table as the engine does: quoted where need be, lines that end with CR LF."""
    quoted = (
        ['"' + cell.replace('"', '""') + '"' if re.search('[",\r\n]', cell) else cell for cell in row] for row in rows
    )
    return "".join(",".join(row) + "\r\n" for row in quoted).encode()


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


CELLS = st.text(st.sampled_from("=+-@＝＋－＠\t\r\n\",1.5eEa'INF"), min_size=1, max_size=6)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1))
def test_no_cell_is_a_formula_and_nothing_else_changes(rows: list[list[str]]) -> None:
    expected = [
        [f"'{cell}" if cell.startswith(RISKY) and not re.fullmatch(NUMBER, cell) else cell for cell in row]
        for row in rows
    ]
    assert cells(defused(table(rows))) == expected


@pytest.mark.parametrize("start", RISKY)
def test_finds_a_formula_wherever_it_stands_in_a_large_table(start: str) -> None:
    for place in range(WINDOW - 8, WINDOW + 3):
        content = b"x" * place + f"\r\n{start}y".encode() + b"\r\n" * 9
        assert (
            defused(content) == content.replace(b"\n" + start.encode(), b"\n'" + start.encode(), 1) or start in "\r\n"
        )


@pytest.mark.parametrize("cell", ["-5", "+1e3", "-0.5", "-INF", "a=b", "'=1", "https://example.org/", "5-3"])
def test_leaves_alone(cell: str) -> None:
    assert defused(table([[cell, "x"]])) == table([[cell, "x"]])


FORMULA = 'SELECT ?a ?b { BIND("=HYPERLINK(1,2)" AS ?a) BIND(-5 AS ?b) }'


@pytest.mark.parametrize(
    ("form", "first"),
    [("csv", "'=HYPERLINK(1,2)"), ("text/csv", "'=HYPERLINK(1,2)"), ("csv-exact", "=HYPERLINK(1,2)")],
)
def test_the_endpoint_writes_csv_for_spreadsheets_or_exactly(client: FlaskClient, form: str, first: str) -> None:
    response = client.get("/sparql", query_string={"query": FORMULA, "format": form})
    assert response.mimetype == "text/csv"
    assert cells(response.data) == [["a", "b"], [first, "-5"]]


def test_other_formats_are_exact(client: FlaskClient) -> None:
    for form in ("json", "xml", "tsv"):
        assert b"'=" not in client.get("/sparql", query_string={"query": FORMULA, "format": form}).data


def test_exact_csv_is_for_rows_only(client: FlaskClient) -> None:
    query = {"query": "CONSTRUCT WHERE { ?s ?p ?o }", "format": "csv-exact"}
    assert client.get("/sparql", query_string=query).status_code == 406
