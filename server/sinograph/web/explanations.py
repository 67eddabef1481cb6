"""Why something holds: the proofs of a triple, or everything about a thing, as JSON, Turtle, diagrams and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.exceptions import BadRequest

from sinograph.explaining import Explanation, Knowledge, explain, overview
from sinograph.explaining.asking import read_thing, read_triple
from sinograph.explaining.documents import asked, explanation_document, overview_document
from sinograph.explaining.explanation import LIMIT
from sinograph.explaining.forms import FORMS
from sinograph.explaining.wording import capital
from sinograph.linked.addresses import Addresses
from sinograph.once import once
from sinograph.web.parameters import read_limit, refuse_unknown
from sinograph.web.representations import FORMS as MEDIA_TYPES
from sinograph.web.representations import chosen_representation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sinograph.explaining import Overview
    from sinograph.explaining.documents import Json

PAGE: Final = "html"
PARTS: Final = ("s", "p", "o")
MOST: Final = 100
"""How many proofs may be asked for; a thousand are tens of megabytes, and take the web process many seconds."""

DEEPEST: Final = 100
"""How far a page nests the steps of a proof; browsers give up soon after 500 elements."""

KNOWN: Final = frozenset({*PARTS, "thing", "all", "limit", "format"})


def explanations_blueprint(release: Path | None) -> Blueprint:
    """Return the blueprint that explains a release.

    :param release: its folder, which is opened when the first explanation is asked for; None where there is none
    """
    blueprint = Blueprint("explanations", __name__)
    opened = once(lambda: Knowledge.of(release))

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
    refuse_unknown(given, KNOWN)
    if "thing" in given and not any(part in given for part in PARTS):
        return overview(read_thing(given["thing"], knowledge), knowledge)
    if "thing" in given or not all(part in given for part in PARTS):
        raise BadRequest("Give a triple as the parameters s, p and o, or a thing as the parameter thing.")
    triple = read_triple([given[part] for part in PARTS], knowledge)
    return explain(triple, knowledge, every=_flag("all"), limit=read_limit(LIMIT, MOST))


def _flag(name: str) -> bool:
    return request.args.get(name, "").lower() in {"1", "true", "yes"}


def _page(answer: Explanation | Overview, knowledge: Knowledge) -> str:
    if isinstance(answer, Explanation):
        document = explanation_document(answer, knowledge)
        told = {
            "explanation": document,
            "phrase": capital(knowledge.wording.phrase(answer.triple)),
            "proofs": [(proof, list(nested(proof))) for proof in document["proofs"]],
            "links": [(name, _link(format=name)) for name in FORMS],
            "others": None if answer.every else _link(all="true"),
            "supports": f"{url_for('impacts.impact')}?{urlencode(asked(answer.triple))}",
            "omission": answer.omission,
        }
        return render_template("explanation.html", **told)
    links = [(name, _link(format=name)) for name in ("json", "turtle")]
    page = Addresses().local(answer.thing)
    return render_template("overview.html", overview=overview_document(answer, knowledge), links=links, page=page)


def nested(proof: Json) -> Iterator[tuple[str, Json]]:
    """Yield the nodes of a proof as a page nests them.

    A conclusion begins before its premises and ends after them; what rests on nothing further is a ``fact``; what was
    shown before comes ``again``, and what lies too ``deep`` comes too, both without what they rest on.
    """
    nodes = {node["id"]: node for node in proof["nodes"]}
    shown: set[int] = set()
    todo = [(0, 1, "begin")]
    while todo:
        depth, number, kind = todo.pop()
        premises = nodes[number].get("premises", ())
        if kind == "end":
            yield kind, nodes[number]
        elif premises and (number in shown or depth > DEEPEST):
            yield "again" if number in shown else "deep", nodes[number]
        elif premises:
            yield kind, nodes[number]
            todo.append((depth, number, "end"))
            todo += [(depth + 1, premise, "begin") for premise in reversed(premises)]
        else:
            yield "fact", nodes[number]
        shown.add(number)


def _link(**changes: str) -> str:
    """Return the address of this answer with other parameters."""
    return f"{request.path}?{urlencode({**request.args, **changes})}"
