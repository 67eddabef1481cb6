from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sinograph.errors import SinographError
from sinograph.rules import read_rule, read_rules

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.project import Project


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "rule.rq"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "CONSTRUCT { ?a sino:practises ?c } WHERE { ?b sino:developedBy ?a ; sino:uses ?c }",
        "CONSTRUCT { ?a sino:practises ?c } WHERE { ?a sino:developedBy/sino:uses ?c }",
        "CONSTRUCT { ?a sino:practises ?c } WHERE { ?a ^sino:developedBy/sino:uses ?c }",
        "CONSTRUCT { ?a sino:practises ?c } WHERE { ?a sino:uses ?c FILTER(?a != ?c && STR(?a) < 'x') }",
        "CONSTRUCT { ?n sino:uses ?c } WHERE { ?a sino:uses ?c BIND(IRI(CONCAT(STR(?a), '-by')) AS ?n) }",
    ],
    ids=["patterns", "sequence", "inverse", "filter", "new-name"],
)
def test_a_rule_is_accepted(tmp_path: Path, text: str) -> None:
    rule = read_rule(write(tmp_path, text))
    assert (rule.name, rule.text) == ("rule", text)


@pytest.mark.parametrize(
    ("text", "construct"),
    [
        ("SELECT ?a { ?a ?b ?c }", "SELECT"),
        ("ASK { ?a ?b ?c }", "ASK"),
        ("DESCRIBE ?a { ?a ?b ?c }", "DESCRIBE"),
        ("CONSTRUCT WHERE { ?a sino:uses ?b }", "{ is missing before 'WHERE'"),
        ("CONSTRUCT { ?a sino:uses ?b } { ?a sino:uses ?b OPTIONAL { ?b a ?c } }", "OPTIONAL"),
        ("CONSTRUCT { ?a sino:uses ?b } { { ?a sino:uses ?b } UNION { ?b a ?a } }", "groups in groups"),
        ("CONSTRUCT { ?a sino:uses ?b } { ?a sino:uses ?b MINUS { ?b a ?a } }", "MINUS"),
        ("CONSTRUCT { ?a sino:uses ?b } { ?a sino:uses ?b FILTER NOT EXISTS { ?b a ?a } }", "NOT"),
        ("CONSTRUCT { ?a sino:uses ?b } { ?a sino:uses ?b FILTER(1 < 2 && EXISTS { ?b a ?a }) }", "EXISTS"),
        ("CONSTRUCT { ?a sino:uses ?b } { GRAPH ?g { ?a sino:uses ?b } }", "GRAPH"),
        ("CONSTRUCT { ?a sino:uses ?b } { SERVICE <http://x.example/> { ?a sino:uses ?b } }", "SERVICE"),
        ("CONSTRUCT { ?a sino:uses ?b } { ?a sino:uses ?b VALUES ?b { 1 } }", "VALUES"),
        ("CONSTRUCT { ?a sino:uses ?b } { SELECT ?a ?b { ?a sino:uses ?b } }", "SELECT"),
        ("CONSTRUCT { ?a sino:uses ?b } { ?a sino:uses+ ?b }", r"the path operator \+"),
        ("CONSTRUCT { ?a sino:uses ?b } FROM <http://x.example/> WHERE { ?a sino:uses ?b }", "FROM"),
        ("CONSTRUCT { ?a sino:uses ?b } { ?a sino:uses ?b } LIMIT 3", "LIMIT"),
        ("CONSTRUCT { ?a sino:uses ?b } { ?a sino:uses ?b } ORDER BY ?a", "ORDER"),
        ("CONSTRUCT { ?a sino:uses [] } { ?a sino:uses ?b }", "blank nodes"),
        (
            "CONSTRUCT { ?a sino:uses ?c } { ?a sino:uses ?b }",
            r"\?c in what is constructed is bound by no",
        ),
        (
            "CONSTRUCT { ?a sino:uses ?n } { ?a sino:uses ?b BIND(?b + 1 AS ?n) }",
            "a BIND of something else",
        ),
        ("CONSTRUCT { ?a sino:uses ?n } { ?a sino:uses ?b BIND(UUID() AS ?n) }", "the function UUID"),
        ("CONSTRUCT { ?a sino:uses ?b } { ?a sino:uses ?b FILTER(RAND() < 0.5) }", "the function RAND"),
    ],
)
def test_what_rules_do_without_is_refused_by_name(tmp_path: Path, text: str, construct: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SinographError, match=construct) as refusal:
        read_rule(path)
    assert (refusal.value.where or "").startswith(str(path))
    assert refusal.value.remedy


def test_a_malformed_rule_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SinographError, match=r"rule\.rq:2:\d+: '}' cannot stand here"):
        read_rule(write(tmp_path, "CONSTRUCT { ?a sino:uses ?b }\nWHERE { ?a sino:uses }"))


def test_an_unknown_prefix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SinographError, match=r"rule\.rq:1:16: the prefix x: is not declared"):
        read_rule(write(tmp_path, "CONSTRUCT { ?a x:uses ?b } WHERE { ?a x:uses ?b }"))


def test_a_rule_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rule.rq"
    path.write_bytes(b"# \xff\nCONSTRUCT WHERE { ?a ?b ?c }")
    with pytest.raises(SinographError, match="not UTF-8"):
        read_rule(path)


def test_the_rules_of_a_project(small_project: Project) -> None:
    assert [rule.name for rule in read_rules(small_project)] == ["practises"]
