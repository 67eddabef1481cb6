"""The web application: an engine and a description of its data in, a Flask application out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph
from flask import Flask
from flask_cors import CORS

from sinograph import __version__
from sinograph.engine.formats import FORMATS
from sinograph.lookup.identifiers import Identifiers
from sinograph.lookup.reconciling import Reconciler
from sinograph.web.about import About
from sinograph.web.delivery import register_delivery
from sinograph.web.describing import Descriptions, descriptions_blueprint, downloads_blueprint
from sinograph.web.disputes import disputes_blueprint
from sinograph.web.explanations import explanations_blueprint
from sinograph.web.graph_store import graph_store_blueprint
from sinograph.web.impacts import impacts_blueprint
from sinograph.web.lookup import lookup_blueprint
from sinograph.web.measuring import MeasuredEngine, Metrics
from sinograph.web.operations import operations_blueprint
from sinograph.web.pages import pages_blueprint
from sinograph.web.problems import PROBLEM, register_problems
from sinograph.web.reconcile import reconcile_blueprint
from sinograph.web.rendering import register_rendering
from sinograph.web.sparql import sparql_blueprint
from sinograph.web.things import things_blueprint
from sinograph.web.vocabulary import vocabulary_blueprint

if TYPE_CHECKING:
    from flask import Response

    from sinograph.engine.interface import Engine

MOST_REQUEST_BYTES: Final = 1_000_000
"""How large the body of a request may be; a query may be less long, but percent-encoding triples it."""

METHODS: Final = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
"""What scripts of other sites may use: what is served at all."""

EXPOSED: Final = ("Accept-Query", "ETag", "Link", "Repr-Digest", "Retry-After")
"""The headers of ours that scripts of other sites may read."""

COMPRESSIBLE: Final = frozenset(
    ("text/html", "text/css", "application/json", PROBLEM, *(form.media_type for form in FORMATS))
)

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
    app.config.update(MAX_CONTENT_LENGTH=MOST_REQUEST_BYTES)
    state = f"{about.version or engine.state} {__version__} {pyoxigraph.__version__}"
    metrics = Metrics()
    metrics.observe(app)
    engine = MeasuredEngine(engine, metrics)
    reconciler = Reconciler(engine, Identifiers(about.base))
    descriptions = Descriptions(engine, about)
    register_problems(app)
    register_rendering(app, about)
    app.context_processor(lambda: {"about": about})
    app.register_blueprint(pages_blueprint(about))
    app.register_blueprint(sparql_blueprint(engine, state, descriptions.service))
    app.register_blueprint(descriptions_blueprint(descriptions))
    app.register_blueprint(downloads_blueprint(descriptions.files))
    app.register_blueprint(graph_store_blueprint(engine, state, about))
    app.register_blueprint(disputes_blueprint(engine))
    app.register_blueprint(explanations_blueprint(about.release))
    app.register_blueprint(things_blueprint(engine, about))
    app.register_blueprint(vocabulary_blueprint(engine, about))
    app.register_blueprint(lookup_blueprint(reconciler))
    app.register_blueprint(reconcile_blueprint(reconciler, about))
    app.register_blueprint(operations_blueprint(engine, metrics))
    app.register_blueprint(impacts_blueprint(about.release))
    app.after_request(_secured)
    CORS(app, methods=METHODS, send_wildcard=True, expose_headers=EXPOSED, max_age=86400)
    register_delivery(app, COMPRESSIBLE)
    return app


def _secured(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response
