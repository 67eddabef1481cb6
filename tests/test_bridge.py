from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from sinograph.bridge import from_graph, from_rdflib, to_graph, to_rdflib
from sinograph.errors import SinographError
from sinograph.namespaces import expand

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
names = st.from_regex(r"[a-z]{1,5}", fullmatch=True).map(lambda name: expand(f"lab:{name}"))
blanks = st.from_regex(r"[a-z]{1,5}", fullmatch=True).map(ox.BlankNode)
datatypes = st.sampled_from(["string", "integer", "decimal", "double", "boolean", "date", "gYear", "gYearMonth"])
literals = st.one_of(
    text.map(ox.Literal),
    st.builds(lambda value, tag: ox.Literal(value, language=tag), text, st.sampled_from(["en", "zh", "zh-hans"])),
    st.builds(lambda value, name: ox.Literal(value, datatype=expand(f"xsd:{name}")), text, datatypes),
)
triples = st.builds(ox.Triple, st.one_of(names, blanks), names, st.one_of(names, blanks, literals))


@given(st.one_of(names, blanks, literals))
def test_a_term_comes_back_as_it_was(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> None:
    assert from_rdflib(to_rdflib(term)) == term


@given(st.sets(triples, max_size=5))
def test_a_graph_comes_back_as_it_was(some: set[ox.Triple]) -> None:
    assert from_graph(to_graph(some)) == some


@pytest.mark.parametrize("spelling", ["2.50", "02", "+2", "two", ""])
def test_numbers_keep_their_spelling(spelling: str) -> None:
    literal = ox.Literal(spelling, datatype=expand("xsd:decimal"))
    assert str(to_rdflib(literal)) == spelling


def test_what_is_no_rdf_stays_behind() -> None:
    graph = rdflib.Graph()
    graph.add((rdflib.Literal("x"), rdflib.RDF.type, rdflib.RDFS.Literal))
    assert from_graph(graph) == set()


def test_triple_terms_are_refused() -> None:
    name = expand("lab:a")
    with pytest.raises(SinographError, match="a triple cannot be the object of another"):
        to_rdflib(ox.Triple(name, name, name))
