"""The models side by side: what is said of each in the same columns, their scores, prices and context lengths."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from sinograph.figures.comparison import BELONGINGS, COLUMNS, CONTEXT, Cell, Column, Comparison, Context, Model, Score
from sinograph.figures.figure import Figure, figure_of, merge
from sinograph.figures.margins import bounded_by
from sinograph.figures.statements import read_claims, read_said, read_sides
from sinograph.linked.asking import rows
from sinograph.linked.naming import Naming
from sinograph.namespaces import natural, sino

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sinograph.engine.interface import Engine
    from sinograph.figures.statements import Claim, Said

MODELS: Final = "SELECT DISTINCT ?model WHERE { ?model a sino:Model }"


FAMILY: Final = sino("memberOf")
PRICE: Final = sino("hasPrice")
PROPERTIES: Final = (*(sino(name) for column in COLUMNS for name in column.properties), FAMILY, PRICE)
NOT_RELEASED: Final = sino("NotReleased")
CLAIMS: Final = ("BenchmarkResult", "Comparison", "Observation", "Price")
UNITS: Final = {sino("Percent"): "%"}


def compare_models(engine: Engine) -> Comparison:
    """Read from an engine what is said of models in figures."""
    return _Reader(engine).comparison()


class _Reader:
    """Reads everything once, and lays it out by column."""

    def __init__(self, engine: Engine) -> None:
        self._models = [model for (model,) in rows(engine, MODELS) if isinstance(model, NamedNode)]
        self._claims = read_claims(engine, CLAIMS)
        self._observations = _grouped(
            self._of_kind("Observation"), lambda claim: (claim.node("observationOf"), claim.node("measure"))
        )
        self._priced = _grouped(self._of_kind("Price"), lambda claim: claim.iri)
        self._sides = read_sides(engine)
        said = read_said(engine, PROPERTIES)
        self._said: dict[tuple[NamedNode, NamedNode], list[Said]] = defaultdict(list)
        for each in said:
            self._said[each.thing, each.prop].append(each)
        self.naming = Naming.of(engine, self._named(said))

    def comparison(self) -> Comparison:
        """Return all of it: the newest models first, scores by benchmark, the best first."""
        ordered = sorted(self._models, key=self._by_name)
        models = sorted((self._model(model) for model in ordered), key=_newest)
        known = [
            model for model in models if model.prices.figures or any(cell.figures for cell in model.cells.values())
        ]
        stated = list(self._scores())
        scores = sorted([*stated, *self._bounded(stated)], key=self._by_score)
        contexts = tuple(self._contexts({model.iri: model.days for model in known}))
        shown = {each.iri for each in known} | {each.model for each in scores} | {each.thing for each in contexts}
        return Comparison(
            models=tuple(known),
            named=tuple(model for model in ordered if model not in shown),
            beside=tuple(model for model in ordered if model in shown - {each.iri for each in known}),
            scores=tuple(scores),
            contexts=contexts,
            naming=self.naming,
            belongings={thing: self._belongings(thing) for thing in shown},
        )

    def _belongings(self, thing: NamedNode) -> dict[str, frozenset[NamedNode]]:
        values = {
            column.name: [figure.value for figure in self._figures(thing, column)]
            for column in COLUMNS
            if column.name in BELONGINGS
        }
        return {
            name: frozenset(value for value in each if isinstance(value, NamedNode)) for name, each in values.items()
        }

    def _model(self, model: NamedNode) -> Model:
        cells = {column.name: self._cell(self._figures(model, column)) for column in COLUMNS}
        return Model(model, cells, self._cell(self._prices(model)))

    def _figures(self, thing: NamedNode, column: Column) -> tuple[Figure, ...]:
        found = self._own(thing, column)
        unreleased = any(each.value == NOT_RELEASED for each in self._said[thing, sino("status")])
        if not found and column.of_family and not unreleased:
            families = [each.value for each in self._said[thing, FAMILY] if isinstance(each.value, NamedNode)]
            found = [replace(figure, of=family) for family in families for figure in self._own(family, column)]
        return merge(found)

    def _own(self, thing: NamedNode, column: Column) -> list[Figure]:
        said = (each for name in column.properties for each in self._said[thing, sino(name)])
        figures = [
            figure_of(each.value, passages=each.passages, inferred=each.inferred, prop=each.prop) for each in said
        ]
        return [*figures, *self._observed(thing, column.measure)]

    def _observed(self, thing: NamedNode, measure: str) -> Iterator[Figure]:
        if measure:
            yield from map(_figure, self._observations.get((thing, sino(measure)), ()))

    def _prices(self, model: NamedNode) -> tuple[Figure, ...]:
        nodes = dict.fromkeys(each.value for each in self._said[model, PRICE])
        return merge(_figure(claim) for node in nodes for claim in self._priced.get(node, ()))

    def _scores(self) -> Iterator[Score]:
        found: dict[tuple[NamedNode, NamedNode], list[Figure]] = defaultdict(list)
        for claim in self._of_kind("BenchmarkResult"):
            on, model = claim.node("onBenchmark", "onTask"), claim.node("ofModel")
            if on and model:
                found[on, model].append(_figure(claim))
        for (on, model), figures in found.items():
            yield Score(on, model, self._cell(merge(figures)))

    def _bounded(self, scores: list[Score]) -> Iterator[Score]:
        """Yield what comparisons leave open of scores that are not stated."""
        stated = {(score.on, score.model): score.cell for score in scores}
        for claim in self._of_kind("Comparison"):
            on, model, other = claim.node("measure"), claim.node("comparedItem"), claim.node("comparedWith")
            if on is None or model is None or other is None or (on, other) in stated or not claim.passage.asserted:
                continue
            for figure in stated.get((on, model), Cell()).figures:
                if bound := bounded_by(claim, figure):
                    yield Score(on, other, Cell((bound,)), model)

    def _contexts(self, released: Mapping[NamedNode, tuple[str, str] | None]) -> Iterator[Context]:
        observed = {claim.node("observationOf") for claim in self._of_kind("Observation")}
        things = {thing for thing, _ in self._said} | {thing for thing in observed if thing}
        for thing in sorted(things, key=self._by_name):
            for figure in merge(self._own(thing, CONTEXT)):
                days = figure.days or released.get(thing)
                yield Context(thing, Cell((figure,)), days, by_release=figure.days is None and days is not None)

    def _cell(self, figures: tuple[Figure, ...]) -> Cell:
        """Return a cell with the disputes in which different figures take sides."""
        sides: dict[str, set[int]] = defaultdict(set)
        for place, figure in enumerate(figures):
            for passage in figure.passages:
                for dispute in self._sides.get(passage.iri.value, ()):
                    sides[dispute].add(place)
        return Cell(figures, tuple(sorted(dispute for dispute, places in sides.items() if len(places) > 1)))

    def _of_kind(self, kind: str) -> Iterator[Claim]:
        return (claim for claim in self._claims if claim.kind == sino(kind))

    def _named(self, said: Iterable[Said]) -> Iterator[NamedNode]:
        yield from self._models
        for each in said:
            yield from (term for term in (each.thing, each.value) if isinstance(term, NamedNode))
            yield from (term for passage in each.passages for term in (passage.modality, *passage.conditions))
            yield from (passage.document for passage in each.passages if passage.document)
        for claim in self._claims:
            passage = claim.passage
            yield from (passage.modality, *passage.conditions, *([passage.document] if passage.document else ()))
            yield from (term for terms in claim.told.values() for term in terms if isinstance(term, NamedNode))

    def _by_name(self, node: NamedNode) -> tuple[object, ...]:
        return natural(self.naming.of_node(node).casefold()), node.value

    def _by_score(self, score: Score) -> tuple[object, ...]:
        low, high = score.cell.figures[0].range or (None, None)
        return self._by_name(score.on), -(high if high is not None else low or 0.0), self._by_name(score.model)


def _grouped(claims: Iterable[Claim], key: Callable[[Claim], object]) -> Mapping[object, list[Claim]]:
    grouped: dict[object, list[Claim]] = defaultdict(list)
    for claim in claims:
        grouped[key(claim)].append(claim)
    return grouped


def _newest(model: Model) -> tuple[bool, int]:
    return model.days is None, -date.fromisoformat(model.days[1]).toordinal() if model.days else 0


def _figure(claim: Claim) -> Figure:
    unit = claim.node("unit")
    return Figure(
        claim.amount,
        (claim.passage,),
        words=claim.text("statedAs"),
        when=claim.text("timeStatedAs"),
        unit=UNITS.get(unit, "") if unit else "",
        currency=claim.text("currency"),
        per=claim.text("perTokens"),
        direction=claim.node("priceDirection"),
    )
