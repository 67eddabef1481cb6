"""The bundling of the pages' scripts: from a lock file, only when needed, and never in the way of an installation."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[1]
FRONT = ROOT / "server/web"
PACKAGE = ("hatch_build.py", "pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of what the package is built of, without bundles."""
    ignored = shutil.ignore_patterns("node_modules", "dist", ".dist-*", "__pycache__", "sources")
    for name in ("server", "ontology", "graph"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    for name in PACKAGE:
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def bundled(package: Path, hook: ModuleType) -> None:
    """Write bundles as the hook would, of no matter what."""
    folder = package / hook.BUNDLES
    folder.mkdir()
    (folder / "site-1.js").write_text("", encoding="utf-8")
    manifest = {"entries": {}, "files": ["site-1.js"], "sources": hook.fingerprint(package)}
    (folder / hook.MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def build(package: Path) -> tuple[list[str], str]:
    """Build the wheel where no registry can be reached; return what is in it, and what was said."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(package / "built")]
    nowhere = {"npm_config_registry": "http://127.0.0.1:9/", "npm_config_fetch_retries": "0"}
    environ = {**os.environ, **nowhere, "npm_config_cache": str(package / "cache")}
    done = subprocess.run(command, cwd=package, env=environ, capture_output=True, text=True, check=True)
    (path,) = (package / "built").glob("*.whl")
    with zipfile.ZipFile(path) as wheel:
        return wheel.namelist(), done.stdout + done.stderr


def test_the_lock_file_names_no_host() -> None:
    packages: dict[str, dict[str, Any]] = json.loads((FRONT / "package-lock.json").read_text(encoding="utf-8"))[
        "packages"
    ]
    assert len(packages) > 20
    assert [name for name, each in packages.items() if "resolved" in each] == []
    assert [name for name, each in packages.items() if name and "integrity" not in each] == []


def test_bundles_are_fresh_until_a_source_changes(package: Path, hook: ModuleType) -> None:
    assert not hook.is_fresh(package)
    bundled(package, hook)
    assert hook.is_fresh(package)
    source = package / "server/web/src/site.js"
    source.write_text(source.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert not hook.is_fresh(package)


def test_bundles_are_not_fresh_without_one_of_their_files(package: Path, hook: ModuleType) -> None:
    bundled(package, hook)
    (package / hook.BUNDLES / "site-1.js").unlink()
    assert not hook.is_fresh(package)


def test_the_wheel_has_the_bundles(package: Path, hook: ModuleType) -> None:
    bundled(package, hook)
    names, _ = build(package)
    assert "sinograph/web/static/dist/site-1.js" in names
    assert "sinograph/web/static/dist/manifest.json" in names
    assert not [name for name in names if "server/web" in name or "node_modules" in name]


def test_without_npm_the_wheel_is_built_and_the_lack_said(package: Path) -> None:
    names, said = build(package)
    assert "sinograph/web/static/sinograph.css" in names
    assert not [name for name in names if "/dist/" in name]
    assert said.count("THE PAGES ARE BUILT WITHOUT THEIR SCRIPTS") == 1
    assert "npm_config_registry" in said
