"""What the pages say about the data that are served."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sinograph.engine.formats import format_named
from sinograph.namespaces import BASE, PREFIXES
from sinograph.tabulation import tabulate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sinograph.engine.interface import Engine
    from sinograph.questions import Question

NUMBERS: Final = (
    ("labs", "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a sino:Lab }"),
    ("models", "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a sino:Model }"),
    ("techniques", "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a sino:Technique }"),
    ("passages quoted", "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a sino:Passage }"),
    ("statements", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
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


def about_release(engine: Engine, version: str, questions: Sequence[Question], release: Path | None = None) -> About:
    """Describe the release that an engine answers from, by asking it."""
    return About(
        name="sinograph",
        summary=(
            "A knowledge graph of the Chinese AI-lab ecosystem: its labs, models, techniques, chips and policies. "
            "Every fact leads back to the words it was read from."
        ),
        numbers=[(name, int(_first(engine, query))) for name, query in NUMBERS],
        sources=[_value(row[0]) for row in tabulate(engine.query(DOCUMENTS, format_named("json"))).rows],
        version=version,
        questions=questions,
        release=release,
    )


def _first(engine: Engine, query: str) -> str:
    return _value(tabulate(engine.query(query, format_named("json"))).rows[0][0])


def _value(term: object) -> str:
    return str(getattr(term, "value", ""))
