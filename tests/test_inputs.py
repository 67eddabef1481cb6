from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sinograph.building import build
from sinograph.errors import SinographError
from sinograph.inputs import describe_inputs, have_changed, inputs

if TYPE_CHECKING:
    from sinograph.project import Project
    from sinograph.settings import Settings


def test_tells_whether_the_sources_have_changed_since_a_release(project: Project, settings: Settings) -> None:
    release = build(project, settings, lambda _: None)
    assert release.manifest["inputs"] == describe_inputs(project)
    assert not have_changed(project, release)
    file = project.entities[0]
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\n", encoding="utf-8")
    assert have_changed(project, release)
    file.write_text(text, encoding="utf-8")
    assert not have_changed(project, release)
    file.unlink()
    assert have_changed(project, release)
    file.mkdir()
    assert have_changed(project, release)


def test_a_folder_in_place_of_a_file_is_one_message(project: Project) -> None:
    assert project.ontology in inputs(project)
    project.ontology.unlink()
    project.ontology.mkdir()
    with pytest.raises(SinographError, match=r"sinograph\.ttl: is a folder, not a file"):
        describe_inputs(project)
