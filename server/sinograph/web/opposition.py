"""Disputes as a page shows them: what they are about in a sentence, then the sides beside one another.

Those about the same things stand together, and in the quotes what differs is marked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from sinograph.assertions import AMOUNTS
from sinograph.languages import message, say
from sinograph.linked.cards import STATED_AS, lay_out_readings
from sinograph.linked.contrast import contrast
from sinograph.linked.difference import difference
from sinograph.linked.evidence import read_passages
from sinograph.linked.naming import Naming
from sinograph.linked.page import TYPE
from sinograph.linked.reading_along import Reading, read_along
from sinograph.linked.wording import readable
from sinograph.namespaces import sino, tail
from sinograph.web.links import link_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyoxigraph import Triple

    from sinograph.engine.interface import Engine
    from sinograph.languages import Language
    from sinograph.linked.addresses import Addresses
    from sinograph.linked.cards import Card
    from sinograph.linked.contrast import Marked
    from sinograph.linked.difference import Difference
    from sinograph.linked.disputes import Dispute
    from sinograph.spelling import Term

KINDS: Final = {
    "values": message("The values do not agree."),
    "claims": message("The statements do not agree."),
    "logic": message("By the ontology these are not both possible."),
    "passages": message("The curators judge that these passages cannot both hold."),
}
"""What kind of disagreement it is."""

ALTERNATIVE: Final = message("{thing}: {alternatives}?")
"""The question that a dispute leaves open, where what the sides say differs in the values of one property."""

CONFLICTING: Final = sino("ConflictingText")
"""The condition of all that takes a side: on this page it need not be said."""


@dataclass(frozen=True)
class Stand:
    """A side of a dispute.

    :param values: what it says of the disputed property
    :param quote: its words, with what differs from those of the others
    :param remarks: what a reader must know besides, in words
    :param link: where it is read in its document, if it is from one
    """

    values: tuple[str, ...]
    card: Card
    quote: tuple[Marked, ...]
    remarks: tuple[str, ...]
    link: str | None


@dataclass(frozen=True)
class Opposition:
    """A dispute with its sides.

    :param question: what it leaves open; empty where that cannot be told from the facts
    :param kind: in words
    :param property: what the property is called whose values differ; empty where there is none
    :param about: the things concerned that have names, each with its link
    """

    slug: str
    label: str
    question: str
    kind: str
    property: str
    about: tuple[tuple[str, str | None], ...]
    sides: tuple[Stand, ...]


def oppose(
    engine: Engine, disputes: Sequence[Dispute], addresses: Addresses, language: Language
) -> list[list[Opposition]]:
    """Lay out disputes with what ``engine`` knows of their sides; those about the same things are together."""
    passages = read_passages(engine, {NamedNode(side.passage) for each in disputes for side in each.sides})
    readings = {reading.passage.iri.value: reading for reading in read_along(engine, passages.values())}
    laid_out = lay_out_readings(engine, readings.values(), addresses, language)
    cards = {card.iri: (card, readings[card.iri]) for card in laid_out}
    terms = {NamedNode(each["iri"]) for dispute in disputes for each in (*dispute.about, dispute.property) if each}
    terms |= {term for each in readings.values() for fact in each.facts for term in fact if isinstance(term, NamedNode)}
    naming = Naming.of(engine, {*terms, CONFLICTING}, language)
    together: dict[object, list[Opposition]] = {}
    for each in disputes:
        opposition = _opposition(each, cards, naming, addresses)
        together.setdefault(opposition.about or opposition.slug, []).append(opposition)
    return list(together.values())


def _opposition(
    dispute: Dispute, cards: Mapping[str, tuple[Card, Reading]], naming: Naming, addresses: Addresses
) -> Opposition:
    sides = [(side.values, *cards[side.passage]) for side in dispute.sides if side.passage in cards]
    disputed = NamedNode(dispute.property["iri"]) if dispute.property else None
    facts = [reading.facts for *_, reading in sides]
    differing = difference(facts, disputed)
    alternatives = _alternatives(differing, facts, naming)
    things = [differing.thing] if differing else [NamedNode(each["iri"]) for each in dispute.about if each["label"]]
    names = tuple((naming.of_node(thing), addresses.local(thing)) for thing in things)
    marked = contrast(
        [card.words.exact for _, card, _ in sides],
        [[*values, *_amounts(said)] for (values, *_), said in zip(sides, facts, strict=True)],
        [naming.speaking("en").of_node(thing) for thing in things],
        _alternatives(differing, facts, naming.speaking("en")),
    )
    unsaid = naming.of_node(CONFLICTING).lower()
    return Opposition(
        slug=tail(dispute.iri),
        label=dispute.label,
        question=_question(differing, alternatives, naming),
        kind=KINDS[dispute.kind],
        property=_property(differing, disputed, naming),
        about=names,
        sides=tuple(
            Stand(
                values,
                card,
                quote,
                tuple(remark for remark in card.words.remarks if remark != unsaid),
                link_to(reading.passage),
            )
            for (values, card, reading), quote in zip(sides, marked, strict=True)
        ),
    )


def _question(differing: Difference | None, alternatives: Sequence[Sequence[str]], naming: Naming) -> str:
    """Return the question that is left open, if the sides give different values."""
    if differing is None:
        return ""
    told = say(" or ", naming.language).join(say(" and ", naming.language).join(names) for names in alternatives)
    return say(ALTERNATIVE, naming.language, thing=naming.of_node(differing.thing), alternatives=told)


def _property(differing: Difference | None, disputed: NamedNode | None, naming: Naming) -> str:
    """Return what the property is called whose values differ; that something is of a kind goes without saying."""
    prop = differing.prop if differing else disputed
    return naming.of_node(prop) if prop and prop != TYPE else ""


def _alternatives(differing: Difference | None, facts: Sequence[Sequence[Triple]], naming: Naming) -> list[list[str]]:
    """Return for each side what its values are called; what the document says in words of its own is quoted."""
    if differing is None:
        return []
    return [
        _names({each: _words(each, said) for each in values}, naming)
        for values, said in zip(differing.values, facts, strict=True)
    ]


def _names(values: Mapping[Term, str], naming: Naming) -> list[str]:
    """Return what values are called, without those whose name is part of another's: a company is one of some kind."""
    names = [
        f"“{words}”" if words else naming.of_node(each) if isinstance(each, NamedNode) else _written(each, naming)
        for each, words in values.items()
    ]
    return [name for name in names if not any(name != other and name in other for other in names)]


def _written(value: Term, naming: Naming) -> str:
    return readable(value, naming.language) if isinstance(value, Literal) else ""


def _words(claim: Term, facts: Iterable[Triple]) -> str:
    """Return the words that a passage has for what it says, if they are kept."""
    told = (fact.object for fact in facts if fact.subject == claim and fact.predicate == STATED_AS)
    return next((each.value for each in told if isinstance(each, Literal)), "")


def _amounts(facts: Iterable[Triple]) -> list[str]:
    """Return the amounts of the claims of a passage."""
    return [fact.object.value for fact in facts if fact.predicate in AMOUNTS and isinstance(fact.object, Literal)]
