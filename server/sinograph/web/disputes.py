"""Where the documents do not agree, at ``/disputes``: as a page, as JSON and as RDF."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, render_template

from sinograph.engine.formats import format_named
from sinograph.linked.asking import PROLOGUE
from sinograph.linked.disputes import read_disputes
from sinograph.web.links import OwnAddresses
from sinograph.web.opposition import oppose
from sinograph.web.representations import chosen_representation
from sinograph.web.speaking import page_language

if TYPE_CHECKING:
    from sinograph.engine.interface import Engine
    from sinograph.web.about import About

GRAPH: Final = """
CONSTRUCT { ?dispute ?property ?value . ?passage ?told ?words . ?passage prov:wasQuotedFrom ?document }
WHERE {
  ?dispute a sino:Dispute ; ?property ?value .
  OPTIONAL {
    ?dispute sino:disputeSide ?passage . ?passage prov:wasQuotedFrom ?document ; ?told ?words
    FILTER(?told IN (sino:quotation, sino:modality))
  }
}"""


def disputes_blueprint(engine: Engine, about: About) -> Blueprint:
    """Return the list of the disputes among what ``engine`` answers from."""
    blueprint = Blueprint("disputes", __name__)
    addresses = OwnAddresses(about.base)

    @blueprint.get("/disputes")
    def listing() -> Response:
        """List all disputes as JSON, as RDF or as a page."""
        form = chosen_representation()
        if form == "turtle":
            turtle = format_named("turtle")
            response = Response(engine.query(PROLOGUE + GRAPH, turtle).content, mimetype=turtle.media_type)
        elif form == "html":
            opposed = oppose(engine, read_disputes(engine), addresses, page_language())
            number = sum(map(len, opposed))
            page = render_template("disputes.html", groups=opposed, number=number, explained=about.release is not None)
            response = Response(page)
        else:
            disputes = [asdict(dispute) for dispute in read_disputes(engine)]
            response = Response(json.dumps({"disputes": disputes}, ensure_ascii=False), mimetype="application/json")
        response.vary.add("Accept")
        return response

    return blueprint
