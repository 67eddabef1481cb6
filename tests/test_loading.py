from __future__ import annotations

import gzip
import os
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from sinograph.errors import SinographError
from sinograph.loading import FORMATS, load

if TYPE_CHECKING:
    from pathlib import Path

TRIPLE = {
    ".jsonld": '{"@id": "http://x/a", "http://x/p": {"@id": "http://x/b"}}',
    ".n3": "<http://x/a> <http://x/p> <http://x/b> .",
    ".nq": "<http://x/a> <http://x/p> <http://x/b> .",
    ".nt": "<http://x/a> <http://x/p> <http://x/b> .",
    ".trig": "<http://x/a> <http://x/p> <http://x/b> .",
    ".ttl": "<http://x/a> <http://x/p> <http://x/b> .",
    **dict.fromkeys(
        (".owl", ".rdf", ".xml"),
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">'
        '<rdf:Description rdf:about="http://x/a"><x:p rdf:resource="http://x/b"/></rdf:Description></rdf:RDF>',
    ),
}


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def quads(folder: Path) -> list[Quad]:
    return list(Store.read_only(str(folder)))


def test_there_is_an_example_of_every_ending() -> None:
    assert TRIPLE.keys() == FORMATS.keys()


@pytest.mark.parametrize("packed", ["", ".gz"], ids=["plain", "gzip"])
@pytest.mark.parametrize("ending", FORMATS)
def test_loads_every_format(tmp_path: Path, ending: str, packed: str) -> None:
    file = write(tmp_path / f"data{ending}{packed}", TRIPLE[ending])
    loaded = load([file], tmp_path / "store")
    assert loaded.files == (file,)
    assert loaded.quads == 1
    assert quads(tmp_path / "store") == [
        Quad(NamedNode("http://x/a"), NamedNode("http://x/p"), NamedNode("http://x/b"), DefaultGraph())
    ]


def test_loads_folders_and_keeps_graphs(tmp_path: Path) -> None:
    write(tmp_path / "data" / "a.ttl", TRIPLE[".ttl"])
    write(tmp_path / "data" / "deep" / "b.nq", "<http://x/a> <http://x/p> <http://x/b> <http://x/g> .")
    write(tmp_path / "data" / "pom.xml", "<project/>")
    write(tmp_path / "data" / "notes.txt", "nothing")
    loaded = load([tmp_path / "data", tmp_path / "data" / "a.ttl"], tmp_path / "store")
    assert [file.name for file in loaded.files] == ["a.ttl", "b.nq"]
    assert {str(quad.graph_name) for quad in quads(tmp_path / "store")} == {"DEFAULT", "<http://x/g>"}


def test_resolves_relative_iris_against_the_file(tmp_path: Path) -> None:
    file = write(tmp_path / "a.ttl", "<b> a <c> .")
    load([file], tmp_path / "store")
    assert quads(tmp_path / "store")[0].subject == NamedNode((tmp_path / "b").as_uri())


def test_keeps_blank_nodes_of_different_files_apart(tmp_path: Path) -> None:
    files = [write(tmp_path / f"{name}.nt", "_:x <http://x/p> <http://x/b> .") for name in "ab"]
    assert load(files, tmp_path / "store").quads == 2


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    assert load([write(tmp_path / "a.ttl", "")], tmp_path / "store").quads == 0


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        (
            "a.ttl",
            "<http://x/a> <http://x/p> <http://x/b> .\n\n<http://x/a> nope:p 1 .",
            r"a\.ttl:3:14: malformed: The prefix nope",
        ),
        ("a.nt", "<http://x/a> <http://x/p> <b> .", r"a\.nt:1:27: malformed: No scheme"),
        ("a.rdf", "<rdf:RDF", r"a\.rdf.*malformed"),
        ("a.jsonld", '{"@context": "http://x/context", "http://x/p": 1}', r"a\.jsonld.*malformed"),
        ("a.nt", "# " + "x" * 20_000_000, r"a\.nt: has a line or a value of more than 16 MiB"),
        ("a.csv", "a,b", r"a\.csv: the ending '\.csv' tells no RDF format"),
    ],
)
def test_refuses_a_file_and_names_it(tmp_path: Path, name: str, text: str, problem: str) -> None:
    with pytest.raises(SinographError, match=problem):
        load([write(tmp_path / name, text)], tmp_path / "store")


def test_refuses_a_broken_gzip_file(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl.gz"
    file.write_bytes(b"no gzip at all")
    with pytest.raises(SinographError, match="not a whole gzip file"):
        load([file], tmp_path / "store")


def test_refuses_a_cut_gzip_file(tmp_path: Path) -> None:
    file = write(tmp_path / "a.nt.gz", TRIPLE[".nt"] * 1)
    file.write_bytes(file.read_bytes()[:-6])
    with pytest.raises(SinographError, match="not a whole gzip file"):
        load([file], tmp_path / "store")


def test_refuses_what_is_neither_file_nor_folder(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.ttl")
    with pytest.raises(SinographError, match="is neither a file nor a folder"):
        load([tmp_path / "a.ttl"], tmp_path / "store")
    with pytest.raises(SinographError, match="cannot be read: File name too long"):
        load([tmp_path / ("x" * 300)], tmp_path / "store")


def test_a_store_that_cannot_be_written_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("")
    with pytest.raises(SinographError, match=r"the store cannot be written.*TMPDIR"):
        load([write(tmp_path / "a.nt", TRIPLE[".nt"])], tmp_path / "store")


def test_refuses_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SinographError, match="no such file or folder"):
        load([tmp_path / "nothing"], tmp_path / "store")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SinographError, match="no RDF file in this folder"):
        load([tmp_path / "empty"], tmp_path / "store")
