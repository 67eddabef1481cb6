"""The forms in which data on things and on the ontology can be had: by the ending of an address, or by Accept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
from flask import request
from werkzeug.exceptions import NotAcceptable

from sinograph.engine.formats import format_named
from sinograph.namespaces import PREFIXES
from sinograph.web.negotiation import choose

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from flask import Response

    from sinograph.engine.formats import Format

EXTENSIONS: Final[dict[str, str]] = {
    "ttl": "turtle",
    "nt": "nt",
    "rdf": "rdfxml",
    "jsonld": "jsonld",
    "trig": "trig",
    "nq": "nquads",
}
"""The formats by the ending of an address; the first is what clients get that do not mind."""

QUADS: Final = frozenset(("trig", "nquads"))
"""The formats in which evidence is told by named graphs."""

PAGE: Final = ("text/html", "application/xhtml+xml")


def format_of(ending: str) -> Format:
    """Return the format that one of the :data:`EXTENSIONS` stands for."""
    return format_named(EXTENSIONS[ending])


def split_ending(path: str, endings: Collection[str]) -> tuple[str, str | None]:
    """Return a path without its ending, and the ending, if it is one of those."""
    stem, dot, ending = path.rpartition(".")
    return (stem, ending) if dot and ending in endings else (path, None)


def varied(response: Response) -> Response:
    """Say that a response depends on Accept."""
    response.vary.add("Accept")
    return response


def chosen_format(offers: Sequence[Format | None]) -> Format | None:
    """Return the format that Accept likes best; None stands for a page.

    :raises NotAcceptable: where none is accepted
    """
    header = request.headers.get("Accept", "")
    place = choose(header, [PAGE if offer is None else offer.media_types for offer in offers])
    if place is None:
        known = ", ".join((PAGE[0] if offer is None else offer.media_type) for offer in offers)
        raise NotAcceptable(f"None of {header[:200]!r} can be had: the formats are {known}.")
    return offers[place]


def write_rdf(quads: list[ox.Quad], form: Format) -> bytes:
    """Write quads with the prefixes that they use; formats of triples are given triples."""
    assert isinstance(form.writer, ox.RdfFormat)  # noqa: S101
    statements = quads if form.writer.supports_datasets else [quad.triple for quad in quads]
    used = " ".join(str(quad) for quad in quads)
    prefixes = {prefix: iri for prefix, iri in PREFIXES.items() if f"<{iri}" in used}
    content = ox.serialize(statements, format=form.writer, prefixes=prefixes)
    assert content is not None  # noqa: S101
    return content
