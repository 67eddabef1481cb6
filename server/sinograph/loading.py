"""Load RDF files, as they are, into a store of their own."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from pyoxigraph import RdfFormat, Store

from sinograph.errors import SinographError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import IO

FORMATS: Final[dict[str, RdfFormat]] = {
    ".jsonld": RdfFormat.JSON_LD,
    ".n3": RdfFormat.N3,
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".owl": RdfFormat.RDF_XML,
    ".rdf": RdfFormat.RDF_XML,
    ".trig": RdfFormat.TRIG,
    ".ttl": RdfFormat.TURTLE,
    ".xml": RdfFormat.RDF_XML,
}
"""The format of a file by how its name ends; ``.gz`` may follow."""

GZIP: Final = ".gz"

_UNSURE: Final = frozenset((".owl", ".xml"))
"""Endings that other files bear too: files in a folder are passed over, files that are named are not."""


@dataclass(frozen=True)
class Loaded:
    """What has been loaded: the files, and how many quads they hold together, each counted once."""

    files: tuple[Path, ...]
    quads: int


def load(paths: Iterable[Path], folder: Path, report: Callable[[str], None] = lambda _: None) -> Loaded:
    """Load files, and all RDF files below folders, into a new store in ``folder``.

    Triples go to the default graph, and quads keep their graphs. A relative IRI is resolved against its file's own
    ``file:`` IRI. Blank nodes of different files stay different.

    :param report: is told the name of each file before it is read
    :raises SinographError: where a path is neither, a file has no known ending or is malformed, or nothing is found
    """
    files = tuple(dict.fromkeys(file for path in paths for file in _listed(path)))
    try:
        store = Store(str(folder))
        for file in files:
            report(str(file))
            _load_file(store, file)
        store.flush()
        store.optimize()
        return Loaded(files, len(store))
    except OSError as error:
        raise SinographError(
            f"the store cannot be written: {error.strerror or error}",
            where=folder,
            remedy="make room, or name another folder with TMPDIR",
        ) from None


def _listed(path: Path) -> list[Path]:
    try:
        return list(_files(path))
    except OSError as error:
        raise SinographError(
            f"cannot be read: {error.strerror}", where=error.filename or path, remedy="check the name and its rights"
        ) from None


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        found = sorted(file for file in path.rglob("*") if file.is_file() and _ending(file) in FORMATS.keys() - _UNSURE)
        if not found:
            raise SinographError("no RDF file in this folder", where=path, remedy=f"the endings are {_endings()}")
        yield from found
    elif not path.exists():
        raise SinographError("there is no such file or folder", where=path, remedy="check the name")
    elif not path.is_file():
        raise SinographError("is neither a file nor a folder", where=path, remedy="write the data into a file")
    elif _ending(path) not in FORMATS:
        raise SinographError(
            f"the ending {path.suffix!r} tells no RDF format", where=path, remedy=f"the endings are {_endings()}"
        )
    else:
        yield path


def _ending(file: Path) -> str:
    return (file.with_suffix("") if file.suffix == GZIP else file).suffix.lower()


def _endings() -> str:
    return f"{', '.join(FORMATS)}, each also with {GZIP}"


def _load_file(store: Store, file: Path) -> None:
    try:
        with _open(file) as stream:
            store.bulk_load(stream, FORMATS[_ending(file)], base_iri=file.resolve().as_uri())
    except SyntaxError as error:
        line = f":{error.lineno}:{error.offset}" if error.lineno else ""
        found = error.msg.partition(": ")[2] if line else error.msg  # before the colon is the place once more
        raise SinographError(f"malformed: {found}", where=f"{file}{line}", remedy="mend the file") from None
    except MemoryError:
        raise SinographError(
            "has a line or a value of more than 16 MiB", where=file, remedy="is it what its name says?"
        ) from None
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise SinographError(f"not a whole gzip file: {error}", where=file, remedy="pack it anew") from None
    except OSError as error:
        if error.errno is None:  # it is the store that cannot be written
            raise
        raise SinographError(f"cannot be read: {error.strerror}", where=file, remedy="check its rights") from None


def _open(file: Path) -> IO[bytes]:
    if file.suffix == GZIP:
        return cast("IO[bytes]", gzip.open(file))
    return file.open("rb")
