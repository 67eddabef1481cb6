"""The quotes that a spread rests on, each with what it proves: the facts of its passage that concern the spread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from sinograph.linked.cards import lay_out_cards
from sinograph.linked.evidence import read_passages
from sinograph.linked.naming import Naming
from sinograph.linked.page import TYPE
from sinograph.linked.reading_along import Reading, read_along
from sinograph.web.links import destination, link_to

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from pyoxigraph import Triple

    from sinograph.engine.interface import Engine
    from sinograph.languages import Language
    from sinograph.linked.addresses import Addresses
    from sinograph.linked.cards import Told
    from sinograph.spreads import Spread


@dataclass(frozen=True)
class Support:
    """Words that a spread rests on.

    :param link: to the first passage that quotes them, in its document if it is from one
    :param told: what they prove, as far as it concerns the spread
    :param more: how much of that is not told here
    """

    quotation: str
    link: str
    told: tuple[Told, ...]
    more: int


def supports(
    engine: Engine, spreads: Collection[Spread], addresses: Addresses, language: Language
) -> dict[str, list[Support]]:
    """Return by the IRI of each spread the quotes that it rests on; no words are there twice."""
    nodes = {quote.passage for spread in spreads for quote in spread.quotes}
    readings = {each.passage.iri: each for each in read_along(engine, read_passages(engine, nodes).values())}
    terms = {term for each in readings.values() for fact in each.facts for term in fact if isinstance(term, NamedNode)}
    naming = Naming.of(engine, terms | {each.passage.modality for each in readings.values()}, language)
    return {each.iri: list(_supports(each, readings, naming, addresses)) for each in spreads}


def _supports(
    spread: Spread, readings: Mapping[NamedNode, Reading], naming: Naming, addresses: Addresses
) -> Iterator[Support]:
    things = {thing.node for thing in spread.things}
    by_words: dict[str, list[Reading]] = {}
    for quote in spread.quotes:
        if quote.passage in readings:
            by_words.setdefault(quote.quotation, []).append(readings[quote.passage])
    for quotation, found in by_words.items():
        first = found[0].passage
        facts = tuple(dict.fromkeys(fact for each in found for fact in concerning(each.facts, things)))
        (card,) = lay_out_cards([Reading(first, facts)], naming, addresses)
        yield Support(quotation, link_to(first) or destination(first.iri, addresses), card.told, card.more)


def concerning(facts: Sequence[Triple], things: Collection[NamedNode]) -> Sequence[Triple]:
    """Return the facts that relate things to one another; else those about them; else whatever they say."""
    about = [fact for fact in facts if fact.subject in things]
    between = [fact for fact in facts if fact.predicate != TYPE and {fact.subject, fact.object} & {*things}]
    return (
        [fact for fact in between if fact.subject in things and fact.object in things]
        or between
        or [fact for fact in about if fact.predicate != TYPE]
        or about
        or facts
    )
