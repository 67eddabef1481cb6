"""The build: from ontology and graph to a release."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pyoxigraph import DefaultGraph, NamedNode

from sinograph import __version__
from sinograph.checking import GRAPH, SHAPES, SOURCES, Material, run
from sinograph.dataset import TYPE
from sinograph.derivations import VERSION, write_derivations
from sinograph.disputes import DISPUTE
from sinograph.errors import SinographError
from sinograph.inputs import describe_inputs, inputs
from sinograph.namespaces import GRAPH as GRAPHS
from sinograph.publishing import publish, reuse
from sinograph.release import DERIVATIONS, Release, releases_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyoxigraph import Quad

    from sinograph.checking import Check, Result
    from sinograph.faults import Fault
    from sinograph.project import Project
    from sinograph.settings import Settings


class RefusedBuildError(SinographError):
    """What is to be built has errors.

    :param faults: all that was found, warnings too
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        self.errors = [fault for fault in self.faults if fault.severity == "error"]
        first = self.errors[0]
        more = f" (the first of {len(self.errors)} errors)" if len(self.errors) > 1 else ""
        super().__init__(f"{first.problem}{more}", where=first.where, remedy=first.remedy)


def build(
    project: Project,
    settings: Settings,
    report: Callable[[str], None],
    *,
    announce: Callable[[str], None] = lambda _: None,
    force: bool = False,
    shacl: bool = True,
    reasoner: str = "sinograph",
) -> Release:
    """Build a release and make it the current one; where one of the same inputs is there already, it is that one.

    :param report: is given a line for each step that is done
    :param announce: is given the title of each step that begins
    :param force: whether to build although nothing has changed
    :param shacl: whether to validate against the shapes
    :param reasoner: the name of the reasoner whose conclusions are published
    :raises RefusedBuildError: where the sources have errors; the last release stays the current one
    :raises SinographError: where the release cannot be written; the last release stays the current one
    """
    material = Material(project, settings, reasoner)
    releases = releases_folder(settings, project)
    about = _describe(material, shacl=shacl)
    digest = hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()
    if not force and (release := reuse(releases, digest)):
        report(f"unchanged: {release.path} was built from the same inputs")
        return release
    checks = [check for check in GRAPH if shacl or check is not SHAPES]
    results = [*_passed(material, SOURCES, report, announce), *_passed(material, checks, report, announce)]
    announce("writing the release")
    counts = count(material)
    contents = {
        "counts": counts,
        "checks": [{"name": result.name, "title": result.title, "summary": result.summary} for result in results],
        "faults": [asdict(fault) for result in results for fault in result.faults],
    }
    further = {DERIVATIONS: lambda path: write_derivations(path, material.conclusions)}
    release = publish(releases, digest, material.quads, {**about, "counts": counts}, contents, further)
    report(f"release: {release.path}, {counts['quads']} quads, {counts['triples']} of them in the default graph")
    return release


def _describe(material: Material, *, shacl: bool) -> dict[str, Any]:
    """Return all that a release depends on: its digest is that of this description."""
    return {
        "name": "sinograph",
        "version": __version__,
        "reasoner": material.reasoner,
        "derivations": VERSION,
        "validated": shacl,
        "anchored": sorted(document.sha256 for document in material.documents if document.iri in material.copies),
        "inputs": describe_inputs(material.project),
    }


def _passed(
    material: Material, checks: Iterable[Check], report: Callable[[str], None], announce: Callable[[str], None]
) -> list[Result]:
    """Run the checks and return their results.

    :raises RefusedBuildError: where one of them finds an error
    """
    results = []
    for result in run(material, checks, announce):
        report(str(result))
        results.append(result)
    if any(result.state == "failed" for result in results):
        raise RefusedBuildError(fault for result in results for fault in result.faults)
    return results


def count(material: Material) -> dict[str, int]:
    """Count what was read and what it became."""
    dataset = material.dataset
    entities = {quad.subject for quad in dataset.curated if _is_entity_graph(quad) and quad.predicate == TYPE}
    return {
        "files": len(inputs(material.project)),
        "documents": len(material.documents),
        "passages": len(material.passages),
        "facts": len(dataset.claimed),
        "entities": len(entities),
        "asserted": len(dataset.asserted),
        "inferred": len(material.inferred),
        "disputes": sum(t.predicate == TYPE and t.object == DISPUTE for t in material.inferred),
        "triples": sum(isinstance(quad.graph_name, DefaultGraph) for quad in material.quads),
        "quads": len(material.quads),
    }


def _is_entity_graph(quad: Quad) -> bool:
    return isinstance(quad.graph_name, NamedNode) and quad.graph_name.value.startswith(f"{GRAPHS}entities/")
