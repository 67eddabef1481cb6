"""The ontology at ``/ontology``: documentation for readers, RDF for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, render_template
from werkzeug.exceptions import NotFound

from sinograph.engine.formats import format_named, formats_of
from sinograph.linked.addresses import Addresses
from sinograph.linked.vocabulary import read_vocabulary
from sinograph.tabulation import tabulate
from sinograph.web.things import EXTENSIONS, chosen_format, varied

if TYPE_CHECKING:
    from sinograph.engine.formats import Format
    from sinograph.engine.interface import Engine
    from sinograph.web.about import About

NONE: Final = "There is no ontology among these data."


def vocabulary_blueprint(engine: Engine, about: About) -> Blueprint:
    """Return the routes at which the ontology's terms are answered for; a term is a fragment of its IRI."""
    blueprint = Blueprint("vocabulary", __name__)
    documentation = _Documentation(engine, about)
    blueprint.add_url_rule("/ontology", "ontology", documentation.chosen)
    blueprint.add_url_rule("/ontology.<ending>", "file", documentation.file)
    return blueprint


class _Documentation:
    """The ontology in its formats."""

    def __init__(self, engine: Engine, about: About) -> None:
        self._engine = engine
        self._addresses = Addresses(about.base)
        self._graph = f"GRAPH <{about.base}graph/ontology>"

    def chosen(self) -> Response:
        """Document the ontology, or give it as RDF, by Accept."""
        form = chosen_format([*formats_of("graph"), None])
        return varied(self._page() if form is None else self._rdf(form))

    def file(self, ending: str) -> Response:
        """Give the ontology in the format of the address's ending."""
        if ending == "html":
            return self._page()
        if ending not in EXTENSIONS:
            raise NotFound(f"There is no .{ending[:20]}: the endings are {', '.join(EXTENSIONS)} and html.")
        return self._rdf(format_named(EXTENSIONS[ending]))

    def _rdf(self, form: Format) -> Response:
        some = self._engine.query(f"ASK {{ {self._graph} {{ ?s ?p ?o }} }}", format_named("json"))
        if not tabulate(some).truth:
            raise NotFound(NONE)
        answer = self._engine.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {self._graph} {{ ?s ?p ?o }} }}", form)
        return Response(answer.content, mimetype=form.media_type)

    def _page(self) -> Response:
        vocabulary = read_vocabulary(self._engine, self._addresses)
        if vocabulary is None:
            raise NotFound(NONE)
        told = {"vocabulary": vocabulary, "endings": EXTENSIONS, "iri": self._addresses.ontology}
        return Response(render_template("ontology.html", **told))
