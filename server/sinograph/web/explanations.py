"""Why something holds: the proofs of a triple, or everything about a thing, as JSON, Turtle, diagrams and pages."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import BadRequest

from sinograph.explaining import Explanation, Knowledge, explain, overview
from sinograph.explaining.asking import read_thing, read_triple
from sinograph.explaining.documents import explanation_document, overview_document
from sinograph.explaining.explanation import LIMIT, MOST
from sinograph.explaining.forms import FORMS
from sinograph.web.representations import FORMS as MEDIA_TYPES
from sinograph.web.representations import chosen_representation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sinograph.explaining import Overview
    from sinograph.explaining.documents import Json

PAGE: Final = "html"
PARTS: Final = ("s", "p", "o")
DEEPEST: Final = 9
"""How far a page indents the steps of a proof."""

KNOWN: Final = frozenset({*PARTS, "thing", "all", "limit", "format"})


def explanations_blueprint(release: Path | None) -> Blueprint:
    """Return the blueprint that explains a release.

    :param release: its folder, which is opened when the first explanation is asked for; None where there is none
    """
    blueprint = Blueprint("explanations", __name__)
    opened = cache(lambda: Knowledge.of(release))

    @blueprint.get("/explain")
    def explanation() -> Response:
        """Explain the triple of ``s``, ``p`` and ``o``, or everything about ``thing``."""
        form = chosen_representation((*FORMS, PAGE))
        knowledge = opened()
        answer = _answer(knowledge)
        if form == PAGE:
            response = Response(_page(answer, knowledge))
        else:
            response = Response(FORMS[form](answer, knowledge), mimetype=MEDIA_TYPES[form][0])
        response.vary.add("Accept")
        return response

    return blueprint


def _answer(knowledge: Knowledge) -> Explanation | Overview:
    given = request.args
    unknown = sorted(set(given) - KNOWN)
    if unknown:
        raise BadRequest(f"There is no parameter {unknown[0][:100]!r}: the parameters are {', '.join(sorted(KNOWN))}.")
    if "thing" in given and not any(part in given for part in PARTS):
        return overview(read_thing(given["thing"], knowledge), knowledge)
    if "thing" in given or not all(part in given for part in PARTS):
        raise BadRequest("Give a triple as the parameters s, p and o, or a thing as the parameter thing.")
    triple = read_triple([given[part] for part in PARTS], knowledge)
    return explain(triple, knowledge, every=_flag("all"), limit=_limit())


def _flag(name: str) -> bool:
    return request.args.get(name, "").lower() in {"1", "true", "yes"}


def _limit() -> int:
    text = request.args.get("limit", str(LIMIT))
    if not text.isdecimal() or not 1 <= int(text[:10]) <= MOST:
        raise BadRequest(f"The limit is a number from 1 to {MOST}, not {text[:100]!r}.")
    return int(text)


def _page(answer: Explanation | Overview, knowledge: Knowledge) -> str:
    if isinstance(answer, Explanation):
        links = [(name, _link(format=name)) for name in FORMS]
        document = explanation_document(answer, knowledge)
        proofs = [(proof, list(_rows(proof))) for proof in document["proofs"]]
        others = None if answer.every else _link(all="true")
        told = {"explanation": document, "proofs": proofs, "links": links}
        return render_template("explanation.html", **told, others=others, omission=answer.omission)
    links = [(name, _link(format=name)) for name in ("json", "turtle")]
    return render_template("overview.html", overview=overview_document(answer, knowledge), links=links)


def _rows(proof: Json) -> Iterator[tuple[int, Json, bool]]:
    """Yield the nodes of a proof as a page lists them: with their depth, and whether they were shown before."""
    nodes = {node["id"]: node for node in proof["nodes"]}
    shown: set[int] = set()
    todo = [(0, 1)]
    while todo:
        depth, number = todo.pop()
        yield min(depth, DEEPEST), nodes[number], number in shown
        if number not in shown:
            shown.add(number)
            todo += [(depth + 1, premise) for premise in reversed(nodes[number].get("premises", ()))]


def _link(**changes: str) -> str:
    """Return the address of this answer with other parameters."""
    return f"{request.path}?{urlencode({**request.args, **changes})}"
