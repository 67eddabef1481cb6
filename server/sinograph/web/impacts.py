"""What if it were not so: what would change without some passages, and which passages a statement rests on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.exceptions import BadRequest

from sinograph.impact import Before, impact_of, supports_of
from sinograph.impact.asking import read_held_triple, read_passages
from sinograph.impact.documents import impact_document, supports_document
from sinograph.once import once
from sinograph.web.parameters import refuse_unknown
from sinograph.web.representations import chosen_representation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sinograph.explaining.documents import Json

NAMES: Final = ("passage", "document")
PARTS: Final = ("s", "p", "o")
KNOWN: Final = frozenset({*NAMES, *PARTS, "format"})

PAGE_LINES: Final = 200
"""How many lines of a kind a page shows."""

FEW_PASSAGES: Final = 3
"""How many withdrawn passages it shows before one asks for the others."""


def impacts_blueprint(release: Path | None) -> Blueprint:
    """Return the blueprint that tells what would change.

    :param release: its folder, which is read when it is first asked about; None where there is none
    """
    blueprint = Blueprint("impacts", __name__)
    opened = once(lambda: Before.of(release))

    @blueprint.get("/impact")
    def impact() -> Response:
        """Answer for each ``passage`` and ``document`` together, or for the triple of ``s``, ``p`` and ``o``."""
        form = chosen_representation(("json", "html"))
        template, document = _answer(opened)
        if form == "html":
            link = f"{request.path}?{urlencode([*request.args.items(multi=True), ('format', 'json')])}"
            proof = f"{url_for('explanations.explanation')}?{urlencode(_parts())}"
            told = {"impact": document, "most": PAGE_LINES, "few": FEW_PASSAGES, "link": link, "proof": proof}
            response = Response(render_template(template, **told))
        else:
            response = Response(json.dumps(document, ensure_ascii=False), mimetype="application/json")
        response.vary.add("Accept")
        return response

    return blueprint


def _parts() -> dict[str, str]:
    """Return the parts of the triple that the request names."""
    return {part: request.args[part] for part in PARTS if part in request.args}


def _answer(opened: Callable[[], Before]) -> tuple[str, Json]:
    """Return the name of the page that shows the answer, and the answer in JSON's terms."""
    given = request.args
    refuse_unknown(given, KNOWN)
    named = [name for key in NAMES for name in given.getlist(key)]
    parts = list(_parts().values())
    if bool(named) == bool(parts) or len(parts) not in (0, len(PARTS)):
        raise BadRequest(
            "Give passages or documents as the parameters passage and document, or a triple as s, p and o."
        )
    before = opened()
    if named:
        return "impact.html", impact_document(impact_of(read_passages(named, before), before), before)
    triple = read_held_triple(parts, before.knowledge)
    return "supports.html", supports_document(triple, supports_of(triple, before.knowledge), before.knowledge)
