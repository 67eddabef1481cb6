"""What many tests share: a small project, and a copy of it that a test may change."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from browser.chromium import CHROMIUM as CHROMIUM  # taken out of the environment before any setting is read
from sinograph import create_app
from sinograph.building import build
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.loading import load
from sinograph.project import Project
from sinograph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from sinograph.release import Release

hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

RESOURCES = Path(__file__).parent / "resources"
SMALL_PROJECT = RESOURCES / "project"

ANOTHER_SIZE = """passage:aurora-1-other-size a sino:Passage ;
    prov:wasQuotedFrom document:small-dragons ;
    oa:exact "12B active parameters" ;
    oa:start 187 ;
    oa:end 208 ;
    sino:modality sino:Estimated .

passage:aurora-1-other-size {
    model:aurora-1 sino:totalParameters 12000000000 .
}

"""


@pytest.fixture
def small_project() -> Project:
    """The small project as it is; to be read only."""
    return Project.find(SMALL_PROJECT)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the small project."""
    root = tmp_path / "project"
    shutil.copytree(SMALL_PROJECT, root)
    return Project.find(root)


@pytest.fixture
def disputed(project: Project) -> Project:
    """The copy, with a dispute in it."""
    return dispute(project)


def dispute(project: Project) -> Project:
    """Have two passages give Aurora-1 another number of parameters, which should be one."""
    with project.ontology.open("a", encoding="utf-8") as ontology:
        ontology.write("\nsino:singleValued a owl:AnnotationProperty .\n")
        ontology.write("\nsino:totalParameters sino:singleValued true .\n")
    path = project.root / "graph/claims/small-dragons/models.trig"
    head, before, after = path.read_text(encoding="utf-8").partition("passage:aurora-2-release a")
    path.write_text(head + ANOTHER_SIZE + before + after, encoding="utf-8")
    return project


@pytest.fixture
def settings(project: Project, tmp_path: Path) -> Settings:
    """Settings for the copy: its document is at hand, its releases have a folder of their own."""
    return Settings.load({}, project=project.root, sources=(project.root / "sources",), releases=tmp_path / "releases")


@pytest.fixture(scope="session")
def real_release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release of the real graph, built once; its shapes are `sinograph check`'s to validate."""
    settings = Settings.load({}, releases=tmp_path_factory.mktemp("releases"))
    return build(Project.find(), settings, lambda _: None, shacl=False)


@pytest.fixture(scope="session")
def small_release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of the small project, built once; to be read only."""
    settings = Settings.load({}, sources=(SMALL_PROJECT / "sources",), releases=tmp_path_factory.mktemp("small"))
    return build(Project.find(SMALL_PROJECT), settings, lambda _: None, shacl=False)


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of ``resources/stock``, with 1,000 statements more, so that a product of them takes long."""
    folder = tmp_path_factory.mktemp("stock") / "store"
    load([RESOURCES / "stock"], folder)
    store = Store(str(folder))
    number = NamedNode("https://example.org/number")
    subjects = (NamedNode(f"https://example.org/{place}") for place in range(1000))
    store.bulk_extend(Quad(subject, number, Literal(place)) for place, subject in enumerate(subjects))
    store.flush()
    return folder


@pytest.fixture(scope="session")
def engine(stock: Path) -> Iterator[EmbeddedEngine]:
    """An engine on that store, with the prefix ``ex:``, two workers and narrow limits."""
    limits = Limits(running=2, waiting=2, seconds=1.5, megabytes=256, answer_megabytes=4)
    engine = EmbeddedEngine(stock, prefixes={"ex": "https://example.org/"}, limits=limits)
    yield engine
    engine.stop()


@pytest.fixture
def client(engine: EmbeddedEngine) -> FlaskClient:
    """A client of the web application on that engine."""
    return create_app(engine).test_client()
