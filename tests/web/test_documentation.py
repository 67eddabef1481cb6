from __future__ import annotations

from pathlib import Path

import pytest

from sinograph.engine.formats import FORMATS
from sinograph.loading import FORMATS as ENDINGS
from sinograph.settings import ROWS

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "endpoint.md"
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
    assert len(LIMITS) == 6
    assert line in DOCUMENTATION.read_text(encoding="utf-8")
