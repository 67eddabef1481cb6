"""Writing the dumps of a release: the same release always gives the same bytes."""

from __future__ import annotations

import gzip
import hashlib
import os
import secrets
from typing import TYPE_CHECKING, Final

from sinograph.dumps.contents import Contents
from sinograph.dumps.croissant import CROISSANT, write_description
from sinograph.dumps.formats import CSV, DUMPS, FORMATS, GZIP, SUMS
from sinograph.errors import SinographError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from sinograph.release import Release

LEVEL: Final = 9
"""How hard is compressed what is read more often than written."""


def write_dumps(
    release: Release, folder: Path, formats: Collection[str] = FORMATS, further: Mapping[str, str] | None = None
) -> list[str]:
    """Write dumps into a folder, and their digests as ``sha256sum -c`` reads them; return the names of the files.

    :param further: files that are elsewhere and in the list too: their digests by their names
    :raises SinographError: where the release cannot be read, or the folder cannot be written
    """
    digests = dict(further or {})
    names = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in _files(Contents.of(release), formats):
            _put(folder / name, content)
            digests[name] = hashlib.sha256(content).hexdigest()
            names.append(name)
        _put(folder / SUMS, "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode())
    except OSError as error:
        raise SinographError(
            f"the dumps cannot be written: {error.strerror or error}",
            where=error.filename or folder,
            remedy="make room and give the right to write, or name another folder with --output",
        ) from None
    return [*names, SUMS]


def read_digests(folder: Path) -> dict[str, str]:
    """Return the digests that :func:`write_dumps` has written, by the names of the files.

    :raises OSError: where there is no list
    """
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _files(contents: Contents, formats: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Yield each file with its bytes; what is RDF comes compressed too, and the tables with their description."""
    described = {}
    for dump in DUMPS:
        if dump.format in formats:
            content = dump.write(contents)
            yield dump.file, content
            if dump.is_rdf:
                yield f"{dump.file}{GZIP}", gzip.compress(content, LEVEL, mtime=0)
            else:
                described[dump.file] = content
    if CSV in formats:
        yield CROISSANT, write_description(contents.release, described)


def _put(path: Path, content: bytes) -> None:
    """Put a file in place in one step, and on the disk."""
    beside = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
