"""Facts as pages show them: values as one reads them, grouped by property, with what a reader must know of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from sinograph.languages import say
from sinograph.linked.wording import readable
from sinograph.namespaces import GRAPH, expand, natural, shorten, sino

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
    :param details: where more is said of what the line stands for, if it is a thing that is no page of its own
    :param disputes: the ends of the IRIs of the disputes that it is part of
    """

    fact: Fact
    text: str
    exact: str
    language: str
    link: str
    marks: tuple[str, ...]
    curators: tuple[str, ...]
    details: str = ""
    disputes: tuple[str, ...] = ()


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
        texts = (self._text(triple.subject), self.called(triple.predicate), self._text(triple.object))
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
            curators=tuple(
                graph.value.rsplit("/", 1)[-1] for graph in fact.curators if not graph.value.startswith(HEADS)
            ),
        )

    def say(self, text: str, **values: str) -> str:
        """Say a text in the language of the names."""
        return say(text, self._naming.language, **values)

    def called(self, prop: NamedNode) -> str:
        """Return the name of a property."""
        return self.say("is of the kind") if prop == TYPE else self._naming.of_node(prop)

    def _text(self, term: object) -> str:
        if isinstance(term, Literal):
            return readable(term, self._naming.language)
        if not isinstance(term, NamedNode):
            return ""
        return self._naming.of_node(term) if self._addresses.local(term) else self._naming.of_other(term)

    def link(self, term: object) -> str:
        """Return the address at which something is said of a term, or nothing where there is none."""
        if not isinstance(term, NamedNode):
            return ""
        is_web = term.value.lower().startswith(("http://", "https://"))
        return self._addresses.local(term) or (term.value if is_web else "")

    def _marks(self, fact: Fact) -> tuple[str, ...]:
        said = {self._naming.of_node(passage.modality).lower() for passage in fact.passages}
        if not fact.holds:
            return tuple(self.say("only {mark}, not asserted", mark=word) for word in sorted(said))
        if fact.curators:
            return ()
        is_stated = any(passage.modality == STATED for passage in fact.passages)
        return (*(() if is_stated else sorted(said)), *self._conditions(fact.passages))

    def _conditions(self, passages: Iterable[Passage]) -> tuple[str, ...]:
        """Return what is wrong with the text of every one of these passages."""
        conditions = [set(passage.conditions) for passage in passages]
        found = set.union(*conditions) if conditions and all(conditions) else set[NamedNode]()
        return tuple(sorted(self._naming.of_node(condition).lower() for condition in found))

    def words(self, passage: Passage) -> Words:
        """Return the words of a passage, where they stand and how they are meant."""
        document = self._naming.of_node(passage.document) if passage.document else ""
        span = self._span(passage)
        return Words(
            exact=tuple(quote.exact for quote in passage.quotes),
            link=self.link(passage.iri),
            place=", ".join(part for part in (document, span) if part),
            span=span,
            modality=self._naming.of_node(passage.modality).lower(),
            remarks=(
                *(self._naming.of_node(condition).lower() for condition in passage.conditions),
                *(note.value for note in passage.notes),
            ),
        )

    def _span(self, passage: Passage) -> str:
        """Return where a passage stands in its document, if that is known."""
        spans = [f"{quote.start:,}–{quote.end:,}" for quote in passage.quotes if quote.start >= 0]
        return self.say("characters {spans}", spans=self.say(" and ").join(spans)) if spans else ""


def place_of(value: Value) -> tuple[object, ...]:
    """Sort values: those that hold first, then by their texts."""
    return not value.fact.holds, natural(value.text)
