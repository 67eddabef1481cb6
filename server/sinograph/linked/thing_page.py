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
)
from sinograph.linked.page import TYPE, Layout
from sinograph.linked.places import Places, name_of
from sinograph.namespaces import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sinograph.languages import Language
    from sinograph.linked.addresses import Addresses
    from sinograph.linked.description import Description, Fact
    from sinograph.linked.naming import Naming
    from sinograph.linked.page import Group, Value
    from sinograph.linked.places import Section
    from sinograph.linked.surroundings import Surroundings


@dataclass(frozen=True)
class Page:
    """What the page of a thing shows.

    :param also: its name in the other language, if that is another one
    :param elsewhere: what repeats the facts for other vocabularies, and for queries
    :param said: what a passage says, where the thing is one
    """

    iri: str
    curie: str
    name: str
    also: str
    kinds: tuple[Group, ...]
    other_names: tuple[str, ...]
    definitions: tuple[Literal, ...]
    sections: tuple[Section, ...]
    elsewhere: tuple[Group, ...]
    said: tuple[tuple[tuple[str, str], ...], ...]


def lay_out(description: Description, surroundings: Surroundings, addresses: Addresses) -> Page:
    """Lay out a description for readers."""
    layout = Layout(description.naming, addresses)
    thing, naming, facts = description.thing, description.naming, description.facts
    literals = {prop: _literals(facts, prop) for prop in IN_HEADER}
    kinds = [fact for fact in facts if fact.triple.predicate == TYPE and fact.holds]
    apart = [fact for fact in facts if is_foreign(fact) or is_repeated(fact.triple.predicate)]
    elsewhere = [*(fact for fact in kinds if is_foreign_kind(fact)), *apart]
    return Page(
        iri=thing.value,
        curie=shorten(thing),
        name=naming.of_node(thing),
        also=_also(naming, thing),
        kinds=_grouped([fact for fact in kinds if not is_foreign_kind(fact)], layout),
        other_names=tuple(name.value for name in literals[OTHER_NAME]),
        definitions=tuple(each for prop in DEFINITIONS for each in _spoken(literals[prop], naming.language)),
        sections=tuple(Places(description, surroundings, layout, set(apart)).told()),
        elsewhere=_grouped(elsewhere, layout),
        said=tuple(layout.sentence(triple) for triple in description.said),
    )


def _also(naming: Naming, thing: NamedNode) -> str:
    """Return what a thing is called in the language that is not spoken, where that is another name."""
    other = naming.in_language(thing, "en" if naming.language == "zh" else "zh") or ""
    return other if other != naming.of_node(thing) else ""


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
