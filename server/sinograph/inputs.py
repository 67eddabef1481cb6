"""What a release is made from, and whether it has changed since."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sinograph.errors import SinographError
from sinograph.reading import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.project import Project
    from sinograph.release import Release


def inputs(project: Project) -> list[Path]:
    """Return the files that a release is made from."""
    single = (project.ontology, project.alignments, project.sources)
    several = (project.rules, project.shapes, project.checks, project.entities, project.claims)
    return [*(path for path in single if path.exists()), *(path for paths in several for path in paths)]


def describe_inputs(project: Project) -> list[dict[str, Any]]:
    """Return path, digest and size of each, as the manifest has them.

    :raises SinographError: where a file cannot be read
    """
    return [_described(path, project.root) for path in inputs(project)]


def have_changed(project: Project, release: Release) -> bool:
    """Tell whether the project's files are others than those that a release was made from."""
    try:
        return describe_inputs(project) != release.manifest.get("inputs")
    except SinographError:
        return True


def _described(path: Path, root: Path) -> dict[str, Any]:
    data = read_bytes(path)
    return {"path": path.relative_to(root).as_posix(), "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
