"""The spread of techniques from lab to lab, as a release has it: each spread with the words that it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from sinograph.linked.asking import grouped_rows, rows
from sinograph.linked.naming import Naming
from sinograph.namespaces import tail
from sinograph.tabulation import value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sinograph.engine.interface import Engine
    from sinograph.languages import Language
    from sinograph.tabulation import Term

    Row = tuple[Term | None, ...]

SPREADS: Final = """
SELECT ?spread ?technique ?techniqueName ?from ?fromName ?to ?toName ?through ?throughName ?channel ?channelName
  ?earliest ?latest
WHERE {
  ?spread a sino:TechniqueSpread ; sino:fromLab ?from ; sino:toLab ?to ; sino:channel ?channel .
  ?from skos:prefLabel ?fromName .
  ?to skos:prefLabel ?toName .
  ?channel skos:prefLabel ?channelName .
  FILTER(LANG(?fromName) = "en" && LANG(?toName) = "en" && LANG(?channelName) = "en")
  FILTER(isIRI(?spread) && isIRI(?from) && isIRI(?to) && isIRI(?channel))
  OPTIONAL {
    ?spread sino:technique ?technique FILTER(isIRI(?technique))
    ?technique skos:prefLabel ?techniqueName FILTER(LANG(?techniqueName) = "en")
  }
  OPTIONAL {
    ?spread sino:throughModel ?through FILTER(isIRI(?through))
    ?through skos:prefLabel ?throughName FILTER(LANG(?throughName) = "en")
  }
  OPTIONAL { ?spread sino:earliest ?earliest ; sino:latest ?latest }
}
ORDER BY ?techniqueName ?fromName ?toName ?spread ?earliest"""

DATES: Final = """
SELECT ?spread ?date
WHERE { ?spread a sino:TechniqueSpread ; sino:atTime ?date }
ORDER BY ?spread ?date"""

WORDS: Final = """
SELECT ?spread ?passage ?quotation ?start
WHERE {
  ?spread a sino:TechniqueSpread ; prov:wasDerivedFrom ?passage FILTER(isIRI(?passage))
  ?passage sino:quotation ?quotation .
  OPTIONAL {
    SELECT ?passage (MIN(?first) AS ?start)
    WHERE { ?passage sino:hasFragment? ?span . ?span oa:start ?first }
    GROUP BY ?passage
  }
}
ORDER BY ?spread ?start ?passage"""


@dataclass(frozen=True)
class Named:
    """Something with its name."""

    node: NamedNode
    label: str

    @property
    def iri(self) -> str:
        """Its IRI."""
        return self.node.value

    @property
    def slug(self) -> str:
        """The last part of the IRI."""
        return tail(self.iri)


@dataclass(frozen=True)
class Quote:
    """A passage and its words."""

    passage: NamedNode
    quotation: str


@dataclass(frozen=True)
class Spread:
    """A technique that came from one lab or group to another.

    :param technique: None where what was learned is not named
    :param through: the model that brought it, where one is known
    :param dates: as precise as they are stated
    :param earliest: the first day that it can have been, as YYYY-MM-DD; None where no date is known
    :param latest: the last such day
    :param quotes: the passages that it rests on, in the order of the text
    :param leading: the one to read first
    """

    node: NamedNode
    technique: Named | None
    origin: Named
    target: Named
    through: Named | None
    channel: Named
    dates: tuple[str, ...]
    earliest: str | None
    latest: str | None
    quotes: tuple[Quote, ...]
    leading: Quote | None

    @property
    def iri(self) -> str:
        """Its IRI."""
        return self.node.value

    @property
    def things(self) -> tuple[Named, ...]:
        """What spread, between whom, through what and in which way, as far as that is known."""
        return tuple(each for each in (self.technique, self.origin, self.target, self.through, self.channel) if each)

    @property
    def date(self) -> str | None:
        """The most precise date."""
        return max(self.dates, key=len, default=None)


def leading_quote(quotes: Iterable[Quote], things: Iterable[Named | None]) -> Quote | None:
    """Return the quote to read first: the one that has most of the names of what spread, through what and to whom."""
    names = [each.label for each in things if each]
    return max(
        quotes,
        key=lambda quote: (sum(name in quote.quotation for name in names), len(quote.quotation)),
        default=None,
    )


def read_spreads(engine: Engine, language: Language = "en") -> tuple[Spread, ...]:
    """Ask an engine for all spreads; what has several earliest days is listed once.

    :param language: the one of the names, where there are any in it
    """
    dates, words = (grouped_rows(engine, query) for query in (DATES, WORDS))
    found: dict[Term | None, Spread] = {}
    for row in rows(engine, SPREADS):
        found.setdefault(row[0], _spread(row, dates[row[0]], words[row[0]]))
    spreads = tuple(found.values())
    return spreads if language == "en" else tuple(_renamed(engine, spreads, language))


def _renamed(engine: Engine, spreads: Iterable[Spread], language: Language) -> Iterator[Spread]:
    """Return the spreads with the names of another language."""
    spreads = tuple(spreads)
    naming = Naming.of(engine, {thing.node for each in spreads for thing in each.things}, language)

    def named(thing: Named) -> Named:
        return Named(thing.node, naming.of_node(thing.node))

    for each in spreads:
        yield replace(
            each,
            technique=each.technique and named(each.technique),
            origin=named(each.origin),
            target=named(each.target),
            through=each.through and named(each.through),
            channel=named(each.channel),
        )


def _spread(row: Row, dates: list[Row], words: list[Row]) -> Spread:
    technique, origin, target, through, channel = (_named(row[at], row[at + 1]) for at in range(1, 11, 2))
    if not isinstance(row[0], NamedNode) or origin is None or target is None or channel is None:
        raise ValueError(row)
    quotes = tuple(
        Quote(passage, value_of(quotation)) for passage, quotation, _ in words if isinstance(passage, NamedNode)
    )
    return Spread(
        row[0],
        technique,
        origin,
        target,
        through,
        channel,
        tuple(value_of(date) for (date,) in dates),
        value_of(row[11]) or None,
        value_of(row[12]) or None,
        quotes,
        leading_quote(quotes, (technique, through, origin, target)),
    )


def _named(term: Term | None, name: Term | None) -> Named | None:
    return Named(term, value_of(name)) if isinstance(term, NamedNode) else None
