"""The SPARQL endpoint: one route, three ways to ask, every format of the table, and a page for browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, NotAcceptable

from sinograph.engine.constancy import Constancy, constancy
from sinograph.web.answer_data import is_exact
from sinograph.web.delivery import FORGOTTEN, SAFE, unchanged
from sinograph.web.preferences import HTML, preferred_format
from sinograph.web.problems import asks_for_page
from sinograph.web.protocol import FORM, QUERY, WITH_BODY, ProtocolRequest, read_request
from sinograph.web.spreadsheet import EXACT
from sinograph.web.validators import entity_tag

if TYPE_CHECKING:
    from collections.abc import Callable

    from sinograph.engine.formats import Format, Kind
    from sinograph.web.answer_data import AnswerData
    from sinograph.web.answer_pages import AnswerPages
    from sinograph.web.asking import Asking
    from sinograph.web.describing.description import Description


def sparql_blueprint(
    asking: Asking, data: AnswerData, pages: AnswerPages, state: str, describe: Callable[[], Description]
) -> Blueprint:
    """Return the endpoint.

    :param data: writes answers for programs
    :param pages: writes answers for browsers
    :param state: what is another whenever the data are
    :param describe: tells what the service offers
    """
    blueprint = Blueprint("sparql", __name__)

    @blueprint.route("/sparql", methods=["GET", *WITH_BODY])
    def endpoint() -> Response:
        """Answer the request's query in the format that it asks for."""
        asked = read_request(request)
        if asked is None:
            return _without_query(pages, describe)
        kind = asking.kind(asked)
        form = _form(asked, kind, data)
        if form is None and kind == "graph" and asked.evidence and not asked.format and not asks_for_page():
            raise NotAcceptable(f"What statements rest on can be had as {HTML[0]} alone; what rows do, as JSON or CSV.")
        response = pages.page(asked, kind) if form is None else _answer(data, asked, form, state)
        response.vary.add("Accept")
        return response

    @blueprint.get("/questions/<slug>")
    def question(slug: str) -> Response:
        """Show the answer to one of the questions, at an address that is short and stays."""
        return pages.question(slug)

    @blueprint.after_request
    def offer(response: Response) -> Response:
        """Name what a QUERY may send."""
        response.headers["Accept-Query"] = f'"{QUERY}", "{FORM}"'
        return response

    return blueprint


def _form(asked: ProtocolRequest, kind: Kind, data: AnswerData) -> Format | None:
    """Return the format of an answer, or None for a page."""
    among = data.formats(asked)
    try:
        return preferred_format(kind, "csv" if is_exact(asked) else asked.format, among=among)
    except NotAcceptable as error:
        if among is None:
            raise
        remedy = "Without 'evidence' and 'names' there are more formats."
        raise NotAcceptable(f"{error.description} {remedy}") from None


def _answer(data: AnswerData, asked: ProtocolRequest, form: Format, state: str) -> Response:
    """Answer with a tag that is known beforehand, so that nothing is evaluated for who has the answer already."""
    stays = constancy(asked.text)
    if stays is Constancy.NOTHING:
        return _unkept(data.content(asked, form, None).content, form)
    graphs = ("default", *asked.default_graphs, "named", *asked.named_graphs)
    name = " ".join((EXACT if is_exact(asked) else form.name, asked.names or "", "evidence" if asked.evidence else ""))
    tag = entity_tag(state, name, request.base_url, asked.text, *graphs, weak=stays is Constancy.MEANING)
    if had := unchanged(tag):
        return had
    kept = tag if stays is Constancy.BYTES else None
    written = data.content(asked, form, kept)
    if not written.stays:
        return _unkept(written.content, form)
    response = Response(written.content, mimetype=form.media_type)
    if request.method in SAFE:
        response.headers["ETag"] = tag
    return response


def _unkept(content: bytes, form: Format) -> Response:
    response = Response(content, mimetype=form.media_type)
    response.headers["Cache-Control"] = FORGOTTEN
    return response


def _without_query(pages: AnswerPages, describe: Callable[[], Description]) -> Response:
    """Describe the service, or show a browser the form."""
    try:
        form = preferred_format("graph", request.args.get("format"))
    except NotAcceptable:
        raise BadRequest("There is no query: send one as the parameter 'query', by GET or POST.") from None
    response = pages.form() if form is None else describe().response(form)
    response.vary.add("Accept")
    return response
