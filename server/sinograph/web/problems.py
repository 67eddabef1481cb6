"""The one place that turns errors into responses: problem JSON (RFC 9457), or a page where a browser asks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from flask import Response, current_app, g, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.http import HTTP_STATUS_CODES

from sinograph.engine.askers import AskerLeftError
from sinograph.engine.errors import (
    BudgetError,
    EngineBusyError,
    EngineError,
    LimitError,
    QueryError,
    QuerySyntaxError,
    QueryTooComplexError,
    QueryTooLongError,
    ServiceFailedError,
    ServiceTimeoutError,
)
from sinograph.errors import SinographError
from sinograph.explaining.errors import MalformedTermError, NotHeldError, NothingToExplainError, UnknownTermError
from sinograph.lookup.errors import BatchTooLargeError, LookupRequestError
from sinograph.spelling import spell_triple
from sinograph.web.negotiation import choose

if TYPE_CHECKING:
    from flask import Flask

PROBLEM: Final = "application/problem+json"

STATUS: Final[tuple[tuple[type[SinographError], int], ...]] = (
    (QueryTooLongError, 413),
    (BudgetError, 429),
    (LimitError, 503),
    (ServiceTimeoutError, 504),
    (ServiceFailedError, 502),
    (QueryError, 400),
    (EngineError, 503),
    (MalformedTermError, 400),
    (UnknownTermError, 404),
    (NotHeldError, 404),
    (NothingToExplainError, 404),
    (BatchTooLargeError, 413),
    (LookupRequestError, 400),
    (SinographError, 500),
)
"""The status of each error; the first row that fits wins. A query over a limit is refused as the protocol's
QueryRequestRefused: nothing is wrong with it but its cost."""


EXPECTED: Final = (EngineBusyError, AskerLeftError)
"""What clients bring about by asking for much, or by going away. They are counted, and not logged one by one."""


def register_problems(app: Flask) -> None:
    """Have every error of ours, and every HTTP error, answered with :func:`problem`."""
    app.register_error_handler(SinographError, _ours)
    app.register_error_handler(HTTPException, _http)


def problem(
    status: int, detail: str, *, query: str | None = None, shown: str | None = None, **members: Any
) -> Response:
    """Return a response that says what went wrong.

    :param query: what a page offers to mend
    :param shown: what a page says in place of the detail, in its own language
    :param members: further members of the problem; those that are None are left out
    """
    title = HTTP_STATUS_CODES.get(status, "Error")
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    body |= {name: value for name, value in members.items() if value is not None}
    if asks_for_page():
        response = Response(render_template("problem.html", problem=body, query=query, shown=shown), status=status)
    else:
        response = Response(json.dumps(body, ensure_ascii=False), status=status, mimetype=PROBLEM)
    response.vary.add("Accept")
    return response


def asks_for_page() -> bool:
    """Tell whether a problem is told to a reader, rather than to a program."""
    return choose(request.headers.get("Accept", ""), [(PROBLEM, "application/json"), ("text/html",)]) == 1


def _ours(error: SinographError) -> Response:
    status = next(status for kind, status in STATUS if isinstance(error, kind))
    if status == 413 and request.method in {"GET", "HEAD"}:
        status = 414
    detail = f"{error.problem[:1].upper()}{error.problem[1:]}."
    members: dict[str, Any] = {"where": error.where, "remedy": error.remedy, "query": getattr(error, "text", None)}
    if isinstance(error, EngineError):
        g.engine_failed = True  # which is no fault of who has asked
        members["where"] = None  # a path of the server's is nothing to its clients
        if not isinstance(error, EXPECTED):
            current_app.logger.warning("%s", error)
            detail, members["remedy"] = "The data cannot be read; the server's log says why.", None
    if isinstance(error, NotHeldError):
        members["nearest"] = [spell_triple(triple) for triple in error.nearest]
    if isinstance(error, QuerySyntaxError):
        members |= {"line": error.line, "column": error.column, "excerpt": error.excerpt}
    if isinstance(error, QueryTooComplexError):
        members |= {"limit": error.limit, "value": error.value, "most": error.most}
    response = problem(status, detail, **members)
    if isinstance(error, BudgetError | EngineBusyError):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _http(error: HTTPException) -> Response:
    detail = error.description or error.name
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        detail = (
            f"{request.method[:40]} is not answered here: the methods are {', '.join(sorted(error.valid_methods))}."
        )
    response = problem(error.code or 500, detail)
    for name, value in error.get_headers(request.environ):
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response
