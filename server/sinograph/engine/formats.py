"""The formats that answers are written in: one table, from which engine, endpoint and command line follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from pyoxigraph import QueryResultsFormat, RdfFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["rows", "graph"]
"""What a query is answered with: rows or a truth value (SELECT, ASK), or a graph (CONSTRUCT, DESCRIBE)."""


class Format(NamedTuple):
    """One format: its short name, media type, kind, writer, specification, and the other names that clients use."""

    name: str
    media_type: str
    kind: Kind
    writer: QueryResultsFormat | RdfFormat
    specification: str
    media_aliases: tuple[str, ...] = ()
    name_aliases: tuple[str, ...] = ()

    @property
    def media_types(self) -> tuple[str, ...]:
        """The media type and its aliases."""
        return (self.media_type, *self.media_aliases)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that asks for this format, media types included."""
        return (self.name, *self.name_aliases, *self.media_types)


FORMATS: Final = (
    Format(
        "json",
        "application/sparql-results+json",
        "rows",
        QueryResultsFormat.JSON,
        "https://www.w3.org/TR/sparql11-results-json/",
        ("application/json", "text/json"),
    ),
    Format(
        "xml",
        "application/sparql-results+xml",
        "rows",
        QueryResultsFormat.XML,
        "https://www.w3.org/TR/rdf-sparql-XMLres/",
        ("application/xml", "text/xml"),
    ),
    Format(
        "csv",
        "text/csv",
        "rows",
        QueryResultsFormat.CSV,
        "https://www.w3.org/TR/sparql11-results-csv-tsv/",
    ),
    Format(
        "tsv",
        "text/tab-separated-values",
        "rows",
        QueryResultsFormat.TSV,
        "https://www.w3.org/TR/sparql11-results-csv-tsv/",
    ),
    Format(
        "turtle",
        "text/turtle",
        "graph",
        RdfFormat.TURTLE,
        "https://www.w3.org/TR/turtle/",
        ("application/turtle", "application/x-turtle", "text/n3", "text/rdf+n3"),
        ("ttl", "n3"),
    ),
    Format(
        "nt",
        "application/n-triples",
        "graph",
        RdfFormat.N_TRIPLES,
        "https://www.w3.org/TR/n-triples/",
        ("text/plain",),
        ("ntriples", "n-triples"),
    ),
    Format(
        "rdfxml",
        "application/rdf+xml",
        "graph",
        RdfFormat.RDF_XML,
        "https://www.w3.org/TR/rdf-syntax-grammar/",
        ("application/xml", "text/xml"),
        ("rdf", "rdf+xml", "xml"),
    ),
    Format(
        "jsonld",
        "application/ld+json",
        "graph",
        RdfFormat.JSON_LD,
        "https://www.w3.org/TR/json-ld11/",
        ("application/json", "text/json"),
        ("json-ld", "json"),
    ),
    Format("trig", "application/trig", "graph", RdfFormat.TRIG, "https://www.w3.org/TR/trig/", ("application/x-trig",)),
    Format(
        "nquads",
        "application/n-quads",
        "graph",
        RdfFormat.N_QUADS,
        "https://www.w3.org/TR/n-quads/",
        ("text/x-nquads",),
        ("nq", "n-quads"),
    ),
)
"""Every format, the preferred one of its kind first. An alias may stand for one format of each kind."""

NAMES: Final = tuple(row.name for row in FORMATS)


def formats_of(kind: Kind) -> tuple[Format, ...]:
    """Return the formats of this kind, the preferred one first."""
    return tuple(row for row in FORMATS if row.kind == kind)


def named(name: str) -> Iterator[Format]:
    """Yield the formats, at most one of each kind, that a short name or a media type stands for."""
    wanted = name.strip().lower()
    return (row for row in FORMATS if wanted in row.names)


def format_for(kind: Kind, name: str) -> Format | None:
    """Return the format of this kind that a short name or a media type stands for."""
    return next((row for row in named(name) if row.kind == kind), None)


def format_named(name: str) -> Format:
    """Return the format whose short name this is.

    :raises KeyError: where there is none
    """
    return {row.name: row for row in FORMATS}[name]
