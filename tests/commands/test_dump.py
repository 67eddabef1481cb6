from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from sinograph.building import build
from sinograph.cli import cli
from sinograph.dumps import FORMATS, SUMS
from sinograph.dumps.formats import offers
from sinograph.dumps.shelf import FOLDER
from sinograph.errors import SinographError

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from sinograph.project import Project
    from sinograph.settings import Settings

BY_FORMAT = {
    "nquads": {"data.nq", "data.nq.gz"},
    "trig": {"data.trig", "data.trig.gz"},
    "turtle": {"data.ttl", "data.ttl.gz"},
    "rdf12": {"data-reified.ttl", "data-reified.ttl.gz"},
    "nanopublications": {"nanopublications.trig", "nanopublications.trig.gz"},
}


@pytest.fixture
def environment(project: Project, settings: Settings) -> dict[str, str]:
    return {"SINOGRAPH_PROJECT": str(project.root), "SINOGRAPH_RELEASES": str(settings.releases)}


@pytest.fixture
def built(project: Project, settings: Settings, environment: dict[str, str]) -> dict[str, str]:
    build(project, settings, lambda _: None, shacl=False)
    return environment


def dump(environment: dict[str, str], *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["dump", *arguments], env=environment, catch_exceptions=False)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_writes_everything_with_its_digest(built: dict[str, str], tmp_path: Path) -> None:
    output = tmp_path / "new" / "output"
    result = dump(built, "--output", str(output))
    assert result.exit_code == 0
    assert names(output) == {offer.file for offer in offers()}
    assert {line.rpartition("/")[2].partition(" ")[0] for line in result.output.splitlines()} == names(output)
    lines = (output / SUMS).read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(names(output)) - 1
    for line in lines:
        digest, _, name = line.partition("  ")
        assert hashlib.sha256((output / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("form", FORMATS)
def test_writes_one_format(built: dict[str, str], tmp_path: Path, form: str) -> None:
    output = tmp_path / "output"
    dump(built, "--output", str(output), "--format", form)
    tables = {offer.file for offer in offers() if offer.media_type == "text/csv"} | {"croissant.json"}
    assert names(output) == BY_FORMAT.get(form, tables) | {SUMS}


def test_writes_over_what_is_there(built: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text("old", encoding="utf-8")
    dump(built, "--output", str(tmp_path), "--format", "turtle", "--format", "trig")
    assert "aurora-1" in (tmp_path / "data.ttl").read_text(encoding="utf-8")
    assert BY_FORMAT["trig"] <= names(tmp_path)


def test_keeps_them_beside_the_release(built: dict[str, str], settings: Settings) -> None:
    assert settings.releases
    result = dump(built)
    assert names(settings.releases / "current" / FOLDER) == {offer.file for offer in offers()} - {"data.nq"}
    assert dump(built).output == result.output


def test_a_format_needs_an_output(built: dict[str, str]) -> None:
    result = dump(built, "--format", "turtle")
    assert result.exit_code == 2
    assert "--output" in result.output


def test_says_that_there_is_no_release(environment: dict[str, str]) -> None:
    with pytest.raises(SinographError, match="no release yet"):
        dump(environment)


def test_says_that_a_folder_cannot_be_written(built: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SinographError, match="cannot be written"):
        dump(built, "--output", str(tmp_path / "file" / "folder"))
