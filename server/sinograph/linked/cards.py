"""Passages as a page shows them beside their document: the words, how they are meant, and the facts read from them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from sinograph.languages import message
from sinograph.linked.naming import Naming
from sinograph.linked.page import STATED, TYPE, Layout, agreeing
from sinograph.namespaces import sino, tail

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from pyoxigraph import Triple

    from sinograph.engine.interface import Engine
    from sinograph.languages import Language
    from sinograph.linked.addresses import Addresses
    from sinograph.linked.page import Words
    from sinograph.linked.reading_along import Reading

STATED_AS: Final = sino("statedAs")
"""The property whose values are a quote's own words, which stand above the facts already."""

MOST_TOLD: Final = 200
"""How many facts stand with a passage, which says how many more there are; its own page has them."""

NAMELESS: Final = message("this {kind}")
"""What a thing is called that has a kind and no name, as what is only an opinion has none."""


@dataclass(frozen=True)
class Told:
    """What a passage says of one thing.

    :param says: for each property what it is called, and its values, each with its link
    """

    name: str
    link: str
    says: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True)
class Card:
    """A passage.

    :param slug: the end of its IRI
    :param mark: how the document asserts it, where that is not plainly; empty where it is
    :param holds: whether its facts are among what is asserted
    :param more: how many facts it has that are not told here
    """

    iri: str
    slug: str
    words: Words
    mark: str
    holds: bool
    told: tuple[Told, ...]
    more: int


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
    facts = [fact for fact in reading.facts if fact.predicate != STATED_AS]
    return Card(
        iri=passage.iri.value,
        slug=tail(passage.iri.value),
        words=words,
        mark="" if passage.modality == STATED else words.modality,
        holds=passage.asserted,
        told=tuple(_told(facts[:MOST_TOLD], layout)),
        more=max(0, len(facts) - MOST_TOLD),
    )


def _told(facts: Iterable[Triple], layout: Layout) -> Iterator[Told]:
    """Group facts by what they are about, and those by their properties."""
    said: dict[object, list[Triple]] = defaultdict(list)
    for fact in facts:
        said[fact.subject].append(fact)
    return (_thing(about, layout) for about in said.values())


def _thing(facts: Sequence[Triple], layout: Layout) -> Told:
    """Say what is said of one thing; what has no name of its own is called by its kind."""
    (name, link), *_ = layout.sentence(facts[0])
    kind = next((fact for fact in facts if fact.predicate == TYPE), None)
    if kind and not layout.has_name(facts[0].subject):
        name = layout.say(NAMELESS, kind=layout.sentence(kind)[2][0])
        facts = [fact for fact in facts if fact != kind]
    says: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for fact in facts:
        _, (prop, _), value = layout.sentence(fact)
        says[agreeing(_is_a(value[0], layout), name) if fact.predicate == TYPE else prop].append(value)
    return Told(name, link, tuple((prop, tuple(values)) for prop, values in says.items()))


def _is_a(kind: str, layout: Layout) -> str:
    """Return what stands between a thing and its kind."""
    return layout.say(message("is an") if kind[:1].lower() in "aeiou" else message("is a"))
