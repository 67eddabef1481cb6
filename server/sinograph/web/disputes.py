"""Where the documents do not agree: the disputes that the build found, with both sides and their words."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, render_template

from sinograph.engine.formats import format_named
from sinograph.namespaces import PREFIXES
from sinograph.tabulation import tabulate
from sinograph.web.representations import chosen_representation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sinograph.engine.interface import Engine
    from sinograph.tabulation import Term

PROLOGUE: Final = "".join(
    f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("dcterms", "oa", "prov", "sino", "skos")
)

DISPUTES: Final = """
SELECT ?dispute ?label ?property ?name
WHERE {
  ?dispute a sino:Dispute ; skos:prefLabel ?label .
  OPTIONAL {
    ?dispute sino:disputedProperty ?property
    OPTIONAL { ?property skos:prefLabel ?name FILTER(LANG(?name) = "en") }
  }
}
ORDER BY ?dispute"""

THINGS: Final = """
SELECT ?dispute ?thing ?name
WHERE {
  ?dispute a sino:Dispute ; sino:disputeAbout ?thing .
  OPTIONAL { ?thing skos:prefLabel ?name FILTER(LANG(?name) = "en") }
}
ORDER BY ?dispute ?name ?thing"""

SIDES: Final = """
SELECT ?dispute ?passage ?quotation ?modality ?document ?title ?start ?end
WHERE {
  ?dispute a sino:Dispute ; sino:disputeSide ?passage .
  ?passage sino:quotation ?quotation ; sino:modality ?modality ; prov:wasQuotedFrom ?document .
  OPTIONAL { ?document dcterms:title ?title }
  OPTIONAL {
    SELECT ?passage (MIN(?first) AS ?start) (MAX(?last) AS ?end)
    WHERE { ?passage sino:hasFragment? ?span . ?span oa:start ?first ; oa:end ?last }
    GROUP BY ?passage
  }
}
ORDER BY ?dispute ?document ?start ?passage"""

VALUES: Final = """
SELECT ?dispute ?passage ?value
WHERE {
  ?dispute a sino:Dispute ; sino:disputeSide ?passage ; sino:disputeAbout ?thing ; sino:disputedProperty ?property .
  GRAPH ?passage { ?thing ?property ?value }
}
ORDER BY ?dispute ?passage ?value"""

GRAPH: Final = """
CONSTRUCT { ?dispute ?property ?value . ?passage ?told ?words . ?passage prov:wasQuotedFrom ?document }
WHERE {
  ?dispute a sino:Dispute ; ?property ?value .
  OPTIONAL {
    ?dispute sino:disputeSide ?passage . ?passage prov:wasQuotedFrom ?document ; ?told ?words
    FILTER(?told IN (sino:quotation, sino:modality))
  }
}"""


@dataclass(frozen=True)
class Side:
    """A passage that takes a side, and where it stands: from the first of its characters to after its last."""

    passage: str
    quotation: str
    modality: str
    document: str
    title: str
    start: int | None
    end: int | None
    values: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """A dispute as pages and JSON show it; ``about`` and ``property`` are IRIs with their English labels."""

    iri: str
    label: str
    about: tuple[dict[str, str], ...]
    property: dict[str, str] | None
    sides: tuple[Side, ...]


def disputes_blueprint(engine: Engine) -> Blueprint:
    """Return the list of the disputes among what ``engine`` answers from."""
    blueprint = Blueprint("disputes", __name__)

    @blueprint.get("/disputes")
    def listing() -> Response:
        """List all disputes as JSON, as RDF or as a page."""
        form = chosen_representation()
        if form == "turtle":
            turtle = format_named("turtle")
            response = Response(engine.query(PROLOGUE + GRAPH, turtle).content, mimetype=turtle.media_type)
        elif form == "html":
            response = Response(render_template("disputes.html", disputes=read_disputes(engine)))
        else:
            disputes = [asdict(dispute) for dispute in read_disputes(engine)]
            response = Response(json.dumps({"disputes": disputes}, ensure_ascii=False), mimetype="application/json")
        response.vary.add("Accept")
        return response

    return blueprint


def read_disputes(engine: Engine) -> list[Shown]:
    """Return the disputes in the order of their names."""
    things, sides, values = (_by_dispute(engine, query) for query in (THINGS, SIDES, VALUES))
    return [
        Shown(
            _text(iri),
            _text(label),
            tuple(_named(*row) for row in things[iri]),
            None if prop is None else _named(prop, name),
            tuple(_side(row, values[iri]) for row in sides[iri]),
        )
        for iri, label, prop, name in _rows(engine, DISPUTES)
    ]


def _rows(engine: Engine, query: str) -> tuple[tuple[Term | None, ...], ...]:
    return tabulate(engine.query(PROLOGUE + query, format_named("json"))).rows


def _by_dispute(engine: Engine, query: str) -> Mapping[Term | None, list[tuple[Term | None, ...]]]:
    found = defaultdict(list)
    for dispute, *row in _rows(engine, query):
        found[dispute].append(tuple(row))
    return found


def _side(row: tuple[Term | None, ...], values: Iterable[tuple[Term | None, ...]]) -> Side:
    passage, quotation, modality, document, title, start, end = row
    told = tuple(_text(value) for speaker, value in values if speaker == passage)
    return Side(
        _text(passage),
        _text(quotation),
        _text(modality),
        _text(document),
        _text(title),
        _offset(start),
        _offset(end),
        told,
    )


def _named(term: Term | None, name: Term | None) -> dict[str, str]:
    return {"iri": _text(term), "label": _text(name)}


def _offset(term: Term | None) -> int | None:
    return None if term is None else int(_text(term))


def _text(term: Term | None) -> str:
    return str(getattr(term, "value", ""))
