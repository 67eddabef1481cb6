"""Documents and their copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claims import HEADER, project_at
from sinograph.errors import SinographError
from sinograph.namespaces import expand
from sinograph.settings import Settings
from sinograph.sources import Document, find_copies, find_copy, read_documents, source_folders

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Zwölf 实验室 🐉\n"


def test_a_document_as_it_is_read(tmp_path: Path) -> None:
    (document,) = read_documents(project_at(tmp_path, TEXT))
    assert (document.iri, document.slug, document.title, document.length) == (expand("document:d"), "d", "D", 12)


def test_a_copy_is_found_by_its_digest_whatever_its_name(tmp_path: Path) -> None:
    project = project_at(tmp_path / "project", TEXT)
    (document,) = read_documents(project)
    folder = tmp_path / "copies"
    (folder / "deeper").mkdir(parents=True)
    (folder / "decoy.txt").write_text(TEXT.upper())
    assert find_copy(document, [folder]) is None
    (folder / "deeper" / "x.md").write_bytes(TEXT.encode())
    assert find_copy(document, [tmp_path / "no such folder", folder]) == TEXT
    assert find_copies([document], [folder]) == {document.iri: TEXT}
    assert find_copies([document], []) == {}


def test_a_copy_is_found_although_the_length_is_wrong(tmp_path: Path) -> None:
    (document,) = read_documents(project_at(tmp_path, TEXT))
    wrong = Document(document.iri, "d", "D", document.sha256, document.length + 2)
    assert find_copy(wrong, [tmp_path / "graph" / "sources"]) == TEXT


def test_the_projects_own_folder_comes_last(tmp_path: Path) -> None:
    project = project_at(tmp_path, TEXT)
    settings = Settings.load({"SINOGRAPH_SOURCES": str(tmp_path / "a")})
    assert source_folders(settings, project) == (tmp_path / "a", tmp_path / "graph" / "sources")


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        pytest.param('sino:length 1 ; sino:sha256 "00"', "has no dcterms:title", id="no title"),
        pytest.param('dcterms:title "D" ; sino:length 1', "has no sino:sha256", id="no digest"),
        pytest.param('dcterms:title "D" ; sino:length 1 ; sino:sha256 "00"', "has '00' for its", id="digest"),
        pytest.param(f'dcterms:title "D" ; sino:sha256 "{"0" * 64}" ; sino:length -1', "has '-1' for its", id="length"),
    ],
)
def test_documents_that_cannot_be_read(tmp_path: Path, told: str, problem: str) -> None:
    project = project_at(tmp_path, TEXT)
    project.sources.write_text(f"{HEADER}document:d a sino:SourceDocument ; {told} .")
    with pytest.raises(SinographError, match=problem):
        read_documents(project)
