"""The README's promises: each names tests that show it, and each of those is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests"
SECTION = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Promises\n")[2].partition("\n## ")[0]
PROMISES = [line.strip("|").split(" | ") for line in SECTION.splitlines() if line.startswith("| ")][2:]
NAMED = sorted({name for row in PROMISES for name in re.findall(r"`([\w/]+\.py::\w+)`", row[2])})


def test_there_are_as_many_as_there_were() -> None:
    assert len(PROMISES) == 21
    assert len(NAMED) == 74


@pytest.mark.parametrize("row", PROMISES, ids=lambda row: row[0].strip())
def test_a_promise_names_its_tests(row: list[str]) -> None:
    assert len(row) == 3
    assert re.search(r"`[\w/]+\.py::\w+`", row[2])


@pytest.mark.parametrize("name", NAMED)
def test_a_test_that_is_named_is_there(name: str) -> None:
    path, _, test = name.partition("::")
    module = ast.parse((TESTS / path).read_text(encoding="utf-8"))
    assert test in {node.name for node in module.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
