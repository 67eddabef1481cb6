"""Facts below the headings of a thing's kind: each in its place, claims as lines, and the rest at the end."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from sinograph.linked.entries import entry_of, is_foreign, is_told, local_name, object_of, subject_of, told_more_closely
from sinograph.linked.page import TYPE, Layout, place_of
from sinograph.linked.property_names import CONVERSES, SYMMETRIC
from sinograph.linked.sections import FOLDED, KINDS, KNOWN, MENTIONS, MORE, sections_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sinograph.linked.description import Description, Fact
    from sinograph.linked.page import Group, Value
    from sinograph.linked.surroundings import Surroundings

ABOUT: Final = "about"
"""The property by which everything mentions what it is about, mostly besides another that says more."""

VERB: Final = re.compile(r"^(?:has|is) (?=\w)")
"""What the names of properties begin with, and a reader of a list can do without."""


@dataclass(frozen=True)
class Section:
    """What stands below one heading."""

    heading: str
    groups: tuple[Group, ...]

    @property
    def anchor(self) -> str:
        """The fragment by which a page leads to it."""
        return re.sub(r"\W+", "-", self.heading.lower())


class Places:
    """Puts each fact below its heading."""

    def __init__(
        self,
        description: Description,
        surroundings: Surroundings,
        layout: Layout,
        apart: set[Fact],
    ) -> None:
        self._surroundings, self._layout = surroundings, layout
        self._naming = description.naming
        self._places: dict[str, list[Value]] = defaultdict(list)
        self._properties: dict[str, NamedNode] = {}
        self._left_out: dict[str, int] = {}
        self._kinds = {
            local_name(fact.triple.object) for fact in description.facts if fact.triple.predicate == TYPE and fact.holds
        }
        told = set[NamedNode | Literal]()
        for fact in description.facts:
            if fact not in apart and is_told(fact):
                self._place(entry_of(fact.triple.predicate), fact, object_of(fact))
                told.add(object_of(fact))
        repeated = set(told_more_closely(description.mentions, surroundings.wider))
        self._mentions([each for each in description.mentions if not is_foreign(each) and each not in repeated], told)
        foreign = {fact.triple.predicate for fact in description.mentions if is_foreign(fact)}
        for prop, number in description.left_out.items():
            if prop not in foreign:
                entry = f"^{entry_of(prop)}"
                self._left_out[entry] = number
                self._properties.setdefault(entry, prop)

    def told(self) -> Iterator[Section]:
        """Yield the headings below which something stands."""
        entries = {*self._places, *self._left_out}
        for heading, wanted in sections_for(self._kinds):
            groups = tuple(merged([self._group(entry) for entry in wanted if entry in entries]))
            entries -= set(wanted)
            if groups:
                yield Section(heading, groups)
        rest = sorted((self._group(entry) for entry in entries if entry[0] != "^"), key=name_of)
        if rest:
            yield Section(MORE if any(kind in KINDS for kind in self._kinds) else KNOWN, tuple(rest))
        mentions = sorted((self._group(entry) for entry in entries if entry[0] == "^"), key=name_of)
        if mentions:
            yield Section(MENTIONS, tuple(mentions))

    def _mentions(self, facts: Collection[Fact], told: Collection[NamedNode | Literal]) -> None:
        """Place what mentions the thing; a claim is placed once, however many properties it does so by."""
        claims: dict[NamedNode, list[Fact]] = defaultdict(list)
        told_of = {fact.triple.subject for fact in facts if local_name(fact.triple.predicate) != ABOUT}
        for fact in facts:
            subject, prop = subject_of(fact), fact.triple.predicate
            if subject in self._surroundings.classes:
                claims[subject].append(fact)
            elif subject != fact.triple.object and (local_name(prop) != ABOUT or subject not in told_of):
                self._place(f"^{entry_of(prop)}", fact, subject)
        for claim, about in claims.items():
            if claim not in told:
                self._place(f"@{self._surroundings.classes[claim]}", as_one(about), claim)

    def _place(self, entry: str, fact: Fact, term: NamedNode | Literal) -> None:
        value = self._layout.value(fact, term)
        if isinstance(term, NamedNode) and self._surroundings.classes.get(term) == "Dispute":
            value = replace(value, link=self._layout.dispute(term))
        if isinstance(term, NamedNode) and self._surroundings.classes.get(term) in FOLDED:
            value = replace(value, text=self._worded(term, fact), link="", details=value.link)
        self._places[entry].append(replace(value, disputes=tuple(self._disputes(fact, term))))
        self._properties.setdefault(entry, fact.triple.predicate)

    def _worded(self, claim: NamedNode, fact: Fact) -> str:
        """Return what a claim says; one that is not asserted has no name, so its passage speaks."""
        named = claim.value in self._naming.names
        quotes = [quote.exact for passage in fact.passages[:1] for quote in passage.quotes]
        return self._naming.of_node(claim) if named or not quotes else f"“{' … '.join(quotes)}”"

    def _disputes(self, fact: Fact, term: NamedNode | Literal) -> Iterator[str]:
        """Yield the disputes of which a passage is a side that says this."""
        said_by = {passage.iri for passage in fact.passages}
        for dispute in self._surroundings.disputes:
            is_of_it = dispute.disputed in (None, fact.triple.predicate) or term in self._surroundings.classes
            if is_of_it and said_by & dispute.passages:
                yield dispute.slug

    def _group(self, entry: str) -> Group:
        prop = self._properties[entry]
        name = "" if entry[0] == "@" else VERB.sub("", self._layout.called(prop))
        if entry[0] == "^" and entry[1:] not in SYMMETRIC:
            converse = CONVERSES.get(entry[1:])
            called = self._layout.called(prop)
            name = self._layout.say(converse) if converse else self._layout.say("… {property} this", property=called)
        return self._layout.group(prop, self._places[entry], self._left_out.get(entry, 0), name)


def merged(groups: Iterable[Group]) -> Iterator[Group]:
    """Yield groups, those of one name as one: a thing is there once, and as it was said rather than inferred."""
    by_name: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        by_name[group.name or group.curie].append(group)
    for first, *others in by_name.values():
        if not others:
            yield first
            continue
        said: dict[str, Value] = {}
        for value in (value for group in (first, *others) for value in group.values):
            key = value.link or value.text
            if key not in said or (said[key].fact.inferred and not value.fact.inferred):
                said[key] = value
        yield replace(
            first, values=tuple(sorted(said.values(), key=place_of)), more=sum(group.more for group in (first, *others))
        )


def name_of(group: Group) -> tuple[str, str]:
    """Sort groups by their names."""
    return group.name.casefold().removeprefix("… "), group.curie


def as_one(facts: list[Fact]) -> Fact:
    """Return the fact that says best how a claim is about a thing, with what all of them were read from."""
    best = min(facts, key=lambda fact: (not fact.holds, fact.inferred, local_name(fact.triple.predicate) == ABOUT))
    passages = {passage.iri: passage for fact in facts if fact.holds == best.holds for passage in fact.passages}
    return replace(best, passages=tuple(passages.values()))
