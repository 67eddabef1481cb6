"""Things as linked data: an IRI leads to a page for readers, or to RDF for programs (https://www.w3.org/TR/cooluris/)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pyoxigraph as ox
from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.exceptions import NotAcceptable, NotFound

from sinograph.engine.formats import format_named, formats_of
from sinograph.linked.addresses import SAFE, Addresses
from sinograph.linked.description import describe
from sinograph.linked.evidence import read_passages
from sinograph.linked.markup import structured, summary
from sinograph.linked.nearest import Neighbours
from sinograph.linked.neighbourhood import draw
from sinograph.linked.statements import as_quads
from sinograph.linked.surroundings import survey
from sinograph.linked.thing_page import lay_out
from sinograph.namespaces import PREFIXES, sino
from sinograph.web.describing.addresses import dataset, endpoint
from sinograph.web.linksets import LINKSETS, write_linkset
from sinograph.web.negotiation import choose
from sinograph.web.notes import Notes, link_to
from sinograph.web.problems import problem
from sinograph.web.signposting import Signposts, chosen_linkset, sign
from sinograph.web.speaking import page_language

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

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

SOURCE_DOCUMENT: Final = sino("SourceDocument")

PAGE: Final = ("text/html", "application/xhtml+xml")


def things_blueprint(engine: Engine, about: About) -> Blueprint:
    """Return the routes at which the things that ``engine`` knows are answered for."""
    blueprint = Blueprint("things", __name__)
    things = _Things(engine, about)
    blueprint.add_url_rule("/id/<path:path>", "thing", things.thing)
    blueprint.add_url_rule("/data/<path:path>", "data", things.data)
    blueprint.add_url_rule("/page/<path:path>", "page", things.page)
    blueprint.add_url_rule("/linkset/<path:path>", "linkset", things.linkset)
    blueprint.register_error_handler(UnknownThingError, things.unknown)
    return blueprint


class UnknownThingError(NotFound):
    """Nothing is known of a thing.

    :param path: ``<kind>/<slug>`` as it was asked for
    """

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path


class _Things:
    """Answers for the things of a base."""

    def __init__(self, engine: Engine, about: About) -> None:
        self._engine = engine
        self._addresses = Addresses(about.base)
        self._about = about
        self._neighbours = Neighbours(engine, self._addresses)

    def thing(self, path: str) -> Response:
        """Redirect to the page of a thing or to its data, whichever is asked for."""
        signposts = self._signposts(self._described(path), path)
        offers = [*(_format(ending) for ending in EXTENSIONS), None]
        chosen = offers.index(chosen_format(offers))
        link = [*(f"/data/{path}.{ending}" for ending in EXTENSIONS), f"/page/{path}"][chosen]
        return sign(varied(see_other(link)), signposts.thing())

    def data(self, path: str) -> Response:
        """Describe a thing in the format of the address's ending, or else of Accept."""
        stem, ending = _ending(path, EXTENSIONS)
        if ending:
            return self._data(stem, _format(ending), ending)
        form = chosen_format(formats_of("graph"))
        assert form is not None  # noqa: S101
        return varied(self._data(path, form))

    def page(self, path: str) -> Response:
        """Describe a thing for readers."""
        description = self._described(path).speaking(page_language())
        surroundings = survey(self._engine, description, self._addresses)
        shown = lay_out(description, surroundings, self._addresses)
        address = url_for("things.page", path=path, _external=True)
        response = Response(
            render_template(
                "thing.html",
                page=shown,
                notes=Notes(description.naming, self._addresses),
                drawing=draw(shown),
                related=[(self._addresses.local(node), name) for node, name in surroundings.related],
                links=[(_format(ending), f"{request.script_root}/data/{path}.{ending}") for ending in EXTENSIONS],
                canonical=address,
                summary=summary(shown),
                structured=structured(shown, description, address),
                read=_read(self._engine, description),
                explained=self._about.release is not None,
            )
        )
        return sign(response, self._signposts(description, path).page())

    def linkset(self, path: str) -> Response:
        """Give the links of a thing's page and data in one document (RFC 9264)."""
        stem, ending = _ending(path, LINKSETS)
        name = ending or chosen_linkset()
        if name is None:
            raise NotAcceptable(f"A set of links can be had as {' and '.join(LINKSETS.values())}.")
        content = write_linkset(self._signposts(self._described(stem), stem).everything(), name)
        return varied(Response(content, content_type=LINKSETS[name]))

    def unknown(self, error: UnknownThingError) -> Response:
        """Say that nothing is known of a thing, and of which there is of a like address or name."""
        trimmed = error.path.rstrip("/")
        if trimmed != error.path and self._known(trimmed):
            return redirected(request.path.rstrip("/"))
        near = [
            {"iri": node.value, "name": name, "link": self._addresses.local(node)}
            for node, name in self._neighbours.of(error.path)
        ]
        asked = f"{self._addresses.base}id/{error.path[:200]}"
        return problem(404, f"Nothing is known of {asked}; /search finds things by name.", nearest=near or None)

    def _data(self, path: str, form: Format, ending: str | None = None) -> Response:
        description = self._described(path)
        document = ox.NamedNode(f"{self._addresses.base}data/{path}")
        content = write_rdf(as_quads(description, document, dataset(), endpoint(), named=form.name in QUADS), form)
        response = Response(content, mimetype=form.media_type)
        return sign(response, self._signposts(description, path).data(ending))

    def _signposts(self, description: Description, path: str) -> Signposts:
        return Signposts(description, self._about, path, EXTENSIONS)

    def _described(self, path: str) -> Description:
        known = self._known(path)
        if known is None:
            raise UnknownThingError(path)
        return known

    def _known(self, path: str) -> Description | None:
        node = self._addresses.thing(path)
        return describe(self._engine, node) if node and self._addresses.path_of(node) else None


def _read(engine: Engine, description: Description) -> str | None:
    """Return where the words of a passage, or of a document, are read in their place."""
    thing = description.thing
    if passage := read_passages(engine, [thing]).get(thing):
        return link_to(passage)
    is_document = any(fact.holds and fact.triple.object == SOURCE_DOCUMENT for fact in description.facts)
    return url_for("documents.document", slug=thing.value.rpartition("/")[2]) if is_document else None


def _ending(path: str, endings: Collection[str]) -> tuple[str, str | None]:
    """Return a path without its ending, and the ending, if it is one of those."""
    stem, dot, ending = path.rpartition(".")
    return (stem, ending) if dot and ending in endings else (path, None)


def redirected(path: str) -> Response:
    """Return a redirect to the address that was meant, for good."""
    query = request.query_string.decode("ascii", "replace")
    location = request.script_root + quote(path, safe=SAFE) + (f"?{query}" if query else "")
    return Response(f"See {location}\n", 308, {"Location": location}, mimetype="text/plain")


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
