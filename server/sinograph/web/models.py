"""The models side by side, at ``/models``: tables whose every cell has its footnotes, charts of them, and JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Response, render_template

from sinograph.figures import compare_models
from sinograph.figures.comparison import COLUMNS
from sinograph.once import once
from sinograph.web.links import OwnAddresses
from sinograph.web.model_choices import FILTERS, MODEL, TITLES, choices_of, read_choices, unsaid
from sinograph.web.model_drawings import drawings
from sinograph.web.model_rows import Rows
from sinograph.web.representations import chosen_representation
from sinograph.web.speaking import page_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sinograph.engine.interface import Engine
    from sinograph.web.about import About
    from sinograph.web.model_rows import Shown

UNTOLD: Final = frozenset({"passes", "own", "lab", "tags"})
"""What rows have for the page alone."""


def models_blueprint(engine: Engine, about: About) -> Blueprint:
    """Return the route that compares the models of which ``engine`` knows figures."""
    blueprint = Blueprint("models", __name__)
    addresses = OwnAddresses(about.base)
    compared = once(lambda: compare_models(engine))

    @blueprint.get("/models")
    def listing() -> Response:
        """Compare the models that the filters let through, as JSON or as a page."""
        form = chosen_representation(("json", "html"))
        given = read_choices()
        comparison = compared()
        language = page_language() if form == "html" else "en"
        rows = Rows(comparison, addresses, given, language=language, explained=about.release is not None)
        if form == "json":
            response = Response(json.dumps(_data(rows), ensure_ascii=False), mimetype="application/json")
        else:
            filters = [
                (
                    each.name,
                    TITLES[each.column],
                    each.all,
                    choices_of(comparison, each.name, language),
                    *given.get(each.name, ("",)),
                )
                for each in FILTERS
            ]
            drawn = drawings(rows)
            page = render_template(
                "models.html",
                rows=rows,
                columns=COLUMNS,
                filters=filters,
                given=given,
                chosen=given.get(MODEL, ()),
                unsaid=unsaid(comparison, given),
                drawings=drawn,
                legend=_legend(drawn, dict(choices_of(comparison, "lab", language))),
            )
            response = Response(page)
        response.vary.add("Accept")
        return response

    return blueprint


def _legend(drawn: Mapping[str, Sequence[Shown]], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the labs of which something is drawn: their slugs, as the marks have them, and their names."""
    labs = sorted({mark["lab"] for marks in drawn.values() for mark in marks if mark["lab"]})
    return [(lab, ", ".join(names.get(each, each) for each in lab.split())) for lab in labs]


def _data(rows: Rows) -> dict[str, Any]:
    """Return what the filters let through as JSON has it, with the footnotes that it cites."""
    tables = {
        "models": [_without(row) for row in rows.models if row["passes"]],
        "scores": [_without(row) for row in rows.scores if row["passes"]],
        "contexts": [_without(row) for row in rows.contexts if row["passes"]],
    }
    cited = _numbers(tables)
    return {**tables, "notes": [asdict(note) for note in rows.notes.listed if note.number in cited]}


def _numbers(part: object) -> set[int]:
    if isinstance(part, dict):
        own = set(part.get("notes", ()))
        return own.union(*(_numbers(value) for name, value in part.items() if name != "notes"))
    return set().union(*map(_numbers, part)) if isinstance(part, list) else set()


def _without(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in UNTOLD}
