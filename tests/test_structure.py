"""Claim files that are not built as they must be."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from claims import claims, passage, project_at
from sinograph.namespaces import expand
from sinograph.sources import Document
from sinograph.structure import check_citable, check_structure

DOCUMENT = Document(expand("document:d"), "d", "D", "0" * 64, 100)
GOOD = passage("p", "abc", "5 8")
GRAPH = "passage:p { model:m a sino:Model }"
HEAD = "passage:p a sino:Passage ; prov:wasQuotedFrom document:d ; sino:modality sino:Stated"
FRAGMENTS = f"""{HEAD} ; sino:hasFragment fragment:p-1, fragment:p-2 . {GRAPH}
fragment:p-1 a sino:Fragment ; oa:exact "ab" ; oa:start 1 ; oa:end 3 .
fragment:p-2 a sino:Fragment ; oa:exact "cd" ; oa:start 5 ; oa:end 7 .
"""

CASES = {
    "graph without passage": ("passage:q { model:m a sino:Model }", ["is a graph without a passage"]),
    "passage without graph": (GOOD.replace("model:m sino:uses technique:t .", ""), ["has no facts"]),
    "no quote": (f"{HEAD} ; oa:start 5 ; oa:end 8 . {GRAPH}", ["has no oa:exact"]),
    "no offsets": (passage("p", "abc"), ["has no oa:start", "has no oa:end"]),
    "two quotes": (f'{GOOD} passage:p oa:exact "d" .', ["has oa:exact 2 times: abc, d"]),
    "two starts": (f"{GOOD} passage:p oa:start 6 .", ["has oa:start 2 times: 5, 6"]),
    "no document": (GOOD.replace("prov:wasQuotedFrom", "prov:wasDerivedFrom"), ["has no prov:wasQuotedFrom"]),
    "unknown document": (
        GOOD.replace("document:d", "document:e"),
        ["is quoted from document:e, which is not declared"],
    ),
    "no modality": (GOOD.replace("sino:modality", "sino:mode"), ["has no sino:modality"]),
    "two modalities": (f"{GOOD} passage:p sino:modality sino:Opinion .", ["has sino:modality 2 times"]),
    "modality as text": (GOOD.replace("sino:Stated", '"stated"'), ["has stated for its sino:modality"]),
    "quote with language": (GOOD.replace('"abc"', '"abc"@en'), ["has abc for its oa:exact"]),
    "start as text": (GOOD.replace("oa:start 5", 'oa:start "5"'), ["has 5 for its oa:start"]),
    "start before the text": (passage("p", "abc", "-5 8"), ["has -5 for its oa:start"]),
    "end beyond all texts": (passage("p", "abc", f"5 {'9' * 5000}"), ["for its oa:end"]),
    "end before start": (passage("p", "abc", "5 2"), ["ends at 2, not after its start at 5"]),
    "long quote": (passage("p", "x" * 201, "5 206"), ["quotes 201 characters, more than 200"]),
    "quote and fragments": (f'{FRAGMENTS} passage:p oa:exact "ab" .', ["has a quote of its own and fragments too"]),
    "lost fragment": (
        f"{HEAD} ; sino:hasFragment fragment:x . {GRAPH}",
        ["has the fragment fragment:x, which is not there"],
    ),
    "fragment without start": (FRAGMENTS.replace("oa:start 5 ; ", ""), ["has no oa:start"]),
    "fragments out of order": (FRAGMENTS.replace("5 ; oa:end 7", "0 ; oa:end 1"), ["begins at 0, before fragment:p-1"]),
    "fragments overlapping": (FRAGMENTS.replace("oa:start 5", "oa:start 2"), ["fragment:p-2 begins at 2"]),
    "fragment of none": (f"{GOOD} fragment:z a sino:Fragment .", ["fragment:z is a fragment of no passage"]),
    "same quote": (GOOD + passage("q", "abc", "5 8"), ["quotes the same span with the same modality as passage:p"]),
    "same quote elsewhere": (GOOD + passage("q", "abc", "15 18"), []),
    "name used twice": (
        f"{GOOD} {HEAD} .",
        ["passage:p names 2 passages", "has prov:wasQuotedFrom 2", "has sino:modality 2"],
    ),
    "not in order": (passage("q", "d", "9 10") + GOOD, ["begins at 5, but stands after passage:q, which begins at 9"]),
    "blank node in a fact": (GOOD.replace("technique:t", "[]"), ["a blank node, which cannot be cited, in: model:m"]),
    "blank node in a head": (
        f"{GOOD} passage:p sino:note [] .",
        ["a blank node, which cannot be cited, in: passage:p"],
    ),
    "blank node for a graph": (
        f"{GOOD} _:b {{ model:m a sino:Model }}",
        ["a blank node, which cannot be cited, in: model:m"],
    ),
    "good": (GOOD, []),
    "good with fragments": (FRAGMENTS, []),
    "nothing but a prefix": ("", []),
}


@pytest.mark.parametrize(("body", "problems"), CASES.values(), ids=CASES)
def test_structure(body: str, problems: list[str]) -> None:
    faults = check_structure([claims(body)], [DOCUMENT])
    assert len(faults) == len(problems)
    assert all(any(problem in fault.problem for fault in faults) for problem in problems)
    assert all(fault.where.startswith("claims.trig") and fault.remedy for fault in faults)


def test_a_name_used_in_two_files() -> None:
    files = [claims(passage("p", quote, "1 2"), Path(f"{quote}.trig")) for quote in ("a", "b")]
    (fault,) = check_structure(files, [DOCUMENT])
    assert (fault.where, fault.problem) == ("a.trig, b.trig", "passage:p names 2 passages")


def test_the_same_quote_in_two_files() -> None:
    files = [claims(passage(name, "a", "1 2"), Path(f"{name}.trig")) for name in ("p", "q")]
    (fault,) = check_structure(files, [DOCUMENT])
    assert fault.where == "q.trig: passage:q"
    assert "p.trig" in fault.remedy


def test_entities_have_names(tmp_path: Path) -> None:
    project = project_at(tmp_path, "d")
    entities = tmp_path / "graph" / "entities" / "labs.ttl"
    entities.write_text("<urn:a> <urn:b> <urn:c> .")
    assert check_citable(project) == []
    entities.write_text("<urn:a> <urn:b> [ <urn:c> 1 ] .")
    assert [Path(fault.where).name for fault in check_citable(project)] == ["labs.ttl", "labs.ttl"]


def test_a_passage_as_it_is_read() -> None:
    (read,) = claims(FRAGMENTS + 'passage:p sino:condition sino:DamagedText ; skos:editorialNote "why"@en .').passages
    assert read.iri == expand("passage:p")
    assert (read.document, read.modality) == (expand("document:d"), expand("sino:Stated"))
    assert [(span.node, span.exact, span.start, span.end) for span in read.spans] == [
        (expand("fragment:p-1"), "ab", 1, 3),
        (expand("fragment:p-2"), "cd", 5, 7),
    ]
    assert (read.conditions, read.notes) == ((expand("sino:DamagedText"),), ("why",))
    assert [fact.object for fact in read.facts] == [NamedNode("https://w3id.org/sinograph/ontology#Model")]
