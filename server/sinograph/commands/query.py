"""``sinograph query``: ask a question of the current release, or of any RDF file."""

from __future__ import annotations

import logging
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sinograph.citing import Annotator
from sinograph.citing.writing import WRITTEN, with_evidence
from sinograph.commands.tables import explanation, print_table
from sinograph.engine import EmbeddedEngine, Limits, format_for
from sinograph.engine.errors import FormatError, QuerySyntaxError
from sinograph.engine.formats import FORMATS
from sinograph.errors import SinographError
from sinograph.explaining import Knowledge
from sinograph.holdings import open_holdings
from sinograph.once import once
from sinograph.reading import read_bytes
from sinograph.settings import Settings
from sinograph.tabulation import form_for_table, tabulate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sinograph.engine import Engine, Format
    from sinograph.engine.formats import Kind
    from sinograph.holdings import Holdings
    from sinograph.questions import Question

TABLE = "table"
NAMES = (TABLE, *dict.fromkeys(name for row in FORMATS for name in (row.name, *row.name_aliases)))


@click.command()
@click.argument("question")
@click.option("--format", "name", type=click.Choice(NAMES), default=TABLE, show_default=True, help="How to write it.")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE_OR_FOLDER",
    help="Ask these RDF files instead of the release. May be given again.",
)
@click.option("--evidence", is_flag=True, help="Show the passages that each row rests on, with their quotes.")
def command(question: str, name: str, data: tuple[Path, ...], evidence: bool) -> None:
    """Ask QUESTION of the current release.

    QUESTION is a file with a SPARQL query, the name of a question in graph/queries, the text of a query, or - for
    standard input.
    """
    logging.getLogger("sinograph.engine").setLevel(logging.ERROR)  # what ends a worker is said by the error
    settings = Settings.load()
    with open_holdings(settings, data) as holdings:
        text = read_question(question, holdings.questions)
        limits = Limits.for_one(
            seconds=settings.query_seconds, megabytes=settings.query_megabytes, answer_megabytes=4096
        )
        engine = EmbeddedEngine(holdings.store, prefixes=holdings.prefixes, limits=limits, services=settings.services)
        try:
            annotator = _annotator(engine, holdings) if evidence else None
            _ask(engine, text, name, annotator)
        except QuerySyntaxError as error:
            raise _with_excerpt(error) from None
        finally:
            engine.stop()


def read_question(argument: str, questions: Sequence[Question]) -> str:
    """Return the query that an argument of the command line stands for.

    :raises SinographError: where it stands for none, or the query is not UTF-8
    """
    try:
        if argument == "-":
            return sys.stdin.buffer.read().decode()
        if _is_file(argument):
            return read_bytes(Path(argument)).decode()
    except UnicodeDecodeError as error:
        raise SinographError(f"byte {error.start} is not UTF-8", where=argument, remedy="save it as UTF-8") from None
    for question in questions:
        if question.slug == argument:
            return question.text
    if any(character in argument for character in " \n\t{<"):
        return argument
    close = get_close_matches(argument, [question.slug for question in questions], n=1)
    remedy = f"did you mean {close[0]}?" if close else "give a file, a question's name, or a query in quotation marks"
    raise SinographError("there is no such file and no such question", where=argument[:100], remedy=remedy)


def _is_file(argument: str) -> bool:
    try:
        return "{" not in argument and Path(argument).is_file()
    except OSError:  # a text that is too long to be a name
        return False


def _annotator(engine: Engine, holdings: Holdings) -> Annotator:
    if holdings.release is None:
        raise SinographError(
            "files that are asked as they are have no evidence", remedy="ask the release: without --data"
        )
    return Annotator(engine, once(lambda: Knowledge.of(holdings.release)), holdings.prefixes)


def _ask(engine: Engine, text: str, name: str, annotator: Annotator | None) -> None:
    kind = engine.kind(text)
    if annotator:
        _ask_for_evidence(engine, text, name, annotator)
    elif name == TABLE:
        print_table(tabulate(engine.query(text, form_for_table(kind)), most_cells=None))
    else:
        answer = engine.query(text, _form(kind or "rows", name))
        _write(answer.content)


def _ask_for_evidence(engine: Engine, text: str, name: str, annotator: Annotator) -> None:
    kind = engine.kind(text) or "rows"
    if name != TABLE and (kind == "graph" or _form(kind, name).name not in WRITTEN):
        fitting = TABLE if kind == "graph" else f"{', '.join(WRITTEN)} or {TABLE}"
        raise FormatError(f"{name} has no place for what an answer rests on", remedy=f"choose {fitting}")
    answer = engine.query(text, form_for_table(kind))
    table = tabulate(answer, most_cells=None)
    if table.truth is not None and name not in {TABLE, "json"}:
        raise FormatError(f"{name} has no place for what yes or no rests on", remedy=f"choose json or {TABLE}")
    evidence = annotator.evidence(text, kind, table)
    if name == TABLE:
        print_table(table, evidence)
    else:
        _write(with_evidence(answer.content, _form(kind, name), evidence, explanation))


def _write(content: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(content if content.endswith(b"\n") else content + b"\n")


def _form(kind: Kind, name: str) -> Format:
    form = format_for(kind, name)
    if form is None:
        fitting = ", ".join(row.name for row in FORMATS if row.kind == kind)
        raise FormatError(f"{name} does not fit the answer to this query", remedy=f"choose {fitting} or {TABLE}")
    return form


def _with_excerpt(error: QuerySyntaxError) -> SinographError:
    remedy = f"\n{error.remedy}" if error.remedy else ""
    return SinographError(f"{error.problem}\n\n{error.excerpt or ''}\n{remedy}".rstrip(), where=error.where)
