"""The ontology at ``/ontology``: documentation for readers, RDF for programs."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

import pyoxigraph as ox
from flask import Blueprint, Response, render_template
from werkzeug.exceptions import NotFound

from sinograph.engine.formats import format_named, formats_of
from sinograph.languages import LANGUAGES
from sinograph.linked.addresses import Addresses
from sinograph.linked.diagram import draw
from sinograph.linked.vocabulary import read_vocabulary
from sinograph.lookup.index import Name, NameIndex
from sinograph.once import once
from sinograph.tabulation import tabulate
from sinograph.web.data_forms import EXTENSIONS, chosen_format, varied, write_rdf
from sinograph.web.links import see_other
from sinograph.web.linksets import Link
from sinograph.web.problems import problem
from sinograph.web.signposting import here, sign
from sinograph.web.speaking import page_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from sinograph.engine.formats import Format
    from sinograph.engine.interface import Engine
    from sinograph.explaining import Knowledge
    from sinograph.linked.vocabulary import Vocabulary
    from sinograph.web.about import About

NONE: Final = "There is no ontology among these data."

NEAREST: Final = 5
"""How many terms are named to who asks for one that there is not."""

NT: Final = format_named("nt")

Statements: TypeAlias = "dict[object, list[ox.Quad]]"
"""Statements by one of their terms."""


def vocabulary_blueprint(engine: Engine, about: About, opened: Callable[[], Knowledge]) -> Blueprint:
    """Return the routes at which the ontology's terms are answered for; a term is a fragment of its IRI.

    :param opened: opens what is known of the release, once
    """
    blueprint = Blueprint("vocabulary", __name__)
    documentation = _Documentation(engine, about, opened)
    blueprint.add_url_rule("/ontology", "ontology", documentation.chosen)
    blueprint.add_url_rule("/ontology.<ending>", "file", documentation.file)
    blueprint.add_url_rule("/ontology/<path:name>", "part", documentation.part)
    return blueprint


class _Documentation:
    """The ontology in its formats; what the pages show of it is read when first asked for."""

    def __init__(self, engine: Engine, about: About, opened: Callable[[], Knowledge]) -> None:
        self._engine = engine
        self._about = about
        self._addresses = Addresses(about.base)
        self._graph = f"GRAPH <{about.base}graph/ontology>"
        self._vocabularies = {
            language: once(partial(read_vocabulary, engine, self._addresses, language)) for language in LANGUAGES
        }
        self._rules = once(lambda: _rules(opened()) if about.release else [])
        self._statements = once(self._parsed)

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

    def part(self, name: str) -> Response:
        """Answer for ``/ontology/<term>``, which leads to the term, and for the IRI of this version."""
        vocabulary = self._read()
        if f"{self._addresses.ontology.value}/{name}" in vocabulary.versions:
            return self.chosen()
        stem, dot, ending = name.rpartition(".")
        if dot and ending in EXTENSIONS and vocabulary.term(stem):
            return self._term(stem, format_named(EXTENSIONS[ending]))
        if vocabulary.term(name) is None:
            return self._unknown(vocabulary, name)
        form = chosen_format([*formats_of("graph"), None])
        return varied(see_other(f"/ontology#{name}") if form is None else self._term(name, form))

    def _unknown(self, vocabulary: Vocabulary, name: str) -> Response:
        terms = {term.iri: term for _, section in vocabulary.sections for term in section}
        names = [Name(ox.NamedNode(term.iri), text, 0) for term in terms.values() for text in (term.local, term.name)]
        found = [terms[each.thing.value] for each in NameIndex(names).search(name, NEAREST)]
        near = [{"iri": term.iri, "name": term.name, "link": f"/ontology#{term.local}"} for term in found]
        detail = f"The ontology has no term {name[:100]!r}, and no version of that name."
        return problem(404, detail, nearest=near or None)

    def _term(self, name: str, form: Format) -> Response:
        """Give what the ontology says of one term, with the class expressions that it is defined by."""
        term = ox.NamedNode(f"{self._addresses.ontology.value}#{name}")
        return Response(write_rdf(_about(term, *self._statements()), form), mimetype=form.media_type)

    def _parsed(self) -> tuple[Statements, Statements]:
        """Read the statements of the ontology, by their subjects, and by their objects."""
        whole = self._engine.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {self._graph} {{ ?s ?p ?o }} }}", NT)
        by_subject: Statements = defaultdict(list)
        by_object: Statements = defaultdict(list)
        for quad in ox.parse(whole.content, format=ox.RdfFormat.N_TRIPLES):
            by_subject[quad.subject].append(quad)
            by_object[quad.object].append(quad)
        return by_subject, by_object

    def _rdf(self, form: Format) -> Response:
        some = self._engine.query(f"ASK {{ {self._graph} {{ ?s ?p ?o }} }}", format_named("json"))
        if not tabulate(some).truth:
            raise NotFound(NONE)
        answer = self._engine.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {self._graph} {{ ?s ?p ?o }} }}", form)
        response = Response(answer.content, mimetype=form.media_type)
        return sign(response, [Link("", "describes", self._addresses.ontology.value), *_dataset_links()])

    def _read(self) -> Vocabulary:
        vocabulary = self._vocabularies[page_language()]()
        if vocabulary is None:
            raise NotFound(NONE)
        return vocabulary

    def _page(self) -> Response:
        vocabulary = self._read()
        told = {"vocabulary": vocabulary, "endings": EXTENSIONS, "iri": self._addresses.ontology}
        told["diagram"] = draw(vocabulary)
        response = Response(render_template("ontology.html", **told, rules=self._rules()))
        data = [
            Link("", "describedby", here(f"/ontology.{ending}"), format_named(name).media_type)
            for ending, name in EXTENSIONS.items()
        ]
        return sign(response, [Link("", "cite-as", self._addresses.ontology.value), *data, *_dataset_links()])


def _dataset_links() -> list[Link]:
    return [Link("", "collection", here("/dataset"))]


def _about(term: ox.NamedNode, by_subject: Statements, by_object: Statements) -> list[ox.Quad]:
    """Return the statements of which a term is the subject, and those of the nodes without names that they lead to."""
    found = {quad: None for quad in by_object.get(term, ()) if isinstance(quad.subject, ox.BlankNode)}
    todo: list[object] = [term, *(quad.subject for quad in found)]
    while todo:
        subject = todo.pop()
        new = by_subject.get(subject, ())
        todo += [quad.object for quad in new if isinstance(quad.object, ox.BlankNode) and quad not in found]
        found |= dict.fromkeys(new)
    return list(found)


def _rules(knowledge: Knowledge) -> list[tuple[str, str]]:
    """Return the rules beside OWL's by name, each with its sentence."""
    return sorted((rule.name, rule.sentence) for rule in knowledge.proofs.rules if rule.source)
