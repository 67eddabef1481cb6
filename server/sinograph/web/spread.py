"""How techniques spread, at ``/spread``: a page with a diagram, a timeline and a table, and JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from flask import Blueprint, Response, render_template, url_for

from sinograph.carriers import read_carriers
from sinograph.languages import message
from sinograph.spreads import read_spreads
from sinograph.web.links import OwnAddresses, destination
from sinograph.web.parameters import read_filters
from sinograph.web.representations import chosen_representation
from sinograph.web.speaking import page_language
from sinograph.web.spread_quotes import supports
from sinograph.web.timeline import moments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pyoxigraph import NamedNode

    from sinograph.engine.interface import Engine
    from sinograph.spreads import Named, Spread
    from sinograph.web.about import About

KIND: Final = ("rdf:type", "sino:TechniqueSpread")


class Filter(NamedTuple):
    """One way to narrow the spreads: a parameter, its words, and the things by which a spread is found."""

    name: str
    title: str
    all: str
    things: Callable[[Spread], Iterable[Named | None]]


FILTERS: Final = (
    Filter("technique", message("Technique"), message("all techniques"), lambda spread: (spread.technique,)),
    Filter(
        "lab", message("Lab or group"), message("all, on either side"), lambda spread: (spread.origin, spread.target)
    ),
    Filter("channel", message("How it spread"), message("all ways"), lambda spread: (spread.channel,)),
)


def spread_blueprint(engine: Engine, about: About) -> Blueprint:
    """Return the route that shows the spreads among what ``engine`` answers from."""
    blueprint = Blueprint("spread", __name__)
    blueprint.add_url_rule("/spread", "listing", _Spreads(engine, about).listing)
    return blueprint


class _Spreads:
    """Shows the spreads that the filters let through."""

    def __init__(self, engine: Engine, about: About) -> None:
        self._engine = engine
        self._addresses = OwnAddresses(about.base)
        self._has_proofs = about.release is not None

    def listing(self) -> Response:
        """List the spreads as JSON or as a page."""
        form = chosen_representation(("json", "html"))
        given = read_filters(each.name for each in FILTERS)
        everything = sorted(read_spreads(self._engine, page_language() if form == "html" else "en"), key=_vagueness)
        if form == "json":
            found = [self._shown(spread) for spread in everything if _passes(spread, given)]
            response = Response(json.dumps({"spreads": found}, ensure_ascii=False), mimetype="application/json")
        else:
            response = Response(self._page(everything, given))
        response.vary.add("Accept")
        return response

    def _page(self, everything: Sequence[Spread], given: Mapping[str, str]) -> str:
        """Show all spreads; those that the filters do not let through are hidden, for the scripts to show."""
        language = page_language()
        rows = [
            {**self._shown(each), "row": f"spread-{place}", "passes": _passes(each, given), "tags": _tags(each)}
            for place, each in enumerate(everything)
        ]
        return render_template(
            "spread.html",
            spreads=rows,
            proving=supports(self._engine, everything, self._addresses, language),
            moments=moments(rows, read_carriers(self._engine, language), self._link),
            shown=sum(row["passes"] for row in rows),
            filters=[(each, _choices(each, everything), given.get(each.name, "")) for each in FILTERS],
            given=given,
            reads=self._link,
        )

    def _shown(self, spread: Spread) -> dict[str, Any]:
        """Return a spread as JSON has it, with the links that lead on."""
        return {
            "iri": spread.iri,
            **{
                name: thing and {"iri": thing.iri, "label": thing.label, "link": self._link(thing.node)}
                for name, thing in _things(spread).items()
            },
            "date": spread.date,
            "earliest": spread.earliest,
            "latest": spread.latest,
            "leading": spread.leading and spread.leading.quotation,
            "quotes": [
                {"passage": quote.passage.value, "quotation": quote.quotation, "link": self._link(quote.passage)}
                for quote in spread.quotes
            ],
            "proof": _proof(spread) if self._has_proofs else None,
        }

    def _link(self, node: NamedNode) -> str:
        return destination(node, self._addresses)


def _vagueness(spread: Spread) -> tuple[bool, bool]:
    """Sort spreads: first those of which a model and a technique are named."""
    return spread.through is None, spread.technique is None


def _passes(spread: Spread, given: Mapping[str, str]) -> bool:
    """Tell whether each filter that is given names something of the spread, by its slug or its IRI."""
    return all(
        any(thing and given[each.name] in {thing.slug, thing.iri} for thing in each.things(spread))
        for each in FILTERS
        if each.name in given
    )


def _tags(spread: Spread) -> dict[str, str]:
    """Return for each filter the slugs by which it finds the spread."""
    return {each.name: " ".join(thing.slug for thing in each.things(spread) if thing) for each in FILTERS}


def _choices(each: Filter, spreads: Iterable[Spread]) -> list[tuple[str, str]]:
    things = {thing.slug: thing.label for spread in spreads for thing in each.things(spread) if thing}
    return sorted(things.items(), key=lambda choice: choice[1].casefold())


def _things(spread: Spread) -> dict[str, Named | None]:
    return {
        "technique": spread.technique,
        "from": spread.origin,
        "to": spread.target,
        "through": spread.through,
        "channel": spread.channel,
    }


def _proof(spread: Spread) -> str:
    predicate, kind = KIND
    return url_for("explanations.explanation", s=f"<{spread.iri}>", p=predicate, o=kind)
