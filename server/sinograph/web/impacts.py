"""What rests on what: what would lose its support without some passages, and which passages a statement rests on."""

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
from sinograph.web.speaking import page_language
from sinograph.web.subjects import passage_subjects
from sinograph.web.titles import document_titles

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sinograph.explaining import Knowledge
    from sinograph.explaining.documents import Json

NAMES: Final = ("passage", "document")
PARTS: Final = ("s", "p", "o")
KNOWN: Final = frozenset({*NAMES, *PARTS, "format"})

MOST_NAMED: Final = 100
"""How many passages and documents may be named: for each the names of all things may have to be looked through."""

PAGE_LINES: Final = 200
"""How many lines of a kind a page shows."""

FEW_PASSAGES: Final = 3
"""How many withdrawn passages it shows before one asks for the others."""


def impacts_blueprint(release: Path | None, known: Callable[[], Knowledge]) -> Blueprint:
    """Return the blueprint that tells what would change.

    :param release: its folder, which is read when it is first asked about; None where there is none
    :param known: opens what is known of it, once
    """
    blueprint = Blueprint("impacts", __name__)
    opened = once(lambda: Before.of(release, known()))

    @blueprint.get("/impact")
    def impact() -> Response:
        """Answer for each ``passage`` and ``document`` together, or for the triple of ``s``, ``p`` and ``o``."""
        form = chosen_representation(("json", "html"))
        template, document, phrase = _answer(opened)
        if form == "html":
            query = urlencode([*request.args.items(multi=True), ("format", "json")])
            link = f"{request.script_root}{request.path}?{query}"
            proof = f"{url_for('explanations.explanation')}?{urlencode(_parts())}"
            knowledge = opened().knowledge
            told = {
                "impact": document,
                "phrase": phrase,
                "link": link,
                "proof": proof,
                "titles": document_titles(knowledge, page_language()),
                "subjects": passage_subjects(knowledge, page_language()),
            }
            response = Response(render_template(template, most=PAGE_LINES, few=FEW_PASSAGES, **told))
        else:
            response = Response(json.dumps(document, ensure_ascii=False), mimetype="application/json")
        response.vary.add("Accept")
        return response

    return blueprint


def _parts() -> dict[str, str]:
    """Return the parts of the triple that the request names."""
    return {part: request.args[part] for part in PARTS if part in request.args}


def _answer(opened: Callable[[], Before]) -> tuple[str, Json, str]:
    """Return the name of the page that shows the answer, the answer in JSON's terms, and what it is about."""
    given = request.args
    refuse_unknown(given, KNOWN)
    named = [name for key in NAMES for name in given.getlist(key)]
    parts = list(_parts().values())
    if bool(named) == bool(parts) or len(parts) not in (0, len(PARTS)):
        raise BadRequest(
            "Give passages or documents as the parameters passage and document, or a triple as s, p and o."
        )
    if len(named) > MOST_NAMED:
        raise BadRequest(f"{len(named)} passages and documents are named: {MOST_NAMED} may be.")
    before = opened()
    if named:
        return "impact.html", impact_document(impact_of(read_passages(named, before), before), before), ""
    knowledge = before.knowledge
    triple = read_held_triple(parts, knowledge)
    document = supports_document(triple, supports_of(triple, knowledge), knowledge)
    return "supports.html", document, knowledge.wording.headline(triple, knowledge.derivation(triple))
