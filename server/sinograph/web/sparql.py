"""The SPARQL endpoint: one route, three ways to ask, every format of the table, and a page for browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import BadRequest, NotAcceptable

from sinograph.engine.formats import FORMATS, formats_of
from sinograph.engine.inspector import inspect
from sinograph.tabulation import Table, form_for_table, tabulate
from sinograph.web.negotiation import choose
from sinograph.web.protocol import ProtocolRequest, read_request

if TYPE_CHECKING:
    from sinograph.engine.formats import Format, Kind
    from sinograph.engine.interface import Answer, Engine

PAGE: Final = "html"
"""The name that asks for a page, beside those of the formats."""

PAGE_BYTES: Final = 16_000_000
"""How large an answer may be, in bytes, that is shown as a page."""

PAGE_ROWS: Final = 1000
"""How many rows of it a page shows."""

LINK_LENGTH: Final = 6000
"""How long the address of an answer in another format may be, in characters."""


def sparql_blueprint(engine: Engine) -> Blueprint:
    """Return the endpoint that answers from ``engine``."""
    blueprint = Blueprint("sparql", __name__)

    @blueprint.route("/sparql", methods=["GET", "POST"])
    def endpoint() -> Response:
        """Answer the request's query in the format that it asks for."""
        asked = read_request(request)
        if asked is None:
            return _without_query()
        kind = inspect(asked.text)
        form = _form(kind or "rows", asked.format)
        if form is None:
            answer = _ask(engine, asked, form_for_table(kind), PAGE_BYTES)
            response = Response(_page(asked, tabulate(answer), kind or "rows"))
        else:
            answer = _ask(engine, asked, form)
            response = Response(answer.content, mimetype=form.media_type)
        response.vary.add("Accept")
        return response

    return blueprint


def _ask(engine: Engine, asked: ProtocolRequest, form: Format, most_bytes: int | None = None) -> Answer:
    return engine.query(
        asked.text,
        form,
        base=request.base_url,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        most_bytes=most_bytes,
    )


def _form(kind: Kind, name: str | None) -> Format | None:
    """Return the format that the request asks for by name or else by Accept; None stands for a page.

    :raises BadRequest: where no format has the name
    :raises NotAcceptable: where none of the formats asked for fits this kind of answer
    """
    offers = formats_of(kind)
    if name:
        return _named(offers, name)
    header = request.headers.get("Accept", "")
    chosen = choose(header, [*(offer.media_types for offer in offers), ("text/html", "application/xhtml+xml")])
    if chosen is None:
        known = ", ".join(offer.media_type for offer in offers)
        raise NotAcceptable(f"None of {header[:200]!r} fits this query's answer, which can be had as {known}.")
    return offers[chosen] if chosen < len(offers) else None


def _named(offers: tuple[Format, ...], name: str) -> Format | None:
    wanted = name.strip().lower()
    if wanted in {PAGE, "text/html"}:
        return None
    if not any(wanted in row.names for row in FORMATS):
        known = ", ".join(row.name for row in FORMATS)
        raise BadRequest(f"There is no format {name[:100]!r}: the formats are {known} and {PAGE}.")
    for offer in offers:
        if wanted in offer.names:
            return offer
    fitting = ", ".join(offer.name for offer in offers)
    raise NotAcceptable(f"The format {wanted!r} does not fit this query's answer, which can be had as {fitting}.")


def _without_query() -> Response:
    """Show a browser the form; tell every other client what is missing."""
    if choose(request.headers.get("Accept", ""), [("application/problem+json",), ("text/html",)]) != 1:
        raise BadRequest("There is no query: send one as the parameter 'query', by GET or POST.")
    response = Response(render_template("form.html", query=""))
    response.vary.add("Accept")
    return response


def _page(asked: ProtocolRequest, table: Table, kind: Kind) -> str:
    return render_template(
        "answer.html",
        query=asked.text,
        table=table,
        most_rows=PAGE_ROWS,
        links=[(form.name, link) for form in formats_of(kind) if len(link := _link(asked, form)) <= LINK_LENGTH],
    )


def _link(asked: ProtocolRequest, form: Format) -> str:
    """Return the address of the same answer in another format."""
    graphs = [("default-graph-uri", iri) for iri in asked.default_graphs]
    graphs += [("named-graph-uri", iri) for iri in asked.named_graphs]
    return f"{request.path}?{urlencode([('query', asked.text), *graphs, ('format', form.name)])}"
