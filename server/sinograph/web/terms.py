"""The terms that a query can be written with, at ``/terms``: for the editor to complete."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Response, jsonify, request
from pyoxigraph import Literal, NamedNode

from sinograph.engine.errors import BudgetError, LimitError
from sinograph.linked.asking import Row, rows
from sinograph.namespaces import shorten
from sinograph.once import once
from sinograph.tabulation import value_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sinograph.engine.interface import Engine
    from sinograph.tabulation import Term
    from sinograph.web.about import About
    from sinograph.web.answer_hints import Hints

MOST: Final = 5_000
"""How many classes, and how many properties, are completed."""

CLASSES: Final = f"SELECT DISTINCT ?term {{ {{ ?s a ?term }} UNION {{ ?term a owl:Class }} }} LIMIT {MOST}"
PROPERTIES: Final = f"""SELECT DISTINCT ?term {{
  {{ ?s ?term ?o }} UNION {{ ?term a owl:ObjectProperty }} UNION {{ ?term a owl:DatatypeProperty }}
}} LIMIT {MOST}"""
KINDS: Final = (("property", PROPERTIES), ("class", CLASSES))
"""What is a class as well as a property completes a query as a class."""

LABELS: Final = """SELECT DISTINCT ?term ?label {
  { ?s a ?term } UNION { ?s ?term ?o } UNION { ?term a owl:Class } UNION { ?term a owl:ObjectProperty }
  UNION { ?term a owl:DatatypeProperty }
  { ?term skos:prefLabel ?label } UNION { ?term rdfs:label ?label }
} ORDER BY ?term LANG(?label) ?label LIMIT 20000"""

DEFINITIONS: Final = """SELECT ?term ?definition {
  { ?term a owl:Class } UNION { ?term a owl:ObjectProperty } UNION { ?term a owl:DatatypeProperty }
  ?term skos:definition ?definition
} LIMIT 20000"""


def terms_blueprint(engine: Engine, about: About, hints: Hints) -> Blueprint:
    """Return the route that lists the prefixes, classes and properties of what ``engine`` answers from.

    :param hints: tells which terms of a query are not among them
    """
    blueprint = Blueprint("terms", __name__)
    terms = _Terms(engine, about.prefixes)

    @blueprint.get("/terms")
    def listing() -> Response:
        """List what completes a query: each term as it is written in one, its kind, its names and its definitions."""
        return jsonify(terms=[*_prefixes(about.prefixes), *terms.listed()])

    @blueprint.get("/terms/unknown")
    def unknown() -> Response:
        """List the terms of ``query`` that the data do not have, each with what may be meant."""
        found = hints.unknown(request.args.get("query", ""))
        return jsonify(unknown=[{"term": each.term, "nearest": each.nearest} for each in found])

    return blueprint


def _prefixes(prefixes: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"name": f"{prefix}:", "iri": namespace, "kind": "prefix", "labels": [], "definitions": {}}
        for prefix, namespace in prefixes.items()
    ]


class _Terms:
    """The classes and properties of the data, which stay what they are while they are served: all is done once.

    :param prefixes: what they are written with
    """

    def __init__(self, engine: Engine, prefixes: Mapping[str, str]) -> None:
        self._prefixes = prefixes
        queries = (LABELS, DEFINITIONS, *(query for _, query in KINDS))
        self._asked = {query: once(partial(rows, engine, query)) for query in queries}
        self._all = once(partial(self._laid_out, lambda query: self._asked[query]()))

    def listed(self) -> list[dict[str, Any]]:
        """Return each term as it completes a query; what takes more than a query may take is left out, for now.

        :raises BudgetError: where whoever asks has nothing left for it
        """
        try:
            return self._all()
        except BudgetError:
            raise
        except LimitError:
            return self._laid_out(self._rows)

    def _laid_out(self, ask: Callable[[str], Iterable[Row]]) -> list[dict[str, Any]]:
        labels = defaultdict(list)
        for term, label in ask(LABELS):
            labels[term].append(value_of(label))
        definitions: dict[object, dict[str, str]] = defaultdict(dict)
        for term, definition in ask(DEFINITIONS):
            definitions[term][_language(definition)] = value_of(definition)
        kinds = {term: kind for kind, query in KINDS for (term,) in ask(query)}
        listed = [
            {
                "name": shorten(term, self._prefixes),
                "iri": term.value,
                "kind": kind,
                "labels": list(dict.fromkeys(labels[term])),
                "definitions": definitions.get(term, {}),
            }
            for term, kind in kinds.items()
            if isinstance(term, NamedNode)
        ]
        return sorted(listed, key=lambda each: str(each["name"]))

    def _rows(self, query: str) -> tuple[Row, ...]:
        """Ask; what takes more than a query may take is nothing."""
        try:
            return self._asked[query]()
        except BudgetError:
            raise
        except LimitError:
            return ()


def _language(term: Term | None) -> str:
    """Return the language of a text without its region; nothing where it has none."""
    return ((term.language or "") if isinstance(term, Literal) else "").partition("-")[0]
