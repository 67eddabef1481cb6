from __future__ import annotations

import gc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Store, Triple

from reasoner.chance import examples
from reasoner.generated_rules import facts, queries
from reasoner.oracle import EX, close, parse
from reasoner.proofs import check_proofs
from sinograph.reasoner import Program, compile_ontology, parse_rule, reason
from sinograph.reasoner.rule import SAME, TYPE

RULES = {
    "join": "CONSTRUCT { ?l :practises ?t } WHERE { ?m :by ?l ; :uses ?t }",
    "triangle": "CONSTRUCT { ?a a :Corner } WHERE { ?a :by ?b . ?b :by ?c . ?c :by ?a }",
    "product": "CONSTRUCT { ?a :beside ?b } WHERE { ?a a :Lab . ?b a :Model }",
    "constant": "CONSTRUCT { ?a a :Open } WHERE { ?a :uses :i1 }",
    "loop": "CONSTRUCT { ?a a :Loop } WHERE { ?a :by ?a }",
    "circle": "CONSTRUCT { ?a a :Loop } WHERE { ?a :under ?a }",
    "name of a name": """CONSTRUCT { ?t a :Copy } WHERE { ?m :by ?l
        BIND(IRI(CONCAT(STR(?m), "-a")) AS ?s) BIND(IRI(CONCAT(STR(?s), "-b")) AS ?t) FILTER(?t != ?m) }""",
    "two heads": "CONSTRUCT { ?a a :Model . ?b a :Lab } WHERE { ?a :by ?b }",
    "recursion": "CONSTRUCT { ?a :under ?c } WHERE { ?a :by ?b . ?b :under ?c }",
    "start": "CONSTRUCT { ?a :under ?b } WHERE { ?a :by ?b }",
    "transitive": "CONSTRUCT { ?a :under ?c } WHERE { ?a :under ?b . ?b :under ?c }",
    "filter": "CONSTRUCT { ?a :outperforms ?b } WHERE { ?a :score ?x . ?b :score ?y FILTER(?x > ?y) }",
    "two filters": """CONSTRUCT { ?a :by ?c } WHERE { ?a :under ?b . ?b :by ?c
        FILTER(STR(?a) < STR(?b)) FILTER(STR(?b) > STR(?c)) }""",
    "different": "CONSTRUCT { ?a :rival ?b } WHERE { ?a :by ?x . ?b :by ?x FILTER(?a != ?b) }",
    "name": """CONSTRUCT { ?s a :Spread ; :from ?l ; :technique ?t } WHERE { ?m :by ?l ; :uses ?t
        BIND(IRI(CONCAT(STR(?l), "-", STRAFTER(STR(?t), "org/"))) AS ?s) }""",
    "of the name": "CONSTRUCT { ?l :spreads ?t } WHERE { ?s a :Spread ; :from ?l ; :technique ?t }",
    "path": "CONSTRUCT { ?a :peer ?b } WHERE { ?a :uses/^:uses ?b }",
    "four": "CONSTRUCT { ?a :far ?e } WHERE { ?a :by ?b . ?b :uses ?c . ?c :by ?d . ?d :uses ?e . ?a a :Model }",
}


def program(*texts: str) -> Program:
    return Program(
        parse_rule(f"PREFIX : <{EX}>\n{text}", f"rule-{number}", f"rule-{number}.rq")
        for number, text in enumerate(texts)
    )


def by_pyoxigraph(triples: list[Triple], texts: list[str]) -> set[Triple]:
    """Return what the CONSTRUCT queries themselves add, asked until they add nothing."""
    store = Store()
    store.extend(Quad(*triple) for triple in triples)
    size = -1
    while len(store) != size:
        size = len(store)
        for text in texts:
            constructed = store.query(text, prefixes={"": EX})
            assert isinstance(constructed, QueryTriples)
            store.extend(Quad(*triple) for triple in constructed)
    return {quad.triple for quad in store} - set(triples)


_some_rules = st.lists(st.sampled_from(sorted(RULES.values())), min_size=1, unique=True)


@examples(300)
@given(
    st.lists(facts, min_size=1, max_size=14),
    st.one_of(_some_rules, queries, st.builds(list.__add__, _some_rules, queries)),
)
def test_rules_conclude_what_their_queries_construct(lines: list[str], texts: list[str]) -> None:
    triples = parse(" ".join(lines))
    closure = reason(triples, program(*texts))
    assert set(closure) == by_pyoxigraph(triples, texts)
    check_proofs(closure, triples)


def test_a_query_constructs_nothing_with_a_literal_as_its_subject() -> None:
    back, rival = "CONSTRUCT { ?b :by ?a . ?a :of ?b } WHERE { ?a :score ?b }", RULES["different"]
    triples = parse(":i1 :by :i1 ; :score 1 .")
    closure = reason(triples, program(back, rival))
    assert set(closure) == {Triple(ex("i1"), ex("of"), triples[1].object)}


def test_filters_of_one_rule_stay_apart_when_it_fires_again() -> None:
    texts = [RULES["start"], RULES["two filters"]]
    triples = parse(":i1 :by :i3 . :i3 :by :i5 . :i5 :by :i2 .")
    closure = reason(triples, program(*texts))
    assert set(closure) == by_pyoxigraph(triples, texts)
    assert Triple(ex("i1"), ex("by"), ex("i2")) in closure


def test_a_derivation_names_rule_values_and_premises() -> None:
    triples = parse(":i1 :by :i2 ; :uses :i3 .")
    closure = reason(triples, program(RULES["join"]))
    (conclusion,) = closure
    derivation = closure.derivation(conclusion)
    assert derivation is not None
    assert derivation.rule.name == "rule-0"
    assert {variable.name: term for variable, term in derivation.bindings.items()} == {
        "m": ex("i1"),
        "l": ex("i2"),
        "t": ex("i3"),
    }
    assert set(derivation.premises) == set(triples)


def test_what_was_given_or_does_not_hold_has_no_derivation() -> None:
    given_, absent = Triple(ex("i1"), ex("by"), ex("i2")), Triple(ex("i2"), ex("by"), ex("i1"))
    closure = reason([given_], program(RULES["start"]))
    assert closure.derivation(given_) is None
    assert closure.derivation(absent) is None
    assert given_ in closure
    assert absent not in closure
    assert Triple(ex("i9"), ex("by"), ex("i1")) not in closure
    assert Triple(ex("i1"), ex("by"), Literal("never seen")) not in closure


def test_what_was_given_is_not_inferred_even_where_it_follows() -> None:
    closure = close(parse(":C1 rdfs:subClassOf :C2 . :i1 a :C1 , :C2 ."))
    assert list(closure) == []
    assert len(closure) == 0


def test_literals_of_one_value_are_one_term() -> None:
    closure = close(parse(":C1 owl:equivalentClass [ owl:onProperty :p1 ; owl:hasValue 2.5 ] . :i1 :p1 2.50 ."))
    assert set(closure) == {Triple(ex("i1"), TYPE, ex("C1"))}


def test_a_rule_of_forty_atoms_is_applied() -> None:
    steps = " ".join([":p1"] * 40)
    facts = " ".join(f":i{number} :p1 :i{number + 1} ." for number in range(40))
    triples = parse(f":p2 owl:propertyChainAxiom ( {steps} ) . {facts}")
    closure = close(triples)
    assert set(closure) == {Triple(ex("i0"), ex("p2"), ex("i40"))}
    assert check_proofs(closure, triples) == 1


def test_rules_of_many_atoms_do_not_get_in_each_others_way() -> None:
    one, other = (" ".join([name] * 20) for name in (":p1", ":p2"))
    facts = " ".join(f":i{n} :p1 :i{n + 1} ; :p2 :j{n + 1} . :j{n} :p2 :j{n + 1} ." for n in range(20))
    triples = parse(f":p3 owl:propertyChainAxiom ( {one} ) . :p4 owl:propertyChainAxiom ( {other} ) . {facts}")
    assert set(close(triples)) == {
        Triple(ex("i0"), ex("p3"), ex("i20")),
        Triple(ex("i0"), ex("p4"), ex("j20")),
        Triple(ex("j0"), ex("p4"), ex("j20")),
    }


def test_a_long_chain_of_a_transitive_property() -> None:
    triples = parse(":p1 a owl:TransitiveProperty . " + " ".join(f":i{n} :p1 :i{n + 1} ." for n in range(200)))
    closure = close(triples)
    assert len(closure) == 200 * 199 // 2
    check_proofs(closure, triples)


def test_edges_of_a_transitive_property_that_come_one_after_the_other() -> None:
    turtle = """:p1 a owl:TransitiveProperty ; owl:propertyChainAxiom ( :p1 :p2 ) , ( :p3 :p1 ) .
        :i1 :p1 :i2 . :i2 :p2 :i3 . :i3 :p2 :i4 . :i0 :p3 :i1 . :i9 :p3 :i0 . :i4 :p1 :i5 ."""
    closure = close(parse(turtle))
    expected = {(one, other) for one in (9, 0, 1) for other in (2, 3, 4, 5)} - {(1, 2), (4, 5)}
    assert set(closure) == {Triple(ex(f"i{one}"), ex("p1"), ex(f"i{other}")) for one, other in expected}


def test_triples_that_no_rule_speaks_of_are_said_of_what_is_the_same() -> None:
    closure = close(parse(":i1 owl:sameAs :i2 ; :remark 'kept aside' ; a :C9 . :i3 :sees :i1 ."))
    assert set(closure) == {
        Triple(ex("i2"), SAME, ex("i1")),
        Triple(ex("i2"), ex("remark"), Literal("kept aside")),
        Triple(ex("i2"), TYPE, ex("C9")),
        Triple(ex("i3"), ex("sees"), ex("i2")),
    }


def test_the_order_of_the_triples_does_not_matter() -> None:
    triples = parse(":p1 a owl:TransitiveProperty ; rdfs:domain :C1 . :i1 owl:sameAs :i3 . :i1 :p1 :i2 . :i2 :p1 :i3 .")
    assert set(close(triples)) == set(close(triples[::-1]))


def test_the_same_input_gives_the_same_order() -> None:
    triples = parse(":p1 a owl:SymmetricProperty ; rdfs:domain :C1 . :i1 :p1 :i2 . :i2 :p1 :i3 . :i4 :p1 :i1 .")
    assert list(close(triples)) == list(close(triples))


@pytest.mark.parametrize("enabled", [True, False], ids=["on", "off"])
def test_the_garbage_collector_is_left_as_it_was(*, enabled: bool) -> None:
    was_enabled = gc.isenabled()
    (gc.enable if enabled else gc.disable)()
    try:
        reason([], compile_ontology([]).rules)
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if was_enabled else gc.disable)()


def ex(name: str) -> NamedNode:
    return NamedNode(EX + name)
