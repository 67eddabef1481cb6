"""What many tests share: a small project, and a copy of it that a test may change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sinograph.project import Project
from sinograph.settings import Settings

RESOURCES = Path(__file__).parent / "resources"
SMALL_PROJECT = RESOURCES / "project"


@pytest.fixture
def small_project() -> Project:
    """The small project as it is; to be read only."""
    return Project.find(SMALL_PROJECT)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the small project."""
    root = tmp_path / "project"
    shutil.copytree(SMALL_PROJECT, root)
    return Project.find(root)


@pytest.fixture
def settings(project: Project, tmp_path: Path) -> Settings:
    """Settings for the copy: its document is at hand, its releases have a folder of their own."""
    return Settings.load(
        {}, project=project.root, sources=(project.root / "sources",), releases=tmp_path / "releases"
    )
