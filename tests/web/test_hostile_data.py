"""Data that are nothing like what the pages expect: every page is shown all the same."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from hostile import VALUES, addresses_of, fill, ladder, many, spoilt
from sinograph import create_app
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.namespaces import PREFIXES
from sinograph.web.about import About

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

DATA = {
    **{name: partial(spoilt, values) for name, values in VALUES.items()},
    "an endless ontology": partial(ladder, 60),
    "much": partial(many, 250),
}

MOST_BYTES = 8_000_000
"""How large a page of any of these may be: what is written again and again takes long."""


@pytest.fixture(scope="module", params=DATA, ids=str)
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder: Path = tmp_path_factory.mktemp("hostile") / "store"
    fill(folder, DATA[request.param]())
    engine = EmbeddedEngine(folder, prefixes=PREFIXES, limits=Limits.for_one())
    app = create_app(engine, About("x", "y", prefixes=PREFIXES))
    app.config["DATA"] = request.param
    yield app.test_client()
    engine.stop()


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("text/html", "en"),
        pytest.param("text/html", "zh", marks=pytest.mark.slow),
        ("application/json, */*;q=0.1", "en"),
    ],
)
def test_no_data_break_a_page(hostile: FlaskClient, accept: str, language: str) -> None:
    addresses = addresses_of(hostile.application)
    assert len(addresses) == 43
    headers = {"Accept": accept, "Accept-Language": language}
    responses = {address: hostile.get(address, headers=headers) for address in addresses}
    is_long = hostile.application.config["DATA"] == "a long text"
    sizes = {address: len(each.data) for address, each in responses.items()}
    assert {address: size for address, size in sizes.items() if size > MOST_BYTES and not is_long} == {}
    refused = {503} if is_long else set()  # more than a page may read
    statuses = {address: each.status_code for address, each in responses.items()}
    assert {address: status for address, status in statuses.items() if status >= 500 and status not in refused} == {}
