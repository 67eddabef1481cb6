"""``sinograph anchor`` as authors use it: quotes by hand, offsets by the command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from claims import HEADER, passage, project_at
from sinograph.commands.anchor import command
from sinograph.errors import SinographError
from sinograph.passages import read_claims

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.project import Project

TEXT = "labs begin. DeepSeek trains. Qwen trains. DeepSeek ships."


def run(project: Project, *args: str) -> Result:
    return CliRunner().invoke(command, args, env={"SINOGRAPH_PROJECT": str(project.root), "SINOGRAPH_SOURCES": ""})


@pytest.fixture
def project(tmp_path: Path) -> Project:
    body = passage("q", "Qwen trains") + passage("d", "DeepSeek ships", "40 54") + passage("l", "labs")
    return project_at(tmp_path, TEXT, one=body)


def test_offsets_are_filled_and_passages_sorted(project: Project) -> None:
    result = run(project)
    assert (result.exit_code, result.exception) == (0, None)
    assert result.stdout.splitlines()[-1] == (
        "1 files, 3 quotes: 0 in place, 2 filled, 1 moved, 0 ambiguous, 0 vanished"
    )
    assert "40-54 -> 42-56" in result.stdout
    (file,) = read_claims(project)
    assert [(passage.iri.value[-1], passage.start) for passage in file.passages] == [("l", 0), ("q", 29), ("d", 42)]


def test_a_second_run_changes_nothing(project: Project) -> None:
    run(project)
    before = project.claims[0].stat()
    result = run(project, "d")
    assert "3 in place" in result.stdout
    assert project.claims[0].stat() == before


def test_a_dry_run_writes_nothing(project: Project) -> None:
    before = project.claims[0].read_bytes()
    assert "2 filled" in run(project, "--dry-run").stdout
    assert project.claims[0].read_bytes() == before


def test_what_vanished_is_shown_with_the_nearest_text(project: Project) -> None:
    project.claims[0].write_text(HEADER + passage("p", "DeepSeek shops"))
    result = run(project)
    assert result.exit_code == 1
    assert "nearest, 93% alike, at 42-56: DeepSeek ships" in result.stdout


def test_an_ambiguous_quote_names_its_other_places(project: Project) -> None:
    project.claims[0].write_text(HEADER + passage("p", "DeepSeek"))
    result = run(project)
    assert result.exit_code == 0
    assert "12-20 (or at 42)" in result.stdout


def test_only_the_file_named_is_anchored(project: Project) -> None:
    other = project.claims[0].with_name("two.trig")
    other.write_text(HEADER + passage("z", "labs"))
    assert "1 files, 1 quotes" in run(project, "--file", str(other)).stdout


@pytest.mark.parametrize(
    ("args", "body", "problem"),
    [
        pytest.param(["e"], "", "e: no such document", id="unknown document"),
        pytest.param(
            [], passage("p", "labs").replace("document:d", "document:e"), "which is not declared", id="undeclared"
        ),
        pytest.param([], "passage:p { model:m a sino:Model }", "is quoted from no document", id="no document"),
        pytest.param([], "passage:p {", r"one\.trig:\d+:\d+: Unexpected end", id="malformed"),
        pytest.param(["--file", "lost.trig"], "", "there is no such file", id="lost file"),
    ],
)
def test_bad_input_is_one_message(project: Project, args: list[str], body: str, problem: str) -> None:
    if body:
        project.claims[0].write_text(HEADER + body)
    before = project.claims[0].read_bytes()
    with pytest.raises(SinographError, match=problem):
        raise run(project, *args).exception or AssertionError
    assert project.claims[0].read_bytes() == before


def test_a_copy_that_is_not_at_hand(project: Project) -> None:
    (project.root / "graph" / "sources" / "d.txt").unlink()
    error = run(project).exception
    assert isinstance(error, SinographError)
    assert "SINOGRAPH_SOURCES" in str(error.remedy)
