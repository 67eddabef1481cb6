"""A file equals its formatted self, however it was written, and formatting changes no statement."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    serialize,
)

from sinograph.errors import SinographError
from sinograph.namespaces import PREFIXES, expand, sino
from sinograph.project import Project
from sinograph.reading import parse_quads, read_quads
from sinograph.writing import format_check, formatted, formatted_files, replace, write_quads

FORMATTED = Path(__file__).parent / "resources" / "formatted"
TTL, TRIG = Path("x.ttl"), Path("x.trig")

iris = st.sampled_from(
    [sino("Lab"), sino("uses"), expand("lab:a"), expand("passage:p"), expand("fragment:p-1"), expand("rdf:nil")]
    + [NamedNode(iri) for iri in ("urn:x", "http://example.org/a/b#", "https://w3id.org/sinograph/id/lab/a.b.")]
)
predicates = st.sampled_from(
    [expand(curie) for curie in ("rdf:type", "rdf:first", "rdf:rest", "sino:uses", "sino:hasFragment", "oa:start")]
)
blanks = st.sampled_from([BlankNode(name) for name in "abcd"])
strings = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
numerals = st.from_regex(r"\A[+-]?[0-9]*\.?[0-9]*([eE][+-]?[0-9]+)?\Z", fullmatch=True)
numeric = st.sampled_from([expand(f"xsd:{name}") for name in ("integer", "decimal", "double", "boolean", "string")])
literals = st.one_of(
    strings.map(Literal),
    st.builds(lambda text, tag: Literal(text, language=tag), strings, st.sampled_from(["en", "zh-hans"])),
    st.builds(lambda text, datatype: Literal(text, datatype=datatype), numerals | strings, numeric),
)
subjects = iris | blanks
triple_terms = st.builds(Triple, subjects, predicates, subjects | literals)
objects = subjects | literals | triple_terms
triples = st.lists(st.builds(Triple, subjects, predicates, objects), min_size=1, max_size=12)
graphs = st.just(DefaultGraph()) | iris | blanks
quads = st.lists(st.builds(Quad, subjects, predicates, objects, graphs), min_size=1, max_size=12)


def canonical(statements: list[Quad]) -> Dataset:
    dataset = Dataset(statements)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def in_default_graph(told: list[Triple]) -> list[Quad]:
    return [Quad(triple.subject, triple.predicate, triple.object, DefaultGraph()) for triple in told]


@pytest.mark.parametrize("name", ["ontology.ttl", "claims.trig"])
def test_formatted_file_stays_as_it_is(name: str) -> None:
    file = FORMATTED / name
    assert formatted(file.read_bytes(), file) == file.read_text()


@given(st.randoms(use_true_random=False))
def test_turtle_does_not_depend_on_the_order_of_the_file(random: object) -> None:
    file = FORMATTED / "ontology.ttl"
    scattered = read_quads(file)
    random.shuffle(scattered)  # type: ignore[attr-defined]
    assert write_quads(scattered, file, {"ex": "http://example.org/"}) == file.read_text()


def test_turtle_as_another_program_writes_it() -> None:
    file = FORMATTED / "ontology.ttl"
    other = serialize([quad.triple for quad in read_quads(file)], format=RdfFormat.N_TRIPLES)
    assert other is not None
    own = b"@prefix ex: <http://example.org/> .\n"
    assert formatted(own + other, file) == file.read_text()


@given(triples)
def test_turtle_says_the_same_and_is_stable(told: list[Triple]) -> None:
    before = in_default_graph(told)
    text = write_quads(before, TTL, {})
    assert canonical(parse_quads(text.encode(), TTL)[0]) == canonical(before)
    assert formatted(text.encode(), TTL) == text


@given(quads)
def test_claims_say_the_same_and_are_stable(before: list[Quad]) -> None:
    text = write_quads(before, TRIG, {})
    assert canonical(parse_quads(text.encode(), TRIG)[0]) == canonical(before)
    assert formatted(text.encode(), TRIG) == text


@given(strings)
def test_every_string_is_kept(text: str) -> None:
    quad = Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal(text), DefaultGraph())
    assert parse_quads(write_quads([quad], TTL, {}).encode(), TTL)[0] == [quad]


def heads(*starts: int | None) -> bytes:
    """Write passages named a, b, c ... that begin at these places."""
    prefixes = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("passage", "sino", "oa"))
    places = ["" if start is None else f"; oa:exact 'x' ; oa:start {start}" for start in starts]
    names = "abcdefgh"[: len(starts)]
    return (
        prefixes
        + "".join(f"passage:{name} a sino:Passage {place} .\n" for name, place in zip(names, places, strict=True))
    ).encode()


@pytest.mark.parametrize(
    ("starts", "order"),
    [
        pytest.param((30, 20, 100), "bac", id="sorted by number, not by digits"),
        pytest.param((5, 5, 5), "abc", id="equal starts stay in order"),
        pytest.param((50, None, 20), "cab", id="one without a start follows its predecessor"),
        pytest.param((None, 50, 20), "acb", id="one without a start at the top stays there"),
    ],
)
def test_passages_stand_in_the_order_of_the_text(starts: tuple[int | None, ...], order: str) -> None:
    text = formatted(heads(*starts), TRIG)
    assert [line.split()[0][-1] for line in text.splitlines() if "a sino:Passage" in line] == list(order)


def test_a_prefix_of_the_files_own_is_kept_and_a_usual_one_restored() -> None:
    text = "@prefix wd: <http://www.wikidata.org/entity/> .\n@prefix s: <https://w3id.org/sinograph/ontology#> .\n"
    written = formatted(f"{text}wd:Q1 s:uses wd:Q2 .".encode(), TTL)
    assert "wd:Q1 sino:uses wd:Q2 ." in written
    assert "@prefix s:" not in written


def test_a_prefix_that_means_something_else_here_is_written_out() -> None:
    written = formatted(b"@prefix lab: <http://example.org/> . lab:a lab:b lab:c .", TTL)
    assert written.splitlines()[-1] == "<http://example.org/a> <http://example.org/b> <http://example.org/c> ."


def test_a_file_of_prefixes_alone_is_left_alone() -> None:
    assert formatted(b"@prefix a: <urn:a> .\n", TTL) == "@prefix a: <urn:a> .\n"


def test_other_files_are_refused() -> None:
    with pytest.raises(SinographError, match="have no formatted form"):
        write_quads([], Path("x.nt"), {})


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for folder in ("ontology/shapes", "graph/claims/d", "graph/sources"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "ontology" / "good.ttl").write_bytes((FORMATTED / "ontology.ttl").read_bytes())
    (tmp_path / "ontology" / "shapes" / "bad.ttl").write_text("<urn:s>  <urn:p> 1.")
    (tmp_path / "graph" / "claims" / "d" / "broken.trig").write_text("<urn:s> <urn:p> .")
    (tmp_path / "graph" / "claims" / "d" / "query.rq").write_text("ASK {}")
    (tmp_path / "graph" / "sources" / "copy.ttl").write_text("<urn:s>  <urn:p> 1.")
    return Project(tmp_path)


def test_check_names_unformatted_and_malformed_files(project: Project) -> None:
    assert len(formatted_files(project)) == 3
    broken, bad = format_check(project)
    assert broken.where.endswith("broken.trig:1:17")
    assert bad.where.endswith("bad.ttl")
    assert bad.remedy == "run `sinograph format`"


def test_replace_leaves_nothing_beside(tmp_path: Path) -> None:
    replace(tmp_path / "a.ttl", "é\n")
    assert (tmp_path / "a.ttl").read_bytes() == "é\n".encode()
    assert [file.name for file in tmp_path.iterdir()] == ["a.ttl"]


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(SinographError, match="cannot be written"):
        replace(tmp_path / "no-such-folder" / "a.ttl", "")
