"""What the charts of models draw: each mark is a row of a table, from where to where it goes, and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sinograph.languages import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sinograph.web.model_rows import Rows, Shown

Extent = tuple[Any, Any]


def drawings(rows: Rows) -> dict[str, list[Shown]]:
    """Return the marks of each chart; ``row`` is the id of the table row that says the same."""
    return {
        "sizes": list(_sizes(rows)),
        "releases": list(_releases(rows)),
        "scores": list(_scores(rows)),
        "contexts": list(_contexts(rows)),
    }


def _sizes(rows: Rows) -> Iterator[Shown]:
    for place, row in enumerate(rows.models):
        total, active = (_first(row["cells"][name]) for name in ("total", "active"))
        if total and active:
            text = total["text"]
            said = say("{total} parameters, {active} active", rows.language, total=text, active=active["text"])
            sure = _is_sure(total) and _is_sure(active)
            yield {**_mark(f"model-{place}", row, text, said), "x": _range(total), "y": _range(active), "sure": sure}


def _releases(rows: Rows) -> Iterator[Shown]:
    dated = [(place, row) for place, row in enumerate(rows.models) if row["earliest"]]
    for place, row in sorted(dated, key=lambda each: (each[1]["earliest"], each[1]["latest"])):
        released = _first(row["cells"]["released"])
        text = released["text"] if released else ""
        yield {
            **_mark(f"model-{place}", row, text, text),
            "x": (row["earliest"], row["latest"]),
            "sure": bool(released and _is_sure(released)),
        }


def _scores(rows: Rows) -> Iterator[Shown]:
    for place, row in enumerate(rows.scores):
        for figure in row["figures"]:
            text, words = figure["text"], row["words"]
            said = say("{score}, from “{words}”", rows.language, score=text, words=words) if words else text
            mark = {**_mark(f"score-{place}", row, text, said), "on": row["on"]["label"], "x": _range(figure)}
            yield {**mark, "sure": _is_sure(figure) and not row["than"]}


def _contexts(rows: Rows) -> Iterator[Shown]:
    for place, row in enumerate(rows.contexts):
        figure = row["figures"][0]
        if row["earliest"]:
            text = figure["text"]
            when = say("at its release", rows.language) if row["byRelease"] else row["when"]
            said = say("{amount} tokens, {when}", rows.language, amount=text, when=when)
            days = row["earliest"], row["latest"]
            yield {
                **_mark(f"context-{place}", row, text, said),
                "x": days,
                "y": _range(figure),
                "sure": _is_sure(figure),
            }


def _mark(row: str, shown: Shown, text: str, said: str) -> Shown:
    names = {"lab": shown["own"], "name": shown["label"], "link": shown["link"]}
    return {"row": row, **names, "text": text, "said": said}


def _first(cell: Shown) -> Shown | None:
    figures: list[Shown] = cell["figures"]
    return figures[0] if figures else None


def _range(figure: Shown) -> Extent:
    return figure["minimum"], figure["maximum"]


def _is_sure(figure: Shown) -> bool:
    """Tell whether the document states it as it is drawn, rather than as an estimate or an expectation."""
    return bool(figure["asserted"]) and not figure["approximate"] and not figure["marks"]
