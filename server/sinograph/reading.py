"""Read RDF files into quads, keeping every literal as it is spelled; a malformed file is one clear message."""

from __future__ import annotations

import codecs
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from sinograph.errors import SinographError
from sinograph.faults import shown
from sinograph.namespaces import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

_UNDECLARED = re.compile(r"The prefix (\S*): has not been declared")

_REMEDIES: Final = (
    ("Unexpected end", "the file stops within a statement: end it with ' .' or close what is open"),
    ("Line jumps", 'close the string on its line, or write it between """ and """'),
    ("No scheme found", "write the IRI in full or with a prefix: relative IRIs have no meaning here"),
    ("Invalid IRI", "percent-encode what an IRI may not contain, such as a space"),
    ("is not a valid RDF object", "give a value before this place"),
    ("is not a valid subject", "a statement begins with an IRI; is the one before it closed with ' .'?"),
)
"""What to do, by what the parser's message begins with or contains."""

_ANY_REMEDY: Final = "statements end with ' .', predicates are separated by ';' and values by ','"


class MalformedFileError(SinographError):
    """A file that does not hold what its name promises; ``where`` has line and column where they are known."""


def read_quads(path: Path) -> list[ox.Quad]:
    """Read a Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD file; its name's ending tells which.

    Literals keep their lexical form, and quads the order of the file. Nothing is fetched from elsewhere.

    :raises SinographError: where there is no such file, or it cannot be read
    :raises MalformedFileError: where the file is empty, not UTF-8 or not well-formed
    """
    return parse_quads(read_bytes(path), path)[0]


def read_bytes(path: Path) -> bytes:
    """Return what is in a file.

    :raises SinographError: where there is no such file, or it cannot be read
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SinographError("there is no such file", where=shown(path), remedy="check the name") from None
    except IsADirectoryError:
        raise SinographError("is a folder, not a file", where=shown(path), remedy="name a file in it") from None
    except OSError as error:
        raise SinographError(
            f"cannot be read: {error.strerror}", where=shown(path), remedy="check its rights"
        ) from None


def parse_quads(data: bytes, path: Path) -> tuple[list[ox.Quad], dict[str, str]]:
    """Parse the contents of ``path`` and return its quads, in the order of the file, and the prefixes it declares.

    :raises MalformedFileError: where the contents are empty, not UTF-8 or not well-formed
    """
    form = _form(path)
    _refuse_what_is_not_text(data, path)
    parser = ox.parse(data, format=form, rename_blank_nodes=True)
    try:
        quads = list(parser)
    except SyntaxError as error:
        raise _malformed(error, data, path) from None
    return quads, dict(parser.prefixes)


def _form(path: Path) -> ox.RdfFormat:
    form = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if form is None:
        raise SinographError(
            f"no RDF format has the ending {path.suffix!r}",
            where=shown(path),
            remedy="the endings known are .ttl, .trig, .nt, .nq, .rdf and .jsonld",
        )
    return form


def _refuse_what_is_not_text(data: bytes, path: Path) -> None:
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise MalformedFileError(
            "begins with a byte-order mark", where=f"{shown(path)}:1", remedy="save it as UTF-8 without one"
        )
    if not data.strip():
        raise MalformedFileError("is empty", where=shown(path), remedy="write its statements, or delete it")
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise MalformedFileError(
            f"byte 0x{data[error.start]:02x} is not UTF-8", where=f"{shown(path)}:{line}", remedy="save it as UTF-8"
        ) from None


def _malformed(error: SyntaxError, data: bytes, path: Path) -> MalformedFileError:
    """Say where parsing stopped, at what, and what to do."""
    found = error.msg.partition(": ")[2] or error.msg
    where = shown(path)
    if error.lineno is not None:
        where = f"{where}:{error.lineno}:{error.offset}"
        lines = data.decode().splitlines()
        text = lines[error.lineno - 1].strip() if error.lineno <= len(lines) else ""
        found = f"{found}, in: {text[:100]}" if text else found
    return MalformedFileError(found, where=where, remedy=_remedy(found))


def _remedy(found: str) -> str:
    if undeclared := _UNDECLARED.match(found):
        prefix = undeclared[1]
        if prefix in PREFIXES:
            return f"add the line: @prefix {prefix}: <{PREFIXES[prefix]}> ."
        close = get_close_matches(prefix, PREFIXES, n=1)
        return f"did you mean {close[0]}:?" if close else "declare it with @prefix, or correct it"
    return next((remedy for sign, remedy in _REMEDIES if sign in found), _ANY_REMEDY)
