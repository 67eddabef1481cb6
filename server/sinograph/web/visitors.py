"""Who asks, for the time of one request: told apart before any work is done, and charged for it afterwards."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from flask import g, has_request_context, request

from sinograph.engine.errors import EngineError
from sinograph.engine.wrapped import WrappedEngine

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Unpack
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Flask, Response

    from sinograph.engine.formats import Format
    from sinograph.engine.interface import Answer, Engine, Terms
    from sinograph.web.allowances import Allowances, Visitor

FREE: Final = frozenset(("/health", "/ready"))
"""What those who run the server ask at any time, on nobody's budget."""

PARDONED: Final = frozenset((401, 429, 500))
"""The errors that count against nobody: those of the budgets themselves, and the server's own."""


def register_visitors(app: Flask, engine: Engine, allowances: Allowances) -> None:
    """Have every request of an application admitted, and charged for its errors and for what it took here.

    :param engine: keeps the budgets; what its own processes do for a request, it charges by itself
    """

    def admit() -> None:
        visitor = allowances.visitor(request.remote_addr or "", request.headers)
        g.visitor = visitor._replace(client=None) if request.path in FREE else visitor
        engine.admit(g.visitor.client)
        g.admitted = time.thread_time()

    def charge(response: Response) -> Response:
        client = g.visitor.client if "visitor" in g else None
        if client is not None:
            with suppress(EngineError):  # it keeps no account any more, and the answer is as good without
                if "admitted" in g:
                    engine.spend(client, time.thread_time() - g.admitted)
                if _is_fault(response):
                    engine.fault(client)
        return response

    app.wsgi_app = Schemed(app.wsgi_app, allowances)  # type: ignore[method-assign]
    app.before_request(admit)
    app.after_request(charge)


def _is_fault(response: Response) -> bool:
    """Tell whether an answer is an error that its client can be charged with; a query over its limits is one."""
    return response.status_code >= 400 and response.status_code not in PARDONED and not g.get("engine_failed")


class Schemed:
    """A WSGI application that is told by trusted proxies whether it was asked by https."""

    def __init__(self, application: WSGIApplication, allowances: Allowances) -> None:
        self._application = application
        self._allowances = allowances

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer; the last proxy is the one that has said it last."""
        scheme = environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip()
        if scheme in {"http", "https"} and self._allowances.trusts(environ.get("REMOTE_ADDR", "")):
            environ["wsgi.url_scheme"] = scheme
        return self._application(environ, start_response)


def current_visitor() -> Visitor:
    """Return who asks the request that is being answered."""
    visitor: Visitor = g.visitor
    return visitor


class VisitedEngine(WrappedEngine):
    """An engine whose queries are at the cost of whoever asks the request that they are made for."""

    def query(self, text: str, form: Format, **terms: Unpack[Terms]) -> Answer:
        """Have the engine answer; outside of a request nobody pays."""
        if terms.get("client") is None and has_request_context() and "visitor" in g:
            terms["client"] = current_visitor().client
        return super().query(text, form, **terms)
