"""Explanations in each form: what a reader or a program gets."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from rich.console import Console

from explaining.test_search import knowledge_of, triple
from sinograph.errors import SinographError
from sinograph.explaining import explain, overview
from sinograph.explaining.asking import read_thing, read_triple
from sinograph.explaining.forms import FORMS
from sinograph.explaining.tree import TreeWriter
from sinograph.namespaces import BASE, expand

if TYPE_CHECKING:
    from sinograph.explaining import Knowledge

EXPLANATIONS = Path(__file__).parents[1] / "resources" / "explanations"
GOLDEN = sorted(EXPLANATIONS.glob("*.txt"))
PRACTISES = ("lab:aurora-labs", "sino:practises", "technique:mixture-of-experts")
NODE = re.compile(r'    \w+(\["[^"\n]*"\]|\(\["[^"\n]*"\]\)|>"[^"\n]*"\])')
EDGE = re.compile(r"    \w+ --> \w+")
DOT_LINE = re.compile(r'    (\w+ \[shape=\w+, label="(?:[^"\\]|\\.)*"\]|\w+ -> \w+|node \[fontname="sans-serif"\]);')


def written(knowledge: Knowledge, *terms: str, **options: Any) -> str:
    """Return what a terminal of any width shows."""
    console = Console(width=1000, highlight=False, emoji=False, record=True, quiet=True)
    writer = TreeWriter(knowledge, knowledge.curies if options.pop("curies", False) else knowledge.wording)
    if len(terms) == 1:
        parts = list(writer.overview(overview(read_thing(terms[0], knowledge), knowledge)))
    else:
        explanation = explain(read_triple(terms, knowledge), knowledge, **options)
        parts = list(writer.explanation(explanation))  # type: ignore[arg-type]
    with console.capture() as capture:
        console.quiet = False
        for part in parts:
            console.print(part)
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def answer(knowledge: Knowledge, form: str, *terms: str, every: bool = False) -> str:
    return FORMS[form](explain(read_triple(terms, knowledge), knowledge, every=every), knowledge)


def test_there_are_golden_files() -> None:
    assert len(GOLDEN) == 4


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_text_is_as_it_was(small: Knowledge, path: Path) -> None:
    question, _, expected = path.read_text(encoding="utf-8").partition("\n\n")
    assert written(small, *question.split()) == expected


def test_with_curies(small: Knowledge) -> None:
    text = written(small, *PRACTISES, curies=True)
    assert text.startswith("lab:aurora-labs sino:practises technique:mixture-of-experts\n")
    assert "model:aurora-1 sino:developedBy lab:aurora-labs" in text


def test_what_is_shown_twice_is_shown_in_short() -> None:
    shared = knowledge_of(
        "sino:A rdfs:subClassOf sino:B .",
        "lab:x a sino:A ; sino:uses lab:x .",
        "CONSTRUCT { ?x sino:both ?y } WHERE { ?x a sino:B ; sino:uses ?y . ?y a sino:B }",
    )
    assert "X is a B (see above)" in written(shared, "lab:x", "sino:both", "lab:x")


def test_json_has_the_proof_down_to_the_quotes(small: Knowledge) -> None:
    document = json.loads(answer(small, "json", *PRACTISES))
    assert document["inferred"] is True
    (proof,) = document["proofs"]
    assert (proof["steps"], proof["leaves"], proof["modality"]) == (1, 2, "sino:Stated")
    assert proof["id"].startswith(f"{BASE}proof/")
    goal, *premises = proof["nodes"]
    assert goal["id"] == 1
    assert goal["premises"] == [2, 3]
    assert goal["rule"]["source"] == "ontology/rules/practises.rq"
    (quote,) = premises[1]["evidence"]
    assert quote["kind"] == "passage"
    assert quote["passage"] == expand("passage:aurora-1-size").value
    assert quote["document"] == expand("document:small-dragons").value
    assert quote["quotes"][0]["start"] == 142


def test_json_of_a_thing(small: Knowledge) -> None:
    document = json.loads(FORMS["json"](overview(expand("model:aurora-2"), small), small))
    assert document["thing"]["curie"] == "model:aurora-2"
    by_property = {group["property"]["curie"]: group["statements"] for group in document["outgoing"]}
    (descent,) = by_property["sino:descendsFrom"]
    assert descent["rule"].startswith("prp-spo1")
    assert "evidence" not in descent
    (release,) = by_property["sino:releaseDate"]
    assert release["evidence"][0]["quotes"][0]["exact"].startswith("Its successor")
    assert {group["property"]["curie"] for group in document["incoming"]} == set()


def test_turtle_is_prov_and_tells_proofs_apart(small: Knowledge) -> None:
    goal = read_triple(PRACTISES, small)
    store = ox.Store()
    turtle = FORMS["turtle"](explain(goal, small, every=True), small)
    store.load(turtle.encode(), ox.RdfFormat.TURTLE)
    query = """
        PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT DISTINCT ?proof ?document {
          ?proof a prov:Collection ; prov:hadMember ?statement .
          ?statement a prov:Entity ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; prov:wasGeneratedBy ?step .
          ?step a prov:Activity ; prov:used ?premise, ?rule . ?rule a prov:Plan .
          ?statement prov:wasDerivedFrom ?premise .
          ?premise prov:wasDerivedFrom ?passage . ?passage prov:wasQuotedFrom ?document }"""
    rows = list(store.query(query, substitutions=None))  # type: ignore[arg-type]
    assert {row["document"] for row in rows} == {expand("document:small-dragons")}
    assert len({row["proof"] for row in rows}) == len(explain(goal, small, every=True).proofs)


def test_each_proof_has_an_iri_of_its_own() -> None:
    diamond = knowledge_of(
        "sino:A rdfs:subClassOf sino:G . sino:B rdfs:subClassOf sino:G .", "lab:x a sino:A, sino:B ."
    )
    explanation = explain(triple("lab:x rdf:type sino:G"), diamond, every=True)
    found = {str(quad.subject) for quad in ox.parse(FORMS["turtle"](explanation, diamond), ox.RdfFormat.TURTLE)}
    assert len({name for name in found if re.fullmatch(rf"<{BASE}proof/[0-9a-f]{{16}}>", name)}) == 2


def test_turtle_of_a_thing(small: Knowledge) -> None:
    turtle = FORMS["turtle"](overview(expand("model:aurora-2"), small), small)
    assert len(list(ox.parse(turtle, ox.RdfFormat.TURTLE))) > 100


def test_mermaid_is_a_flowchart(small: Knowledge) -> None:
    first, *lines = answer(small, "mermaid", *PRACTISES, every=True).splitlines()
    assert first == "flowchart TD"
    assert len(lines) > 8
    assert [line for line in lines if not (NODE.fullmatch(line) or EDGE.fullmatch(line))] == []


def test_dot_is_a_graph(small: Knowledge) -> None:
    first, *lines, last = answer(small, "dot", *PRACTISES, every=True).splitlines()
    assert (first, last) == ("digraph proof {", "}")
    assert [line for line in lines if not DOT_LINE.fullmatch(line)] == []


HOSTILE = '"]; <script>alert(1)</script> \\ | {x} #quot; `y`'


def test_diagrams_write_hostile_names_as_text() -> None:
    hostile = knowledge_of(
        "sino:A rdfs:subClassOf sino:B .", f"lab:x a sino:A ; skos:prefLabel {ox.Literal(HOSTILE, language='en')} ."
    )
    explanation = explain(triple("lab:x rdf:type sino:B"), hostile)
    lines = FORMS["mermaid"](explanation, hostile).splitlines()[1:]
    assert all(NODE.fullmatch(line) or EDGE.fullmatch(line) for line in lines)
    assert not any("<script>" in line for line in lines)
    assert all(DOT_LINE.fullmatch(line) for line in FORMS["dot"](explanation, hostile).splitlines()[1:-1])
    assert HOSTILE in FORMS["json"](explanation, hostile).encode().decode("unicode_escape")


@pytest.mark.parametrize("form", ["mermaid", "dot"])
def test_a_diagram_of_a_thing_is_refused(small: Knowledge, form: str) -> None:
    with pytest.raises(SinographError, match="a diagram shows proofs"):
        FORMS[form](overview(expand("model:aurora-2"), small), small)
