"""Where the documents do not agree: the disputes that the build found, with both sides and their words."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, render_template
from pyoxigraph import NamedNode

from sinograph.engine.formats import format_named
from sinograph.linked.addresses import Addresses
from sinograph.linked.asking import PROLOGUE, grouped_rows, rows
from sinograph.linked.cards import lay_out_readings
from sinograph.linked.contrast import contrast
from sinograph.linked.evidence import read_passages
from sinograph.linked.naming import Naming
from sinograph.linked.reading_along import read_along
from sinograph.tabulation import value_of
from sinograph.web.notes import link_to
from sinograph.web.representations import chosen_representation
from sinograph.web.speaking import page_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sinograph.engine.interface import Engine
    from sinograph.linked.cards import Card
    from sinograph.linked.contrast import Marked
    from sinograph.linked.evidence import Passage
    from sinograph.tabulation import Term
    from sinograph.web.about import About

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


def disputes_blueprint(engine: Engine, about: About) -> Blueprint:
    """Return the list of the disputes among what ``engine`` answers from."""
    blueprint = Blueprint("disputes", __name__)
    addresses = Addresses(about.base)

    @blueprint.get("/disputes")
    def listing() -> Response:
        """List all disputes as JSON, as RDF or as a page."""
        form = chosen_representation()
        if form == "turtle":
            turtle = format_named("turtle")
            response = Response(engine.query(PROLOGUE + GRAPH, turtle).content, mimetype=turtle.media_type)
        elif form == "html":
            response = Response(render_template("disputes.html", disputes=_opposed(engine, addresses)))
        else:
            disputes = [asdict(dispute) for dispute in read_disputes(engine)]
            response = Response(json.dumps({"disputes": disputes}, ensure_ascii=False), mimetype="application/json")
        response.vary.add("Accept")
        return response

    return blueprint


def read_disputes(engine: Engine) -> list[Shown]:
    """Return the disputes in the order of their names."""
    things, sides, values = (grouped_rows(engine, query) for query in (THINGS, SIDES, VALUES))
    return [
        Shown(
            value_of(iri),
            value_of(label),
            tuple(_named(*row) for row in things[iri]),
            None if prop is None else _named(prop, name),
            tuple(_side(row, values[iri]) for row in sides[iri]),
        )
        for iri, label, prop, name in rows(engine, DISPUTES)
    ]


@dataclass(frozen=True)
class Opposed:
    """A dispute as its page shows it: for each side the passage, with what differs marked, and where it is read.

    :param about: the things concerned that have names, each with its link
    :param property: what the disputed property is called; empty where there is none
    """

    dispute: Shown
    property: str
    about: tuple[tuple[str, str | None], ...]
    sides: tuple[tuple[Side, Card, tuple[Marked, ...], str | None], ...]


def _opposed(engine: Engine, addresses: Addresses) -> list[Opposed]:
    disputes = read_disputes(engine)
    passages = read_passages(engine, {NamedNode(side.passage) for each in disputes for side in each.sides})
    laid_out = lay_out_readings(engine, read_along(engine, passages.values()), addresses, page_language())
    cards = {card.iri: card for card in laid_out}
    terms = {NamedNode(each["iri"]) for dispute in disputes for each in (*dispute.about, dispute.property) if each}
    naming = Naming.of(engine, terms, page_language())
    return [_beside(each, cards, passages, naming, addresses) for each in disputes]


def _beside(
    dispute: Shown,
    cards: Mapping[str, Card],
    passages: Mapping[NamedNode, Passage],
    naming: Naming,
    addresses: Addresses,
) -> Opposed:
    sides = [(side, cards[side.passage]) for side in dispute.sides if side.passage in cards]
    marked = contrast([card.words.exact for _, card in sides], [side.values for side, _ in sides])
    things = [NamedNode(each["iri"]) for each in dispute.about if each["label"]]
    about = [(naming.of_node(thing), addresses.local(thing)) for thing in things]
    return Opposed(
        dispute,
        naming.of_node(NamedNode(dispute.property["iri"])) if dispute.property else "",
        tuple(about),
        tuple(
            (side, card, quote, link_to(passages[NamedNode(side.passage)]))
            for (side, card), quote in zip(sides, marked, strict=True)
        ),
    )


def _side(row: tuple[Term | None, ...], values: Iterable[tuple[Term | None, ...]]) -> Side:
    passage, quotation, modality, document, title, start, end = row
    told = tuple(value_of(value) for speaker, value in values if speaker == passage)
    return Side(
        value_of(passage),
        value_of(quotation),
        value_of(modality),
        value_of(document),
        value_of(title),
        _offset(start),
        _offset(end),
        told,
    )


def _named(term: Term | None, name: Term | None) -> dict[str, str]:
    return {"iri": value_of(term), "label": value_of(name)}


def _offset(term: Term | None) -> int | None:
    return None if term is None else int(value_of(term))
