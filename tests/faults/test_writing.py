"""What takes long to write, is there much of it: no answer keeps the process that passes it on from others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import pytest

from faults.client import FORM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from faults.client import Reply
    from faults.serving import Server

AT_ONCE: Final = 8


def grown(unit: str, steps: int, before: str = "", after: str = "") -> str:
    """Return a short query whose answer is one cell with a unit repeated 8 times for each step."""
    binds = [f"BIND(CONCAT({','.join([f'?v{step}'] * 8)}) AS ?v{step + 1})" for step in range(steps)]
    cell = f"CONCAT('{before}', ?v{steps}, '{after}')"
    return f"SELECT ?cell {{ BIND('{unit}' AS ?v0) {' '.join(binds)} BIND({cell} AS ?cell) }}"


def cells(count: int, cell: str) -> str:
    """Return a query for many small cells."""
    names = " ".join(f"?v{place}" for place in range(count))
    row = " ".join([f"'{cell}'"] * count)
    rows = " ".join(map(str, range(100)))
    return (
        f"SELECT {names} {{ VALUES ({names}) {{ ({row}) }} VALUES ?a {{ {rows} }} VALUES ?b {{ {rows} }} }} LIMIT 9000"
    )


ANSWERS: Final = {
    "digits that are no number": grown("11111", 4, "-", "x"),
    "a megabyte of digits": grown("11111", 6, "-", "x"),
    "a number": grown("11111", 6, "-"),
    "signs": grown("+", 6),
    "formulas": grown("=,", 6),
    "quotation marks": grown('"', 6, "=", "x"),
    "ends of lines": grown("\\n=", 6),
    "wide signs": grown("\uff1d", 6),
    "blanks": grown(" ", 6, "x", "x"),
    "marks": grown("<&>", 6),
    "small cells": cells(30, "="),
    "small numbers": cells(30, "-1"),
}

LONG: Final = {"small cells", "small numbers"}
"""What takes some seconds to write as often as it is asked for here."""

FORMS: Final[Mapping[str, Mapping[str, str]]] = {
    "csv": {"format": "csv"},
    "tsv": {"format": "tsv"},
    "json": {"format": "json"},
    "xml": {"format": "xml"},
    "page": {"format": "html"},
    "names": {"format": "csv", "names": "en"},
    "evidence": {"format": "csv", "evidence": "true"},
}


CASES: Final = [
    pytest.param(kind, form, marks=[pytest.mark.slow] if kind in LONG and form != "csv" else [])
    for kind in ANSWERS
    for form in FORMS
]


TOO_LARGE: Final = {("small cells", "xml")} | {
    ("small numbers", form) for form in ("json", "xml", "page", "names", "evidence")
}
"""The answers that have more bytes than an answer may."""


def test_has_all_cases() -> None:
    assert len(CASES) == 84


@pytest.mark.parametrize(("kind", "form"), CASES)
def test_writing_an_answer_keeps_nobody_waiting(release_server: Server, kind: str, form: str) -> None:
    body = urlencode({"query": ANSWERS[kind], **FORMS[form]}).encode()

    def send(_: int) -> Reply:
        return release_server.request("POST", "/sparql", body, {"Content-Type": FORM, "Accept": "*/*"})

    with ThreadPoolExecutor(AT_ONCE) as pool:
        replies = pool.map(send, range(AT_ONCE))
        for _ in range(3):
            release_server.probe()
        statuses = {reply.status for reply in replies}
    assert statuses <= {200, 503}, statuses
    assert (200 in statuses) is ((kind, form) not in TOO_LARGE)
    release_server.probe()
