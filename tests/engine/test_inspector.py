from __future__ import annotations

import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from sinograph.engine.complexity import BOUNDS, NESTED, QUERY_BYTES, UNFOLDED, Bound
from sinograph.engine.errors import (
    QueryRefusedError,
    QueryTooComplexError,
    QueryTooLongError,
    ServiceRefusedError,
    UpdateRefusedError,
)
from sinograph.engine.inspector import inspect

if TYPE_CHECKING:
    from collections.abc import Callable

ENDPOINT = "<http://127.0.0.1:1/>"
PAGE = Path(__file__).parents[2] / "docs/endpoint.md"
QUERIES = sorted((Path(__file__).parents[2] / "graph/queries").glob("*.rq"))
FUZZED = Path(__file__).parents[1] / "resources/inspector/federation.txt"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * { ?s ?p ?o }", "rows"),
        ("ask {}", "rows"),
        ("PREFIX ask: <http://x/>\nBASE <http://select/>\n# DESCRIBE\nCONSTRUCT WHERE { ?s ?p ?o }", "graph"),
        ("PREFIX insert: <http://x/> DESCRIBE insert:x", "graph"),
        ("VERSION '1.2' ASK {}", "rows"),
        ("", None),
        ("SELEKT * {}", None),
    ],
)
def test_tells_what_a_query_is_answered_with(text: str, kind: str | None) -> None:
    assert inspect(text) == kind


FEDERATED = {
    "plain": "SELECT * { SERVICE <http://x> { ?s ?p ?o } }",
    "mixed case": "SELECT * { sErViCe <http://x> {} }",
    "silent": "SELECT * { SERVICE SILENT <http://x> {} }",
    "no space": "SELECT * { SERVICESILENT<http://x>{} }",
    "comment between": "SELECT * { SERVICE#c\n<http://x> {} }",
    "after a comment with a quotation mark": "SELECT * { # it's\n SERVICE <http://x> {} # it's\n}",
    "glued to a keyword": "SELECT * { ?s ?p trueSERVICE<http://x>{} }",
    "glued to a number": "SELECT * { ?s ?p 1SERVICE<http://x>{} }",
    "empty prefix": "PREFIX : <http://x/> SELECT * { SERVICE:x {} }",
    "prefix": "PREFIX x: <http://x/> SELECT * { SERVICEx:x {} }",
    "declared prefix": "PREFIX servicex: <http://x/> PREFIX x: <http://x/> SELECT * { servicex:x {} }",
    "prefix of two": "PREFIX servicexservice: <http://x/> PREFIX xservice: <http://x/> ASK { servicexservice:x {} }",
    "after a literal": "PREFIX trueservice: <http://x/> PREFIX : <http://y/> ASK { ?s ?p trueservice:x {} }",
    "variable": "SELECT * { SERVICE ?where {} }",
    "sub-SELECT": "SELECT * { { SELECT * { SERVICE <http://x> {} } } }",
    "EXISTS": "SELECT * { FILTER NOT EXISTS { SERVICE <http://x> {} } }",
    "bound by VALUES": "SELECT * { VALUES ?s { <http://x> } SERVICE ?s {} }",
    "after an escaped hash": "PREFIX e: <http://e/> SELECT * { ?s ?p e:a\\# SERVICE <http://x> {}\n }",
    "after an escaped quotation mark": "PREFIX e: <http://e/> SELECT * { ?s ?p e:a\\' SERVICE <http://x> {} #'\n}",
    "after a string with an escaped end": r'SELECT * { ?s ?p "a\"" SERVICE <http://x> {} #"' + "\n}",
    "after a long string": "SELECT * { ?s ?p '''a''b''' SERVICE <http://x> {} #'''\n}",
    "after a long string that is none": 'SELECT * { VALUES ?x { """a" } SERVICE <http://x> {} }#\\q"""',
    "after a surrogate": 'SELECT * { VALUES ?x { """a" } SERVICE <http://x> {} }#\\ud800"""',
    "between comparisons": "SELECT * { FILTER(1<2)SERVICE<http://x>{}FILTER(3>2) }",
    "in what looks like an IRI": "SELECT * { FILTER(?a<?b)SERVICE?g#>\n{} FILTER(1>2)}",
    "behind what looks like an IRI": 'SELECT * { FILTER(?a<?b#>"""\n)SERVICE<http://x>{}#"""\n}',
    "after a local name with a dot": "PREFIX e: <http://e/> SELECT * { ?s ?p e:a.SERVICE <http://x> {} }",
    "after a local name with two dots": "PREFIX e: <http://e/> SELECT * { ?s ?p e:a.b.SERVICE<http://x>{} }",
    "after a language and its direction": "SELECT * { ?s ?p 'a'@en--ltrSERVICE <http://x> {} }",
    "after a string that is not closed": "SELECT * { ?s ?p 'a\nSERVICE <http://x> {} }",
}


@pytest.mark.parametrize("text", FEDERATED.values(), ids=FEDERATED.keys())
def test_refuses_federation(text: str) -> None:
    with pytest.raises(ServiceRefusedError, match="SERVICE asks another server"):
        inspect(text)


NO_IRIS = {
    "port": "PREFIX e: <http://x:> SELECT * { ?s ?p e:SERVICE <http://x> {} }",
    "escaped port": "PREFIX e: <http://x\\u003a80> SELECT * { ?s ?p e:SERVICE <http://x> {} }",
    "base": "BASE <http://x:80> PREFIX e: <> SELECT * { ?s ?p e:SERVICE <http://x> {} }",
    "two hashes": "PREFIX e: <http://x/#> PREFIX p: <http://x/> SELECT * { ?s ?p e:SERVICEp:a\\#b {} }",
    "special": "PREFIX e: <http://x/> PREFIX \ufff0: <http://x/> SELECT * { ?s ?p e:SERVICE\ufff0: {} }",
    "glued declaration": "PREFIXe: <http://x:80> SELECT * { ?s ?p e:SERVICE <http://x> {} }",
    "hidden bracket": "PREFIX f: <http://x/> ASK { ?s ?p ?o FILTERf:f(?a<?b) }",
    "hidden triple": "PREFIX e: <http://x/> ASK { ?s ?p true.e:b ?q ?r }",
}
"""What the engine reads as another name, and as keywords, than it looks."""


@pytest.mark.parametrize("text", NO_IRIS.values(), ids=NO_IRIS.keys())
def test_refuses_names_with_two_readings(text: str) -> None:
    with pytest.raises(QueryRefusedError) as caught:
        inspect(text)
    assert caught.value.where


def test_names_whom_a_query_would_ask() -> None:
    with pytest.raises(ServiceRefusedError) as caught:
        inspect("SELECT * {\n  service Silent # there\n <http://x> {} }")
    assert (caught.value.endpoint, caught.value.where) == ("<http://x>", "line 2, column 3")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service ?p ?o }",
        "SELECT * { ?s <http://x/SERVICE> ?o }",
        "SELECT * { ?s ?p 'SERVICE <http://x> {}' }",
        'SELECT * { ?s ?p """a " SERVICE <http://x> {} """ }',
        "PREFIX sd: <http://x/> SELECT * { ?s a sd:Service }",
        "PREFIX service: <http://x/> SELECT * { ?s a service:Thing }",
        "PREFIX web-service: <http://x/> SELECT * { ?s a web-service:Thing }",
        "SELECT * { ?s ?p ?o } # SERVICE",
        "SELECT * { VALUES (?a ?b) { (<http://x/SERVICE> <#service>) } }",
    ],
)
def test_lets_the_word_stand_where_it_asks_nobody(text: str) -> None:
    assert inspect(text) == "rows"
    Store().query(text, base_iri="http://localhost/")


@pytest.mark.parametrize("text", ["INSERT DATA {}", "load <http://x>", "PREFIX x: <x> DELETE WHERE { ?s ?p ?o }"])
def test_refuses_updates(text: str) -> None:
    with pytest.raises(UpdateRefusedError, match="only queries are answered here"):
        inspect(text)


def test_bounds_length_in_bytes() -> None:
    text = "ASK {} #"
    assert inspect(text + "x" * (QUERY_BYTES - len(text))) == "rows"
    with pytest.raises(QueryTooLongError):
        inspect(text + "茶" * (QUERY_BYTES // 3))


def _patterns(number: int) -> str:
    return "".join(f"?s ?p{i} ?o{i} ." for i in range(number))


def _groups(number: int) -> str:
    """Return a UNION of groups with 60 patterns in each but the last."""
    full, rest = divmod(number, 60)
    return " UNION ".join(f"{{ {_patterns(size)} }}" for size in [60] * full + [rest] * bool(rest))


AT_LIMITS: dict[str, list[Callable[[int], str]]] = {
    "nested brackets": [
        lambda n: "SELECT (" + "STR(" * (n - 1) + "1" + ")" * (n - 1) + " AS ?x) {}",
        lambda n: "SELECT * " + "{" * n + "}" * n,
        lambda n: "ASK " + "{FILTER EXISTS" * (n - 1) + "{" + "}" * n,
        lambda n: "ASK " + "{?s ?p ?o MINUS" * (n - 1) + "{" + "}" * n,
        lambda n: "SELECT (" + "IF(" * (n - 1) + "1" + ",1,1)" * (n - 1) + " AS ?x) {}",
        lambda n: "SELECT (" + "COALESCE(" * (n - 1) + "1" + ")" * (n - 1) + " AS ?x) {}",
        lambda n: "ASK { FILTER(" + "!(" * (n - 2) + "1" + ")" * (n - 2) + ") }",
    ],
    "nested annotations": [lambda n: "ASK { ?s ?p ?o " + "{| ?p ?o " * n + "|}" * n + "}"],
    "triple patterns in a group": [
        lambda n: f"ASK {{ {_patterns(n)} }}",
        lambda n: "ASK { ?s " + ";".join(f"?p{i} ?o{i}" for i in range(n)) + " ; . }",
        lambda n: "ASK { ?s ?p " + ",".join(f"?o{i}" for i in range(n)) + " }",
        lambda n: "ASK { ?s ?p ?o . { GRAPH ?g { " + _patterns(n - 1) + " } } }",
        lambda n: "ASK { " + "VALUES ?x { 1 2 } " * n + " }",
        lambda n: "ASK { ?s " + "/".join(["<a:b>"] * (n // 2)) + f" ?o . {_patterns(n - n // 2)} }}",
        lambda n: f"ASK {{ {{ {_patterns(20)} }} UNION {{ {_patterns(n - 21)} }} ?s ?p ?o }}",
        lambda n: "ASK { ?s ?p (" + " ".join(["1"] * 20) + f") . {_patterns(n - 41)} }}",
        lambda n: "ASK { ?s ?p " + "[ ?p " * 20 + "?o" + "]" * 20 + f". {_patterns(n - 21)} }}",
        lambda n: "ASK { " + "{ SELECT * { ?s ?p ?o } }" * n + " }",
        lambda n: "ASK { ?s ?p ?o OPTIONAL { " + _patterns(n) + "} }",
        lambda n: "ASK { " + "".join(f"OPTIONAL {{ ?s ?q{i} ?r{i} }}" for i in range(20)) + _patterns(n) + " }",
        lambda n: "ASK { " + _patterns(n) + "OPTIONAL { ?s ?p ?o OPTIONAL { ?s ?q ?r } }" * 20 + " }",
    ],
    "triple patterns": [lambda n: f"ASK {{ {_groups(n)} }}"],
    "operations": [
        lambda n: (
            "ASK { ?s ?p ?o " + "MINUS { VALUES ?x { 1 } }" * n + "}" if n < 60 else "ASK {" + "MINUS {}" * n + "}"
        ),
        lambda n: "ASK { " + "{} UNION " * n + "{} }",
        lambda n: "ASK { ?s ?p ?o " + "OPTIONAL { BIND(1 AS ?x) }" * (n // 2) + "OPTIONAL {}" * (n % 2) + " }",
        lambda n: "ASK { " + "".join(f"BIND(1 AS ?x{i})" for i in range(n)) + " }",
        lambda n: "ASK { ?s ?p ?o " + "FILTER(?s = ?o)" * n + " }",
        lambda n: "SELECT " + "".join(f"(1 AS ?x{i})" for i in range(n)) + " {}",
        lambda n: "SELECT * {} ORDER BY " + "(1)" * n,
        lambda n: "DESCRIBE " + " ".join(f"<a:{i}>" for i in range(n)),
        lambda n: "SELECT ?x {} GROUP BY ?x HAVING " + "(1)" * n,
    ],
    "operators in a path": [
        lambda n: "ASK { ?s " + "/".join(["<a:b>"] * (n + 1)) + " ?o }",
        lambda n: "ASK { ?s " + "|".join(["<a:b>"] * (n + 1)) + " ?o }",
        lambda n: "ASK { ?s " + "(" * n + "<a:b>" + ")*" * (n // 2 + n % 2) + ")?" * (n // 2) + " ?o }",
        lambda n: "ASK { ?s !(" + "|".join(["^<a:b>"] * (n // 2)) + "|<a:b>" * (n % 2) + ") ?o }",
    ],
    "terms in VALUES and IN": [
        lambda n: "ASK { VALUES ?x { " + "1 " * n + "} }",
        lambda n: "ASK { VALUES (?x ?y) { " + "(1 2)" * ((n - 2) // 2) + "} VALUES ?x { " + "1 " * (n % 2) + "} }",
        lambda n: "ASK { FILTER(?x IN (" + ",".join(["1"] * (n + 1)) + ")) }",
    ],
    "operators": [
        lambda n: "ASK { FILTER(" + "+".join(["?x"] * (n + 1)) + ") }",
        lambda n: "ASK { FILTER(" + "||".join(["?x"] * (n + 1)) + ") }",
        lambda n: "ASK { FILTER(" + "!" * n + "?x) }",
        lambda n: "ASK { FILTER(" + "*".join(["?x"] * (n + 1)) + ") }",
        lambda n: "ASK { FILTER(" + "&&".join(["?a<?b"] * (n // 2)) + "&&" * 1 + "?c" + "<?d" * (n % 2) + ") }",
    ],
    "variables": [
        lambda n: "SELECT " + " ".join(f"?v{i}" for i in range(n)) + " { ?v1 ?v2 ?v3 }",
        lambda n: "SELECT " + " ".join(f"$v{i}" for i in range(n)) + " { ?v1 ?v2 ?v3 FILTER(?v1 = ?v2) }",
        lambda n: "SELECT * { ?v1 ?v2 ?v3 VALUES (" + " ".join(f"?v{i}" for i in range(n)) + ") {} }",
        lambda n: "SELECT (COUNT(*) AS ?v0) { ?v1 ?v2 ?v3 } GROUP BY " + " ".join(f"?v{i}" for i in range(1, n)),
    ],
    "tokens when it is unfolded": [
        lambda n: (
            "ASK {"
            + " UNION ".join(["{}"] * (250 if n > UNFOLDED.most else 50))
            + f"FILTER(?x IN ({'1,' * 2000} 1)) }}"
        ),
        lambda n: (
            "ASK { FILTER("
            + "REPLACE(" * (15 + (n > UNFOLDED.most))
            + "?x"
            + ",'1','2')" * (15 + (n > UNFOLDED.most))
            + ") }"
        ),
        lambda n: (
            "ASK { FILTER("
            + "(" * (12 + 4 * (n > UNFOLDED.most))
            + "?x"
            + " IN (1,2))" * (12 + 4 * (n > UNFOLDED.most))
            + ") }"
        ),
    ],
}
"""For each bound, queries with as much of it as the number given."""

LIMITS = [(bound, number) for bound in BOUNDS for number in range(len(AT_LIMITS[bound.name]))]


def test_all_variables_are_no_step_of_a_path() -> None:
    assert inspect("SELECT*{" + "{SELECT*{}}" * 59 + "}") == "rows"
    assert inspect("SELECT*{" + "{SELECT DISTINCT*{}}" * 59 + "}") == "rows"


def test_has_cases_for_each_bound() -> None:
    assert {bound.name for bound in BOUNDS} == set(AT_LIMITS)
    assert len(LIMITS) == 50


@pytest.mark.parametrize(("bound", "number"), LIMITS, ids=[f"{bound.name} {number}" for bound, number in LIMITS])
def test_reads_as_much_as_a_bound_says_and_no_more(bound: Bound, number: int) -> None:
    write = AT_LIMITS[bound.name][number]
    assert inspect(write(bound.most)) == ("graph" if "DESCRIBE" in write(bound.most) else "rows")
    with pytest.raises(QueryTooComplexError) as caught:
        inspect(write(bound.most + 1))
    assert (caught.value.limit, caught.value.most) == (bound.name, bound.most)
    assert caught.value.value > bound.most
    assert re.fullmatch(r"line 1, column \d+", caught.value.where or "")


SURVIVOR = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from pyoxigraph import Store
store = Store()
for text in sys.stdin.read().split("\\0"):
    try:
        store.query(text)
    except (SyntaxError, RuntimeError) as error:
        print(str(error)[:200], text[:200])
print("alive")
"""


def test_the_engine_survives_what_is_read() -> None:
    """Ask in one process, with the stack that any has, all that is read just about."""
    texts = [AT_LIMITS[bound.name][number](bound.most) for bound, number in LIMITS]
    run = subprocess.run(
        [sys.executable, "-c", SURVIVOR],
        input="\0".join(texts),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert (run.returncode, run.stdout) == (0, "alive\n")


CRASHERS = {
    "STR": ("SELECT (", "STR(", "1", ")", " AS ?x) {}"),
    "IF": ("SELECT (", "IF(", "1", ",1,1)", " AS ?x) {}"),
    "bracket": ("SELECT (", "(", "1", ")", " AS ?x) {}"),
    "group": ("SELECT * {", "{", "", "}", "}"),
    "EXISTS": ("ASK {", "FILTER EXISTS {", "", "}", "}"),
    "sub-SELECT": ("ASK {", "{ SELECT * {", "", "}}", "}"),
    "blank node": ("ASK { ?s ?p ", "[ ?p ", "?o", "]", "}"),
    "collection": ("ASK { ?s ?p ", "( ", "?o", ")", "}"),
    "triple term": ("ASK { ?s ?p ", "<<( ?s ?p ", "?o", ")>>", "}"),
    "reified triple": ("ASK { ?s ?p ", "<< ?s ?p ", "?o", ">>", "}"),
    "annotation": ("ASK { ?s ?p ?o ", "{| ?p ?o ", "", "|}", "}"),
    "path": ("ASK { ?s ", "(", "<a:b>", ")*", " ?o }"),
    "behind a comparison": ("ASK { FILTER(?a<", "(", "1", ")", "&&2>1) }"),
    "without end": ("ASK {", "{", "", "", ""),
    "MINUS in a row": ("ASK {", "MINUS {}", "", "", "}"),
    "UNION in a row": ("ASK { {}", "UNION {}", "", "", "}"),
    "OPTIONAL in a row": ("ASK {", "OPTIONAL {}", "", "", "}"),
    "sum": ("ASK { FILTER(1", "+1", "", "", ") }"),
    "negation": ("ASK { FILTER(", "!", "1", "", ") }"),
    "condition": ("SELECT * {} ORDER BY ", "(1)", "", "", ""),
    "aggregate": ("SELECT ", "(COUNT(?x) AS ?y)", "", "", "{}"),
}


@pytest.mark.parametrize("depth", [1_000, 10_000])
@pytest.mark.parametrize("parts", CRASHERS.values(), ids=CRASHERS.keys())
def test_refuses_what_ends_the_process(parts: tuple[str, ...], depth: int) -> None:
    before, opened, inner, closed, after = parts
    with pytest.raises((QueryTooComplexError, QueryTooLongError)):
        inspect(before + opened * (depth + 1) + inner + closed * (depth + 1) + after)


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_reads_the_questions(path: Path) -> None:
    assert inspect(path.read_text(encoding="utf-8"))


def test_has_questions() -> None:
    assert len(QUERIES) >= 60


TOKENS = (
    *(
        "\\",
        "'",
        '"',
        "'''",
        '"""',
        "<",
        ">",
        "#",
        "\n",
        " ",
        ":",
        ".",
        "?",
        "$",
        "@en",
        "--ltr",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
    ),
    *(
        "SERVICE",
        "service:",
        "true",
        "a",
        "1",
        "1e5",
        "FILTER(",
        "FILTER",
        "?x",
        "?x<?y",
        "^^",
        "||",
        "/",
        "e:a",
        "e:",
        "b",
        "\ufff0",
    ),
    *(
        "PREFIX e: <http://x#>",
        "PREFIX : <http://y:80>",
        "SELECT * {",
        "VALUES ?x {",
        "<a:b>",
        f"SERVICE{ENDPOINT}{{}}",
        "\\q",
        "\\#",
    ),
)
PIECES = st.lists(st.sampled_from(TOKENS), max_size=40).map("".join)


@given(st.one_of(PIECES, st.text(st.characters())))
def test_reads_any_text_without_another_error(text: str) -> None:
    with suppress(QueryRefusedError):
        assert inspect(text) in {"rows", "graph", None}


def _parses(text: str) -> bool:
    try:
        Store().query(text, base_iri="http://localhost/")
    except SyntaxError:
        return False
    except (OSError, RuntimeError):
        return True
    return True


def _federates(text: str) -> bool:
    """Whether the engine reads SERVICE as a keyword: only then another word in its place is an error."""
    return _parses(text) and not _parses(re.sub("service", "serxice", text, flags=re.IGNORECASE))


FRAMED = st.tuples(
    st.sampled_from(
        ["", "PREFIX e: <http://x#> ", "PREFIX e: <http://x:80> PREFIX : <a:> ", "PREFIX truee: <http://x/> "]
    ),
    st.lists(
        st.sampled_from(
            [
                "?s ?p e:",
                "?s ?p ",
                "FILTER(?a<?b",
                "VALUES ?x {",
                '"""',
                "''",
                '"',
                "a",
                "true",
                "1",
                ".",
                "#",
                ">",
                ")",
                "}",
                "\n",
                "\\q",
            ]
        ),
        max_size=6,
    ).map("".join),
    st.sampled_from([f" SERVICE{ENDPOINT}{{}}", f"SERVICE{ENDPOINT}{{}}", "SERVICE:x{}", "SERVICE?g#>\n{}"]),
    st.sampled_from(["", '"""', "\n", "#'", '#\\q"""', '"', "FILTER(1>2)"]),
).map(lambda parts: f"{parts[0]}SELECT * {{ {parts[1]}{parts[2]}{parts[3]} }}")


@settings(max_examples=300)
@given(st.one_of(FRAMED, PIECES.map(lambda inner: f"SELECT * {{ {inner} SERVICE{ENDPOINT}{{}} }}")))
def test_refuses_all_that_the_engine_takes_for_federation(text: str) -> None:
    if _federates(text):
        with pytest.raises(QueryRefusedError):
            inspect(text)


FOUND = FUZZED.read_text(encoding="utf-8").splitlines()


def test_has_found_cases() -> None:
    assert len(FOUND) == 4


@pytest.mark.parametrize("line", FOUND)
def test_refuses_what_the_fuzzer_found(line: str) -> None:
    text = line.encode().decode("unicode_escape").encode("latin-1", "surrogatepass").decode("utf-8", "surrogatepass")
    assert _federates(text)
    with pytest.raises(QueryRefusedError):
        inspect(text)


def test_is_documented() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = [f"| {bound.name} | {bound.most:,} | {bound.counts} |" for bound in BOUNDS]
    assert f"{QUERY_BYTES:,} bytes" in page
    assert [row for row in rows if row not in page] == []
    assert NESTED.most == 100
