"""Things as linked data: an IRI leads to a page for readers, or to RDF for programs (https://www.w3.org/TR/cooluris/)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pyoxigraph as ox
from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import NotAcceptable, NotFound

from sinograph.engine.formats import format_named, formats_of
from sinograph.linked.addresses import SAFE, Addresses
from sinograph.linked.description import describe
from sinograph.linked.page import lay_out
from sinograph.linked.statements import as_quads
from sinograph.namespaces import PREFIXES
from sinograph.web.describing.addresses import dataset
from sinograph.web.negotiation import choose
from sinograph.web.signposting import sign_data, sign_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sinograph.engine.formats import Format
    from sinograph.engine.interface import Engine
    from sinograph.linked.description import Description
    from sinograph.web.about import About

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


def things_blueprint(engine: Engine, about: About) -> Blueprint:
    """Return the routes at which the things that ``engine`` knows are answered for."""
    blueprint = Blueprint("things", __name__)
    things = _Things(engine, about)
    blueprint.add_url_rule("/id/<path:path>", "thing", things.thing)
    blueprint.add_url_rule("/data/<path:path>", "data", things.data)
    blueprint.add_url_rule("/page/<path:path>", "page", things.page)
    return blueprint


class _Things:
    """Answers for the things of a base."""

    def __init__(self, engine: Engine, about: About) -> None:
        self._engine = engine
        self._addresses = Addresses(about.base)
        self._explained = about.release is not None

    def thing(self, path: str) -> Response:
        """Redirect to the page of a thing or to its data, whichever is asked for."""
        self._described(path)
        offers = [*(_format(ending) for ending in EXTENSIONS), None]
        chosen = offers.index(chosen_format(offers))
        link = [*(f"/data/{path}.{ending}" for ending in EXTENSIONS), f"/page/{path}"][chosen]
        return varied(see_other(link))

    def data(self, path: str) -> Response:
        """Describe a thing in the format of the address's ending, or else of Accept."""
        stem, dot, ending = path.rpartition(".")
        if dot and ending in EXTENSIONS:
            return self._data(stem, _format(ending))
        form = chosen_format(formats_of("graph"))
        assert form is not None  # noqa: S101
        return varied(self._data(path, form))

    def page(self, path: str) -> Response:
        """Describe a thing for readers."""
        description = self._described(path)
        links = [(_format(ending), f"{request.script_root}/data/{path}.{ending}") for ending in EXTENSIONS]
        shown = lay_out(description, self._addresses)
        response = Response(render_template("thing.html", page=shown, links=links, explained=self._explained))
        return sign_page(response, description, path, EXTENSIONS)

    def _data(self, path: str, form: Format) -> Response:
        description = self._described(path)
        document = ox.NamedNode(f"{self._addresses.base}data/{path}")
        content = write_rdf(as_quads(description, document, dataset(), named=form.name in QUADS), form)
        return sign_data(Response(content, mimetype=form.media_type), description, path)

    def _described(self, path: str) -> Description:
        node = self._addresses.thing(path)
        known = describe(self._engine, node) if node and self._addresses.path_of(node) else None
        if known is None:
            raise NotFound(f"Nothing is known of {self._addresses.base}id/{path[:200]}; /search finds things by name.")
        return known


def see_other(path: str) -> Response:
    """Return a redirect to another path of this server."""
    location = request.script_root + quote(path, safe=SAFE + "#?")
    return Response(f"See {location}\n", 303, {"Location": location}, mimetype="text/plain")


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


def _format(ending: str) -> Format:
    return format_named(EXTENSIONS[ending])


def write_rdf(quads: list[ox.Quad], form: Format) -> bytes:
    """Write quads with the prefixes that they use; formats of triples are given triples."""
    assert isinstance(form.writer, ox.RdfFormat)  # noqa: S101
    statements = quads if form.writer.supports_datasets else [quad.triple for quad in quads]
    used = " ".join(str(quad) for quad in quads)
    prefixes = {prefix: iri for prefix, iri in PREFIXES.items() if f"<{iri}" in used}
    content = ox.serialize(statements, format=form.writer, prefixes=prefixes)
    assert content is not None  # noqa: S101
    return content
