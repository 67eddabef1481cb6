"""``sinograph format`` writes files as the project writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from claims import HEADER, passage, project_at
from sinograph.commands.format import command
from sinograph.errors import SinographError
from sinograph.writing import format_check

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.project import Project


def run(project: Project, *args: str) -> Result:
    return CliRunner().invoke(command, args, env={"SINOGRAPH_PROJECT": str(project.root)})


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_at(tmp_path, "text", one=passage("p", "text", "0 4"))


def test_every_file_is_formatted(project: Project) -> None:
    result = run(project)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "2 files, 2 changed"
    assert format_check(project) == []
    assert run(project).stdout == "2 files, 0 changed\n"


def test_check_writes_nothing_and_fails(project: Project) -> None:
    before = project.sources.read_bytes()
    result = run(project, "--check")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == "2 files, 2 to be formatted"
    assert project.sources.read_bytes() == before
    run(project)
    assert run(project, "--check").exit_code == 0


def test_only_the_files_named_are_formatted(project: Project) -> None:
    assert run(project, str(project.sources)).stdout.splitlines()[-1] == "1 files, 1 changed"
    assert len(format_check(project)) == 1


def test_a_malformed_file_is_one_message(project: Project) -> None:
    project.sources.write_text(f"{HEADER}document:d a .")
    error = run(project).exception
    assert isinstance(error, SinographError)
    assert str(error.where).startswith(str(project.sources))
