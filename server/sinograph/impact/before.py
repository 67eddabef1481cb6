"""What a release says and concludes, read whole: as it was written, and each conclusion with its first proof.

The store of a release has literals in its own form, in which ``86.0`` is ``86``. Names and disputes depend on how
values were written, so the quads are read beside it.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from sinograph import disputes, labels, origins
from sinograph.canonical import restated, stored_forms
from sinograph.dataset import DISPUTES_GRAPH, INFERRED_GRAPH, Dataset
from sinograph.explaining.evidence import RECORDS
from sinograph.explaining.knowledge import Knowledge
from sinograph.namespaces import GRAPH
from sinograph.passages import DOCUMENT, HAS_FRAGMENT
from sinograph.release import Release

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from pyoxigraph import Quad

    from sinograph.reasoner import Derivation

BUILT_IN: Final = frozenset(
    rule.name for rules in (labels.RULES, origins.RULES, disputes.RULES) for rule in rules.values()
)
"""The rules whose conclusions are put together from the whole in the end: names, origins, disputes."""


class Before:
    """A release as it is.

    :param knowledge: of the release
    :param path: its quads
    """

    @classmethod
    def of(cls, folder: Path | None, knowledge: Knowledge | None = None) -> Before:
        """Read the release in a folder.

        :param knowledge: of this release, where it is open already
        :raises NothingToExplainError: where files are served as they are, and there is no release
        :raises SinographError: where it cannot be read, or has no derivations
        """
        knowledge = knowledge or Knowledge.of(folder)
        assert folder is not None  # noqa: S101 there would be nothing to know
        return cls(knowledge, Release.open(folder).quads_path)

    def __init__(self, knowledge: Knowledge, path: Path) -> None:
        self.knowledge = knowledge
        quads = [quad for quad in parse(path=path, format=RdfFormat.N_QUADS) if isinstance(quad.graph_name, NamedNode)]
        concluded = (INFERRED_GRAPH, DISPUTES_GRAPH)
        self.inferred = frozenset(quad.triple for quad in quads if quad.graph_name in concluded)
        said = [quad for quad in quads if quad.graph_name not in concluded]
        self.dataset = Dataset(
            frozenset(quad for quad in said if _is_curated(quad)),
            frozenset(quad for quad in said if not _name(quad).startswith(GRAPH)),
            frozenset(quad for quad in said if _name(quad).startswith(RECORDS)),
        )
        self._forms = stored_forms(quad.object for quad in quads if isinstance(quad.object, Literal))
        known: list[Triple] = [*self.inferred, *self.dataset.asserted]
        self._written = {self.stored(triple): triple for triple in known}

    @cached_property
    def steps(self) -> dict[Triple, Derivation]:
        """The first step of each conclusion, in the form of the store."""
        return {step.conclusion: step for step in self.knowledge.proofs.steps()}

    @cached_property
    def _dependents(self) -> dict[Triple, list[Triple]]:
        dependents: dict[Triple, list[Triple]] = defaultdict(list)
        for step in self.steps.values():
            for premise in step.premises:
                dependents[premise].append(step.conclusion)
        return dependents

    @cached_property
    def records(self) -> frozenset[Triple]:
        """What is said about passages only, in the form of the store: rules do not see it."""
        seen = self.dataset.asserted | self.inferred
        about = {quad.triple for quad in self.dataset.metadata} - seen
        return frozenset(self.stored(triple) for triple in about)

    @cached_property
    def curated(self) -> frozenset[Triple]:
        """What the curators say, in the form of the store."""
        return frozenset(self.stored(quad.triple) for quad in self.dataset.curated)

    def stored(self, triple: Triple) -> Triple:
        """Return a triple as the store has it."""
        return restated(triple, self._forms)

    def written(self, triple: Triple) -> Triple:
        """Return a triple of the store as it was written."""
        return self._written.get(triple, triple)

    def is_built_in(self, stored: Triple) -> bool:
        """Tell whether a conclusion is put together from the whole in the end."""
        return stored in self.steps and self.steps[stored].rule.name in BUILT_IN

    def resting_on(self, triples: Iterable[Triple]) -> set[Triple]:
        """Return the conclusions whose first proofs go through one of these triples, in the form of the store."""
        found: set[Triple] = set()
        todo = list(triples)
        while todo:
            new = [each for each in self._dependents.get(todo.pop(), ()) if each not in found]
            found.update(new)
            todo += new
        return found

    def without(self, passages: Collection[NamedNode]) -> Dataset:
        """Return what is said, but for some passages and their records."""
        dataset = self.dataset
        parts = (quad for quad in dataset.metadata if quad.predicate == HAS_FRAGMENT and quad.subject in passages)
        gone = {*passages, *(quad.object for quad in parts)}
        return Dataset(
            dataset.curated,
            frozenset(quad for quad in dataset.claimed if quad.graph_name not in gone),
            frozenset(quad for quad in dataset.metadata if quad.subject not in gone),
        )

    def passages_of(self, document: NamedNode) -> list[NamedNode]:
        """Return the passages that are quoted from a document."""
        return self._by_document.get(document, [])

    @cached_property
    def _by_document(self) -> dict[object, list[NamedNode]]:
        by_document: dict[object, list[NamedNode]] = defaultdict(list)
        for quad in sorted(self.dataset.metadata, key=lambda quad: str(quad.subject)):
            if quad.predicate == DOCUMENT and isinstance(quad.subject, NamedNode):
                by_document[quad.object].append(quad.subject)
        return by_document


def _name(quad: Quad) -> str:
    return getattr(quad.graph_name, "value", "")


def _is_curated(quad: Quad) -> bool:
    return _name(quad).startswith(GRAPH) and not _name(quad).startswith(RECORDS)
