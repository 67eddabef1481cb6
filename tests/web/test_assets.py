from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from sinograph.web.assets import BUNDLES, IMMUTABLE, MANIFEST, STYLE, Assets

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

BUNDLED = {"site": {"script": "site-1.js", "style": None, "first": ["chunk-2.js"]}}
EDITOR = {"editor": {"script": "editor-3.js", "style": "editor-4.css", "first": []}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / STYLE).write_text("body {}", encoding="utf-8")
    return tmp_path


def tags(assets: Assets, *names: str) -> str:
    with Flask("assets").test_request_context():
        return str(assets.tags(*names))


def test_without_bundles_there_is_the_style_sheet_alone(folder: Path) -> None:
    assets = Assets.read(folder)
    assert assets.entries == {}
    assert re.fullmatch(r'<link rel="stylesheet" href="/static/sinograph\.css\?v=[0-9a-f]{16}">', tags(assets, "site"))


def test_names_what_a_page_loads(folder: Path) -> None:
    (folder / BUNDLES).mkdir()
    manifest = {"entries": BUNDLED | EDITOR, "files": []}
    (folder / BUNDLES / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    assert tags(Assets.read(folder), "site", "editor", "nothing").splitlines()[1:] == [
        '<link rel="modulepreload" href="/static/dist/chunk-2.js">',
        '<script type="module" src="/static/dist/site-1.js"></script>',
        '<link rel="stylesheet" href="/static/dist/editor-4.css">',
        '<script type="module" src="/static/dist/editor-3.js"></script>',
    ]


def test_another_style_sheet_has_another_address(folder: Path) -> None:
    before = Assets.read(folder).digests
    (folder / STYLE).write_text("body { margin: 0 }", encoding="utf-8")
    assert Assets.read(folder).digests != before


def test_a_page_loads_the_style_sheet_of_its_name_after_that_of_all_pages(folder: Path) -> None:
    (folder / "models.css").write_text("table {}", encoding="utf-8")
    assets = Assets.read(folder)
    first, second = tags(assets, "site", "models").splitlines()
    assert "/static/sinograph.css?v=" in first
    assert f"/static/models.css?v={assets.digests['models.css']}" in second
    assert "models.css" not in tags(assets, "site", "document")


@pytest.mark.parametrize(
    ("address", "kept"),
    [("/static/sinograph.css?v=1", True), ("/static/sinograph.css", False), ("/static/nothing.css?v=1", False)],
)
def test_what_has_its_digest_in_its_address_is_kept(client: FlaskClient, address: str, kept: bool) -> None:
    with client.get(address) as response:
        assert (response.headers["Cache-Control"] == IMMUTABLE) == kept
