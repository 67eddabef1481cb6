"""Passages as a page shows them beside their document: the words, how they are meant, and the facts read from them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from sinograph.linked.naming import Naming
from sinograph.linked.page import STATED, Layout
from sinograph.namespaces import sino

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pyoxigraph import Triple

    from sinograph.engine.interface import Engine
    from sinograph.languages import Language
    from sinograph.linked.addresses import Addresses
    from sinograph.linked.page import Words
    from sinograph.linked.reading_along import Reading

STATED_AS: Final = sino("statedAs")
"""The property whose values are a quote's own words, which stand above the facts already."""


@dataclass(frozen=True)
class Told:
    """What a passage says of one thing.

    :param says: for each fact its property, and its value with its link
    """

    name: str
    link: str
    says: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Card:
    """A passage.

    :param slug: the end of its IRI
    :param mark: how the document asserts it, where that is not plainly; empty where it is
    :param holds: whether its facts are among what is asserted
    """

    iri: str
    slug: str
    words: Words
    mark: str
    holds: bool
    told: tuple[Told, ...]


def lay_out_readings(
    engine: Engine, readings: Collection[Reading], addresses: Addresses, language: Language = "en"
) -> tuple[Card, ...]:
    """Lay out passages and their facts, with the names that ``engine`` knows."""
    terms = {term for each in readings for fact in each.facts for term in fact if isinstance(term, NamedNode)}
    terms |= {each.passage.modality for each in readings}
    terms |= {condition for each in readings for condition in each.passage.conditions}
    terms |= {each.passage.document for each in readings if each.passage.document}
    return lay_out_cards(readings, Naming.of(engine, terms, language), addresses)


def lay_out_cards(readings: Iterable[Reading], naming: Naming, addresses: Addresses) -> tuple[Card, ...]:
    """Lay out passages and their facts for readers."""
    layout = Layout(naming, addresses)
    return tuple(_card(reading, layout) for reading in readings)


def _card(reading: Reading, layout: Layout) -> Card:
    passage = reading.passage
    words = layout.words(passage)
    return Card(
        iri=passage.iri.value,
        slug=passage.iri.value.rpartition("/")[2],
        words=words,
        mark="" if passage.modality == STATED else words.modality,
        holds=passage.asserted,
        told=tuple(_told(reading.facts, layout)),
    )


def _told(facts: Iterable[Triple], layout: Layout) -> Iterator[Told]:
    """Group facts by what they are about."""
    said: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for fact in facts:
        if fact.predicate != STATED_AS:
            subject, (prop, _), (value, link) = layout.sentence(fact)
            said[subject].append((prop, value, link))
    return (Told(*subject, tuple(each)) for subject, each in said.items())
