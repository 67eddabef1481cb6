"""The source documents: what is known of them, and where copies of them are found."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from sinograph.contents import read_contents
from sinograph.errors import SinographError
from sinograph.faults import shown
from sinograph.namespaces import expand, shorten, sino
from sinograph.reading import read_bytes, read_quads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sinograph.contents import Heading
    from sinograph.project import Project
    from sinograph.settings import Settings

_TYPE: Final = expand("rdf:type")
_TITLE: Final = expand("dcterms:title")
_CONTENTS: Final = expand("dcterms:tableOfContents")
_SHA256: Final = sino("sha256")
_LENGTH: Final = sino("length")
_NUMBER: Final = re.compile(r"[0-9]{1,15}")
_MOST_BYTES: Final = 4
"""The most bytes that UTF-8 takes for one code point (RFC 3629)."""


@dataclass(frozen=True)
class Document:
    """A source document; the text itself stays with whoever holds a copy.

    :param sha256: the digest of the document's bytes, in lower-case hexadecimal
    :param length: the number of Unicode code points of the document read as UTF-8
    :param contents: where its sections begin, where that is told
    """

    iri: NamedNode
    slug: str
    title: str
    sha256: str
    length: int
    contents: tuple[Heading, ...] = ()


def read_documents(project: Project) -> tuple[Document, ...]:
    """Read ``graph/sources.ttl``, in its order.

    :raises SinographError: where a document lacks title, digest or length, or has one that cannot be read
    """
    values: dict[NamedNode, dict[NamedNode, Literal]] = defaultdict(dict)
    documents = []
    for quad in read_quads(project.sources):
        if not isinstance(quad.subject, NamedNode):
            continue
        if quad.predicate == _TYPE and quad.object == sino("SourceDocument"):
            documents.append(quad.subject)
        elif isinstance(quad.object, Literal):
            values[quad.subject][quad.predicate] = quad.object
    return tuple(_document(iri, values[iri], project.sources) for iri in dict.fromkeys(documents))


def _document(iri: NamedNode, values: dict[NamedNode, Literal], file: Path) -> Document:
    for wanted in (_TITLE, _SHA256, _LENGTH):
        if wanted not in values:
            raise _unreadable(iri, f"has no {shorten(wanted)}", file)
    digest, length = values[_SHA256].value, values[_LENGTH].value
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise _unreadable(iri, f"has {digest!r} for its sino:sha256", file)
    if not _NUMBER.fullmatch(length):
        raise _unreadable(iri, f"has {length!r} for its sino:length", file)
    contents = read_contents(values[_CONTENTS].value) if _CONTENTS in values else ()
    return Document(iri, iri.value.rpartition("/")[2], values[_TITLE].value, digest, int(length), contents)


def _unreadable(iri: NamedNode, problem: str, file: Path) -> SinographError:
    return SinographError(
        f"{shorten(iri)} {problem}",
        where=shown(file),
        remedy="give its title, its sha256 in 64 lower-case hexadecimal digits and its length in characters",
    )


def source_folders(settings: Settings, project: Project) -> tuple[Path, ...]:
    """Return the folders where copies are looked for: those of the settings, then the project's own."""
    return (*settings.sources, project.root / "graph" / "sources")


def find_copies(documents: Iterable[Document], folders: Iterable[Path]) -> dict[NamedNode, str]:
    """Return the text of each document of which a copy is at hand, by the document's IRI."""
    folders = tuple(folders)
    found = ((document.iri, find_copy(document, folders)) for document in documents)
    return {iri: text for iri, text in found if text is not None}


def find_copy(document: Document, folders: Iterable[Path]) -> str | None:
    """Return the text of a document from the first file below ``folders`` that has its digest, or None.

    :raises SinographError: where a file that could be a copy cannot be read
    """
    for file in _candidates(document, folders):
        data = read_bytes(file)
        if hashlib.sha256(data).hexdigest() == document.sha256:
            return _text(data, file)
    return None


def _candidates(document: Document, folders: Iterable[Path]) -> Iterator[Path]:
    """Yield the files whose size is that of such a document, give or take a wrong length, so that few are read."""
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and document.length // 2 <= file.stat().st_size <= document.length * _MOST_BYTES * 2:
                yield file


def _text(data: bytes, file: Path) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise SinographError(
            f"byte {error.start} is not UTF-8, although the digest is that of a source document",
            where=shown(file),
            remedy="offsets count the characters of UTF-8 text: convert the document and enter its new digest",
        ) from None
