"""A description as a page shows it: facts grouped by property, each value with its evidence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from sinograph.linked.wording import readable
from sinograph.namespaces import GRAPH, expand, natural, shorten, sino

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pyoxigraph import Triple

    from sinograph.linked.addresses import Addresses
    from sinograph.linked.description import Description, Fact
    from sinograph.linked.evidence import Passage
    from sinograph.linked.naming import Naming

TYPE: Final = expand("rdf:type")
NAME: Final = expand("skos:prefLabel")
OTHER_NAME: Final = expand("skos:altLabel")
DEFINITIONS: Final = (expand("skos:definition"), expand("dcterms:description"))
IN_HEADER: Final = frozenset({TYPE, NAME, OTHER_NAME, expand("sino:quotation"), *DEFINITIONS})
"""What a page says above its facts."""

HEADS: Final = f"{GRAPH}passages/"
"""Where the graphs begin that say of passages what they are, which is nobody's claim."""

STATED: Final = sino("Stated")
OURS: Final = (expand("sino:").value, expand("skos:").value)
"""The vocabularies whose inferred facts are shown beside the others; those of the rest repeat them in other words."""

SHOWN_OTHERS: Final = frozenset({TYPE, expand("prov:wasQuotedFrom"), expand("prov:wasDerivedFrom")})
"""Properties of other vocabularies that the project itself uses."""


@dataclass(frozen=True)
class Value:
    """What stands in one line: a value, or a thing that mentions ours.

    :param exact: what a readable number stands for
    :param marks: what a reader must know before citing it, in words
    """

    fact: Fact
    text: str
    exact: str
    language: str
    link: str
    marks: tuple[str, ...]
    words: tuple[Words, ...]
    curators: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """A passage as it is shown below a value."""

    exact: tuple[str, ...]
    link: str
    place: str
    modality: str
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The values of one property; ``more`` is how many are not listed."""

    name: str
    curie: str
    link: str
    values: tuple[Value, ...]
    more: int = 0
    iri: str = ""


@dataclass(frozen=True)
class Page:
    """What the page of a thing shows."""

    iri: str
    curie: str
    name: str
    chinese: str
    kinds: tuple[Group, ...]
    other_names: tuple[str, ...]
    definitions: tuple[Literal, ...]
    facts: tuple[Group, ...]
    elsewhere: tuple[Group, ...]
    mentions: tuple[Group, ...]
    said: tuple[tuple[tuple[str, str], ...], ...]


def lay_out(description: Description, addresses: Addresses) -> Page:
    """Lay out a description for readers."""
    layout = _Layout(description.naming, addresses)
    thing, naming, facts = description.thing, description.naming, description.facts
    literals = {prop: _literals(facts, prop) for prop in IN_HEADER}
    shown = [fact for fact in facts if fact.triple.predicate not in IN_HEADER or not fact.holds]
    kinds = [fact for fact in facts if fact.triple.predicate == TYPE and fact.holds]
    foreign = [fact for fact in shown if _is_foreign(fact)]
    repeated = {fact.triple.predicate for fact in description.mentions if _is_foreign(fact)}
    return Page(
        iri=thing.value,
        curie=shorten(thing),
        name=naming.of_node(thing),
        chinese=naming.in_language(thing, "zh") or "",
        kinds=layout.groups([fact for fact in kinds if not _is_foreign_kind(fact)], _object),
        other_names=tuple(name.value for name in literals[OTHER_NAME]),
        definitions=tuple(literal for prop in DEFINITIONS for literal in literals[prop]),
        facts=layout.groups([fact for fact in shown if not _is_foreign(fact)], _object),
        elsewhere=layout.groups([*(fact for fact in kinds if _is_foreign_kind(fact)), *foreign], _object),
        mentions=layout.groups(
            [fact for fact in description.mentions if not _is_foreign(fact)],
            _subject,
            {prop: number for prop, number in description.left_out.items() if prop not in repeated},
        ),
        said=tuple(layout.sentence(triple) for triple in description.said),
    )


class _Layout:
    """Writes terms and facts, with names and addresses at hand."""

    def __init__(self, naming: Naming, addresses: Addresses) -> None:
        self._naming, self._addresses = naming, addresses

    def groups(
        self,
        facts: Iterable[Fact],
        side: Callable[[Fact], NamedNode | Literal],
        left_out: Mapping[NamedNode, int] | None = None,
    ) -> tuple[Group, ...]:
        by_property: dict[NamedNode, list[Value]] = defaultdict(list)
        left_out = left_out or {}
        for prop in left_out:
            by_property[prop] = []
        for fact in facts:
            by_property[fact.triple.predicate].append(self._value(fact, side(fact)))
        groups = [
            Group(
                self._called(prop),
                shorten(prop),
                self._link(prop),
                tuple(sorted(values, key=lambda value: (not value.fact.holds, natural(value.text)))),
                left_out.get(prop, 0),
                prop.value,
            )
            for prop, values in by_property.items()
        ]
        return tuple(sorted(groups, key=lambda group: (group.name.casefold(), group.curie)))

    def sentence(self, triple: Triple) -> tuple[tuple[str, str], ...]:
        """Return the three terms of a statement, each as its text and its link."""
        texts = (self._text(triple.subject), self._called(triple.predicate), self._text(triple.object))
        return tuple((text, self._link(term)) for text, term in zip(texts, triple, strict=True))

    def _value(self, fact: Fact, term: NamedNode | Literal) -> Value:
        text = self._text(term)
        literal = term if isinstance(term, Literal) else None
        return Value(
            fact=fact,
            text=text,
            exact=literal.value if literal and literal.value != text else "",
            language=(literal.language or "") if literal else "",
            link=self._link(term),
            marks=self._marks(fact),
            words=tuple(self._words(passage) for passage in fact.passages),
            curators=tuple(
                graph.value.rsplit("/", 1)[-1] for graph in fact.curators if not graph.value.startswith(HEADS)
            ),
        )

    def _called(self, prop: NamedNode) -> str:
        return "is of the kind" if prop == TYPE else self._naming.of_node(prop)

    def _text(self, term: object) -> str:
        if isinstance(term, Literal):
            return readable(term)
        if not isinstance(term, NamedNode):
            return ""
        return self._naming.of_node(term) if self._addresses.local(term) else self._naming.of_other(term)

    def _link(self, term: object) -> str:
        if not isinstance(term, NamedNode):
            return ""
        is_web = term.value.lower().startswith(("http://", "https://"))
        return self._addresses.local(term) or (term.value if is_web else "")

    def _marks(self, fact: Fact) -> tuple[str, ...]:
        said = {self._naming.of_node(passage.modality).lower() for passage in fact.passages}
        if not fact.holds:
            return tuple(f"only {word}, not asserted" for word in sorted(said))
        is_stated = fact.curators or any(passage.modality == STATED for passage in fact.passages)
        return () if is_stated else tuple(sorted(said))

    def _words(self, passage: Passage) -> Words:
        return Words(
            exact=tuple(quote.exact for quote in passage.quotes),
            link=self._link(passage.iri),
            place=self._where(passage),
            modality=self._naming.of_node(passage.modality).lower(),
            remarks=(
                *(self._naming.of_node(condition).lower() for condition in passage.conditions),
                *(note.value for note in passage.notes),
            ),
        )

    def _where(self, passage: Passage) -> str:
        spans = [f"{quote.start:,}–{quote.end:,}" for quote in passage.quotes if quote.start >= 0]
        document = self._naming.of_node(passage.document) if passage.document else ""
        return ", characters ".join(part for part in (document, " and ".join(spans)) if part)


def _literals(facts: Iterable[Fact], prop: NamedNode) -> list[Literal]:
    terms = [fact.triple.object for fact in facts if fact.triple.predicate == prop and fact.holds]
    return [term for term in terms if isinstance(term, Literal)]


def _is_foreign(fact: Fact) -> bool:
    return fact.inferred and fact.holds and _repeats(fact.triple.predicate)


def _repeats(prop: NamedNode) -> bool:
    return prop not in SHOWN_OTHERS and not prop.value.startswith(OURS)


def _is_foreign_kind(fact: Fact) -> bool:
    kind = fact.triple.object
    return fact.inferred and isinstance(kind, NamedNode) and not kind.value.startswith(OURS)


def _object(fact: Fact) -> NamedNode | Literal:
    term = fact.triple.object
    if not isinstance(term, (NamedNode, Literal)):
        raise TypeError(f"an IRI or a literal was expected, not {term}")
    return term


def _subject(fact: Fact) -> NamedNode | Literal:
    term = fact.triple.subject
    if not isinstance(term, NamedNode):
        raise TypeError(f"an IRI was expected, not {term}")
    return term
