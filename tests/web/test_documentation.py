from __future__ import annotations

from pathlib import Path

import pytest

from conformance.routes import ROUTES
from sinograph.engine.formats import FORMATS
from sinograph.loading import FORMATS as ENDINGS
from sinograph.settings import ROWS

ROOT = Path(__file__).parents[2]
DOCUMENTATION = ROOT / "docs" / "endpoint.md"
FOLDER = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md")))
BEGINNINGS = sorted({route.rule.partition("<")[0].rstrip("/.") for route in ROUTES} - {"", "/static"})
LIMITS = [row for row in ROWS if row.name.startswith(("query_", "answer_", "workers"))]


@pytest.mark.parametrize(
    "line",
    [
        *(f"| `{form.name}` | `{form.media_type}` |" for form in FORMATS),
        *(f"| `SINOGRAPH_{row.name.upper()}` | {row.default} |" for row in LIMITS),
        *(f"`{ending}`" for ending in ENDINGS),
    ],
)
def test_names_every_format_limit_and_ending(line: str) -> None:
    assert len(LIMITS) == 7
    assert line in DOCUMENTATION.read_text(encoding="utf-8")


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_names_every_route(beginning: str) -> None:
    assert len(BEGINNINGS) == 33
    assert f"`{beginning}" in FOLDER
