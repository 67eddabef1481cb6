"""Answers for programs: as the engine writes them, or with more: names beside things, and what each row rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request, url_for
from pyoxigraph import NamedNode
from werkzeug.exceptions import BadRequest, NotAcceptable

from sinograph.citing import NOT_READ, Evidence
from sinograph.citing.writing import COLUMN, WRITTEN, cells, with_columns, with_evidence
from sinograph.engine.formats import format_named
from sinograph.linked.naming import Naming
from sinograph.tabulation import tabulate
from sinograph.web.asking import WRITTEN_BYTES, Written
from sinograph.web.spreadsheet import EXACT, WINDOW, defused
from sinograph.web.turnstile import Turnstile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from sinograph.citing import Annotator
    from sinograph.engine.formats import Format
    from sinograph.engine.interface import Answer, Engine
    from sinograph.languages import Language
    from sinograph.tabulation import Table, Term
    from sinograph.web.asking import Asking
    from sinograph.web.protocol import ProtocolRequest

TABLES: Final = ("csv", "tsv")
"""The formats that have names beside things."""

DEFUSING: Final = 2
DEFUSING_WAITING: Final = 62
"""How many large tables in CSV are looked through at the same time, and how many more may wait for that."""


class AnswerData:
    """Writes answers for programs.

    :param asking: answers the queries
    :param engine: tells the names of what is in the answers
    :param annotator: tells what they rest on; None where that is not known
    """

    def __init__(self, asking: Asking, engine: Engine, annotator: Annotator | None) -> None:
        self._asking, self._engine, self._annotator = asking, engine, annotator
        self._defusing = Turnstile(DEFUSING, DEFUSING_WAITING)

    @staticmethod
    def formats(asked: ProtocolRequest) -> tuple[str, ...] | None:
        """Return the names of the formats that can hold what is asked for; None for all."""
        if asked.names:
            return TABLES
        return WRITTEN if asked.evidence else None

    def content(self, asked: ProtocolRequest, form: Format, tag: str | None) -> Written:
        """Return what answers a request.

        :param tag: what the answer is kept by; None where it is another each time
        :raises QueryError: where there is no answer
        :raises BadRequest: where there can be no evidence
        :raises NotAcceptable: where its kind cannot be written so
        """
        if asked.evidence and self._annotator is None:
            raise BadRequest("These files are served as they are: nothing tells what their statements rest on.")
        if asked.evidence or asked.names:
            written = format_named("json")
            return self._asking.content(
                asked, written, lambda answer: self._more(asked, form, answer), tag, WRITTEN_BYTES
            )
        return self._asking.content(asked, form, lambda answer: self._passed_on(asked, form, answer), tag)

    def _passed_on(self, asked: ProtocolRequest, form: Format, answer: Answer) -> Written:
        if form.name != "csv" or is_exact(asked):
            return Written(answer.content)
        if len(answer.content) < WINDOW:
            return Written(defused(answer.content))
        with self._defusing.turn():
            return Written(defused(answer.content))

    def _more(self, asked: ProtocolRequest, form: Format, answer: Answer) -> Written:
        with self._asking.writing.turn():
            table = tabulate(answer)
        if table.truth is not None and form.name != "json":
            raise NotAcceptable("What yes or no rests on can be had as json and html.")
        evidence = self._evidence(asked, table) if asked.evidence else Evidence()
        if form.name == "json":
            with self._asking.writing.turn():
                content = with_evidence(answer.content, form, evidence, proof_address)
            return Written(content, stays=not evidence.passing)
        columns = self._names(table, asked.names) if asked.names else {}
        if asked.evidence:
            columns[COLUMN] = "", cells(evidence, proof_address)
        with self._asking.writing.turn():
            content = _safe(with_columns(answer.content, form, columns), form, asked)
        return Written(content, stays=not evidence.passing)

    def _evidence(self, asked: ProtocolRequest, table: Table) -> Evidence:
        if self._annotator is None or asked.default_graphs or asked.named_graphs:
            return Evidence(remarks=(NOT_READ,))
        with self._asking.noting.turn():
            return self._annotator.evidence(asked.text, "rows", table, request.base_url)

    def _names(self, table: Table, language: Language) -> dict[str, tuple[str, Iterable[str]]]:
        """Return for each column with things a column with their names."""
        with self._asking.writing.turn():
            things = {term for row in table.rows for term in row if isinstance(term, NamedNode)}
        naming = Naming.of(self._engine, things, language)
        with self._asking.writing.turn():
            columns = {
                name: [_name(row[place], naming) for row in table.rows] for place, name in enumerate(table.columns)
            }
        return {f"{name}Name": (name, texts) for name, texts in columns.items() if any(texts)}


def is_exact(asked: ProtocolRequest) -> bool:
    """Tell whether a table is to have the bytes of the standard, whatever a spreadsheet makes of them."""
    return (asked.format or "").strip().lower() == EXACT


def proof_address(triple: Triple) -> str:
    """Return where the proof of a statement is read."""
    terms = {"s": str(triple.subject), "p": str(triple.predicate), "o": str(triple.object)}
    return url_for("explanations.explanation", _external=True, **terms)


def _name(term: Term | None, naming: Naming) -> str:
    """Return the name of a thing that has one."""
    return naming.of_node(term) if isinstance(term, NamedNode) and term.value in naming.names else ""


def _safe(content: bytes, form: Format, asked: ProtocolRequest) -> bytes:
    return defused(content) if form.name == "csv" and not is_exact(asked) else content
