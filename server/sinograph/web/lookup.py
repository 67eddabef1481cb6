"""Look-up by name at ``/search``: as JSON for programs, as a page for readers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import BadRequest

from sinograph.linked.addresses import Addresses
from sinograph.lookup.index import LONGEST, MOST_NAMES
from sinograph.web.parameters import read_limit
from sinograph.web.protocol import read_parameters
from sinograph.web.rendering import destination
from sinograph.web.representations import chosen_representation
from sinograph.web.speaking import page_language

if TYPE_CHECKING:
    from sinograph.languages import Language
    from sinograph.lookup.reconciling import Json, Reconciler

USUAL: Final = 20
MOST: Final = 100
"""How many things are listed usually, and at most."""

OPENSEARCH: Final = "application/opensearchdescription+xml"

INCOMPLETE: Final = (
    f"The data have more than {MOST_NAMES:,} names, of which these are searched: some things are not found."
)


def lookup_blueprint(reconciler: Reconciler) -> Blueprint:
    """Return the route that finds things by name."""
    blueprint = Blueprint("lookup", __name__)
    addresses = Addresses(reconciler.identifiers.base)

    @blueprint.get("/search")
    def search() -> Response:
        """List the things whose names are most like ``q``."""
        read_parameters(request)  # refuses what is not UTF-8
        form = chosen_representation(("json", "html"))
        text = request.args.get("q", "").strip()
        if len(text) > LONGEST:
            raise BadRequest(f"What is looked for has {len(text):,} characters, and at most {LONGEST} are compared.")
        if not text and form == "json":
            raise BadRequest("There is nothing to look for: give a name as the parameter 'q'.")
        language = page_language() if form == "html" else "en"
        results = found(text, read_limit(USUAL, MOST), language) if text else []
        if form == "html":
            response = Response(render_template("search.html", text=text, results=results, note=note()))
        else:
            body = json.dumps({"query": text, "results": results} | note(), ensure_ascii=False)
            response = Response(body, mimetype="application/json")
        response.vary.add("Accept")
        return response

    @blueprint.get("/search/description")
    def description() -> Response:
        """Describe the search to browsers and programs (OpenSearch 1.1)."""
        return Response(render_template("opensearch.xml"), content_type=OPENSEARCH)

    def note() -> dict[str, str]:
        return {"note": INCOMPLETE} if reconciler.index().cut else {}

    def found(text: str, limit: int, language: Language) -> list[Json]:
        hits = reconciler.index().search(text, limit)
        described = reconciler.described([hit.thing for hit in hits], language)
        return [
            {
                "iri": hit.thing.value,
                "name": described[hit.thing][0],
                "found": hit.name,
                "score": hit.score,
                "types": described[hit.thing][2],
                "definition": described[hit.thing][1],
                "link": destination(hit.thing, addresses),
            }
            for hit in hits
        ]

    return blueprint
