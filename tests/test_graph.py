"""The real graph keeps the difficult places of its document as they are.

Each test names a place where a graph is tempted to repair, to guess or to merge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, Store, Triple

from sinograph.namespaces import PREFIXES, expand, sino
from sinograph.passages import read_claims
from sinograph.project import Project

if TYPE_CHECKING:
    from sinograph.passages import Passage
    from sinograph.release import Release

PASSAGES = {passage.iri: passage for claim_file in read_claims(Project.find()) for passage in claim_file.passages}
LEAST_PASSAGES = 600
LEAST_DIFFICULT_PLACES = 45


@pytest.fixture(scope="module")
def store(real_release: Release) -> Store:
    return Store.read_only(str(real_release.store_path))


def ask(store: Store, pattern: str) -> bool:
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    return bool(store.query(f"{prefixes}ASK {{ {pattern} }}"))


def quoting(words: str) -> list[Passage]:
    """Return the passages whose quote contains these words."""
    return [passage for passage in PASSAGES.values() if any(words in span.exact for span in passage.spans)]


def predicates(passages: list[Passage]) -> set[NamedNode]:
    return {fact.predicate for passage in passages for fact in passage.facts}


def test_the_document_was_read_closely() -> None:
    assert len(PASSAGES) >= LEAST_PASSAGES
    difficult = [passage for passage in PASSAGES.values() if passage.conditions]
    assert len(difficult) >= LEAST_DIFFICULT_PLACES
    assert all(passage.notes for passage in difficult)


@pytest.mark.parametrize("words", ["raised over 558 million)", "Zhipu AI: 558M)"])
def test_the_lost_funding_sentence_is_kept_and_not_completed(words: str) -> None:
    passages = quoting(words)
    assert passages
    assert all(sino("DamagedText") in passage.conditions for passage in passages)
    supplied = {sino(name) for name in ("currency", "minimum", "maximum", "value", "atTime")}
    assert not supplied & predicates(passages)


@pytest.mark.parametrize(
    "words", ["1.10 output per million tokens", "1.10 per M tokens", "2.50-$3.00 per million tokens (input/output)"]
)
def test_a_lost_currency_sign_is_not_supplied(words: str) -> None:
    passages = [passage for passage in quoting(words) if sino("hasPrice") in predicates([passage])]
    assert passages
    assert all(sino("DamagedText") in passage.conditions for passage in passages)
    assert sino("currency") not in predicates(passages)


def test_a_price_range_is_not_a_point() -> None:
    facts = predicates(quoting("2.50-$3.00 per million tokens (input/output)"))
    assert {sino("minimum"), sino("maximum")} <= facts
    assert sino("value") not in facts
    assert sino("priceDirection") not in facts


def test_the_prices_that_differ_stand_side_by_side(store: Store) -> None:
    assert ask(
        store,
        'model:kimi-k2-5 sino:hasPrice ?one , ?other . ?one sino:value 0.6 ; sino:currency "$" .'
        "?other sino:maximum 3.0 ."
        "passage:players-moonshot-k2-5-price sino:conflictsWith passage:details-kimi-k2-5-price",
    )


def test_an_expectation_answers_no_plain_question(store: Store) -> None:
    size = "model:deepseek-v4 sino:totalParameters 1000000000000"
    assert ask(store, f"GRAPH ?passage {{ {size} }} ?passage sino:modality sino:Expected")
    assert not ask(store, size)
    assert not ask(store, f"GRAPH graph:inferred {{ {size} }}")


@pytest.mark.parametrize("relation", ["owl:sameAs", "skos:exactMatch", "schema:sameAs", "skos:broader"])
def test_routing_and_load_balancing_are_not_equated(store: Store, relation: str) -> None:
    routing, balancing = "technique:auxiliary-loss-free-routing", "technique:auxiliary-loss-free-load-balancing"
    assert ask(store, f"{routing} skos:closeMatch {balancing}")
    assert not ask(store, f"{{ {routing} {relation} {balancing} }} UNION {{ {balancing} {relation} {routing} }}")


@pytest.mark.parametrize(
    "fact",
    [
        pytest.param("group:western-labs sino:leadsIn topic:english-language-benchmarks", id="certain benchmarks"),
        pytest.param("lab:minimax sino:emphasises topic:consumer-ai-products", id="initially focused"),
        pytest.param(
            "publication:deepseek-v3-technical-report sino:covers policy:us-chip-export-restrictions",
            id="under restrictions",
        ),
        pytest.param("policy:expansion-2023 sino:effectiveFrom ?month", id="expanded in October"),
    ],
)
def test_what_is_said_with_a_limit_is_not_asserted_without_it(store: Store, fact: str) -> None:
    assert not ask(store, fact)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("organization:high-flyer-capital", "organization:high-flyer"),
        ("organization:deepseek-ai", "lab:deepseek"),
        ("group:chinese-institutions", "group:chinese-ai-institutions"),
    ],
)
def test_names_that_may_be_of_one_thing_are_not_merged(store: Store, one: str, other: str) -> None:
    assert ask(store, f"{one} skos:closeMatch {other}")
    assert not ask(store, f"{one} owl:sameAs|^owl:sameAs|schema:sameAs|skos:exactMatch {other}")


def test_a_passage_is_marked_as_conflicting_exactly_where_it_takes_a_side(store: Store) -> None:
    conflicting = "?passage sino:condition sino:ConflictingText"
    assert ask(store, conflicting)
    assert not ask(store, f"{conflicting} FILTER NOT EXISTS {{ ?dispute sino:disputeSide ?passage }}")
    assert not ask(store, f"?dispute sino:disputeSide ?passage FILTER NOT EXISTS {{ {conflicting} }}")


def test_the_bans_have_an_order_and_no_dates(store: Store) -> None:
    bans = "?first a sino:ChipBan ; sino:restricts chip:a100 . ?then a sino:ChipBan ; sino:restricts chip:h100 ."
    assert ask(store, f"{bans} ?first sino:precedes ?then")
    assert not ask(store, "?ban a sino:ChipBan ; sino:earliest ?day")
    rounds = "VALUES ?round { policy:bis-rules-2022 policy:expansion-2023 policy:tightening-2024 }"
    chips = "VALUES ?chip { chip:a100 chip:h100 chip:h800 }"
    assert not ask(store, f"{rounds} {chips} ?round sino:restricts ?chip")


def test_the_permission_of_the_h800_comes_before_its_restriction(store: Store) -> None:
    stage = "a sino:Observation ; sino:observationOf chip:h800 ; sino:status"
    assert ask(store, f"?first {stage} sino:Permitted ; sino:precedes ?then . ?then {stage} sino:Restricted")


def test_a_belief_that_is_rebutted_is_not_asserted(store: Store) -> None:
    rebutted = [passage for passage in PASSAGES.values() if passage.modality == sino("Rebutted")]
    assert len(rebutted) >= 4
    written = {fact for passage in PASSAGES.values() if passage.modality != sino("Rebutted") for fact in passage.facts}
    alone = {fact for passage in rebutted for fact in passage.facts} - written
    assert alone
    default = {quad.triple for quad in store.quads_for_pattern(None, None, None, None) if _is_default(quad.graph_name)}
    assert not alone & default


def _is_default(graph: object) -> bool:
    return not isinstance(graph, NamedNode)


def test_no_two_claims_share_a_value(store: Store) -> None:
    measured = """
        VALUES ?class {
            sino:BenchmarkResult sino:Price sino:Observation sino:Comparison sino:Quantity sino:CausalClaim
        }
        GRAPH ?one { ?node a ?class }
        GRAPH ?other { ?node ?property ?value }
        ?one a sino:Passage .
        ?other a sino:Passage .
        FILTER(?one != ?other)
    """
    assert not ask(store, measured)


def test_every_named_lab_of_the_list_has_its_seat_and_kind() -> None:
    facts = {fact for passage in PASSAGES.values() for fact in passage.facts}
    seats = {
        "deepseek": "hangzhou",
        "zhipu-ai": "beijing",
        "01-ai": "beijing",
        "minimax": "shanghai",
        "baidu": "beijing",
    }
    for lab, place in seats.items():
        assert Triple(expand(f"lab:{lab}"), sino("basedIn"), expand(f"place:{place}")) in facts
