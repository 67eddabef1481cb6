"""The front page, and the answer to whether the server is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify, render_template, request

from sinograph import __version__

if TYPE_CHECKING:
    from sinograph.web.about import About

FIRST_QUERY = """SELECT ?class (COUNT(?thing) AS ?things)
WHERE { ?thing a ?class }
GROUP BY ?class
ORDER BY DESC(?things)
LIMIT 20
"""
"""What the form holds before anyone has chosen a question; it has an answer on any data."""


def pages_blueprint(about: About) -> Blueprint:
    """Return the pages that speak of what is served."""
    blueprint = Blueprint("pages", __name__)
    questions = {question.slug: question for question in about.questions}

    @blueprint.get("/")
    def front() -> str:
        """Show what is served, and a form with the question that ``?question=`` names."""
        chosen = questions.get(request.args.get("question", ""))
        query = chosen.query if chosen else FIRST_QUERY
        return render_template("front.html", chosen=chosen, query=query)

    @blueprint.get("/health")
    def health() -> Response:
        """Say that the server answers, and from which data."""
        response = jsonify(status="ok", version=__version__, data=about.version)
        response.headers["Cache-Control"] = "no-store"
        return response

    return blueprint
