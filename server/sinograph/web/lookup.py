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
    from collections.abc import Iterable, Mapping

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
    search = _Search(reconciler)
    blueprint.add_url_rule("/search", "search", search.search)
    blueprint.add_url_rule("/search/description", "description", search.description)
    return blueprint


class _Search:
    """Finds things by name, for programs and for readers."""

    def __init__(self, reconciler: Reconciler) -> None:
        self._reconciler = reconciler
        self._addresses = OwnAddresses(reconciler.identifiers.base)

    def search(self) -> Response:
        """List the things whose names are most like ``q``."""
        read_parameters(request)  # refuses what is not UTF-8
        form = chosen_representation(("json", "html"))
        text = request.args.get("q", "").strip()
        if len(text) > LONGEST:
            raise BadRequest(f"What is looked for has {len(text):,} characters, and at most {LONGEST} are compared.")
        if not text and form == "json":
            raise BadRequest("There is nothing to look for: give a name as the parameter 'q'.")
        language = page_language() if form == "html" else _language()
        results = self._found(text, read_limit(USUAL, MOST), language) if text else []
        if form == "html":
            response = Response(render_template("search.html", text=text, results=results, note=self._note()))
        else:
            body = json.dumps({"query": text, "results": results} | self._note(), ensure_ascii=False)
            response = Response(body, mimetype="application/json")
        response.vary.add("Accept")
        return response

    def description(self) -> Response:
        """Describe the search to browsers and programs (OpenSearch 1.1)."""
        return Response(render_template("opensearch.xml"), content_type=OPENSEARCH)

    def _note(self) -> dict[str, str]:
        return {"note": INCOMPLETE} if self._reconciler.index().cut else {}

    def _found(self, text: str, limit: int, language: Language) -> list[Json]:
        engine = self._reconciler.engine
        hits = self._reconciler.index().search(text, limit)
        things = [hit.thing for hit in hits]
        described = self._reconciler.described(things, language)
        names = Naming.of(engine, things, language)
        kinds = Kinds(self._reconciler, described.values())
        called = Counter(described[thing].name for thing in things)
        words = read_words(engine, [thing for thing in things if called[described[thing].name] > 1])
        return [
            {
                "iri": hit.thing.value,
                "name": described[hit.thing].name,
                "also": names.also(hit.thing),
                "found": hit.name,
                "score": hit.score,
                "kinds": kinds.told(hit.thing, described[hit.thing].types),
                "types": described[hit.thing].listed,
                "definition": described[hit.thing].definition,
                "words": words.get(hit.thing, ""),
                "link": destination(hit.thing, self._addresses),
            }
            for hit in hits
        ]


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
        self._addresses = Addresses(reconciler.identifiers.base)
        self._wider = wider_classes(reconciler.engine, {kind for each in described for kind in each.types})

    def told(self, thing: NamedNode, kinds: Mapping[NamedNode, Json]) -> list[str]:
        """Return the names of the kinds of a thing."""
        own = (self._addresses.path_of(thing) or "").partition("/")[0].replace("-", "")
        first = [node for node, kind in kinds.items() if kind["id"].lower() == own]
        narrow = narrowest(kinds, self._wider)
        return [kinds[node]["name"] for node in (*first, *(node for node in kinds if node in narrow - set(first)))]


def _language() -> Language:
    """Return the language in which a program wants names.

    :raises BadRequest: where there is no such language
    """
    wanted = request.args.get("language", LANGUAGES[0])
    for language in LANGUAGES:
        if language == wanted:
            return language
    raise BadRequest(f"Names can be had in the languages {' and '.join(LANGUAGES)}, not in {wanted[:20]!r}.")
