"""The front page, and the answer to whether the server is well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, jsonify, render_template, request

from sinograph import __version__
from sinograph.web.front import FrontPage
from sinograph.web.speaking import page_language

if TYPE_CHECKING:
    from sinograph.engine.interface import Engine
    from sinograph.web.about import About

FIRST_QUERY: Final = """SELECT ?class (COUNT(?thing) AS ?things)
WHERE { ?thing a ?class }
GROUP BY ?class
ORDER BY DESC(?things)
LIMIT 20
"""
"""What the form holds before anyone has chosen a question; it has an answer on any data."""


FEATURED: Final = (
    "trained-without-nvidia",
    "labs-founded-by-alumni",
    "best-on-each-benchmark",
    "restrictions-caused",
    "said-differently",
)
"""The questions that the front page begins with, as far as they are there."""


def pages_blueprint(engine: Engine, about: About) -> Blueprint:
    """Return the pages that speak of what is served."""
    blueprint = Blueprint("pages", __name__)
    page = FrontPage(engine, about)
    questions = {question.slug: question for question in about.questions}

    @blueprint.get("/")
    def front() -> str:
        """Show what is served, or a form with the question that ``?question=`` names."""
        chosen = questions.get(request.args.get("question", ""))
        if chosen:
            return render_template("form.html", chosen=chosen, query=chosen.query)
        first = [questions[slug] for slug in FEATURED if slug in questions] or about.questions[: len(FEATURED)]
        shown = page.shown(page_language())
        return render_template("front.html", first=first, query=FIRST_QUERY, **shown._asdict())

    @blueprint.get("/health")
    def health() -> Response:
        """Say that the server answers, and from which data."""
        response = jsonify(status="ok", version=__version__, data=about.version)
        response.headers["Cache-Control"] = "no-store"
        return response

    return blueprint
