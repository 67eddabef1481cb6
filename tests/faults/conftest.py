"""Servers to attack, each started once; in the end each must still stand, stop in order and leave nothing behind."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from faults.reloading import edit
from faults.serving import Server, serving
from sinograph.building import build

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sinograph.project import Project
    from sinograph.release import Release
    from sinograph.settings import Settings

STOCK = Path(__file__).parent.parent / "resources" / "stock"
NUMBERS = 1000


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of RDF files: the stock, numbers enough for products that never end, and a ring for path closures."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "stock.trig").write_bytes((STOCK / "stock.trig").read_bytes())
    lines = [
        f"<https://example.org/n{place}> <https://example.org/number> {place} ; "
        f"<https://example.org/next> <https://example.org/n{(place + 1) % NUMBERS}> ."
        for place in range(NUMBERS)
    ]
    (folder / "numbers.ttl").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def server(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on those files that gives a query two seconds, so that many may use them up."""
    folder = tmp_path_factory.mktemp("server")
    with serving(folder, "--data", str(data), query_seconds="2", query_megabytes="256") as server:
        yield server
        assert server.process.poll() is None
        server.probe()


@pytest.fixture(scope="session")
def release_server(real_release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on the release of the real graph, with every setting as it is by default."""
    folder = tmp_path_factory.mktemp("release-server")
    with serving(folder, releases=str(real_release.path.parent)) as server:
        yield server
        assert server.process.poll() is None
        server.probe()


@pytest.fixture
def releases(project: Project, settings: Settings, tmp_path: Path) -> Path:
    """A folder with two releases of the small project; the newer one is the current one."""
    build(project, settings, lambda _: None, shacl=False)
    edit(project)
    build(project, settings, lambda _: None, shacl=False)
    return tmp_path / "releases"


@pytest.fixture
def reloaded(project: Project, releases: Path, tmp_path: Path) -> Iterator[Server]:
    """A server on the current one of them."""
    folder = tmp_path / "server"
    folder.mkdir()
    with serving(folder, project=str(project.root), releases=str(releases)) as server:
        yield server
