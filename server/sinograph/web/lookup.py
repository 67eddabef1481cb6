"""Look-up by name at ``/search``: as JSON for programs, as a page for readers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import BadRequest

from sinograph.linked.addresses import Addresses
from sinograph.lookup.index import LONGEST
from sinograph.web.protocol import read_parameters
from sinograph.web.representations import chosen_representation

if TYPE_CHECKING:
    from sinograph.lookup.reconciling import Json, Reconciler

USUAL: Final = 20
MOST: Final = 100
"""How many things are listed usually, and at most."""


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
        results = found(text, _limit()) if text else []
        if form == "html":
            response = Response(render_template("search.html", text=text, results=results))
        else:
            body = json.dumps({"query": text, "results": results}, ensure_ascii=False)
            response = Response(body, mimetype="application/json")
        response.vary.add("Accept")
        return response

    def found(text: str, limit: int) -> list[Json]:
        hits = reconciler.index().search(text, limit)
        described = reconciler.described([hit.thing for hit in hits])
        return [
            {
                "iri": hit.thing.value,
                "name": described[hit.thing][0],
                "found": hit.name,
                "score": hit.score,
                "types": described[hit.thing][2],
                "definition": described[hit.thing][1],
                "link": addresses.local(hit.thing) or hit.thing.value,
            }
            for hit in hits
        ]

    return blueprint


def _limit() -> int:
    text = request.args.get("limit", str(USUAL))
    if not text.isdecimal() or not 1 <= int(text[:10]) <= MOST:
        raise BadRequest(f"The limit is a number from 1 to {MOST}, not {text[:100]!r}.")
    return int(text)
