from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sinograph import create_app
from sinograph.engine import EmbeddedEngine
from sinograph.engine.errors import BudgetError
from sinograph.engine.wrapped import WrappedEngine
from sinograph.web.about import About

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Unpack

    from flask.testing import FlaskClient

    from sinograph.engine.formats import Format
    from sinograph.engine.interface import Answer, Terms
    from sinograph.release import Release


@pytest.fixture(scope="module")
def terms(real_release: Release) -> Iterator[dict[str, dict[str, Any]]]:
    engine = EmbeddedEngine(real_release.store_path)
    listed = create_app(engine, About(name="", summary="")).test_client().get("/terms").get_json()["terms"]
    yield {term["name"]: term for term in listed}
    engine.stop()


@pytest.mark.parametrize(
    ("name", "kind", "label"),
    [
        ("sino:Lab", "class", "实验室"),
        ("sino:developedBy", "property", "is developed by"),
        ("rdf:type", "property", None),
        ("lab:", "prefix", None),
    ],
    ids=["class", "property", "without a name", "prefix"],
)
def test_lists_what_a_query_is_written_with(
    terms: dict[str, dict[str, Any]], name: str, kind: str, label: str | None
) -> None:
    assert terms[name]["kind"] == kind
    assert label is None or any(label in each for each in terms[name]["labels"])


def test_lists_the_terms_of_any_data(client: FlaskClient) -> None:
    names = {term["name"] for term in client.get("/terms").get_json()["terms"]}
    assert "<https://example.org/Drink>" in names
    assert "<https://example.org/number>" in names


class Spent(WrappedEngine):
    """An engine that one client has no budget for."""

    is_spent = True

    def query(self, text: str, form: Format, **terms: Unpack[Terms]) -> Answer:
        if self.is_spent:
            raise BudgetError("too much in a minute", retry_after=7)
        return super().query(text, form, **terms)


def test_the_budget_of_one_leaves_nothing_out_for_another(engine: EmbeddedEngine) -> None:
    spent = Spent(engine)
    client = create_app(spent).test_client()
    assert [client.get(path).status_code for path in ("/terms", "/.well-known/void")] == [429, 429]
    spent.is_spent = False
    test_lists_the_terms_of_any_data(client)
    assert "void:triples" in client.get("/.well-known/void").text
