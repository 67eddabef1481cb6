"""What the pages say about the data that are served."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sinograph.dumps.credits import NAME, SUMMARY
from sinograph.engine.formats import format_named
from sinograph.languages import message
from sinograph.namespaces import BASE, GRAPH, PREFIXES
from sinograph.questions import by_topic
from sinograph.release import Release
from sinograph.tabulation import tabulate, value_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sinograph.engine.interface import Engine
    from sinograph.questions import Question

NUMBERS: Final = (
    (message("labs"), "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a sino:Lab }"),
    (message("models"), "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a sino:Model }"),
    (message("techniques"), "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a sino:Technique }"),
    (
        message("facts from documents"),
        "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?x a sino:Passage . GRAPH ?x { ?s ?p ?o } } }",
    ),
    (message("passages quoted"), "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a sino:Passage }"),
    (message("facts inferred"), f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}inferred> {{ ?s ?p ?o }} }}"),
    (message("disputes"), "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a sino:Dispute }"),
)
"""The numbers on the front page, and the query that gives each."""

DOCUMENTS: Final = "SELECT ?title { ?document a sino:SourceDocument ; dcterms:title ?title } ORDER BY ?title"


@dataclass(frozen=True)
class About:
    """What is served.

    :param name: what the data are called
    :param summary: what they are, in a sentence or two
    :param numbers: what there is how many of
    :param sources: the titles of what they come from
    :param version: what tells these data from all others, such as the release's digest
    :param prefixes: those that IRIs are shortened with
    :param release: the folder of the release that is served, from which it is explained; None for other data
    :param base: where the IRIs begin that this server answers for
    :param texts: the text of each document of which a copy is at hand, by the document's IRI
    :param created: when the release was made, as xsd:dateTime
    :param federates: whether SERVICE may ask other endpoints
    """

    name: str
    summary: str
    numbers: Sequence[tuple[str, int]] = ()
    sources: Sequence[str] = ()
    version: str | None = None
    questions: Sequence[Question] = ()
    prefixes: Mapping[str, str] = field(default_factory=lambda: PREFIXES)
    release: Path | None = None
    base: str = BASE
    texts: Mapping[str, str] = field(default_factory=dict)
    created: str | None = None
    federates: bool = False

    @property
    def topics(self) -> list[tuple[str, list[Question]]]:
        """The questions by what they are about."""
        return by_topic(self.questions)


def about_release(engine: Engine, version: str, questions: Sequence[Question], release: Path | None = None) -> About:
    """Describe the release that an engine answers from, by asking it."""
    return About(
        name=NAME,
        summary=SUMMARY,
        numbers=[(name, int(_first(engine, query))) for name, query in NUMBERS],
        sources=[value_of(row[0]) for row in tabulate(engine.query(DOCUMENTS, format_named("json"))).rows],
        version=version,
        questions=questions,
        release=release,
        created=Release.open(release).manifest.get("created") if release else None,
    )


def _first(engine: Engine, query: str) -> str:
    return value_of(tabulate(engine.query(query, format_named("json"))).rows[0][0])
