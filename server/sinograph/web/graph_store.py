"""Graphs by their names, to be read: SPARQL 1.1 Graph Store HTTP Protocol, GET and HEAD.

https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, request
from pyoxigraph import NamedNode
from werkzeug.exceptions import BadRequest, NotFound

from sinograph.engine.formats import format_named
from sinograph.web.delivery import unchanged
from sinograph.web.graph_pages import list_graphs, show_graph
from sinograph.web.parameters import refuse_unknown
from sinograph.web.preferences import preferred_format
from sinograph.web.protocol import read_parameters
from sinograph.web.validators import entity_tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sinograph.engine.interface import Engine
    from sinograph.web.about import About

ALL: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
SOME: Final = "ASK { ?s ?p ?o }"

KNOWN: Final = frozenset(("default", "graph", "format", "page"))


def graph_store_blueprint(engine: Engine, state: str, about: About) -> Blueprint:
    """Return the graphs that ``engine`` answers from.

    :param state: what is another whenever the data are
    """
    blueprint = Blueprint("graph_store", __name__)

    @blueprint.get("/graphs")
    def indirect() -> Response:
        """Give the graph that ``?graph=`` names, or with ``?default`` the default graph (section 4.2)."""
        parameters = _parameters()
        if not parameters.keys() & {"default", "graph"} and _is_for_readers(parameters):
            return _varied(list_graphs(engine, parameters.get("page", "1")))
        if ("default" in parameters) == ("graph" in parameters):
            raise BadRequest("Name one graph: with the parameter 'graph', or with 'default' the default graph.")
        iri = None if "default" in parameters else _absolute(parameters["graph"])
        return _graph(engine, iri, state, parameters)

    @blueprint.get("/graph/<path:name>")
    @blueprint.get("/graphs/<path:name>")
    def direct(name: str) -> Response:
        """Give the graph whose name this address is, or stands for (section 4.1)."""
        parameters = _parameters()
        if parameters.keys() - {"format"}:
            raise BadRequest("The address itself names the graph here: leave the parameters 'graph' and 'default' out.")
        for iri in _names(name, about):
            if _holds(engine, iri):
                return _graph(engine, iri, state, parameters)
        raise NotFound(f"There is no graph of this name: {request.base_url[:200]}")

    return blueprint


def _parameters() -> dict[str, str]:
    pairs = read_parameters(request)
    parameters = dict(pairs)
    if len(parameters) < len(pairs):
        raise BadRequest("Each parameter is given once: one graph is answered with.")
    refuse_unknown(parameters, KNOWN)
    return parameters


def _absolute(iri: str) -> str:
    try:
        return NamedNode(iri).value
    except ValueError:
        raise BadRequest(f"The graph {iri[:200]!r} is not an absolute IRI.") from None


def _names(name: str, about: About) -> Iterator[str]:
    """Yield what an address may stand for: itself, and the IRIs of the base that end in its path."""
    for iri in (request.base_url, f"{about.base}graph/{name}", f"{about.base}{name}"):
        try:
            yield NamedNode(iri).value
        except ValueError:
            continue


def _holds(engine: Engine, iri: str) -> bool:
    return bool(json.loads(engine.query(SOME, format_named("json"), default_graphs=[iri]).content)["boolean"])


def _graph(engine: Engine, iri: str | None, state: str, parameters: dict[str, str]) -> Response:
    """Answer with a graph; None stands for the default graph, which is always there."""
    form = preferred_format("graph", parameters.get("format"))
    if form is None:
        if iri is not None and not _holds(engine, iri):
            raise NotFound(f"There is no graph {iri[:200]!r}.")
        return _varied(show_graph(engine, iri))
    tag = entity_tag(state, "graph", iri or "", form.name)
    if had := unchanged(tag):
        return had
    if iri is not None and not _holds(engine, iri):
        raise NotFound(f"There is no graph {iri[:200]!r}.")
    content = engine.query(ALL, form, default_graphs=[] if iri is None else [iri]).content
    return _varied(Response(content, mimetype=form.media_type, headers={"ETag": tag}))


def _is_for_readers(parameters: dict[str, str]) -> bool:
    """Tell whether a page is asked for, rather than a graph; who asks for nothing in particular is no browser."""
    if "page" in parameters:
        return True
    return preferred_format("graph", parameters.get("format")) is None


def _varied(response: Response) -> Response:
    response.vary.add("Accept")
    return response
