"""An answer as a page: a table with the names of things, the footnotes of its rows, and the ways to have it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import Response, render_template, request, url_for
from werkzeug.exceptions import NotFound

from sinograph.citing import NOT_READ, Evidence
from sinograph.citing.writing import WRITTEN
from sinograph.engine.constancy import Constancy, constancy
from sinograph.engine.errors import EngineBusyError
from sinograph.engine.formats import formats_of
from sinograph.tabulation import form_for_table, tabulate
from sinograph.web.answer_cells import cells_of
from sinograph.web.answer_notes import AnswerNotes, laid_out
from sinograph.web.asking import WRITTEN_BYTES
from sinograph.web.delivery import FORGOTTEN
from sinograph.web.pages import FIRST_QUERY as ANY_QUERY
from sinograph.web.protocol import ProtocolRequest
from sinograph.web.speaking import page_language

if TYPE_CHECKING:
    from sinograph.citing import Annotator
    from sinograph.engine.formats import Kind
    from sinograph.engine.interface import Engine
    from sinograph.tabulation import Table
    from sinograph.web.about import About
    from sinograph.web.answer_hints import Hints, Unknown
    from sinograph.web.asking import Asking

PAGE_ROWS: Final = 1000
PAGE_CELLS: Final = 20_000
"""How many rows of it a page shows, and how many cells in them."""

LINK_LENGTH: Final = 6000
"""How long the address of an answer in another format may be, in characters."""


FIRST_QUERY: Final = """# Which lab made which model, and how large is it?
SELECT ?lab ?model ?parameters
WHERE {
  ?model sino:developedBy ?lab ;
    sino:totalParameters ?parameters .
}
ORDER BY DESC(?parameters)
"""
"""What the editor holds on a release before anyone has chosen a question."""


class AnswerPages:
    """Writes the pages of answers, and the one that asks for a question.

    :param asking: answers the queries
    :param engine: tells the names of what is in the answers
    :param annotator: tells what they rest on; None where that is not known
    :param hints: tells why an answer may be empty
    """

    def __init__(self, asking: Asking, engine: Engine, about: About, annotator: Annotator | None, hints: Hints) -> None:
        self._asking, self._engine, self._about, self._annotator = asking, engine, about, annotator
        self._hints = hints
        self._questions = {question.slug: question for question in about.questions}

    def form(self) -> Response:
        """Return the page with the editor and the questions."""
        return Response(render_template("form.html", query=FIRST_QUERY if self._about.release else ANY_QUERY))

    def question(self, slug: str) -> Response:
        """Return the page that answers one of the questions.

        :raises NotFound: where there is none of that name
        """
        if slug not in self._questions:
            close = get_close_matches(slug[:100], list(self._questions), n=1)
            meant = f" Did you mean {close[0]}?" if close else ""
            raise NotFound(f"There is no question {slug[:100]!r}.{meant}")
        asked = ProtocolRequest(self._questions[slug].query, (), (), None, evidence=self._annotator is not None)
        return self.page(asked, self._asking.kind(asked))

    def page(self, asked: ProtocolRequest, kind: Kind) -> Response:
        """Return the page that answers a request.

        :raises QueryError: where it has no answer
        :raises EngineBusyError: where too many pages wait to be written
        """
        answer = self._asking.answer(asked, form_for_table(kind), WRITTEN_BYTES)
        with self._asking.writing.turn():
            table = tabulate(answer)
        chosen = next((each for each in self._about.questions if each.query == asked.text), None)
        cited = self._notes(asked, kind, table) if asked.evidence else None
        hints = [] if table.rows or table.truth else self._told(asked)
        most_rows = min(PAGE_ROWS, PAGE_CELLS // max(len(table.columns), 1))
        cells = cells_of(table.rows[:most_rows], self._engine, self._about, by_name=chosen is not None)
        with self._asking.writing.turn():
            page = render_template(
                "answer.html",
                query=asked.text,
                chosen=chosen,
                heads=chosen.heads_in(page_language(), table.columns) if chosen else table.columns,
                kind=kind,
                table=table,
                cells=cells,
                hints=hints,
                most_rows=most_rows,
                cited=cited,
                evidence=asked.evidence,
                other=self._other(asked),
                share=url_for("sparql.question", slug=chosen.slug) if chosen else _link(asked, "html"),
                links=_downloads(asked, kind, table),
            )
        response = Response(page)
        if constancy(asked.text) is Constancy.NOTHING or (cited and cited.evidence.passing):
            response.headers["Cache-Control"] = FORGOTTEN
        return response

    def _told(self, asked: ProtocolRequest) -> list[Unknown]:
        """Return what an empty answer may be due to; a page does without it where it would have to wait."""
        try:
            return self._hints.unknown(asked.text)
        except EngineBusyError:
            return []

    def _notes(self, asked: ProtocolRequest, kind: Kind, table: Table) -> AnswerNotes | None:
        if self._annotator is None:
            return None
        if asked.default_graphs or asked.named_graphs:
            return AnswerNotes(Evidence(remarks=(NOT_READ,)))
        with self._asking.noting.turn():
            evidence = self._annotator.evidence(asked.text, kind, table, request.base_url)
            return laid_out(evidence, self._engine, self._about)

    def _other(self, asked: ProtocolRequest) -> str:
        """Return the address of the same page with footnotes, or without them."""
        changed = asked._replace(evidence=not asked.evidence)
        return _link(changed, "html") if self._annotator else ""


def _downloads(asked: ProtocolRequest, kind: Kind, table: Table) -> list[tuple[str, str]]:
    """Return the formats of an answer with their addresses, with what it rests on where they have that."""
    links = []
    for form in formats_of(kind):
        is_told = asked.evidence and form.name in WRITTEN and (table.truth is None or form.name == "json")
        if link := _link(asked._replace(evidence=is_told), form.name):
            links.append((form.name, link))
    return links


def _link(asked: ProtocolRequest, form: str) -> str:
    """Return the address of the same answer in another format; nothing where it would be too long."""
    graphs = [("default-graph-uri", iri) for iri in asked.default_graphs]
    graphs += [("named-graph-uri", iri) for iri in asked.named_graphs]
    evidence = [("evidence", "true")] if asked.evidence else []
    parameters = urlencode([("query", asked.text), *graphs, *evidence, ("format", form)])
    link = f"{url_for('sparql.endpoint')}?{parameters}"
    return link if len(link) <= LINK_LENGTH else ""
