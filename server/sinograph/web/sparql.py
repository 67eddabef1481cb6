"""The SPARQL endpoint: one route, three ways to ask, every format of the table, and a page for browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import BadRequest, NotAcceptable

from sinograph.engine.constancy import Constancy, constancy
from sinograph.engine.formats import formats_of
from sinograph.tabulation import form_for_table, tabulate
from sinograph.web.delivery import FORGOTTEN, SAFE, unchanged
from sinograph.web.pages import FIRST_QUERY
from sinograph.web.preferences import preferred_format
from sinograph.web.protocol import FORM, QUERY, WITH_BODY, ProtocolRequest, read_request
from sinograph.web.spreadsheet import EXACT
from sinograph.web.turnstile import Turnstile
from sinograph.web.validators import entity_tag

if TYPE_CHECKING:
    from collections.abc import Callable

    from sinograph.engine.formats import Format, Kind
    from sinograph.web.asking import Asking
    from sinograph.web.describing.description import Description

PAGE_BYTES: Final = 16_000_000
"""How large an answer may be, in bytes, that is shown as a page."""

PAGE_ROWS: Final = 1000
"""How many rows of it a page shows."""

PAGES_WRITTEN: Final = 2
PAGES_WAITING: Final = 14
"""How many of those pages a process writes at the same time, and how many more may wait for that with their answers."""

LINK_LENGTH: Final = 6000
"""How long the address of an answer in another format may be, in characters."""


def sparql_blueprint(asking: Asking, state: str, describe: Callable[[], Description]) -> Blueprint:
    """Return the endpoint.

    :param state: what is another whenever the data are
    :param describe: tells what the service offers
    """
    blueprint = Blueprint("sparql", __name__)
    turnstile = Turnstile(PAGES_WRITTEN, PAGES_WAITING)

    @blueprint.route("/sparql", methods=["GET", *WITH_BODY])
    def endpoint() -> Response:
        """Answer the request's query in the format that it asks for."""
        asked = read_request(request)
        if asked is None:
            return _without_query(describe)
        kind = asking.kind(asked)
        form = preferred_format(kind, "csv" if _is_exact(asked) else asked.format)
        response = _page(asking, asked, kind, turnstile) if form is None else _answer(asking, asked, form, state)
        response.vary.add("Accept")
        return response

    @blueprint.after_request
    def offer(response: Response) -> Response:
        """Name what a QUERY may send."""
        response.headers["Accept-Query"] = f'"{QUERY}", "{FORM}"'
        return response

    return blueprint


def _is_exact(asked: ProtocolRequest) -> bool:
    return (asked.format or "").strip().lower() == EXACT


def _answer(asking: Asking, asked: ProtocolRequest, form: Format, state: str) -> Response:
    """Answer with a tag that is known beforehand, so that nothing is evaluated for who has the answer already."""
    stays, exact = constancy(asked.text), _is_exact(asked)
    if stays is Constancy.NOTHING:
        response = Response(asking.content(asked, form, exact=exact), mimetype=form.media_type)
        response.headers["Cache-Control"] = FORGOTTEN
        return response
    graphs = ("default", *asked.default_graphs, "named", *asked.named_graphs)
    name = EXACT if exact else form.name
    tag = entity_tag(state, name, request.base_url, asked.text, *graphs, weak=stays is Constancy.MEANING)
    if had := unchanged(tag):
        return had
    kept = tag if stays is Constancy.BYTES else None
    response = Response(asking.content(asked, form, tag=kept, exact=exact), mimetype=form.media_type)
    if request.method in SAFE:
        response.headers["ETag"] = tag
    return response


def _without_query(describe: Callable[[], Description]) -> Response:
    """Describe the service, or show a browser the form."""
    try:
        form = preferred_format("graph", request.args.get("format"))
    except NotAcceptable:
        raise BadRequest("There is no query: send one as the parameter 'query', by GET or POST.") from None
    response = Response(render_template("form.html", query=FIRST_QUERY)) if form is None else describe().response(form)
    response.vary.add("Accept")
    return response


def _page(asking: Asking, asked: ProtocolRequest, kind: Kind, turnstile: Turnstile) -> Response:
    answer = asking.answer(asked, form_for_table(kind), PAGE_BYTES)
    with turnstile.turn():
        page = render_template(
            "answer.html",
            query=asked.text,
            kind=kind,
            table=tabulate(answer),
            most_rows=PAGE_ROWS,
            links=[(form.name, link) for form in formats_of(kind) if len(link := _link(asked, form)) <= LINK_LENGTH],
        )
    response = Response(page)
    if constancy(asked.text) is Constancy.NOTHING:
        response.headers["Cache-Control"] = FORGOTTEN
    return response


def _link(asked: ProtocolRequest, form: Format) -> str:
    """Return the address of the same answer in another format."""
    graphs = [("default-graph-uri", iri) for iri in asked.default_graphs]
    graphs += [("named-graph-uri", iri) for iri in asked.named_graphs]
    return f"{request.path}?{urlencode([('query', asked.text), *graphs, ('format', form.name)])}"
