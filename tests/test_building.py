from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import QuerySolutions, Store

from sinograph.building import RefusedBuildError, build
from sinograph.errors import SinographError
from sinograph.inputs import inputs
from sinograph.namespaces import PREFIXES
from sinograph.release import current, digest_of

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.project import Project
    from sinograph.settings import Settings


def quiet(_: str) -> None:
    pass


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def rows(store: Path, query: str) -> list[list[str]]:
    answer = Store.read_only(str(store)).query(query, prefixes=PREFIXES)
    assert isinstance(answer, QuerySolutions)
    return [[term.value for term in row] for row in answer]


def test_a_build_answers_queries(project: Project, settings: Settings) -> None:
    release = build(project, settings, quiet)
    query = "SELECT ?t { lab:aurora-labs sino:practises ?t }"
    assert rows(release.store_path, query) == [["https://w3id.org/sinograph/id/technique/mixture-of-experts"]]
    query = "SELECT ?p { GRAPH ?p { model:aurora-3 sino:totalParameters ?n } }"
    assert rows(release.store_path, query) == [["https://w3id.org/sinograph/id/passage/aurora-3-size"]]
    assert rows(release.store_path, "SELECT ?n { model:aurora-3 sino:totalParameters ?n }") == []


def test_the_report_and_the_manifest_count(project: Project, settings: Settings) -> None:
    lines: list[str] = []
    release = build(project, settings, lines.append)
    counts = release.manifest["counts"]
    assert counts == release.read_report()["counts"]
    assert (counts["documents"], counts["passages"], counts["facts"], counts["entities"]) == (1, 11, 22, 11)
    assert len(release.quads_path.read_text(encoding="utf-8").splitlines()) == counts["quads"]
    assert len(release.manifest["inputs"]) == len(inputs(project)) == counts["files"]
    assert lines[-1].startswith(f"release: {release.path}")
    assert any(line.startswith("ok: reasoning") for line in lines)


def test_the_same_inputs_give_the_same_release(project: Project, settings: Settings) -> None:
    first = build(project, settings, quiet)
    lines: list[str] = []
    assert build(project, settings, lines.append) == first
    assert [line.split(":")[0] for line in lines] == ["unchanged"]
    forced = build(project, settings, quiet, force=True)
    assert forced.digest == first.digest
    assert forced.path != first.path
    assert forced.quads_path.read_bytes() == first.quads_path.read_bytes()


def test_going_back_makes_the_old_release_current(project: Project, settings: Settings) -> None:
    path = project.root / "graph/entities/labs.ttl"
    before = path.read_text(encoding="utf-8")
    first = build(project, settings, quiet)
    path.write_text(before.replace("Borealis AI", "Borealis"), encoding="utf-8")
    second = build(project, settings, quiet)
    path.write_text(before, encoding="utf-8")
    build(project, settings, quiet)
    assert second.digest != first.digest
    assert settings.releases
    assert current(settings.releases) == first


def test_not_validating_is_another_release(project: Project, settings: Settings) -> None:
    validated = build(project, settings, quiet)
    lines: list[str] = []
    other = build(project, settings, lines.append, shacl=False)
    assert other.digest != validated.digest
    assert other.manifest["validated"] is False
    assert not any("shapes" in line for line in lines)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("graph/entities/labs.ttl", "a sino:Person", "a sino:Person ; ;; .", "labs.ttl"),
        ("graph/claims/small-dragons/models.trig", "oa:start 142", "oa:start 143", "142"),
        ("graph/claims/small-dragons/models.trig", "120000000000", "121000000000", "121000000000"),
        ("graph/claims/small-dragons/models.trig", "sino:uses", "sino:use", "sino:use is not declared"),
        ("graph/claims/small-dragons/models.trig", '"2026-02-11"^^xsd:date', '"2026-02-31"^^xsd:date', "2026-02-31"),
        ("graph/claims/small-dragons/models.trig", "sino:modality sino:Expected", "sino:modality sino:Hoped", "Hoped"),
        ("graph/sources.ttl", "document:small-dragons", "document:dragons", "document:small-dragons"),
        (
            "ontology/sinograph.ttl",
            "sino:Chip a owl:Class .",
            "sino:Chip a owl:Class ; owl:disjointWith sino:Chip .",
            "inconsistent",
        ),
        ("ontology/shapes/instances.ttl", "sh:minExclusive 0", "sh:maxExclusive 0", "positive"),
        ("ontology/rules/practises.rq", "WHERE {", "WHERE { OPTIONAL { ?a ?b ?c }", "OPTIONAL"),
    ],
    ids=["turtle", "anchor", "number", "term", "date", "modality", "document", "inconsistency", "shape", "rule"],
)
def test_an_error_in_the_sources_leaves_the_last_release(
    project: Project, settings: Settings, file: str, old: str, new: str, message: str
) -> None:
    last = build(project, settings, quiet)
    change(project.root / file, old, new)
    with pytest.raises(SinographError) as refusal:
        build(project, settings, quiet)
    faults = refusal.value.faults if isinstance(refusal.value, RefusedBuildError) else [refusal.value]
    assert any(message in str(fault) for fault in faults)
    assert settings.releases
    assert current(settings.releases) == last


def test_a_document_without_a_copy_is_a_warning_unless_required(project: Project, settings: Settings) -> None:
    (project.root / "sources" / "small-dragons.txt").unlink()
    release = build(project, settings, quiet)
    (fault,) = release.read_report()["faults"]
    assert (fault["severity"], fault["check"]) == ("warning", "anchors")
    assert release.manifest["anchored"] == []


def test_a_build_that_is_killed_leaves_the_last_release(project: Project, settings: Settings) -> None:
    last = build(project, settings, quiet)
    change(project.root / "graph/entities/labs.ttl", "Borealis AI", "Borealis")
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from sinograph import building, publishing; from sinograph.project import Project\n"
        "from sinograph.settings import Settings\n"
        "publishing.make_current = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "project = Project.find(Path(sys.argv[1]))\n"
        "building.build(project, Settings.load({}, releases=Path(sys.argv[2])), print)\n"
    )
    assert settings.releases
    arguments = [sys.executable, "-c", program, str(project.root), str(settings.releases)]
    killed = subprocess.run(arguments, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert current(settings.releases) == last


def test_disputes_are_published_and_counted(disputed: Project, settings: Settings) -> None:
    lines: list[str] = []
    release = build(disputed, settings, lines.append)
    assert "ok: disputes: 1 dispute between 2 passages" in lines
    assert release.manifest["counts"]["disputes"] == 1
    sides = "?d a sino:Dispute ; sino:disputeSide ?p"
    query = f"SELECT ?p {{ GRAPH graph:disputes {{ {sides} }} {sides} }} ORDER BY ?p"
    assert [row[0].rpartition("/")[2] for row in rows(release.store_path, query)] == [
        "aurora-1-other-size",
        "aurora-1-size",
    ]
    assert rows(release.store_path, "SELECT ?d { GRAPH graph:inferred { ?d a sino:Dispute } }") == []


def test_the_derivations_are_an_output_with_a_digest(project: Project, settings: Settings) -> None:
    release = build(project, settings, quiet)
    outputs = {output["path"]: output["sha256"] for output in release.manifest["outputs"]}
    assert outputs[release.derivations_path.name] == digest_of(release.derivations_path)


def test_owlrl_builds_the_same_quads(project: Project, settings: Settings) -> None:
    ours, theirs = (build(project, settings, quiet, reasoner=reasoner) for reasoner in ("sinograph", "owlrl"))
    assert ours.path != theirs.path
    assert theirs.manifest["reasoner"] == "owlrl"
    assert ours.quads_path.read_bytes() == theirs.quads_path.read_bytes()
    assert ours.derivations_path.read_bytes() == theirs.derivations_path.read_bytes()
    assert theirs.read_report()["faults"] == []


def test_a_contradiction_of_the_curators_is_refused_with_its_proof(project: Project, settings: Settings) -> None:
    change(project.ontology, "sino:Lab a owl:Class", "sino:Lab owl:disjointWith sino:Person . sino:Lab a owl:Class")
    labs = project.root / "graph/entities/labs.ttl"
    change(labs, "person:lin-wei a sino:Person", "person:lin-wei a sino:Person, sino:Lab")
    with pytest.raises(RefusedBuildError, match="Lin Wei is a Lab") as refusal:
        build(project, settings, quiet, shacl=False)
    assert "the curators, in graph/entities/labs.ttl" in str(refusal.value)
    assert current(settings.releases or project.root) is None


def test_a_contradiction_of_a_claim_is_none_of_the_build(project: Project, settings: Settings) -> None:
    change(project.ontology, "sino:Lab a owl:Class", "sino:Lab owl:disjointWith sino:Model . sino:Lab a owl:Class")
    claims = project.root / "graph/claims/small-dragons/models.trig"
    change(claims, "model:aurora-1\n        sino:developedBy", "model:aurora-1 a sino:Lab ;\n        sino:developedBy")
    release = build(project, settings, quiet, shacl=False)
    query = "SELECT ?d { ?d a sino:Dispute ; sino:disputeAbout model:aurora-1 }"
    assert len(rows(release.store_path, query)) == 1
