"""Look-up by name at ``/search``: as JSON for programs, as a page for readers."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, render_template, request
from pyoxigraph import Literal, NamedNode
from werkzeug.exceptions import BadRequest

from sinograph.languages import LANGUAGES
from sinograph.linked.addresses import Addresses
from sinograph.linked.asking import rows_about
from sinograph.linked.hierarchy import narrowest, wider_classes
from sinograph.linked.naming import Naming
from sinograph.lookup.index import LONGEST, MOST_NAMES
from sinograph.web.links import OwnAddresses, destination
from sinograph.web.parameters import read_limit
from sinograph.web.protocol import read_parameters
from sinograph.web.representations import chosen_representation
from sinograph.web.speaking import page_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sinograph.engine.interface import Engine
    from sinograph.languages import Language
    from sinograph.lookup.reconciling import Described, Json, Reconciler

USUAL: Final = 20
MOST: Final = 100
"""How many things are listed usually, and at most."""

WORDS: Final = "SELECT ?thing ?words WHERE { VALUES ?thing { NODES } ?thing sino:statedAs ?words }"

OPENSEARCH: Final = "application/opensearchdescription+xml"

INCOMPLETE: Final = (
    f"The data have more than {MOST_NAMES:,} names, of which these are searched: some things are not found."
)


def lookup_blueprint(reconciler: Reconciler) -> Blueprint:
    """Return the route that finds things by name."""
    blueprint = Blueprint("lookup", __name__)
    addresses = OwnAddresses(reconciler.identifiers.base)

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
        language = page_language() if form == "html" else _language()
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
        things = [hit.thing for hit in hits]
        described = reconciler.described(things, language)
        names = Naming.of(reconciler.engine, things, language)
        kinds = Kinds(reconciler, described.values())
        called = Counter(described[thing][0] for thing in things)
        words = read_words(reconciler.engine, [thing for thing in things if called[described[thing][0]] > 1])
        return [
            {
                "iri": hit.thing.value,
                "name": described[hit.thing][0],
                "also": names.also(hit.thing),
                "found": hit.name,
                "score": hit.score,
                "kinds": kinds.told(hit.thing, described[hit.thing][2]),
                "types": described[hit.thing][2],
                "definition": described[hit.thing][1],
                "words": words.get(hit.thing, ""),
                "link": destination(hit.thing, addresses),
            }
            for hit in hits
        ]

    return blueprint


def read_words(engine: Engine, things: Iterable[NamedNode]) -> dict[NamedNode, str]:
    """Return the words in which documents say what has the name of another thing, to tell the two apart."""
    found: dict[NamedNode, str] = {}
    for thing, text in sorted(rows_about(engine, things, WORDS), key=str):
        if isinstance(thing, NamedNode) and isinstance(text, Literal):
            found.setdefault(thing, text.value)
    return found


class Kinds:
    """Tells what things are, without what is wider, and what their address calls them first."""

    def __init__(self, reconciler: Reconciler, described: Iterable[Described]) -> None:
        self._identifiers = reconciler.identifiers
        self._addresses = Addresses(reconciler.identifiers.base)
        terms = {self._term(kind) for _, _, kinds in described for kind in kinds}
        self._wider = wider_classes(reconciler.engine, terms)

    def told(self, thing: NamedNode, kinds: Iterable[Json]) -> list[str]:
        """Return the names of the kinds of a thing."""
        terms = {self._term(kind): kind for kind in kinds}
        own = (self._addresses.path_of(thing) or "").partition("/")[0].replace("-", "")
        first = [node for node, kind in terms.items() if kind["id"].lower() == own]
        narrow = narrowest(terms, self._wider)
        return [terms[node]["name"] for node in (*first, *(node for node in terms if node in narrow - set(first)))]

    def _term(self, kind: Json) -> NamedNode:
        return NamedNode(kind["id"] if "://" in kind["id"] else f"{self._identifiers.terms}{kind['id']}")


def _language() -> Language:
    """Return the language in which a program wants names.

    :raises BadRequest: where there is no such language
    """
    wanted = request.args.get("language", LANGUAGES[0])
    for language in LANGUAGES:
        if language == wanted:
            return language
    raise BadRequest(f"Names can be had in the languages {' and '.join(LANGUAGES)}, not in {wanted[:20]!r}.")
