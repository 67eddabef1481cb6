"""What a page says in schema.org's terms: as exact as it can, the facts of the data, and JSON-LD that others read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import Literal, RdfFormat, Triple, parse

from sinograph.engine import EmbeddedEngine, Limits
from sinograph.linked.addresses import Addresses
from sinograph.linked.description import describe
from sinograph.linked.markup import SCHEMA, schema_types, structured
from sinograph.linked.page import TYPE
from sinograph.linked.surroundings import survey
from sinograph.linked.thing_page import lay_out
from sinograph.namespaces import PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sinograph.linked.description import Description
    from sinograph.release import Release

ADDRESS = "http://localhost/page/x"
OWN = {"description", "mainEntityOfPage", "name", "alternateName", "text"}
"""The members that are told in other words than the data's."""


@pytest.fixture(scope="module")
def engine(real_release: Release) -> Iterator[EmbeddedEngine]:
    engine = EmbeddedEngine(real_release.store_path, prefixes=PREFIXES, limits=Limits.for_one())
    yield engine
    engine.stop()


def told(engine: EmbeddedEngine, curie: str) -> tuple[Description, dict[str, Any]]:
    description = describe(engine, expand(curie))
    assert description
    page = lay_out(description, survey(engine, description, Addresses()), Addresses())
    return description, structured(page, description, ADDRESS)


@pytest.mark.parametrize(
    ("curie", "types"),
    [
        ("lab:deepseek", "Corporation"),
        ("organization:tsinghua-university", "CollegeOrUniversity"),
        ("model:deepseek-v3", ["SoftwareApplication", "https://w3id.org/fair4ml#MLModel"]),
        ("family:qwen", "CreativeWorkSeries"),
        ("technique:mla", "DefinedTerm"),
        ("chip:h100", "Product"),
        ("policy:us-chip-export-restrictions", "Legislation"),
        ("person:yang-zhilin", "Person"),
        ("place:beijing", "City"),
        ("benchmark:swe-bench", "CreativeWork"),
        ("misconception:china-as-a-single-entity", "Claim"),
        ("passage:players-glm-5-size", "Quotation"),
        ("result:players-glm-5-aime-2026", "Claim"),
        ("event:h100-ban", "Event"),
        ("group:western-labs", "Thing"),
    ],
)
def test_the_type_is_as_exact_as_schema_org_has_it(engine: EmbeddedEngine, curie: str, types: str | list[str]) -> None:
    assert told(engine, curie)[1]["@type"] == types


def read(document: dict[str, Any]) -> list[Triple]:
    """Read JSON-LD; the context of schema.org, which is not fetched, is put in its place as far as it matters here."""
    links = {name: {"@type": "@id"} for name in ("sameAs", "mainEntityOfPage")}
    text = json.dumps({**document, "@context": {"@vocab": SCHEMA, **links}})
    return [quad.triple for quad in parse(text, format=RdfFormat.JSON_LD)]


@pytest.mark.parametrize("curie", ["lab:moonshot-ai", "model:glm-5", "person:yang-zhilin", "chip:ascend-910b"])
def test_rdf_tools_read_the_facts_of_the_data_and_no_others(engine: EmbeddedEngine, curie: str) -> None:
    description, document = told(engine, curie)
    known = {pair(fact.triple) for fact in description.facts if fact.holds}
    known |= {(f"{SCHEMA}sameAs", value) for _, value in known}
    found = {pair(triple) for triple in read(document) if triple.subject == description.thing}
    facts = {(prop, value) for prop, value in found if prop.removeprefix(SCHEMA) not in OWN and prop != TYPE.value}
    assert facts
    assert facts <= known


def pair(triple: Triple) -> tuple[str, str]:
    """Return the property and the value of a triple, without datatypes."""
    return triple.predicate.value, getattr(triple.object, "value", "")


def test_names_are_in_both_languages(engine: EmbeddedEngine) -> None:
    description, document = told(engine, "lab:deepseek")
    found = [triple for triple in read(document) if triple.subject == description.thing]
    names = {triple.object for triple in found if triple.predicate.value == f"{SCHEMA}name"}
    assert names == {Literal("DeepSeek", language="en"), Literal("深度求索", language="zh")}


def test_what_a_passage_says_is_its_text(engine: EmbeddedEngine) -> None:
    assert told(engine, "passage:players-glm-5-size")[1]["text"].startswith("744B parameter MoE model")


def test_data_without_kinds_have_no_types() -> None:
    assert schema_types([]) == []
    assert schema_types([Triple(expand("lab:x"), expand("rdf:type"), expand("owl:Thing"))]) == []
