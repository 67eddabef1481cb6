"""Malformed files give one message with place, value and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from sinograph.errors import SinographError
from sinograph.reading import MalformedFileError, read_quads

MALFORMED = Path(__file__).parent / "resources" / "malformed"
XSD = "http://www.w3.org/2001/XMLSchema#"

CASES = {
    "byte-order-mark.ttl": ("1", "byte-order mark", "save it as UTF-8"),
    "empty.trig": ("", "is empty", "write its statements"),
    "known-prefix.ttl": ("3:9", "sino:", "@prefix sino: <https://w3id.org/sinograph/ontology#> ."),
    "latin-1.ttl": ("2", "0xe9", "save it as UTF-8"),
    "missing-value.trig": ("3:5", "; is not a valid RDF object", "give a value"),
    "open-graph.trig": ("3:1", "Unexpected end", "close what is open"),
    "relative-iri.ttl": ("1:1", "<model/a>", "relative IRIs"),
    "string-over-lines.ttl": ("2:13", "string literals", '"""'),
    "unfinished.ttl": ("3:1", "Unexpected end", "' .'"),
    "unknown-prefix.ttl": ("2:17", "labb:", "did you mean lab:?"),
}


def test_every_malformed_file_has_a_case() -> None:
    assert sorted(CASES) == sorted(path.name for path in MALFORMED.iterdir())


@pytest.mark.parametrize("name", CASES)
def test_malformed_file(name: str) -> None:
    place, problem, remedy = CASES[name]
    with pytest.raises(MalformedFileError) as caught:
        read_quads(MALFORMED / name)
    assert str(caught.value.where).endswith(f"{name}:{place}" if place else name)
    assert problem in caught.value.problem
    assert remedy in str(caught.value.remedy)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SinographError, match=r"lost\.ttl: there is no such file"):
        read_quads(tmp_path / "lost.ttl")


def test_folder_in_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "folder.ttl").mkdir()
    with pytest.raises(SinographError, match=r"folder\.ttl: is a folder"):
        read_quads(tmp_path / "folder.ttl")


def test_unknown_ending(tmp_path: Path) -> None:
    (tmp_path / "notes.docx").write_text("x")
    with pytest.raises(SinographError, match=r"no RDF format has the ending '\.docx'"):
        read_quads(tmp_path / "notes.docx")


def test_lexical_forms_and_order_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text('<urn:s> <urn:p> 2.50, 05, "01"^^<http://www.w3.org/2001/XMLSchema#integer>, 1.0e3 .')
    objects = [quad.object for quad in read_quads(file)]
    assert objects == [
        Literal("2.50", datatype=NamedNode(f"{XSD}decimal")),
        Literal("05", datatype=NamedNode(f"{XSD}integer")),
        Literal("01", datatype=NamedNode(f"{XSD}integer")),
        Literal("1.0e3", datatype=NamedNode(f"{XSD}double")),
    ]


def test_blank_nodes_of_two_files_are_kept_apart(tmp_path: Path) -> None:
    for name in ("a.ttl", "b.ttl"):
        (tmp_path / name).write_text("_:x <urn:p> 1 .")
    assert read_quads(tmp_path / "a.ttl") != read_quads(tmp_path / "b.ttl")
