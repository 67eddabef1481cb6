"""Facts as pages show them: values as one reads them, grouped by property, with what a reader must know of each."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from sinograph.languages import message, say
from sinograph.linked.property_names import BORROWED
from sinograph.linked.wording import readable
from sinograph.namespaces import GRAPH, expand, natural, shorten, sino, tail

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from sinograph.linked.addresses import Addresses
    from sinograph.linked.description import Fact
    from sinograph.linked.evidence import Passage
    from sinograph.linked.naming import Naming

TYPE: Final = expand("rdf:type")

HEADS: Final = f"{GRAPH}passages/"
"""Where the graphs begin that say of passages what they are, which is nobody's claim."""

STATED: Final = sino("Stated")


@dataclass(frozen=True)
class Value:
    """What stands in one line: a value, or a thing that mentions ours.

    :param exact: what a readable number stands for
    :param marks: what a reader must know before citing it, in words
    :param curators: the curators' files that say it, each with the address of what it says
    :param details: where more is said of what the line stands for, if it is a thing that is no page of its own
    :param disputes: the ends of the IRIs of the disputes that it is part of
    """

    fact: Fact
    text: str
    exact: str
    language: str
    link: str
    marks: tuple[str, ...]
    curators: tuple[tuple[str, str], ...]
    details: str = ""
    disputes: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Condition:
    """What is wrong with the text of passages that a fact was read from.

    :param passages: the IRIs of those passages; the others of the fact have no such fault
    """

    name: str
    passages: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """A passage as it is shown to readers.

    :param place: its document and where it stands there
    :param span: where it stands in its document
    """

    exact: tuple[str, ...]
    link: str
    place: str
    span: str
    modality: str
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The values of one property, or lines without a name; ``more`` is how many are not listed."""

    name: str
    curie: str
    link: str
    values: tuple[Value, ...]
    more: int = 0
    iri: str = ""


PLURAL: Final = re.compile(r"(?:models|labs|chips|companies|divisions)$")
"""How names end that mean several things."""

MANY: Final = {"is": "are", "has": "have", "does": "do"}
"""What a verb becomes after such a name."""


def agreeing(property_name: str, subject: str) -> str:
    """Return the English name of a property as it stands after a name: "are developed by" after "DeepSeek models"."""
    verb, space, rest = property_name.partition(" ")
    return f"{MANY.get(verb, verb)}{space}{rest}" if PLURAL.search(subject) else property_name


class Layout:
    """Writes terms and facts, with names and addresses at hand."""

    def __init__(self, naming: Naming, addresses: Addresses) -> None:
        self._naming, self._addresses = naming, addresses

    def group(self, prop: NamedNode, values: Iterable[Value], more: int = 0, name: str | None = None) -> Group:
        """Return the values of a property, those that hold first; without a name of its own it has the property's."""
        called = self.called(prop) if name is None else name
        return Group(called, shorten(prop), self.link(prop), tuple(sorted(values, key=place_of)), more, prop.value)

    def sentence(self, triple: Triple) -> tuple[tuple[str, str], ...]:
        """Return the three terms of a statement, each as its text and its link."""
        subject = self._text(triple.subject)
        texts = (subject, agreeing(self.called(triple.predicate), subject), self._text(triple.object))
        return tuple((text, self.link(term)) for text, term in zip(texts, triple, strict=True))

    def value(self, fact: Fact, term: NamedNode | Literal) -> Value:
        """Return what a page shows of a term in a fact."""
        text = self._text(term)
        literal = term if isinstance(term, Literal) else None
        return Value(
            fact=fact,
            text=text,
            exact=literal.value if literal and literal.value != text else "",
            language=(literal.language or "") if literal else "",
            link=self.link(term),
            marks=self._marks(fact),
            conditions=self._conditions(fact.passages),
            curators=tuple(
                (tail(graph.value), self.link(graph)) for graph in fact.curators if not graph.value.startswith(HEADS)
            ),
        )

    def say(self, text: str, **values: str) -> str:
        """Say a text in the language of the names."""
        return say(text, self._naming.language, **values)

    def called(self, prop: NamedNode) -> str:
        """Return the name of a property."""
        if prop == TYPE:
            return self.say("is of the kind")
        if prop.value in BORROWED:
            return self.say(BORROWED[prop.value])
        return self._naming.of_node(prop)

    def named(self, node: NamedNode) -> str:
        """Return the name of a thing."""
        return self._naming.of_node(node)

    def dispute(self, dispute: NamedNode) -> str:
        """Return the address at which both sides of a dispute are shown."""
        return self._addresses.dispute(tail(dispute.value))

    def has_name(self, term: object) -> bool:
        """Tell whether the data give a thing a name."""
        return isinstance(term, NamedNode) and self._naming.is_named(term)

    def _text(self, term: object) -> str:
        if isinstance(term, Literal):
            return readable(term, self._naming.language)
        if not isinstance(term, NamedNode):
            return ""
        return self._naming.of_node(term) if self._addresses.local(term) else self._naming.of_other(term)

    def link(self, term: object) -> str:
        """Return the address at which something is said of a term, or nothing where there is none."""
        return self._addresses.link(term)

    def _marks(self, fact: Fact) -> tuple[str, ...]:
        said = {self._naming.of_node(passage.modality).lower() for passage in fact.passages}
        if not fact.holds:
            return tuple(self.say("only {mark}, not asserted", mark=word) for word in sorted(said))
        is_stated = any(passage.modality == STATED for passage in fact.passages)
        return () if fact.curators or is_stated else tuple(sorted(said))

    def _conditions(self, passages: Iterable[Passage]) -> tuple[Condition, ...]:
        """Return what is wrong with the text of these passages, and with which of them."""
        found: dict[str, list[str]] = defaultdict(list)
        for passage in passages:
            for condition in passage.conditions:
                found[self._naming.of_node(condition).lower()].append(passage.iri.value)
        return tuple(Condition(name, tuple(found[name])) for name in sorted(found))

    def words(self, passage: Passage) -> Words:
        """Return the words of a passage, where they stand and how they are meant."""
        document = self._naming.of_node(passage.document) if passage.document else ""
        span = self._span(passage)
        return Words(
            exact=tuple(quote.exact for quote in passage.quotes),
            link=self.link(passage.iri),
            place=self._place(document, span),
            span=span,
            modality=self._naming.of_node(passage.modality).lower(),
            remarks=(
                *(self._naming.of_node(condition).lower() for condition in passage.conditions),
                *(note.value for note in passage.notes),
            ),
        )

    def _place(self, document: str, span: str) -> str:
        """Return where a passage stands, as far as it is known."""
        whole = self.say(message("{document}, {place}"), document=document, place=span)
        return whole if document and span else document or span

    def _span(self, passage: Passage) -> str:
        """Return where a passage stands in its document, if that is known."""
        spans = [f"{quote.start:,}–{quote.end:,}" for quote in passage.quotes if quote.start >= 0]
        return self.say("characters {spans}", spans=self.say(" and ").join(spans)) if spans else ""


def place_of(value: Value) -> tuple[object, ...]:
    """Sort values: those that hold first, then by their texts."""
    return not value.fact.holds, natural(value.text)
