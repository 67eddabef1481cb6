from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from sinograph.web.workload import LONG_BYTES, Work, work_of

if TYPE_CHECKING:
    from sinograph.web.rsgi import Scope

LONG = "x" * LONG_BYTES


@pytest.mark.parametrize(
    ("path", "query", "body", "work"),
    [
        ("/health", "", "", Work.QUERY),
        ("/metrics", LONG, LONG, Work.QUERY),
        ("/page/lab/x", "", "", Work.PAGE),
        ("/sparql", "", "", Work.PAGE),
        ("/sparql", "format=turtle", "", Work.PAGE),
        ("/sparql", "lang=zh&theme=dark&", "", Work.PAGE),
        ("/sparql", "query=ASK{}", "", Work.QUERY),
        ("/sparql", "%71uery=ASK{}", "", Work.QUERY),
        ("/sparql", "format=turtle&query=ASK{}", "", Work.QUERY),
        ("/sparql", "", "ASK {}", Work.QUERY),
        ("/sparql", f"query={LONG}", "", Work.LONG_QUERY),
        ("/sparql", "", f"{LONG}x", Work.LONG_QUERY),
        ("/sparql/", "", "", Work.PAGE),
    ],
)
def test_tells_what_a_request_makes(path: str, query: str, body: str, work: Work) -> None:
    scope = cast("Scope", SimpleNamespace(path=path, query_string=query))
    assert work_of(scope, body.encode()) is work
