"""What the front page shows: one finding with the sentence that says so, the labs, the sources, and more numbers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from flask import url_for
from pyoxigraph import Literal, NamedNode

from sinograph.engine.errors import EngineError, LimitError
from sinograph.languages import LANGUAGES, message
from sinograph.linked.asking import rows
from sinograph.linked.evidence import read_passages
from sinograph.linked.naming import Naming
from sinograph.linked.page import Layout
from sinograph.linked.reading_along import read_documents
from sinograph.namespaces import GRAPH, tail
from sinograph.once import once
from sinograph.spreads import read_spreads
from sinograph.web.links import OwnAddresses, link_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sinograph.engine.interface import Engine
    from sinograph.languages import Language
    from sinograph.linked.evidence import Passage
    from sinograph.spreads import Spread
    from sinograph.web.about import About

Link = tuple[str, str]
"""An address and the words that lead there."""

DESCRIPTIONS: Final = "SELECT ?document ?text WHERE { ?document a sino:SourceDocument ; dcterms:description ?text }"

LABS: Final = "SELECT DISTINCT ?lab WHERE { ?lab a sino:Lab } ORDER BY ?lab LIMIT 60"

LIMIT_SECONDS: Final = 60.0
"""For how long the page does without what took more than a query may take: so long it keeps no thread waiting."""

LEADS: Final = {
    message("models"): "models.listing",
    message("techniques"): "spread.listing",
    message("facts from documents"): "documents.listing",
    message("passages quoted"): "documents.listing",
    message("disputes"): "disputes.listing",
}
"""The page that a number leads to."""


class Example(NamedTuple):
    """A technique that one lab has from another, and the words that say so.

    :param read: where the words are read in their document
    :param place: the document and where they stand there
    :param why: the proof
    :param number: how many such findings there are
    """

    spread: Spread
    technique: Link
    giver: Link
    taker: Link
    model: Link
    read: str | None
    place: str
    why: str | None
    number: int


class Front(NamedTuple):
    """What the page shows.

    :param example: the finding to begin with, if there is one that is complete
    :param labs: each with its page and its name
    :param sources: what the data come from; without an address where there is no page of it
    :param described: what the source is, where there is but one and the data describe it
    :param leads: the page that each number leads to, where there is one
    """

    example: Example | None
    labs: list[Link]
    sources: list[Link]
    described: str
    leads: dict[str, str]


class _Told(NamedTuple):
    """What is looked up once, in one language."""

    spreads: tuple[Spread, ...]
    shown: Spread | None
    passage: Passage | None
    naming: Naming
    labs: tuple[NamedNode, ...]
    sources: tuple[NamedNode, ...]
    descriptions: Mapping[NamedNode, str]


class FrontPage:
    """Looks up what the front page shows; the data stay what they are while they are served."""

    def __init__(self, engine: Engine, about: About) -> None:
        self._engine, self._about = engine, about
        self._addresses = OwnAddresses(about.base)
        self._told = {
            language: once(partial(self._read, language), limit_seconds=LIMIT_SECONDS) for language in LANGUAGES
        }

    def shown(self, language: Language) -> Front:
        """Return what the page shows in a language; of the data nothing while the engine cannot be asked."""
        try:
            told = self._told[language]()
        except (EngineError, LimitError):  # which the page can do without
            told = _Told((), None, None, Naming(), (), (), {})
        return Front(self._example(told), self._labs(told), self._sources(told), _description(told), self._leads())

    def _example(self, told: _Told) -> Example | None:
        spread, passage = told.shown, told.passage
        if spread is None or spread.technique is None or spread.through is None or passage is None:
            return None
        things = (spread.technique, spread.origin, spread.target, spread.through)
        technique, giver, taker, model = ((self._addresses.link(each.node), each.label) for each in things)
        why = None
        if self._about.release is not None:
            why = url_for("explanations.explanation", s=f"<{spread.iri}>", p="rdf:type", o="sino:TechniqueSpread")
        place = Layout(told.naming, self._addresses).words(passage).place
        number = len(told.spreads)
        return Example(spread, technique, giver, taker, model, link_to(passage), place, why, number)

    def _labs(self, told: _Told) -> list[Link]:
        return [(self._addresses.link(lab), told.naming.of_node(lab)) for lab in told.labs]

    def _sources(self, told: _Told) -> list[Link]:
        found = [
            (url_for("documents.document", slug=tail(node.value)), told.naming.of_node(node)) for node in told.sources
        ]
        return found or [("", source) for source in self._about.sources]

    def _leads(self) -> dict[str, str]:
        if self._about.release is None:
            return {}
        inferred = url_for("graph_store.indirect", graph=f"{GRAPH}inferred")
        return {
            **{name: url_for(endpoint) for name, endpoint in LEADS.items()},
            "labs": "#labs",
            "facts inferred": inferred,
        }

    def _read(self, language: Language) -> _Told:
        spreads = read_spreads(self._engine, language)
        shown = max(spreads, key=_completeness, default=None)
        iri = shown and shown.leading and shown.leading.passage
        passage = read_passages(self._engine, [iri]).get(iri) if iri else None
        labs = tuple(lab for (lab,) in rows(self._engine, LABS) if isinstance(lab, NamedNode))
        sources = tuple(document.iri for document in read_documents(self._engine))
        found = [(node, text) for node, text in rows(self._engine, DESCRIPTIONS) if isinstance(text, Literal)]
        own = sorted(found, key=lambda row: row[1].language == language)
        descriptions = {node: text.value for node, text in own if isinstance(node, NamedNode)}
        terms = {*labs, *sources, *_of(passage)}
        naming = Naming.of(self._engine, terms, language)
        return _Told(spreads, shown, passage, naming, labs, sources, descriptions)


def _description(told: _Told) -> str:
    return told.descriptions.get(told.sources[0], "") if len(told.sources) == 1 else ""


def _of(passage: Passage | None) -> Iterable[NamedNode]:
    """Return what a passage is told with."""
    if passage is None:
        return ()
    return (passage.modality, *passage.conditions, *([passage.document] if passage.document else ()))


def _completeness(spread: Spread) -> tuple[bool, bool, bool]:
    """Rate how much of itself a spread shows: what came through which model, and a quote that names it."""
    named = spread.technique is not None and spread.through is not None
    are_labs = all("/lab/" in side.iri for side in (spread.origin, spread.target))
    return named, are_labs, bool(spread.leading and named and len(spread.leading.quotation) < 100)
