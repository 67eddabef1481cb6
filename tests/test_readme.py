"""What the README says is so: its examples run and print what it shows, its tables are those of the code."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from sinograph.cli import COMMANDS, cli
from sinograph.namespaces import PREFIXES
from sinograph.project import Project
from sinograph.reading import read_quads
from sinograph.settings import ROWS, Row

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from sinograph.release import Release

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"```console\n\$ (sinograph [^\n]+)\n(.*?)```", README, flags=re.DOTALL)
TRIG = re.findall(r"```trig\n(.*?)```", README, flags=re.DOTALL)


def test_has_its_examples() -> None:
    assert len(CONSOLE) == 9
    assert len(TRIG) == 1


@pytest.mark.parametrize(("command", "output"), CONSOLE, ids=[command for command, _ in CONSOLE])
def test_an_example_prints_what_is_shown(real_release: Release, command: str, output: str) -> None:
    arguments = shlex.split(command)[1:]
    result = CliRunner().invoke(
        cli, arguments, env={"SINOGRAPH_RELEASES": str(real_release.path.parent)}, catch_exceptions=False
    )
    assert result.output == output


def test_the_passage_shown_is_in_the_graph() -> None:
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    shown: set[Quad] = set(ox.parse(prefixes + TRIG[0], ox.RdfFormat.TRIG))
    written = {quad for path in Project.find().claims for quad in read_quads(path)}
    assert len(shown) == 10
    assert shown <= written


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_names_each_setting(row: Row) -> None:
    default = f"`{row.default}`" if row.default else ""
    assert f"| `SINOGRAPH_{row.name.upper()}` | {default} | {row.help} |" in README


def test_names_no_setting_that_is_not_there() -> None:
    assert set(re.findall(r"SINOGRAPH_[A-Z_]+", README)) == {f"SINOGRAPH_{row.name.upper()}" for row in ROWS}


@pytest.mark.parametrize("command", COMMANDS)
def test_names_each_command(command: str) -> None:
    assert f"| `sinograph {command}` |" in README


def test_links_to_files_lead_somewhere() -> None:
    targets = {target.partition("#")[0] for target in re.findall(r"\]\(([^)]+)\)", README)}
    local = {target for target in targets if target and not target.startswith("http")}
    assert len(local) >= 6
    assert {target for target in local if not (Path(__file__).parents[1] / target).exists()} == set()
