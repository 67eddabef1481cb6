"""Releases: the immutable results of a build, each in a folder that is named after the digest of what it was made from.

A release is written beside the others under a name of its own, and renamed when it is complete; ``current`` is a
symbolic link that is replaced in one step. So whoever opens a release finds a whole one, whatever interrupts a build.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sinograph.errors import SinographError

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.project import Project
    from sinograph.settings import Settings

CURRENT: Final = "current"
NAME_LENGTH: Final = 16
MANIFEST: Final = "manifest.json"
DERIVATIONS: Final = "derivations.sqlite"
QUADS: Final = "data.nq"
REPORT: Final = "report.json"
STORE: Final = "store"
REBUILD: Final = "run: sinograph build --force"


@dataclass(frozen=True)
class Release:
    """A release, to be read only.

    :param digest: of everything that the release was made from, in hexadecimal; the folder is named after its first 16
    :param manifest: inputs, outputs and their digests, counts, times and versions
    """

    path: Path
    digest: str
    manifest: dict[str, Any]

    @property
    def store_path(self) -> Path:
        """The folder of the store that queries are answered from."""
        return self.path / STORE

    @property
    def quads_path(self) -> Path:
        """The same quads as N-Quads, sorted."""
        return self.path / QUADS

    @property
    def derivations_path(self) -> Path:
        """The file that says why each conclusion holds."""
        return self.path / DERIVATIONS

    @property
    def report_path(self) -> Path:
        """The file of what was read, inferred and found wrong, as JSON."""
        return self.path / REPORT

    def read_report(self) -> dict[str, Any]:
        """Return what was read, inferred and found wrong.

        :raises SinographError: where the report cannot be read
        """
        return _read_json(self.report_path)

    @classmethod
    def open(cls, path: Path, *, verify: bool = False) -> Release:
        """Open the release in a folder.

        :param verify: whether to compare every output with the digest that the manifest has of it
        :raises SinographError: where there is no whole release, or an output is not what was written
        """
        manifest = _read_manifest(path)
        release = cls(path.resolve(), manifest["digest"], manifest)
        if not release.store_path.is_dir():
            raise SinographError("the release has no store", where=path, remedy=REBUILD)
        if verify:
            release.verify()
        return release

    def verify(self) -> None:
        """Compare every output, and every file of the store, with the digest that the manifest has of it.

        :raises SinographError: where one is not what the build wrote
        """
        for output in (*self.manifest["outputs"], *self.manifest.get(STORE, ())):
            _verify(self.path / output["path"], output["sha256"])


def releases_folder(settings: Settings, project: Project) -> Path:
    """Return where releases are written: as the settings say, or else ``releases/`` in the project."""
    return settings.releases or project.root / "releases"


def current(releases: Path) -> Release | None:
    """Return the current release, or None where there is none yet.

    :raises SinographError: where there is one that is not whole
    """
    link = releases / CURRENT
    return Release.open(link.resolve()) if link.exists() else None


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def make_current(releases: Path, path: Path) -> None:
    """Let ``current`` lead to this release, in one step."""
    link = releases / f".{CURRENT}-{os.getpid()}"
    link.unlink(missing_ok=True)
    try:
        link.symlink_to(path.name)
        link.replace(releases / CURRENT)
    finally:
        link.unlink(missing_ok=True)


def _read_manifest(path: Path) -> dict[str, Any]:
    file = path / MANIFEST
    if not file.exists():
        raise SinographError("there is no release here", where=path, remedy="run: sinograph build")
    manifest = _read_json(file)
    if not {"digest", "outputs"} <= manifest.keys():
        raise SinographError("the manifest lacks its digests", where=file, remedy=REBUILD)
    return manifest


def _read_json(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_bytes())
    except (ValueError, OSError) as error:
        raise SinographError(f"cannot be read: {error}", where=file, remedy=REBUILD) from None
    if not isinstance(content, dict):
        raise SinographError("is not a JSON object", where=file, remedy=REBUILD)
    return content


def _verify(path: Path, digest: str) -> None:
    try:
        found = digest_of(path)
    except OSError as error:
        raise SinographError(f"cannot be read: {error.strerror}", where=path, remedy=REBUILD) from None
    if found != digest:
        raise SinographError(
            f"is not what the build wrote: its digest is {found[:16]}..., not {digest[:16]}...",
            where=path,
            remedy=REBUILD,
        )
