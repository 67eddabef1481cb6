"""The commands as a user runs them: real processes, their output and their exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from sinograph.release import current

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.project import Project


class Runner:
    """Runs the command line on a project."""

    def __init__(self, project: Project, releases: Path) -> None:
        self.releases = releases
        ours = {
            "SINOGRAPH_PROJECT": str(project.root),
            "SINOGRAPH_SOURCES": str(project.root / "sources"),
            "SINOGRAPH_RELEASES": str(releases),
        }
        theirs = {name: value for name, value in os.environ.items() if not name.startswith("SINOGRAPH_")}
        self._environment = {**theirs, **ours}

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "sinograph", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=self._environment)


@pytest.fixture
def sinograph(project: Project, tmp_path: Path) -> Runner:
    return Runner(project, tmp_path / "releases")


def spoil(project: Project) -> None:
    path = project.root / "graph/claims/small-dragons/models.trig"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(" 120000000000", " 121000000000"), encoding="utf-8")


def test_build(sinograph: Runner) -> None:
    done = sinograph("build")
    assert (done.returncode, done.stderr) == (0, "")
    assert "ok: structure: 11 passages in 2 files\n" in done.stdout
    release = current(sinograph.releases)
    assert release
    assert f"release: {release.path}" in done.stdout
    again = sinograph("build")
    assert again.stdout == f"unchanged: {release.path} was built from the same inputs\n"
    forced = sinograph("build", "--force", "--no-shacl")
    assert "shapes" not in forced.stdout
    assert current(sinograph.releases) != release


def test_build_prints_warnings(sinograph: Runner, project: Project) -> None:
    (project.root / "sources" / "small-dragons.txt").unlink()
    done = sinograph("build")
    assert done.returncode == 0
    assert "anchors: 1 warning\n  document:small-dragons: no copy is at hand" in done.stdout


def test_build_refuses_what_is_wrong_and_keeps_the_last_release(sinograph: Runner, project: Project) -> None:
    sinograph("build")
    last = current(sinograph.releases)
    assert last
    spoil(project)
    done = sinograph("build")
    assert done.returncode == 1
    assert "passage:aurora-1-size" in done.stderr
    assert "121000000000" in done.stderr
    assert f"not built: 1 error; {last.path} stays the current release" in done.stderr
    assert "Traceback" not in done.stderr
    assert current(sinograph.releases) == last


def test_build_into_a_folder_that_cannot_be_written(project: Project, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = Runner(project, tmp_path / "file" / "releases")("build")
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert "the release cannot be written" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("force", [(), ("--force",)], ids=["unchanged", "anew"])
def test_build_where_current_is_no_link(sinograph: Runner, force: tuple[str, ...]) -> None:
    sinograph("build")
    link = sinograph.releases / "current"
    link.unlink()
    link.mkdir()
    done = sinograph("build", *force)
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: {link}: the release cannot be written: Is a directory")
    assert done.stderr.count("\n") == 1
    assert not [path for path in sinograph.releases.iterdir() if path.name.startswith(".")]


def test_builds_at_the_same_time_all_succeed(sinograph: Runner) -> None:
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda _: sinograph("build", "--force", "--no-shacl"), range(6)))
    assert [(one.returncode, one.stderr) for one in done] == [(0, "")] * 6
    assert current(sinograph.releases)


def test_check_reads_the_questions(sinograph: Runner, project: Project) -> None:
    question = project.queries[0]
    question.write_text(f"{question.read_text(encoding='utf-8')} }}", encoding="utf-8")
    done = sinograph("check")
    assert done.returncode == 1
    assert "questions: 1 error\n" in done.stdout
    assert "'}' closes nothing" in done.stdout


def test_check(sinograph: Runner) -> None:
    done = sinograph("check")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert len([line for line in lines if line.startswith("ok ")]) == 12
    assert lines[-1] == "0 errors, 0 warnings"


def test_check_fails(sinograph: Runner, project: Project) -> None:
    spoil(project)
    done = sinograph("check")
    assert done.returncode == 1
    assert "failed  legibility: " in done.stdout
    assert "legibility: 1 error\n" in done.stdout
    assert "1 error, 0 warnings" in done.stdout


def test_check_as_json(sinograph: Runner, project: Project) -> None:
    spoil(project)
    done = sinograph("check", "--format", "json")
    assert done.returncode == 1
    found = {result["name"]: result for result in json.loads(done.stdout)}
    assert [name for name, result in found.items() if result["state"] == "failed"] == ["legibility"]
    assert found["legibility"]["faults"][0].keys() == {"severity", "check", "where", "problem", "remedy"}


def test_check_may_require_the_documents(sinograph: Runner, project: Project) -> None:
    (project.root / "sources" / "small-dragons.txt").unlink()
    assert sinograph("check").returncode == 0
    assert sinograph("check", "--require-sources").returncode == 1


def test_a_malformed_file_is_one_message(sinograph: Runner, project: Project) -> None:
    path = project.root / "graph/entities/labs.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "lab:x a .\n", encoding="utf-8")
    done = sinograph("build")
    line = path.read_text(encoding="utf-8").count("\n")
    assert done.returncode == 1
    assert f"{path}:{line}:" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
