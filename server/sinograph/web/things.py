"""Things as linked data: an IRI leads to a page for readers, or to RDF for programs (https://www.w3.org/TR/cooluris/)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from flask import Blueprint, Response, request
from werkzeug.exceptions import NotAcceptable, NotFound

from sinograph.engine.formats import formats_of
from sinograph.linked.description import describe, is_known
from sinograph.linked.nearest import Neighbours
from sinograph.linked.statements import as_quads
from sinograph.web.data_forms import EXTENSIONS, QUADS, chosen_format, format_of, split_ending, varied, write_rdf
from sinograph.web.describing.addresses import dataset, endpoint
from sinograph.web.links import OwnAddresses, redirected, see_other
from sinograph.web.linksets import LINKSETS, write_linkset
from sinograph.web.problems import asks_for_page, problem
from sinograph.web.signposting import Signposts, chosen_linkset, sign
from sinograph.web.speaking import page_language, said
from sinograph.web.thing_pages import thing_page

if TYPE_CHECKING:
    from sinograph.engine.formats import Format
    from sinograph.engine.interface import Engine
    from sinograph.linked.description import Description
    from sinograph.web.about import About


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
        self._addresses = OwnAddresses(about.base)
        self._about = about
        self._neighbours = Neighbours(engine, self._addresses)

    def thing(self, path: str) -> Response:
        """Redirect to the page of a thing or to its data, whichever is asked for."""
        node = self._node(path)
        if node is None or not is_known(self._engine, node):
            raise UnknownThingError(path)
        offers = [*(format_of(ending) for ending in EXTENSIONS), None]
        chosen = offers.index(chosen_format(offers))
        link = [*(f"/data/{path}.{ending}" for ending in EXTENSIONS), f"/page/{path}"][chosen]
        return sign(varied(see_other(link)), Signposts(node, self._about, path, EXTENSIONS).of_thing())

    def data(self, path: str) -> Response:
        """Describe a thing in the format of the address's ending, or else of Accept."""
        stem, ending = split_ending(path, EXTENSIONS)
        if ending:
            return self._data(stem, format_of(ending), ending)
        form = chosen_format(formats_of("graph"))
        assert form is not None  # noqa: S101
        return varied(self._data(path, form))

    def page(self, path: str) -> Response:
        """Describe a thing for readers."""
        description = self._described(path)
        is_release = self._about.release is not None
        response = Response(thing_page(self._engine, description, path, self._addresses, explained=is_release))
        return sign(response, self._signposts(description, path).page())

    def linkset(self, path: str) -> Response:
        """Give the links of a thing's page and data in one document (RFC 9264)."""
        stem, ending = split_ending(path, LINKSETS)
        name = ending or chosen_linkset()
        if name is None:
            raise NotAcceptable(f"A set of links can be had as {' and '.join(LINKSETS.values())}.")
        content = write_linkset(self._signposts(self._described(stem), stem).everything(), name)
        return varied(Response(content, content_type=LINKSETS[name]))

    def unknown(self, error: UnknownThingError) -> Response:
        """Say that nothing is known of a thing, and of which there is of a like address or name."""
        trimmed = error.path.rstrip("/")
        node = self._node(trimmed)
        if trimmed != error.path and node and is_known(self._engine, node):
            return redirected(request.path.rstrip("/"))
        language = page_language() if asks_for_page() else "en"
        near = [
            {"iri": node.value, "name": name, "link": self._addresses.local(node)}
            for node, name in self._neighbours.of(error.path, language)
        ]
        asked = f"{self._addresses.base}id/{error.path[:200]}"
        shown = said("Nothing is known of {thing}. The search finds things by name.", thing=error.path[:200])
        detail = f"Nothing is known of {asked}; /search finds things by name."
        return problem(404, detail, shown=shown, nearest=near or None)

    def _data(self, path: str, form: Format, ending: str | None = None) -> Response:
        description = self._described(path)
        document = ox.NamedNode(f"{self._addresses.base}data/{path}")
        content = write_rdf(as_quads(description, document, dataset(), endpoint(), named=form.name in QUADS), form)
        response = Response(content, mimetype=form.media_type)
        return sign(response, self._signposts(description, path).data(ending))

    def _signposts(self, description: Description, path: str) -> Signposts:
        return Signposts(description.thing, self._about, path, EXTENSIONS, description.facts)

    def _described(self, path: str) -> Description:
        node = self._node(path)
        described = describe(self._engine, node) if node else None
        if described is None:
            raise UnknownThingError(path)
        return described

    def _node(self, path: str) -> ox.NamedNode | None:
        """Return the thing of a path, or None where there can be none."""
        node = self._addresses.thing(path)
        return node if node and self._addresses.path_of(node) else None
