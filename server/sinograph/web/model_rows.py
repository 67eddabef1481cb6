"""The rows of the tables of models, as pages and JSON have them, and what the charts draw of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from flask import url_for
from pyoxigraph import NamedNode

from sinograph.agreement import Amount
from sinograph.namespaces import tail
from sinograph.web.links import destination
from sinograph.web.model_choices import slug, tags_of
from sinograph.web.notes import Notes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sinograph.figures import Comparison
    from sinograph.figures.comparison import Cell, Model, Score
    from sinograph.figures.figure import Figure
    from sinograph.languages import Language
    from sinograph.linked.addresses import Addresses

Shown = dict[str, Any]
Tags = Mapping[str, frozenset[str]]

MOST_BESIDE: Final = 200
"""How many models a model without a lab is shown with, of those on one benchmark."""


class Rows:
    """A comparison laid out in rows; ``passes`` says of each whether the filters let it through.

    :param given: the slugs or IRIs of which each filter wants one
    :param explained: whether there are proofs to lead to
    """

    def __init__(
        self,
        comparison: Comparison,
        addresses: Addresses,
        given: Mapping[str, Collection[str]],
        *,
        language: Language,
        explained: bool,
    ) -> None:
        self._comparison, self._addresses, self._given, self._explained = comparison, addresses, given, explained
        self._naming = comparison.naming.speaking(language)
        self._tags = tags_of(comparison)
        self._beside = self._by_benchmark(comparison.scores)
        self.language = language
        self.notes = Notes(self._naming, addresses)
        self.models = [self._model(model) for model in comparison.models]
        self.scores = [self._score(score) for score in comparison.scores]
        self.contexts = [
            {
                **self._row(each.thing, self._tags[each.thing]),
                **self._cell(each.thing, each.cell),
                "earliest": each.days and each.days[0],
                "latest": each.days and each.days[1],
                "byRelease": each.by_release,
                "when": each.cell.figures[0].when,
            }
            for each in comparison.contexts
        ]
        self.named = [self._thing(model) for model in comparison.named]
        self.beside = [self._thing(model) for model in comparison.beside]

    def _model(self, model: Model) -> Shown:
        cells = {name: self._cell(model.iri, cell) for name, cell in model.cells.items()}
        earliest, latest = model.days or (None, None)
        return {
            **self._row(model.iri, self._tags[model.iri]),
            "cells": {**cells, "prices": self._cell(model.iri, model.prices)},
            "earliest": earliest,
            "latest": latest,
        }

    def _score(self, score: Score) -> Shown:
        """Lay out a score; a model without a lab is shown where those are that it is compared with."""
        own = self._tags[score.model]
        return {
            **self._row(score.model, own if own["lab"] else self._beside[score.on]),
            **self._cell(score.model, score.cell),
            "on": self._thing(score.on),
            "than": score.than and self._thing(score.than),
            "words": score.cell.figures[0].words if score.than else "",
        }

    def _by_benchmark(self, scores: Iterable[Score]) -> dict[NamedNode, Tags]:
        """Return for each benchmark by what the models can be picked out that have a score there."""
        models: dict[NamedNode, dict[NamedNode, None]] = defaultdict(dict)
        for score in scores:
            models[score.on][score.model] = None
        return {on: self._united(list(beside)[:MOST_BESIDE]) for on, beside in models.items()}

    def _united(self, models: Iterable[NamedNode]) -> Tags:
        tags = [self._tags[model] for model in models]
        return {name: frozenset[str]().union(*(each[name] for each in tags)) for name in tags[0]}

    def _row(self, thing: NamedNode, kept: Tags) -> Shown:
        """Return what all rows have.

        :param kept: by what the row is picked out
        """
        return {
            **self._thing(thing),
            "passes": all(any(tail(wanted) in kept[name] for wanted in each) for name, each in self._given.items()),
            "tags": {name: " ".join(sorted(each)) for name, each in kept.items()},
            "lab": " ".join(sorted(kept["lab"])),
            "own": " ".join(sorted(self._tags[thing]["lab"])),
        }

    def _cell(self, thing: NamedNode, cell: Cell) -> Shown:
        return {
            "figures": [self._figure(thing, figure) for figure in cell.figures],
            "disputes": [
                {"iri": iri, "link": url_for("disputes.listing", _anchor=slug(NamedNode(iri)))} for iri in cell.disputes
            ],
        }

    def _figure(self, thing: NamedNode, figure: Figure) -> Shown:
        low, high = figure.range or (None, None)
        earliest, latest = figure.days or (None, None)
        return {
            "text": figure.text(self._naming),
            **({"iri": figure.value.value} if isinstance(figure.value, NamedNode) else {}),
            "link": self._link(figure.value) if isinstance(figure.value, NamedNode) else None,
            "minimum": low,
            "maximum": high,
            "approximate": isinstance(figure.value, Amount) and figure.value.is_approximate,
            "earliest": earliest,
            "latest": latest,
            "asserted": figure.holds,
            "inferred": figure.inferred,
            "marks": list(figure.marks(self._naming)),
            "of": figure.of and self._thing(figure.of),
            "notes": [note.number for note in self.notes.cite(figure.passages)],
            "proof": self._proof(thing, figure),
        }

    def _proof(self, thing: NamedNode, figure: Figure) -> str | None:
        if not (self._explained and figure.inferred and figure.prop) or isinstance(figure.value, Amount):
            return None
        s, p, o = (str(term) for term in (figure.of or thing, figure.prop, figure.value))
        return url_for("explanations.explanation", s=s, p=p, o=o)

    def _thing(self, node: NamedNode) -> Shown:
        return {"iri": node.value, "label": self._naming.of_node(node), "link": self._link(node)}

    def _link(self, node: NamedNode) -> str:
        return destination(node, self._addresses)
