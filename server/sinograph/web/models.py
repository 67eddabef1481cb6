"""The models side by side, at ``/models``: tables whose every cell has its footnotes, charts of them, and JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Response, render_template

from sinograph.figures import compare_models
from sinograph.figures.comparison import BELONGINGS, COLUMNS
from sinograph.languages import message
from sinograph.linked.addresses import Addresses
from sinograph.once import once
from sinograph.web.model_drawings import drawings
from sinograph.web.model_rows import Rows, slug
from sinograph.web.parameters import read_filters
from sinograph.web.representations import chosen_representation
from sinograph.web.speaking import page_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sinograph.engine.interface import Engine
    from sinograph.figures import Comparison
    from sinograph.languages import Language
    from sinograph.web.about import About

FILTERS: Final = {"lab": message("any lab"), "status": message("any status"), "licence": message("any licence")}
"""By what models can be picked out, and what stands there when they are not."""

TITLES: Final = {column.name: column.title for column in COLUMNS}


def models_blueprint(engine: Engine, about: About) -> Blueprint:
    """Return the route that compares the models of which ``engine`` knows figures."""
    blueprint = Blueprint("models", __name__)
    addresses = Addresses(about.base)
    compared = once(lambda: compare_models(engine))

    @blueprint.get("/models")
    def listing() -> Response:
        """Compare the models that the filters let through, as JSON or as a page."""
        form = chosen_representation(("json", "html"))
        given = read_filters(FILTERS)
        comparison = compared()
        language = page_language() if form == "html" else "en"
        rows = Rows(comparison, addresses, given, language=language, explained=about.release is not None)
        if form == "json":
            response = Response(json.dumps(_data(rows), ensure_ascii=False), mimetype="application/json")
        else:
            filters = [
                (name, TITLES[name], words, _choices(comparison, name, language), given.get(name, ""))
                for name, words in FILTERS.items()
            ]
            page = render_template(
                "models.html", rows=rows, columns=COLUMNS, filters=filters, given=given, drawings=drawings(rows)
            )
            response = Response(page)
        response.vary.add("Accept")
        return response

    return blueprint


def _choices(comparison: Comparison, name: str, language: Language) -> list[tuple[str, str]]:
    """Return what a filter can be set to: the slug and the name of each thing in its column."""
    things = {thing for belongings in comparison.belongings.values() for thing in belongings[name]}
    naming = comparison.naming.speaking(language)
    choices = {slug(thing): naming.of_node(thing) for thing in things}
    return sorted(choices.items(), key=lambda choice: choice[1].casefold())


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
    return {name: value for name, value in row.items() if name not in {"passes", "own", *BELONGINGS}}
