from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

import pytest

from sinograph.errors import SinographError
from sinograph.settings import ROWS, Row, Settings


def test_the_table_and_the_settings_name_the_same() -> None:
    assert [row.name for row in ROWS] == [field.name for field in fields(Settings)]
    assert len(ROWS) >= 12


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.name))
def test_every_default_can_be_read(row: Row) -> None:
    assert Settings.load({}) == Settings.load({f"SINOGRAPH_{row.name.upper()}": row.default})


def test_reads_the_environment_and_lets_the_command_line_win() -> None:
    environ = {"SINOGRAPH_PORT": "1234", "SINOGRAPH_HOST": "0.0.0.0", "PORT": "nonsense"}
    settings = Settings.load(environ, host="127.0.0.2", port=None)
    assert (settings.host, settings.port) == ("127.0.0.2", 1234)


def test_reads_folders_as_in_path() -> None:
    settings = Settings.load({"SINOGRAPH_SOURCES": os.pathsep.join(["/a", "", "/b"])})
    assert settings.sources == (Path("/a"), Path("/b"))


@pytest.mark.parametrize(("text", "flag"), [("1", True), ("Yes", True), ("false", False), ("", False)])
def test_reads_flags(text: str, flag: bool) -> None:
    assert Settings.load({"SINOGRAPH_REQUIRE_SOURCES": text}).require_sources is flag


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("PORT", "http"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("WORKERS", "0"),
        ("QUERY_SECONDS", "ten"),
        ("QUERY_SECONDS", "1000001"),
        ("QUERY_MEGABYTES", "9" * 5000),
        ("REQUIRE_SOURCES", "maybe"),
    ],
)
def test_refuses_a_value_and_says_what_to_give(variable: str, text: str) -> None:
    with pytest.raises(SinographError) as caught:
        Settings.load({f"SINOGRAPH_{variable}": text})
    assert text in caught.value.problem
    assert caught.value.where == f"SINOGRAPH_{variable}"
    assert caught.value.remedy is not None
    assert caught.value.remedy.startswith("give ")


def test_refuses_an_unknown_setting_and_says_what_may_be_meant() -> None:
    with pytest.raises(SinographError, match=r"did you mean SINOGRAPH_WORKERS\?"):
        Settings.load({"SINOGRAPH_WORKER": "2"})
    with pytest.raises(SinographError, match="the settings are SINOGRAPH_ACCESS_LOG, "):
        Settings.load({"SINOGRAPH_X": "2"})
