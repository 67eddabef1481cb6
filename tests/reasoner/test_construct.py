from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode

from sinograph.errors import SinographError
from sinograph.reasoner import Atom, EndlessRuleError, Program, Variable, load_rule, parse_rule
from sinograph.reasoner.datatypes import XSD
from sinograph.reasoner.rule import TYPE

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.reasoner import Rule

EX = "http://example.org/"


def rule(text: str) -> Rule:
    return parse_rule(f"PREFIX : <{EX}>\n{text}", "rule", "rules/rule.rq")


def ex(name: str) -> NamedNode:
    return NamedNode(EX + name)


def test_a_query_becomes_a_rule(tmp_path: Path) -> None:
    path = tmp_path / "practises.rq"
    path.write_text(
        """# title: A lab practises a technique
# sentence: {lab} practises {technique}, because it develops {model}.
PREFIX : <http://example.org/>
CONSTRUCT { ?lab :practises ?technique }
WHERE { ?model :developedBy ?lab ; :uses ?technique . ?lab a :Lab }
""",
        encoding="utf-8",
    )
    read = load_rule(path)
    lab, technique, model = (Variable(name) for name in ("lab", "technique", "model"))
    assert read.name == "practises"
    assert read.source == str(path)
    assert read.sentence == "{lab} practises {technique}, because it develops {model}."
    assert read.head == (Atom(lab, ex("practises"), technique),)
    assert read.body == (
        Atom(model, ex("developedBy"), lab),
        Atom(model, ex("uses"), technique),
        Atom(lab, TYPE, ex("Lab")),
    )


def test_the_prefixes_of_the_project_need_no_declaration() -> None:
    assert parse_rule("CONSTRUCT { ?x a sino:Lab } WHERE { ?x a sino:Startup }", "x", "x.rq").body


def test_a_sequence_path_becomes_one_atom_for_each_step() -> None:
    read = rule("CONSTRUCT { ?x :p ?y } WHERE { ?x :q/^:r ?y }")
    step = Variable("step_1")
    assert read.body == (Atom(Variable("x"), ex("q"), step), Atom(Variable("y"), ex("r"), step))


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("2.50", Literal("2.50", datatype=NamedNode(f"{XSD}decimal"))),
        ("-7", Literal("-7", datatype=NamedNode(f"{XSD}integer"))),
        ("1e6", Literal("1e6", datatype=NamedNode(f"{XSD}double"))),
        ("true", Literal(value=True)),
        ("'a\\tb\\u4e2d'", Literal("a\tb中")),
        ('"""two\nlines"""', Literal("two\nlines")),
        ("'中'@zh", Literal("中", language="zh")),
        ("'2025'^^xsd:gYear", Literal("2025", datatype=NamedNode(f"{XSD}gYear"))),
    ],
    ids=["decimal", "negative", "double", "boolean", "escapes", "long", "language", "datatype"],
)
def test_literals_keep_their_form(text: str, literal: Literal) -> None:
    assert rule(f"CONSTRUCT {{ ?x a :C }} WHERE {{ ?x :p {text} }}").body[0].object == literal


def test_a_rule_without_a_sentence_gets_one() -> None:
    read = rule("CONSTRUCT { ?x :worksWith ?y } WHERE { ?x :uses ?y FILTER(?x != ?y) }")
    assert read.sentence == "{x} works with {y} because {x} uses {y} and {x} is not {y}."


BODY = "WHERE { ?x :p ?y }"
REFUSED = {
    "an escape of no character": (
        "CONSTRUCT { ?x a :C }\nWHERE { ?x :p '\\uD800' }",
        3,
        r"\uD800 stands for no character before",
        "the escapes are those of SPARQL",
    ),
    "select": ("SELECT * WHERE { ?x :p ?y }", 2, "SELECT", "begins with CONSTRUCT"),
    "ask": ("ASK { ?x :p ?y }", 2, "ASK", "begins with CONSTRUCT"),
    "update": ("INSERT DATA { :a :p :b }", 2, "INSERT", "begins with CONSTRUCT"),
    "nothing": ("", 1, "CONSTRUCT is missing", "begins with CONSTRUCT"),
    "an empty head": ("CONSTRUCT { } WHERE { ?x :p ?y }", 2, "nothing is constructed", "between CONSTRUCT"),
    "optional": ("CONSTRUCT { ?x :q ?y } WHERE { ?x :p ?y .\n OPTIONAL { ?x :r ?z } }", 3, "OPTIONAL", "second rule"),
    "union": ("CONSTRUCT { ?x :q ?y } WHERE { ?x :p ?y UNION { ?x :r ?z } }", 2, "UNION", "each alternative"),
    "groups": ("CONSTRUCT { ?x :q ?y } WHERE { { ?x :p ?y } UNION { ?x :r ?y } }", 2, "groups", "triple patterns"),
    "minus": ("CONSTRUCT { ?x :q ?y } WHERE { ?x :p ?y MINUS { ?x :r ?y } }", 2, "MINUS", "only ever add"),
    "not exists": (
        "CONSTRUCT { ?x :q ?y } WHERE { ?x :p ?y FILTER NOT EXISTS { ?x :r ?y } }",
        2,
        "NOT",
        "only ever add",
    ),
    "exists": ("CONSTRUCT { ?x :q ?y } WHERE { ?x :p ?y FILTER EXISTS { ?x :r ?y } }", 2, "EXISTS", "pattern itself"),
    "values": ("CONSTRUCT { ?x :q ?y } WHERE { VALUES ?x { :a } ?x :p ?y }", 2, "VALUES", "each value"),
    "graph": ("CONSTRUCT { ?x :q ?y } WHERE { GRAPH ?g { ?x :p ?y } }", 2, "GRAPH", "one graph"),
    "service": ("CONSTRUCT { ?x :q ?y } WHERE { SERVICE :s { ?x :p ?y } }", 2, "SERVICE", "ask nobody"),
    "from": ("CONSTRUCT { ?x :q ?y } FROM :g WHERE { ?x :p ?y }", 2, "FROM", "one graph"),
    "a sub-query": ("CONSTRUCT { ?x :q ?y } WHERE { SELECT ?x { ?x :p ?y } }", 2, "SELECT", "sub-queries"),
    "an aggregate": (
        "CONSTRUCT { ?x :q ?y } WHERE { ?x :p ?y FILTER(COUNT(?y) > 1) }",
        2,
        "aggregate COUNT",
        "only ever add",
    ),
    "limit": (f"CONSTRUCT {{ ?x :q ?y }} {BODY} LIMIT 5", 2, "LIMIT", "triple patterns"),
    "order": (f"CONSTRUCT {{ ?x :q ?y }} {BODY} ORDER BY ?x", 2, "ORDER", "triple patterns"),
    "group by": (f"CONSTRUCT {{ ?x :q ?y }} {BODY} GROUP BY ?x", 2, "GROUP", "triple patterns"),
    "a closure path": ("CONSTRUCT { ?x :q ?y } WHERE { ?x :p+ ?y }", 2, "path operator +", "sequences"),
    "an alternative path": ("CONSTRUCT { ?x :q ?y } WHERE { ?x :p|:q ?y }", 2, "path operator |", "sequences"),
    "a path in the head": ("CONSTRUCT { ?x :q/:r ?y } WHERE { ?x :p ?y }", 2, "cannot be constructed", "plain"),
    "a blank node": ("CONSTRUCT { ?x :q _:b } WHERE { ?x :p ?y }", 2, "blank nodes such as _:b", "BIND"),
    "brackets": ("CONSTRUCT { ?x :q [] } WHERE { ?x :p ?y }", 2, "blank nodes such as []", "BIND"),
    "any property": ("CONSTRUCT { ?x :q ?y } WHERE { ?x ?p ?y }", 2, "variables for properties", "name the property"),
    "any class": ("CONSTRUCT { ?x :q ?y } WHERE { ?x a ?y }", 2, "variables for classes", "name the class"),
    "a head that nothing binds": ("CONSTRUCT { ?x :q ?z } WHERE { ?x :p ?y }", 0, "?z in what is constructed", "bind"),
    "a filter that nothing binds": (
        "CONSTRUCT { ?x :q ?y } WHERE { ?x :p ?y FILTER(?z > 1) }",
        0,
        "?z in FILTER",
        "bind",
    ),
    "a name from nothing": (
        'CONSTRUCT { ?n :q ?y } WHERE { ?x :p ?y BIND(IRI(CONCAT("x:", ?z)) AS ?n) }',
        0,
        "?z in BIND",
        "bind",
    ),
    "a name that is taken": (
        'CONSTRUCT { ?x :q ?y } WHERE { ?x :p ?y BIND(IRI(CONCAT("x:", STR(?x))) AS ?y) }',
        0,
        "?y a second value",
        "another name",
    ),
    "a value that is no name": (
        "CONSTRUCT { ?x :q ?z } WHERE { ?x :p ?y BIND(STR(?y) AS ?z) }",
        2,
        "something else than a new name",
        "IRI(CONCAT",
    ),
    "a new blank node": (
        "CONSTRUCT { ?x :q ?z } WHERE { ?x :p ?y BIND(BNODE() AS ?z) }",
        2,
        "the function BNODE",
        "rules have",
    ),
    "an unknown prefix": ("CONSTRUCT { ?x no:q ?y } WHERE { ?x :p ?y }", 2, "prefix no: is not declared", "PREFIX"),
    "a missing brace": ("CONSTRUCT { ?x :q ?y } WHERE { ?x :p ?y", 2, "} is missing", "triple patterns"),
    "a missing dot": ("CONSTRUCT { ?x :q ?y } WHERE { ?x :p ?y ?y :p ?x }", 2, "a dot is missing", "dot"),
    "a missing term": ("CONSTRUCT { ?x :q } WHERE { ?x :p ?y }", 2, "a term is missing", "triple patterns"),
    "what is no SPARQL": ("CONSTRUCT { ?x :q ?y } WHERE { ?x :p ?y § }", 2, "cannot read '§ }'", "SPARQL"),
    "a literal as a subject": ("CONSTRUCT { ?x :q ?y } WHERE { 'a' :p ?y . ?x :p ?y }", 2, "is the subject", "IRI"),
    "a sentence about nothing": (
        "# sentence: {nobody} is there.\nCONSTRUCT { ?x :q ?y } WHERE { ?x :p ?y }",
        0,
        "{nobody}",
        "name a variable",
    ),
}


def test_every_case_is_there() -> None:
    assert len(REFUSED) == 41


@pytest.mark.parametrize(("text", "line", "problem", "remedy"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_rule_is_refused(text: str, line: int, problem: str, remedy: str) -> None:
    with pytest.raises(SinographError) as caught:
        rule(text)
    assert problem in caught.value.problem
    assert remedy in (caught.value.remedy or "")
    assert caught.value.where == (f"rules/rule.rq:{line}" if line else "rules/rule.rq")


NEXT = 'CONSTRUCT { ?n a :Number } WHERE { ?x a :Number BIND(IRI(CONCAT(STR(?x), "1")) AS ?n) }'
GIVE = 'CONSTRUCT { ?n :of ?x } WHERE { ?x a :Model BIND(IRI(CONCAT(STR(?x), "/spread")) AS ?n) }'
TAKE = "CONSTRUCT { ?n a :Model } WHERE { ?n :of ?x }"


@pytest.mark.parametrize("texts", [[NEXT], [GIVE, TAKE]], ids=["its own class", "through another rule"])
def test_rules_without_end_are_refused(texts: list[str]) -> None:
    with pytest.raises(EndlessRuleError) as caught:
        Program(rule(text) for text in texts)
    assert caught.value.where == "rules/rule.rq"


def test_rules_with_new_names_that_come_to_an_end_are_not() -> None:
    assert Program([rule(GIVE)]).rules
