"""The web application: an engine and a description of its data in, a Flask application out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import pyoxigraph
from flask import Flask, request
from flask_cors import CORS

from sinograph import __version__
from sinograph.citing import Annotator
from sinograph.engine.formats import FORMATS
from sinograph.explaining import Knowledge
from sinograph.languages import message
from sinograph.lookup.identifiers import Identifiers
from sinograph.lookup.reconciling import Reconciler
from sinograph.once import once
from sinograph.web.about import About
from sinograph.web.access import LONGEST
from sinograph.web.allowances import Allowances
from sinograph.web.answer_data import AnswerData
from sinograph.web.answer_hints import Hints
from sinograph.web.answer_pages import AnswerPages
from sinograph.web.asking import Asking
from sinograph.web.assets import register_assets
from sinograph.web.cache import AnswerCache
from sinograph.web.choices import register_choices
from sinograph.web.delivery import register_delivery
from sinograph.web.describing import Descriptions, descriptions_blueprint, downloads_blueprint
from sinograph.web.disputes import disputes_blueprint
from sinograph.web.documents import documents_blueprint
from sinograph.web.explanations import explanations_blueprint
from sinograph.web.graph_store import graph_store_blueprint
from sinograph.web.impacts import impacts_blueprint
from sinograph.web.lookup import lookup_blueprint
from sinograph.web.measuring import MeasuredEngine, Metrics
from sinograph.web.models import models_blueprint
from sinograph.web.operations import operations_blueprint
from sinograph.web.pages import pages_blueprint
from sinograph.web.problems import PROBLEM, register_problems
from sinograph.web.reconcile import reconcile_blueprint
from sinograph.web.rendering import register_rendering
from sinograph.web.security import SECURITY_HEADERS
from sinograph.web.sparql import sparql_blueprint
from sinograph.web.speaking import register_speaking
from sinograph.web.spread import spread_blueprint
from sinograph.web.terms import terms_blueprint
from sinograph.web.things import things_blueprint
from sinograph.web.visitors import VisitedEngine, register_visitors
from sinograph.web.vocabulary import vocabulary_blueprint

if TYPE_CHECKING:
    from flask import Blueprint, Response

    from sinograph.engine.interface import Engine

MOST_REQUEST_BYTES: Final = 10_000_000
"""How large the body of a request may be; that of a query may be less long."""

METHODS: Final = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
"""What scripts of other sites may use: what is served at all."""

EXPOSED: Final = (
    "Accept-Query",
    "Accept-Ranges",
    "Content-Disposition",
    "Content-Range",
    "ETag",
    "Link",
    "Repr-Digest",
    "Retry-After",
)
"""The headers of ours that scripts of other sites may read."""

COMPRESSIBLE: Final = frozenset(
    ("text/html", "text/css", "text/javascript", "application/json", PROBLEM, *(form.media_type for form in FORMATS))
)


class WebApplication(Flask):
    """A Flask application in whose log no request can forge a line."""

    def log_exception(self, exc_info: Any) -> None:
        """Log an error of ours with the address that met it, percent-encoded."""
        self.logger.error("error at %s %s", quote(request.method), quote(request.path)[:LONGEST], exc_info=exc_info)


def create_app(
    engine: Engine,
    about: About | None = None,
    *,
    allowances: Allowances | None = None,
    metrics: Metrics | None = None,
) -> Flask:
    """Return the application that answers from ``engine``.

    :param about: what the pages say about the data
    :param allowances: what each visitor may have
    :param metrics: where requests and queries are counted; applications of one process share them
    """
    allowances = allowances or Allowances()
    metrics = metrics or Metrics()
    about = about or About(name="SPARQL endpoint", summary=message("RDF data, served as they are."), prefixes={})
    engine = VisitedEngine(MeasuredEngine(engine, metrics))
    app = WebApplication("sinograph.web")
    app.config.update(MAX_CONTENT_LENGTH=MOST_REQUEST_BYTES, MAX_FORM_MEMORY_SIZE=MOST_REQUEST_BYTES)
    metrics.observe(app)
    register_problems(app)
    register_visitors(app, engine, allowances)
    register_rendering(app, about)
    register_assets(app)
    app.context_processor(lambda: {"about": about})
    for blueprint in _blueprints(engine, about, AnswerCache(allowances.cache_bytes), metrics):
        app.register_blueprint(blueprint)
    app.after_request(_secured)
    CORS(app, methods=METHODS, send_wildcard=True, expose_headers=EXPOSED, max_age=86400)
    register_delivery(app, COMPRESSIBLE)
    register_choices(app)
    register_speaking(app)
    return app


def _blueprints(engine: Engine, about: About, cache: AnswerCache, metrics: Metrics) -> tuple[Blueprint, ...]:
    """Return everything that has an address."""
    state = f"{about.version or engine.state} {__version__} {pyoxigraph.__version__}"
    descriptions = Descriptions(engine, about)
    reconciler = Reconciler(engine, Identifiers(about.base))
    asking = Asking(engine, cache, metrics)
    opened = once(lambda: Knowledge.of(about.release))
    annotator = Annotator(engine, opened, about.prefixes) if about.release else None
    hints = Hints(engine, about)
    return (
        pages_blueprint(engine, about),
        sparql_blueprint(
            asking,
            AnswerData(asking, engine, annotator),
            AnswerPages(asking, engine, about, annotator, hints),
            state,
            descriptions.service,
        ),
        descriptions_blueprint(descriptions),
        downloads_blueprint(descriptions.files),
        graph_store_blueprint(engine, state, about),
        disputes_blueprint(engine, about),
        documents_blueprint(engine, about),
        spread_blueprint(engine, about),
        models_blueprint(engine, about),
        terms_blueprint(engine, about, hints),
        explanations_blueprint(about, opened),
        impacts_blueprint(about.release, opened),
        things_blueprint(engine, about),
        vocabulary_blueprint(engine, about, opened),
        lookup_blueprint(reconciler),
        reconcile_blueprint(reconciler, about),
        operations_blueprint(engine, metrics),
    )


def _secured(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response
