from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, serialize

from conformance.serving import serving
from conformance.suite import quads
from sinograph import create_app
from sinograph.engine import EmbeddedEngine
from sinograph.namespaces import PREFIXES
from sinograph.questions import Question
from sinograph.web.about import about_release

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.test import TestResponse

    from sinograph.release import Release


LABS = Question("labs", "Which labs are there?", "Each once.", "SELECT ?lab { ?lab a sino:Lab }\n")


class Reading(FlaskClient):
    """A client that reads each response to its end, so that no file is left open."""

    def open(self, *arguments: Any, **named: Any) -> TestResponse:
        """Send a request."""
        return super().open(*arguments, **{"buffered": True, **named})


SMALL_PROJECT = Path(__file__).parents[1] / "resources" / "project"


@pytest.fixture(scope="session")
def suite_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has the data of all of the W3C's query tests, each file in a graph of its own."""
    folder = tmp_path_factory.mktemp("suite")
    data = folder / "suite.nq"
    serialize(quads(), data, RdfFormat.N_QUADS)
    with serving(folder, "--workers", "1", "--data", str(data)) as address:
        yield address


@pytest.fixture(scope="session")
def web(suite_server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=suite_server) as client:
        yield client


@pytest.fixture(scope="session")
def small_web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server that has built and serves a release of the small project."""
    folder = tmp_path_factory.mktemp("small")
    settings = {
        "SINOGRAPH_PROJECT": str(SMALL_PROJECT),
        "SINOGRAPH_SOURCES": str(SMALL_PROJECT / "sources"),
        "SINOGRAPH_RELEASES": str(folder / "releases"),
    }
    with serving(folder, "--workers", "1", **settings) as address, httpx.Client(base_url=address) as client:
        yield client


@pytest.fixture(scope="session")
def released(small_release: Release) -> Iterator[FlaskClient]:
    """A client of the application on a release of the small project, without a server."""
    engine = EmbeddedEngine(small_release.store_path, prefixes=PREFIXES)
    about = about_release(engine, small_release.digest, [LABS], small_release.path)
    app = create_app(engine, about)
    app.test_client_class = Reading
    yield app.test_client()
    engine.stop()
