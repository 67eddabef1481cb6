"""Writing a release: whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import secrets
import shutil
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import RdfFormat, Store, serialize

from sinograph.errors import SinographError
from sinograph.locks import remove_unless_used
from sinograph.release import (
    CURRENT,
    MANIFEST,
    NAME_LENGTH,
    QUADS,
    REPORT,
    STORE,
    Release,
    digest_of,
    make_current,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from pyoxigraph import Quad

BUILDING: Final = ".building-"
KEPT: Final = 2
"""How many releases stay: the current one, and the one before it; and those that are served, or fresh."""

CHANGING: Final = ("LOCK", "LOG")
"""How the names of those files of a store begin that its readers may write."""

FRESH_SECONDS: Final = 60
"""How old a release must be to be removed: a new one may be about to be opened, such as by who has just built it."""


def publish(
    releases: Path,
    digest: str,
    quads: Iterable[Quad],
    about: dict[str, Any],
    report: dict[str, Any],
    further: Mapping[str, Callable[[Path], None]] | None = None,
) -> Release:
    """Write a release, make it the current one and remove those that are too old.

    :param about: what the manifest says beside digests, outputs and time
    :param further: files beside quads, store and report, by their names, and what writes each
    :raises SinographError: where the folder cannot be written; the last release stays the current one
    """
    with _refusing(releases):
        releases.mkdir(parents=True, exist_ok=True)
        remove_abandoned(releases)
        building = releases / f"{BUILDING}{os.getpid()}-{secrets.token_hex(4)}"
        try:
            building.mkdir()
            _write(building, digest, quads, about, report, further or {})
            target = _put_in_place(building, releases, digest)
        finally:
            shutil.rmtree(building, ignore_errors=True)
        make_current(releases, target)
        _synchronise(releases)
        _remove_old(releases)
    return Release.open(target)


def reuse(releases: Path, digest: str) -> Release | None:
    """Make the newest whole release of this digest the current one, and return it; None where there is none.

    :raises SinographError: where the folder cannot be written
    """
    release = find(releases, digest)
    if release:
        with _refusing(releases):
            make_current(releases, release.path)
    return release


def find(releases: Path, digest: str) -> Release | None:
    """Return the newest whole release of this digest, or None."""
    by_age = sorted(_folders(releases, f"{digest[:NAME_LENGTH]}*"), key=_written, reverse=True)
    for folder in by_age:
        try:
            release = Release.open(folder, verify=True)
        except SinographError:
            continue
        if release.digest == digest:
            return release
    return None


def remove_abandoned(releases: Path) -> None:
    """Remove what builds have left behind whose process is no more."""
    for folder in releases.glob(f"{BUILDING}*"):
        process = folder.name.removeprefix(BUILDING).partition("-")[0]
        if not (process.isdecimal() and _is_alive(int(process))):
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def _refusing(releases: Path) -> Iterator[None]:
    """Turn what the file system refuses into one message."""
    try:
        yield
    except OSError as error:
        raise SinographError(
            f"the release cannot be written: {error.strerror or error}",
            where=error.filename2 or error.filename or releases,
            remedy="make room and give the right to write, or name another folder with SINOGRAPH_RELEASES",
        ) from None


def _write(
    building: Path,
    digest: str,
    quads: Iterable[Quad],
    about: dict[str, Any],
    report: dict[str, Any],
    further: Mapping[str, Callable[[Path], None]],
) -> None:
    _write_quads(building, quads)
    _write_json(building / REPORT, report)
    for name, write in further.items():
        write(building / name)
    outputs = [_described(building / name, building) for name in (QUADS, REPORT, *further)]
    stored = [_described(file, building) for file in _store_files(building)]
    created = datetime.now(UTC).isoformat(timespec="seconds")
    _write_json(building / MANIFEST, {"digest": digest, "created": created, **about, "outputs": outputs, STORE: stored})


def _store_files(building: Path) -> list[Path]:
    """Return the files of the store that stay as they are; two builds of the same quads may differ in them."""
    return sorted(file for file in (building / STORE).iterdir() if not file.name.startswith(CHANGING))


def _write_quads(folder: Path, quads: Iterable[Quad]) -> None:
    """Write the quads as sorted N-Quads, and into a store."""
    distinct = set(quads)
    lines = (serialize(distinct, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    (folder / QUADS).write_bytes(b"".join(sorted(lines)))
    store = Store(str(folder / STORE))
    store.bulk_extend(distinct)
    store.optimize()
    store.flush()


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")


def _described(path: Path, building: Path) -> dict[str, Any]:
    return {"path": path.relative_to(building).as_posix(), "sha256": digest_of(path), "bytes": path.stat().st_size}


def _put_in_place(building: Path, releases: Path, digest: str) -> Path:
    """Give the finished release its name, and return its folder.

    A release that was made from the same inputs before may be open somewhere, so it stays as it is, and the new one
    gets a number.
    """
    for file in building.rglob("*"):
        _synchronise(file)
    _synchronise(building)
    stem = digest[:NAME_LENGTH]
    names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(folder for name in names if _has_become(building, folder := releases / name))


def _has_become(building: Path, target: Path) -> bool:
    """Give a release its name, unless another has it, be it since a moment ago."""
    try:
        building.rename(target)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
            return False
        raise
    return True


def _synchronise(path: Path) -> None:
    """Make sure that a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_old(releases: Path) -> None:
    """Remove all releases but the current one, the newest others, and those that are fresh or served."""
    current = (releases / CURRENT).resolve()
    others = [folder for folder in _folders(releases) if folder.name != current.name]
    for folder in sorted(others, key=_written, reverse=True)[KEPT - 1 :]:
        if _written(folder) < time.time() - FRESH_SECONDS:
            remove_unless_used(folder)


def _folders(releases: Path, pattern: str = "*") -> list[Path]:
    """Return the folders of the releases, without the link to the current one."""
    folders = (file.parent for file in releases.glob(f"{pattern}/{MANIFEST}"))
    return [folder for folder in folders if not (folder.is_symlink() or folder.name.startswith("."))]


def _written(folder: Path) -> float:
    try:
        return (folder / MANIFEST).stat().st_mtime
    except FileNotFoundError:  # another build has just removed it
        return 0.0
