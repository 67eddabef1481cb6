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
from sinograph.web.spreadsheet import EXACT, defused
from sinograph.web.turnstile import Turnstile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from sinograph.citing import Annotator
    from sinograph.engine.formats import Format
    from sinograph.engine.interface import Answer, Engine
    from sinograph.languages import Language
    from sinograph.tabulation import Table
    from sinograph.web.asking import Asking
    from sinograph.web.protocol import ProtocolRequest

TABLES: Final = ("csv", "tsv")
"""The formats that have names beside things."""

MOST_BYTES: Final = 16_000_000
"""How large an answer may be, in bytes, that is written anew in the web process."""

WRITING: Final = 2
WAITING: Final = 14
"""How many of those a process writes at the same time, and how many more may wait for that with their answers."""


class AnswerData:
    """Writes answers for programs.

    :param asking: answers the queries
    :param engine: tells the names of what is in the answers
    :param annotator: tells what they rest on; None where that is not known
    """

    def __init__(self, asking: Asking, engine: Engine, annotator: Annotator | None) -> None:
        self._asking, self._engine, self._annotator = asking, engine, annotator
        self._turnstile = Turnstile(WRITING, WAITING)

    @staticmethod
    def formats(asked: ProtocolRequest) -> tuple[str, ...] | None:
        """Return the names of the formats that can hold what is asked for; None for all."""
        if asked.names:
            return TABLES
        return WRITTEN if asked.evidence else None

    def content(self, asked: ProtocolRequest, form: Format, tag: str | None) -> bytes:
        """Return the bytes that answer a request.

        :param tag: what the answer is kept by; None where it is another each time
        :raises QueryError: where there is no answer
        :raises BadRequest: where there can be no evidence
        :raises NotAcceptable: where its kind cannot be written so
        """
        if asked.evidence and self._annotator is None:
            raise BadRequest("These files are served as they are: nothing tells what their statements rest on.")
        if asked.evidence or asked.names:
            written = format_named("json")
            return self._asking.content(asked, written, lambda answer: self._more(asked, form, answer), tag, MOST_BYTES)
        return self._asking.content(asked, form, lambda answer: _safe(answer.content, form, asked), tag)

    def _more(self, asked: ProtocolRequest, form: Format, answer: Answer) -> bytes:
        with self._turnstile.turn():
            table = tabulate(answer)
        if table.truth is not None and form.name != "json":
            raise NotAcceptable("What yes or no rests on can be had as json and html.")
        evidence = self._evidence(asked, table) if asked.evidence else None
        if form.name == "json":
            with self._turnstile.turn():
                return with_evidence(answer.content, form, evidence or Evidence(), proof_address)
        columns: dict[str, tuple[str, Iterable[str]]] = dict(self._names(table, asked.names)) if asked.names else {}
        if evidence:
            columns[COLUMN] = "", cells(evidence, proof_address)
        with self._turnstile.turn():
            return _safe(with_columns(answer.content, form, columns), form, asked)

    def _evidence(self, asked: ProtocolRequest, table: Table) -> Evidence:
        if self._annotator is None or asked.default_graphs or asked.named_graphs:
            return Evidence(remarks=(NOT_READ,))
        return self._annotator.evidence(asked.text, "rows", table, request.base_url)

    def _names(self, table: Table, language: Language) -> Iterable[tuple[str, tuple[str, Iterable[str]]]]:
        """Yield for each column with things a column with their names."""
        columns = {name: [row[place] for row in table.rows] for place, name in enumerate(table.columns)}
        things = {term for terms in columns.values() for term in terms if isinstance(term, NamedNode)}
        naming = Naming.of(self._engine, things, language)
        for name, terms in columns.items():
            named = [isinstance(term, NamedNode) and term.value in naming.names for term in terms]
            if any(named):
                texts = [naming.of_node(term) if is_named else "" for term, is_named in zip(terms, named, strict=True)]  # type: ignore[arg-type]
                yield f"{name}Name", (name, texts)


def is_exact(asked: ProtocolRequest) -> bool:
    """Tell whether a table is to have the bytes of the standard, whatever a spreadsheet makes of them."""
    return (asked.format or "").strip().lower() == EXACT


def proof_address(triple: Triple) -> str:
    """Return where the proof of a statement is read."""
    terms = {"s": str(triple.subject), "p": str(triple.predicate), "o": str(triple.object)}
    return url_for("explanations.explanation", _external=True, **terms)


def _safe(content: bytes, form: Format, asked: ProtocolRequest) -> bytes:
    return defused(content) if form.name == "csv" and not is_exact(asked) else content
