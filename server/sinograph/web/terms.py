"""The terms that a query can be written with, at ``/terms``: for the editor to complete."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Response, jsonify, request
from pyoxigraph import Literal, NamedNode

from sinograph.engine.errors import LimitError
from sinograph.linked.asking import rows
from sinograph.namespaces import shorten
from sinograph.once import once
from sinograph.tabulation import value_of
from sinograph.web.answer_hints import unknown_terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sinograph.engine.interface import Engine
    from sinograph.tabulation import Term
    from sinograph.web.about import About

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


def terms_blueprint(engine: Engine, about: About) -> Blueprint:
    """Return the route that lists the prefixes, classes and properties of what ``engine`` answers from."""
    blueprint = Blueprint("terms", __name__)
    kept = once(lambda: _terms(engine, about.prefixes))  # the data stay what they are while they are served

    @blueprint.get("/terms")
    def listing() -> Response:
        """List what completes a query: each term as it is written in one, its kind, its names and its definitions."""
        return jsonify(terms=[*_prefixes(about.prefixes), *kept()])

    @blueprint.get("/terms/unknown")
    def unknown() -> Response:
        """List the terms of ``query`` that the data do not have, each with what may be meant."""
        found = unknown_terms(request.args.get("query", ""), engine, about)
        return jsonify(unknown=[{"term": each.term, "nearest": each.nearest} for each in found])

    return blueprint


def _prefixes(prefixes: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"name": f"{prefix}:", "iri": namespace, "kind": "prefix", "labels": [], "definitions": {}}
        for prefix, namespace in prefixes.items()
    ]


def _terms(engine: Engine, prefixes: Mapping[str, str]) -> list[dict[str, Any]]:
    labels = defaultdict(list)
    for term, label in _rows(engine, LABELS):
        labels[term].append(value_of(label))
    definitions: dict[object, dict[str, str]] = defaultdict(dict)
    for term, definition in _rows(engine, DEFINITIONS):
        definitions[term][_language(definition)] = value_of(definition)
    kinds = {term: kind for kind, query in KINDS for (term,) in _rows(engine, query)}
    listed = [
        {
            "name": shorten(term, prefixes),
            "iri": term.value,
            "kind": kind,
            "labels": list(dict.fromkeys(labels[term])),
            "definitions": definitions.get(term, {}),
        }
        for term, kind in kinds.items()
        if isinstance(term, NamedNode)
    ]
    return sorted(listed, key=lambda each: str(each["name"]))


def _language(term: Term | None) -> str:
    """Return the language of a text without its region; nothing where it has none."""
    return ((term.language or "") if isinstance(term, Literal) else "").partition("-")[0]


def _rows(engine: Engine, query: str) -> tuple[tuple[Term | None, ...], ...]:
    """Ask; what takes more than a query may take is not completed."""
    try:
        return rows(engine, query)
    except LimitError:
        return ()
