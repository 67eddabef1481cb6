"""What is asked and served: a release, or files loaded as they are."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sinograph.errors import SinographError
from sinograph.locks import in_use
from sinograph.namespaces import PREFIXES
from sinograph.project import Project
from sinograph.temporary import temporary_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sinograph.loading import Loaded
    from sinograph.questions import Question
    from sinograph.release import Release
    from sinograph.settings import Settings


@dataclass(frozen=True)
class Holdings:
    """A store, and what is known of it.

    :param store: the store's folder
    :param prefixes: what queries need not declare; none for files as they are, where standard SPARQL is spoken
    :param digest: the release's; None for files
    :param loaded: which files were loaded; None for a release
    :param release: the release's folder; None for files
    :param texts: the text of each document of which a copy is at hand, by the document's IRI
    """

    store: Path
    prefixes: Mapping[str, str]
    questions: Sequence[Question] = ()
    digest: str | None = None
    loaded: Loaded | None = None
    release: Path | None = None
    texts: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def open_holdings(
    settings: Settings,
    data: Sequence[Path] = (),
    *,
    build: bool = False,
    verify: bool = False,
    report: Callable[[str], None] = lambda _: None,
) -> Iterator[Holdings]:
    """Hold the current release, or else ``data`` in a temporary store that is removed in the end.

    No build removes a release that is held.

    :param build: whether to build a release where there is none
    :param verify: whether to compare the release's files with their digests
    :param report: is told what is built or loaded, and that the sources have changed since the release
    :raises SinographError: where there is no release, or it is damaged, or the data cannot be loaded
    """
    if data:
        from sinograph.loader import load_apart

        with temporary_folder() as folder:
            store = folder / "store"
            loaded = load_apart(data, store, report)
            yield Holdings(store=store, prefixes={}, loaded=loaded)
    else:
        project = Project.find(settings.project)
        release = _current(settings, project) or (_build(settings, project, report) if build else None)
        if release is None:
            raise SinographError("there is no release yet", remedy="make one with: sinograph build")
        with in_use(release.path):
            if verify:
                release.verify()
            yield _release_holdings(settings, project, release, report)


def _release_holdings(
    settings: Settings, project: Project, release: Release, report: Callable[[str], None]
) -> Holdings:
    from sinograph.inputs import have_changed
    from sinograph.questions import read_questions

    if have_changed(project, release):
        report("the sources have changed since this release: run sinograph build")
    return Holdings(
        store=release.store_path,
        prefixes=PREFIXES,
        questions=read_questions(project),
        digest=release.digest,
        release=release.path,
        texts=_texts(settings, project),
    )


def _texts(settings: Settings, project: Project) -> dict[str, str]:
    from sinograph.sources import find_copies, read_documents, source_folders

    copies = find_copies(read_documents(project), source_folders(settings, project))
    return {iri.value: text for iri, text in copies.items()}


def _current(settings: Settings, project: Project) -> Release | None:
    from sinograph.release import current, releases_folder

    return current(releases_folder(settings, project))


def _build(settings: Settings, project: Project, report: Callable[[str], None]) -> Release:
    from sinograph.building import build

    report("there is no release yet: building one")
    return build(project, settings, report)
