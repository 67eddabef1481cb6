"""Everything that must hold before a release, as one table of checks over the same material."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sinograph.anchors import check_anchors, coverage
from sinograph.conclusions import Conclusions, conclude
from sinograph.crosschecks import read_checks, run_checks
from sinograph.dataset import Dataset, read_dataset
from sinograph.disputes import DISPUTE_SIDE
from sinograph.errors import SinographError
from sinograph.faults import Fault
from sinograph.legibility import check_legibility, verbatim_properties
from sinograph.links import check_links, links
from sinograph.passages import ClaimFile, Passage, read_claims
from sinograph.rules import RuleFile, read_rules
from sinograph.sources import Document, find_copies, read_documents, source_folders
from sinograph.spelling import spell, spell_triple
from sinograph.structure import check_citable, check_structure
from sinograph.terms import check_terms
from sinograph.values import check_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyoxigraph import NamedNode, Quad, Triple

    from sinograph.project import Project
    from sinograph.settings import Settings


@dataclass(frozen=True)
class Material:
    """What the checks look at, each part read or computed once, when it is first asked for."""

    project: Project
    settings: Settings
    reasoner: str = "sinograph"

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents that facts are read from."""
        return read_documents(self.project)

    @cached_property
    def claims(self) -> tuple[ClaimFile, ...]:
        """The claim files."""
        return read_claims(self.project)

    @property
    def passages(self) -> list[Passage]:
        """The passages of all claim files."""
        return [passage for file in self.claims for passage in file.passages]

    @cached_property
    def copies(self) -> dict[NamedNode, str]:
        """The texts of the documents that are at hand."""
        return find_copies(self.documents, source_folders(self.settings, self.project))

    @cached_property
    def dataset(self) -> Dataset:
        """What is said, and by whom."""
        return read_dataset(self.project)

    @cached_property
    def rules(self) -> tuple[RuleFile, ...]:
        """What follows from what, beside the ontology."""
        return read_rules(self.project)

    @cached_property
    def conclusions(self) -> Conclusions:
        """What follows from what is asserted, and why, with the labels of the nodes that have no name of their own."""
        return conclude(self.dataset, self.rules, self.reasoner)

    @property
    def inferred(self) -> frozenset[Triple]:
        """What follows and is published."""
        return self.conclusions.triples

    @cached_property
    def quads(self) -> set[Quad]:
        """The quads of a release."""
        return self.dataset.publish(self.inferred)


class Outcome(NamedTuple):
    """What a check looked at, in words, and what it found wrong."""

    summary: str
    faults: list[Fault]


class Check(NamedTuple):
    """A check: its name, what must hold, and how to find out."""

    name: str
    title: str
    run: Callable[[Material], Outcome]


@dataclass(frozen=True)
class Result:
    """What came of a check.

    :param state: ``ok``, ``failed``, or ``not run`` where an error that an earlier check reports keeps it from running
    """

    name: str
    title: str
    state: str
    summary: str
    faults: tuple[Fault, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the result in JSON's terms."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.state}: {self.name}: {self.summary}"


def run(material: Material, checks: Iterable[Check], announce: Callable[[str], None]) -> Iterator[Result]:
    """Run the checks one after the other; ``announce`` hears the title of each before it begins."""
    reported: set[tuple[str | None, str]] = set()
    for check in checks:
        announce(check.title)
        try:
            summary, faults = check.run(material)
        except SinographError as error:
            yield _stopped(check, error, known=(error.where, error.problem) in reported)
            reported.add((error.where, error.problem))
        else:
            state = "failed" if any(fault.severity == "error" for fault in faults) else "ok"
            yield Result(check.name, check.title, state, summary, tuple(faults))


def _stopped(check: Check, error: SinographError, *, known: bool) -> Result:
    if known:
        return Result(check.name, check.title, "not run", "for an error that is reported above", ())
    fault = Fault("error", check.name, error.where or "-", error.problem, error.remedy or "")
    return Result(check.name, check.title, "failed", "stopped by an error", (fault,))


def _formatting(material: Material) -> Outcome:
    from sinograph.writing import format_check, formatted_files

    files = formatted_files(material.project)
    return Outcome(f"{len(files)} files", format_check(material.project))


def _structure(material: Material) -> Outcome:
    faults = check_structure(material.claims, material.documents) + check_citable(material.project)
    return Outcome(f"{len(material.passages)} passages in {len(material.claims)} files", faults)


def _terms(material: Material) -> Outcome:
    project = material.project
    files = 3 + sum(map(len, (project.shapes, project.entities, project.claims)))
    queries = sum(map(len, (project.rules, project.checks, project.queries)))
    return Outcome(f"{files} RDF files and {queries} queries", check_terms(project))


def _questions(material: Material) -> Outcome:
    from sinograph.syntax import check_questions

    project = material.project
    return Outcome(f"{len(project.queries)} questions", check_questions(project))


def _values(material: Material) -> Outcome:
    return Outcome(f"{sum(1 for _ in material.dataset.quads)} statements", check_values(material.dataset))


def _anchors(material: Material) -> Outcome:
    required = material.settings.require_sources
    faults = check_anchors(material.claims, material.documents, material.copies, required=required)
    spans = sum(len(passage.spans) for passage in material.passages)
    parts = [f"{spans} quotes", f"{len(material.copies)} of {len(material.documents)} documents at hand"]
    return Outcome(", ".join([*parts, *_shares(material)]), faults)


def _shares(material: Material) -> Iterator[str]:
    """Say of each document at hand what share of its words lies under quotes."""
    for document in material.documents:
        if document.iri in material.copies:
            share = coverage(material.claims, document, material.copies[document.iri]).words
            yield f"{share:.1%} of {document.slug} under quotes"


def _legibility(material: Material) -> Outcome:
    facts = sum(len(passage.facts) for passage in material.passages)
    return Outcome(f"{facts} facts", check_legibility(material.claims, verbatim_properties(material.project)))


def _links(material: Material) -> Outcome:
    return Outcome(f"{len(links(material.dataset))} links", check_links(material.dataset))


def _reasoning(material: Material) -> Outcome:
    conclusions = material.conclusions
    summary = f"{len(material.dataset.asserted)} asserted, {len(conclusions.triples)} inferred"
    unused = [
        Fault(
            "warning",
            "reasoning",
            spell(each.axiom.subject),
            f"no rule was made of the axiom {spell_triple(each.axiom)}: {each.reason}",
            "say it in OWL 2 RL, as a rule of ontology/rules or as a shape, or leave it out",
        )
        for each in conclusions.unused
    ]
    remedy = "one of the reasoners is wrong, or they draw the line differently: see docs/explain.md"
    doubts = [Fault("warning", "reasoning", material.reasoner, doubt, remedy) for doubt in conclusions.doubts]
    return Outcome(summary, unused + doubts)


def _disputes(material: Material) -> Outcome:
    disputes, sides = set(), set()
    for triple in material.inferred:
        if triple.predicate == DISPUTE_SIDE:
            disputes.add(triple.subject)
            sides.add(triple.object)
    number = f"{len(disputes)} dispute{'' if len(disputes) == 1 else 's'}"
    return Outcome(f"{number} between {len(sides)} passages" if disputes else number, [])


def _shapes(material: Material) -> Outcome:
    from sinograph.validation import read_shapes, validate  # pyshacl takes longer to import than most checks take

    shapes = read_shapes(material.project.shapes)
    faults = validate(material.dataset, material.inferred, shapes)
    return Outcome(f"{len(material.project.shapes)} files of shapes", faults)


def _crosschecks(material: Material) -> Outcome:
    checks = read_checks(material.project)
    return Outcome(f"{len(checks)} queries", run_checks(checks, material.quads))


FORMATTING: Final = Check("format", "files are written as the project writes them", _formatting)
"""What a build does not ask for."""

QUESTIONS: Final = Check("questions", "every question has title and description, and can be asked", _questions)
"""What a release does not depend on either."""

SHAPES: Final = Check("shapes", "the merged graph has the shapes that it must have", _shapes)

SOURCES: Final = (
    Check("structure", "every passage has its quote, place, document, modality and facts", _structure),
    Check("terms", "every term is declared", _terms),
    Check("values", "every value is one of its datatype", _values),
    Check("anchors", "every quote stands in its document where its passage says", _anchors),
    Check("legibility", "every number and date can be read in its quote", _legibility),
    Check("links", "every link leads somewhere", _links),
)
"""What must hold of the files: quick."""

GRAPH: Final = (
    Check("reasoning", "the graph is consistent, and its rules come to an end", _reasoning),
    Check("disputes", "what the documents say and cannot all be so is found and published", _disputes),
    SHAPES,
    Check("checks", "what must hold across the named graphs holds", _crosschecks),
)
"""What must hold of the whole graph: takes longer."""
