from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from sinograph.engine.attention import LONG
from sinograph.web.workload import Work, kind_of, work_of

if TYPE_CHECKING:
    from collections.abc import Hashable

    from sinograph.web.rsgi import Scope

LONG_TEXT = "x" * LONG


@pytest.mark.parametrize(
    ("path", "query", "body", "work"),
    [
        ("/health", "", "", Work.QUERY),
        ("/metrics", LONG_TEXT, LONG_TEXT, Work.QUERY),
        ("/page/lab/x", "", "", Work.PAGE),
        ("/sparql", "", "", Work.PAGE),
        ("/sparql", "format=turtle", "", Work.PAGE),
        ("/sparql", "lang=zh&theme=dark&", "", Work.PAGE),
        ("/sparql", "query=ASK{}", "", Work.QUERY),
        ("/sparql", "%71uery=ASK{}", "", Work.QUERY),
        ("/sparql", "format=turtle&query=ASK{}", "", Work.QUERY),
        ("/sparql", "%71%75%65%72%79=ASK{}", "", Work.QUERY),
        ("/sparql", "query", "", Work.QUERY),
        ("/sparql", "%66ormat=turtle", "", Work.PAGE),
        ("/sparql", "x=1", "", Work.PAGE),
        ("/sparql", "x=%26query=ASK{}", "", Work.PAGE),
        ("/sparql", "myquery=ASK{}&queryless", "", Work.PAGE),
        ("/sparql", "", "ASK {}", Work.QUERY),
        ("/sparql", f"query={LONG_TEXT}", "", Work.LONG_QUERY),
        ("/sparql", "", f"{LONG_TEXT}x", Work.LONG_QUERY),
        ("/sparql/", "", "", Work.PAGE),
    ],
)
def test_tells_what_a_request_makes(path: str, query: str, body: str, work: Work) -> None:
    assert work_of(scope(path, query), body.encode()) is work


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("/sparql", "query=ASK%20%7B%20?s%20?p%201%20%7D", ""), ("/sparql", "query=ASK+%7B+%3Fx+%3Fy+22+%7D", "")),
        (("/sparql", "", "query=ASK+%7B+%3Fs+%3Fp+1+%7D"), ("/sparql", "", "query=ASK+%7B+%3Fx+%3Fy+22+%7D")),
        (("/sparql", "", f"query={LONG_TEXT}{{"), ("/sparql", "", f"query={LONG_TEXT}}}")),
        (("/page/lab/x", "", ""), ("/page/model/y", "lang=zh", "")),
        (("/", "", ""), ("/", "lang=zh", "")),
    ],
    ids=["get", "form", "beyond what is read", "pages of things", "front page"],
)
def test_tells_which_requests_are_alike(first: tuple[str, str, str], second: tuple[str, str, str]) -> None:
    assert kind(*first) == kind(*second)


def test_tells_which_requests_are_not_alike() -> None:
    others = [
        ("/sparql", "query=ASK%20%7B%20?s%20?p%201%20%7D", ""),
        ("/sparql", "query=ASK%7B%7D", ""),
        ("/sparql", "", "query=ASK%7B%7D&format=csv"),
        ("/page/lab/x", "", ""),
        ("/models", "", ""),
        ("/", "", ""),
    ]
    assert len({kind(*other) for other in others}) == len(others)


def scope(path: str, query: str) -> Scope:
    return cast("Scope", SimpleNamespace(path=path, query_string=query))


def kind(path: str, query: str, body: str) -> Hashable:
    return kind_of(scope(path, query), body.encode())
