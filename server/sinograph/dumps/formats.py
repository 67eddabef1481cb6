"""The dumps of a release: one table, from which the command, the server and the descriptions follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sinograph.dumps.croissant import CONFORMS_TO, CROISSANT
from sinograph.dumps.nanopublications import write_nanopublications
from sinograph.dumps.statements import write_quads, write_reified, write_trig, write_turtle
from sinograph.dumps.tables import table_writer, tables
from sinograph.release import QUADS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sinograph.dumps.contents import Contents

GZIP: Final = ".gz"
SUMS: Final = "SHA256SUMS"
CSV: Final = "csv"


class Offer(NamedTuple):
    """A file that is offered: its name, media type, what it is, and the specification of its format, if any.

    :param is_rdf: whether it is the data as RDF
    :param inner_type: the media type of what is in it, where it is compressed
    """

    file: str
    media_type: str
    title: str
    specification: str | None
    is_rdf: bool = False
    inner_type: str | None = None


class Dump(NamedTuple):
    """A file that a release can be written as: format, name, media type, what it is, what writes it, specification.

    :param is_rdf: whether it is the data as RDF; such files also come compressed
    """

    format: str
    file: str
    media_type: str
    title: str
    write: Callable[[Contents], bytes]
    specification: str
    is_rdf: bool = True


DUMPS: Final = (
    Dump(
        "nquads",
        QUADS,
        "application/n-quads",
        "All statements with their named graphs, as sorted N-Quads",
        write_quads,
        "https://www.w3.org/TR/n-quads/",
    ),
    Dump(
        "trig",
        "data.trig",
        "application/trig",
        "All statements with their named graphs, as TriG",
        write_trig,
        "https://www.w3.org/TR/trig/",
    ),
    Dump(
        "turtle",
        "data.ttl",
        "text/turtle",
        "The default graph: what is asserted and what follows, as Turtle",
        write_turtle,
        "https://www.w3.org/TR/turtle/",
    ),
    Dump(
        "rdf12",
        "data-reified.ttl",
        "text/turtle",
        "The default graph, and a reifier for each claim of each passage, as Turtle 1.2",
        write_reified,
        "https://www.w3.org/TR/rdf12-turtle/",
    ),
    Dump(
        "nanopublications",
        "nanopublications.trig",
        "application/trig",
        "A nanopublication for each passage: what it says, where that stands, who publishes it; as TriG",
        write_nanopublications,
        "https://nanopub.net/guidelines/working_draft/",
    ),
    *(
        Dump(
            CSV,
            table.file,
            "text/csv",
            f"{table.title}: a table as CSV",
            table_writer(table),
            "https://www.rfc-editor.org/rfc/rfc4180",
            is_rdf=False,
        )
        for table in tables()
    ),
)
"""Every dump. The tables come with a description of them, and all files with a list of their digests."""

FORMATS: Final = tuple(dict.fromkeys(dump.format for dump in DUMPS))
"""The names of the formats."""


def offers() -> Iterator[Offer]:
    """Yield every file that the dumps are, in the order of the formats; the list of all digests comes last."""
    for dump in DUMPS:
        yield Offer(dump.file, dump.media_type, dump.title, dump.specification, dump.is_rdf)
        if dump.is_rdf:
            title = f"{dump.title}; compressed"
            file = f"{dump.file}{GZIP}"
            yield Offer(file, "application/gzip", title, dump.specification, is_rdf=True, inner_type=dump.media_type)
    yield Offer(CROISSANT, "application/ld+json", "The tables described in Croissant", CONFORMS_TO)
    yield Offer(SUMS, "text/plain", "The SHA-256 of every file, for sha256sum", None)
