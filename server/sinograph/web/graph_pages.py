"""Graphs for readers: a list of the named ones, and the statements of one as links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import Response, render_template, request
from pyoxigraph import Literal, NamedNode
from werkzeug.exceptions import BadRequest, NotFound

from sinograph.engine.formats import format_named, formats_of
from sinograph.linked.asking import MOST_BYTES, rows, rows_about
from sinograph.tabulation import tabulate

if TYPE_CHECKING:
    from sinograph.engine.interface import Engine

LISTED: Final = 100
"""How many graphs a page lists."""

SHOWN: Final = 500
"""How many statements of a graph a page shows."""

DIGITS: Final = 9
"""Up to how many a page's number has; a larger one is beyond all, and Python refuses to read very many digits."""

TOTAL: Final = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g {} FILTER(isIRI(?g)) }"
GRAPHS: Final = f"SELECT ?g WHERE {{ GRAPH ?g {{}} FILTER(isIRI(?g)) }} ORDER BY ?g LIMIT {LISTED} OFFSET START"
SIZES: Final = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } VALUES ?g { NODES } } GROUP BY ?g"
STATEMENTS: Final = f"SELECT ?s ?p ?o WHERE {{ ?s ?p ?o }} LIMIT {SHOWN + 1}"
JSON: Final = format_named("json")


def list_graphs(engine: Engine, page: str) -> Response:
    """List the named graphs, with how many statements each has.

    :param page: which page of the list, from 1
    :raises BadRequest: where that is no number
    """
    digits = page.lstrip("0")
    if not (digits.isascii() and digits.isdecimal()):
        raise BadRequest(f"The parameter 'page' is a number from 1, not {page[:100]!r}.")
    start = (int(digits) - 1 if len(digits) <= DIGITS else 10**DIGITS) * LISTED
    total = _number(rows(engine, TOTAL)[0][0])
    if start and start >= total:
        raise NotFound(f"There are {total:,} named graphs, and no page {page[:100]} of them.")
    listed = [graph for (graph,) in rows(engine, GRAPHS.replace("START", str(start))) if isinstance(graph, NamedNode)]
    sizes = {graph: _number(size) for graph, size in rows_about(engine, listed, SIZES)}
    graphs = [(graph, sizes.get(graph, 0)) for graph in listed]
    return Response(render_template("graphs.html", graphs=graphs, total=total, start=start, size=LISTED))


def show_graph(engine: Engine, iri: str | None) -> Response:
    """Show the statements of a graph; None stands for the default graph."""
    graphs = [] if iri is None else [iri]
    found = tabulate(engine.query(STATEMENTS, JSON, default_graphs=graphs, most_bytes=MOST_BYTES)).rows
    names = [("graph", iri)] if iri is not None and "graph" in request.args else []
    names = [("default", "")] if iri is None else names
    links = [
        (form.name, f"{request.script_root}{request.path}?{urlencode([*names, ('format', form.name)])}")
        for form in formats_of("graph")
    ]
    shown = sorted(found[:SHOWN], key=str)
    return Response(render_template("graph.html", iri=iri, rows=shown, links=links, cut=len(found) > SHOWN))


def _number(term: object) -> int:
    return int(term.value) if isinstance(term, Literal) else 0
