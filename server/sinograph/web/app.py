"""The web application: an engine and a description of its data in, a Flask application out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Flask
from flask_compress import Compress
from flask_cors import CORS

from sinograph.engine.formats import FORMATS
from sinograph.web.about import About
from sinograph.web.pages import pages_blueprint
from sinograph.web.problems import PROBLEM, register_problems
from sinograph.web.rendering import register_rendering
from sinograph.web.sparql import sparql_blueprint

if TYPE_CHECKING:
    from flask import Response

    from sinograph.engine.interface import Engine

MOST_REQUEST_BYTES: Final = 1_000_000
"""How large the body of a request may be; a query may be less long, but percent-encoding triples it."""

METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
"""What scripts of other sites may use: what is served at all."""

SECURITY_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Sent with every response: the pages need one style sheet and nothing else, from nowhere else."""


def create_app(engine: Engine, about: About | None = None) -> Flask:
    """Return the application that answers from ``engine``.

    :param about: what the pages say about the data
    """
    about = about or About(name="SPARQL endpoint", summary="RDF data, served as they are.", prefixes={})
    app = Flask("sinograph.web")
    app.config.update(MAX_CONTENT_LENGTH=MOST_REQUEST_BYTES, COMPRESS_MIMETYPES=_compressible(), COMPRESS_REGISTER=True)
    register_problems(app)
    register_rendering(app, about)
    app.context_processor(lambda: {"about": about})
    app.register_blueprint(pages_blueprint(about))
    app.register_blueprint(sparql_blueprint(engine))
    app.after_request(_secured)
    CORS(app, methods=METHODS, send_wildcard=True, expose_headers=["Retry-After"], max_age=86400)
    Compress(app)
    return app


def _compressible() -> list[str]:
    return ["text/html", "text/css", "application/json", PROBLEM, *(form.media_type for form in FORMATS)]


def _secured(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response
