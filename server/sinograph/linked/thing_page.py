"""The page of a thing: what stands above its facts, the facts below their headings, and what only repeats them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from sinograph.linked.entries import (
    DEFINITIONS,
    IN_HEADER,
    OTHER_NAME,
    is_foreign,
    is_foreign_kind,
    is_repeated,
    object_of,
    told_more_closely,
)
from sinograph.linked.hierarchy import narrowest
from sinograph.linked.page import TYPE, Layout, place_of
from sinograph.linked.places import Places, name_of
from sinograph.namespaces import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from sinograph.languages import Language
    from sinograph.linked.addresses import Addresses
    from sinograph.linked.description import Description, Fact
    from sinograph.linked.page import Group, Value
    from sinograph.linked.places import Section
    from sinograph.linked.surroundings import Surroundings


@dataclass(frozen=True)
class Page:
    """What the page of a thing shows.

    :param also: its name in the other language, if that is another one
    :param kinds: what it is, without what is wider
    :param why: all that it is, with who says so
    :param elsewhere: what repeats the facts for other vocabularies, and for queries
    :param said: what a passage says, where the thing is one
    """

    iri: str
    curie: str
    name: str
    also: str
    kinds: tuple[Value, ...]
    other_names: tuple[str, ...]
    definitions: tuple[Literal, ...]
    sections: tuple[Section, ...]
    elsewhere: tuple[Group, ...]
    said: tuple[tuple[tuple[str, str], ...], ...]
    why: tuple[Group, ...] = ()


def lay_out(description: Description, surroundings: Surroundings, addresses: Addresses) -> Page:
    """Lay out a description for readers."""
    layout = Layout(description.naming, addresses)
    thing, naming, facts = description.thing, description.naming, description.facts
    literals = {prop: _literals(facts, prop) for prop in IN_HEADER}
    kinds = [fact for fact in facts if fact.triple.predicate == TYPE and fact.holds]
    wider = surroundings.wider
    apart = {fact for fact in facts if is_foreign(fact) or is_repeated(fact.triple.predicate)}
    apart |= set(told_more_closely(facts, wider))
    own = [fact for fact in kinds if not is_foreign_kind(fact)] or kinds
    ours = set(own)
    elsewhere = [*(fact for fact in kinds if fact not in ours), *(fact for fact in facts if fact in apart)]
    return Page(
        iri=thing.value,
        curie=shorten(thing),
        name=naming.of_node(thing),
        also=naming.also(thing),
        kinds=_kinds(own, surroundings, layout),
        other_names=tuple(name.value for name in literals[OTHER_NAME]),
        definitions=tuple(each for prop in DEFINITIONS for each in _spoken(literals[prop], naming.language)),
        sections=tuple(Places(description, surroundings, layout, apart).told()),
        elsewhere=_grouped(elsewhere, layout),
        said=tuple(layout.sentence(triple) for triple in _kinds_first(description.said)),
        why=_grouped(own, layout),
    )


def _kinds(facts: Iterable[Fact], surroundings: Surroundings, layout: Layout) -> tuple[Value, ...]:
    """Return the kinds that a thing is of, but for those that others of them imply."""
    narrow = narrowest((each for fact in facts if isinstance(each := object_of(fact), NamedNode)), surroundings.wider)
    values = (layout.value(fact, object_of(fact)) for fact in facts if object_of(fact) in narrow)
    return tuple(sorted(values, key=place_of))


def _kinds_first(triples: Iterable[Triple]) -> list[Triple]:
    """Return statements by what they are about, what that is first."""
    return sorted(triples, key=lambda triple: (str(triple.subject), triple.predicate != TYPE))


def _spoken(texts: list[Literal], language: Language) -> list[Literal]:
    """Return the texts in the language that is spoken, or all where there is none."""
    return [text for text in texts if text.language == language] or texts


def _grouped(facts: Iterable[Fact], layout: Layout) -> tuple[Group, ...]:
    """Group facts by property, in the order of the properties' names."""
    by_property: dict[NamedNode, list[Value]] = defaultdict(list)
    for fact in facts:
        by_property[fact.triple.predicate].append(layout.value(fact, object_of(fact)))
    return tuple(sorted((layout.group(prop, values) for prop, values in by_property.items()), key=name_of))


def _literals(facts: Iterable[Fact], prop: NamedNode) -> list[Literal]:
    terms = [fact.triple.object for fact in facts if fact.triple.predicate == prop and fact.holds]
    return [term for term in terms if isinstance(term, Literal)]
