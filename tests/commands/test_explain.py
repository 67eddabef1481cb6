from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.release import Release

PRACTISES = ("lab:aurora-labs", "sino:practises", "technique:mixture-of-experts")


def explain(releases: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("SINOGRAPH_")}
    return subprocess.run(
        [sys.executable, "-m", "sinograph", "explain", *arguments],
        capture_output=True,
        text=True,
        env={**environ, "SINOGRAPH_RELEASES": str(releases), "PYTHONIOENCODING": "utf-8"},
        check=False,
    )


@pytest.fixture
def releases(small_release: Release) -> Path:
    return small_release.path.parent


def test_prints_a_tree_down_to_the_quotes(releases: Path) -> None:
    done = explain(releases, *PRACTISES)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Aurora Labs practises mixture of experts because Aurora-1 ")
    assert lines[4] == (
        "│   └── “120B parameter mixture-of-experts model with 12B active parameters” [small-dragons 142-208]"
    )
    assert lines[-1] == "1 step from 2 facts: Stated"


def test_writes_curies(releases: Path) -> None:
    done = explain(releases, *PRACTISES, "--curies")
    assert done.stdout.startswith("lab:aurora-labs sino:practises technique:mixture-of-experts\n├── model:aurora-1 ")


def test_shows_all_proofs(releases: Path) -> None:
    done = explain(releases, "model:aurora-1", "a", "sino:Model", "--all")
    assert done.returncode == 0
    assert "the curators, in graph/entities/models.ttl" in done.stdout


def test_says_how_to_see_other_proofs(releases: Path) -> None:
    done = explain(releases, "model:aurora-1", "a", "sino:Model", "--all", "--limit", "1")
    assert done.stdout.splitlines()[-1].endswith("no more were asked for; raise --limit to see others")


@pytest.mark.parametrize("form", ["json", "turtle", "mermaid", "dot"])
def test_writes_forms(releases: Path, form: str) -> None:
    done = explain(releases, *PRACTISES, "--format", form)
    assert done.returncode == 0
    if form == "json":
        assert json.loads(done.stdout)["inferred"] is True
    elif form == "turtle":
        assert list(ox.parse(done.stdout, ox.RdfFormat.TURTLE))
    else:
        assert done.stdout.splitlines()[0] in {"flowchart TD", "digraph proof {"}


def test_shows_everything_about_a_thing(releases: Path) -> None:
    done = explain(releases, "Aurora-2")
    assert done.stdout.startswith("Aurora-2\n├── type (rdf:type)\n")
    assert "└── Aurora-1  because Aurora-2 succeeds Aurora-1" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("lab:aurora-labs", "sino:practises", "technique:sparse-attention"), "does not hold: lab:aurora-labs"),
        (("lab:aurora-lab",), "did you mean lab:aurora-labs?"),
        (("labs:aurora-labs",), "did you mean lab:aurora-labs?"),
        (("a", "b"), "2 terms are given"),
        (("lab:aurora-labs", "sino:practices", "technique:mixture-of-experts"), "did you mean sino:practises"),
        (("model:aurora-2", "--format", "dot"), "a diagram shows proofs"),
        ((r'"\q"',), r"\q stands for no character"),
        (("model:aurora-2", "sino:totalParameters", '"\udcff"'), "is not a literal"),
        (("\udcff",), "no thing is called"),
    ],
    ids=["does-not-hold", "misspelt", "prefix", "two-terms", "property", "diagram", "escape", "byte", "name"],
)
def test_what_cannot_be_explained_is_one_message(releases: Path, arguments: tuple[str, ...], message: str) -> None:
    done = explain(releases, *arguments)
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


def test_says_that_there_is_no_release(tmp_path: Path) -> None:
    done = explain(tmp_path, "model:aurora-2")
    assert done.returncode == 1
    assert "there is no release yet" in done.stderr


@pytest.mark.parametrize("limit", ["0", "1001", "x"])
def test_refuses_a_limit_out_of_bounds(releases: Path, limit: str) -> None:
    assert explain(releases, *PRACTISES, "--all", "--limit", limit).returncode == 2


def test_a_release_without_derivations_is_said(releases: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "releases"
    shutil.copytree(releases, copy, symlinks=True)
    (copy / "current" / "derivations.sqlite").unlink()
    done = explain(copy, *PRACTISES)
    assert done.returncode == 1
    assert "the derivations cannot be read" in done.stderr
    assert "sinograph build --force" in done.stderr
