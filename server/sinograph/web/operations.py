"""What those who run the server ask: whether it is ready, and its numbers. Whether it is alive, ``/health`` says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify

from sinograph.engine.formats import format_named

if TYPE_CHECKING:
    from sinograph.engine.interface import Engine
    from sinograph.web.measuring import Metrics


def operations_blueprint(engine: Engine, metrics: Metrics) -> Blueprint:
    """Return the routes for those who run the server."""
    blueprint = Blueprint("operations", __name__)

    @blueprint.get("/ready")
    def ready() -> Response:
        """Say that a query is answered, or answer with the problem, as every route does, that one is not."""
        engine.query("ASK {}", format_named("json"))
        response = jsonify(status="ready")
        response.headers["Cache-Control"] = "no-store"
        return response

    @blueprint.get("/metrics")
    def numbers() -> Response:
        """Give the numbers as Prometheus reads them."""
        content, media_type = metrics.exposition()
        response = Response(content, content_type=media_type)
        response.headers["Cache-Control"] = "no-store"
        return response

    return blueprint
