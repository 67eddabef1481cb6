"""Why something holds: the proofs of a triple, or everything about a thing, as JSON, Turtle, diagrams and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.exceptions import BadRequest, NotFound

from sinograph.explaining import Explanation, explain, overview
from sinograph.explaining.asking import read_thing, read_triple
from sinograph.explaining.documents import asked, explanation_document, overview_document
from sinograph.explaining.explanation import LIMIT
from sinograph.explaining.forms import FORMS
from sinograph.namespaces import PREFIXES, tail
from sinograph.web.links import OwnAddresses, see_other
from sinograph.web.parameters import read_limit, refuse_unknown
from sinograph.web.representations import FORMS as MEDIA_TYPES
from sinograph.web.representations import chosen_representation
from sinograph.web.speaking import page_language
from sinograph.web.subjects import passage_subjects
from sinograph.web.titles import document_titles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sinograph.explaining import Knowledge, Overview
    from sinograph.explaining.documents import Json
    from sinograph.linked.addresses import Addresses
    from sinograph.web.about import About

PAGE: Final = "html"
PARTS: Final = ("s", "p", "o")
MOST: Final = 100
"""How many proofs may be asked for; a thousand are tens of megabytes, and take the web process many seconds."""

DEEPEST: Final = 100
"""How far a page nests the steps of a proof; browsers give up soon after 500 elements."""

KNOWN: Final = frozenset({*PARTS, "thing", "all", "limit", "format"})


def explanations_blueprint(about: About, opened: Callable[[], Knowledge]) -> Blueprint:
    """Return the blueprint that explains a release.

    :param opened: opens what is known of it, once, when it is first asked for
    """
    blueprint = Blueprint("explanations", __name__)
    addresses = OwnAddresses(about.base)

    @blueprint.get("/explain")
    def explanation() -> Response:
        """Explain the triple of ``s``, ``p`` and ``o``, or everything about ``thing``."""
        form = chosen_representation((*FORMS, PAGE))
        knowledge = opened()
        answer = _answer(knowledge)
        if form == PAGE:
            response = Response(_page(answer, knowledge, addresses))
        else:
            response = Response(FORMS[form](answer, knowledge), mimetype=MEDIA_TYPES[form][0])
        response.vary.add("Accept")
        return response

    @blueprint.get("/rule/<path:name>")
    def rule(name: str) -> Response:
        """Lead from the IRI of a rule to where the ontology documents it, or the axiom that it was made of."""
        return see_other(rule_place(name, opened()))

    @blueprint.get("/proof/<digest>")
    def proof(digest: str) -> Response:
        """Say where a proof is looked at; its IRI tells it from others, and nothing is kept by it."""
        raise NotFound(
            f"Proofs are not kept by their names, such as {digest[:40]!r}. Ask /explain for what it proves: the data "
            "that name it say with rdfs:seeAlso how."
        )

    return blueprint


def rule_place(name: str, knowledge: Knowledge) -> str:
    """Return the path and fragment at which a rule is documented.

    :raises NotFound: where there is no rule of that name
    """
    for each in knowledge.proofs.rules:
        if each.name == name:
            terms = [axiom.term.value for axiom in knowledge.wording.axioms(each) if "#" in axiom.term.value]
            ours = [term for term in terms if term.startswith(f"{PREFIXES['sino']}")]
            return f"/ontology#rule-{name}" if each.source else f"/ontology#{tail(ours[0])}" if ours else "/ontology"
    raise NotFound(f"There is no rule {name[:100]!r}; /ontology documents them.")


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


def _page(answer: Explanation | Overview, knowledge: Knowledge, addresses: Addresses) -> str:
    if isinstance(answer, Explanation):
        document = explanation_document(answer, knowledge)
        told = {
            "explanation": document,
            "phrase": knowledge.wording.headline(answer.triple, answer.proofs[0].steps.get(answer.triple)),
            "proofs": [(proof, list(nested(proof))) for proof in document["proofs"]],
            "links": {name: _link(format=name) for name in FORMS},
            "others": None if answer.every else _link(all="true"),
            "supports": f"{url_for('impacts.impact')}?{urlencode(asked(answer.triple))}",
            "omission": answer.omission,
            "titles": document_titles(knowledge, page_language()),
            "subjects": passage_subjects(knowledge, page_language()),
        }
        return render_template("explanation.html", **told)
    links = [(name, _link(format=name)) for name in ("json", "turtle", "jsonld")]
    page = addresses.local(answer.thing)
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
    return f"{request.script_root}{request.path}?{urlencode({**request.args, **changes})}"
