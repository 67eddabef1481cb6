from __future__ import annotations

import json
import re
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from sinograph.engine import EmbeddedEngine, Limits, format_for
from sinograph.engine.errors import (
    AnswerTooLargeError,
    EngineError,
    EvaluationError,
    FormatError,
    LimitError,
    QueryMemoryError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
)
from sinograph.engine.formats import FORMATS, Format, format_named

if TYPE_CHECKING:
    from pathlib import Path

JSON = format_named("json")
FOREVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def rows(engine: EmbeddedEngine, text: str, **options: Any) -> list[dict[str, str]]:
    bindings = json.loads(engine.query(text, JSON, **options).content)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


def count(engine: EmbeddedEngine, pattern: str, **options: Any) -> int:
    return int(rows(engine, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", **options)[0]["n"])


def answers(engine: EmbeddedEngine) -> bool:
    return bool(json.loads(engine.query("ASK {}", JSON).content)["boolean"])


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: str(form.name))
def test_writes_every_format(engine: EmbeddedEngine, form: Format) -> None:
    text = "CONSTRUCT { ?s ex:label ?o }" if form.kind == "graph" else "SELECT ?s ?o"
    answer = engine.query(f"{text} WHERE {{ ?s ex:label ?o FILTER(LANG(?o) = 'zh') }}", form)
    assert answer.format is form
    assert "茶" in re.sub(r"\\u([0-9A-Fa-f]{4})", lambda code: chr(int(code[1], 16)), answer.content.decode())


def test_answers_many_optionals_on_one_subject(engine: EmbeddedEngine) -> None:
    optionals = " ".join(f"OPTIONAL {{ ?s ex:number ?n{place} }}" for place in range(50))
    (row,) = rows(engine, f"SELECT * {{ ?s ex:number 7 {optionals} }}")
    assert [row[f"n{place}"] for place in range(50)] == ["7"] * 50


def test_writes_graphs_with_the_known_prefixes(engine: EmbeddedEngine) -> None:
    answer = engine.query("DESCRIBE ex:water", format_named("turtle"))
    assert "ex:water " in answer.content.decode()
    assert "<https://example.org/water>" not in answer.content.decode()


def test_writes_no_prefixes_that_the_answer_does_not_use(stock: Path) -> None:
    engine = EmbeddedEngine(stock, prefixes={"ex": "https://example.org/", "no": "https://example.org/no/"})
    try:
        answer = engine.query("DESCRIBE ex:water", format_named("turtle"))
        assert answer.content.decode().count("@prefix") == 1
        assert engine.query("DESCRIBE ex:nothing", format_named("turtle")).content.strip() == b""
    finally:
        engine.stop()


def test_lets_a_query_declare_a_known_prefix_anew(engine: EmbeddedEngine) -> None:
    assert rows(engine, "PREFIX ex: <http://other/> SELECT (ex:a AS ?x) {}") == [{"x": "http://other/a"}]


def test_resolves_relative_iris_against_the_base(engine: EmbeddedEngine) -> None:
    assert rows(engine, "SELECT (<a> AS ?x) {}", base="http://base/b") == [{"x": "http://base/a"}]


MENU = "https://example.org/menu"
CELLAR = "https://example.org/cellar"


@pytest.mark.parametrize(
    ("default", "named", "in_default", "in_named"),
    [
        ([MENU], [], 1, 0),
        ([MENU, CELLAR], [], 2, 0),
        ([], [MENU], 0, 1),
        ([MENU], [CELLAR], 1, 1),
        (["http://no/such/graph"], [], 0, 0),
    ],
)
def test_takes_the_dataset_from_the_request(
    engine: EmbeddedEngine, default: list[str], named: list[str], in_default: int, in_named: int
) -> None:
    options = {"default_graphs": default, "named_graphs": named}
    assert count(engine, "?s ?p ?o", **options) == in_default
    assert count(engine, "GRAPH ?g { ?s ?p ?o }", **options) == in_named


def test_names_the_place_of_a_syntax_error(engine: EmbeddedEngine) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        engine.query("SELECT * {\n  ?s nope:p ?o\n}", JSON)
    assert (caught.value.line, caught.value.column) == (2, 6)


def test_refuses_unknown_functions(engine: EmbeddedEngine) -> None:
    with pytest.raises(EvaluationError, match="http://no/function"):
        engine.query("SELECT (<http://no/function>(1) AS ?x) {}", JSON)


def test_refuses_a_format_of_the_other_kind(engine: EmbeddedEngine) -> None:
    with pytest.raises(FormatError, match="json writes answers to SELECT and ASK"):
        engine.query("DESCRIBE ex:tea", JSON)


def test_refuses_what_the_writer_cannot_write(engine: EmbeddedEngine) -> None:
    with pytest.raises(EvaluationError, match="JSON-LD"):
        engine.query("CONSTRUCT { ?s ex:says <<( ?s ?p ?o )>> } WHERE { ?s ?p ?o }", format_named("jsonld"))


HOSTILE = {
    "cartesian product": (FOREVER, QueryTimeoutError),
    "nesting of 1,000": ("SELECT (" + "STR(" * 1000 + "1" + ")" * 1000 + " AS ?x) {}", QueryRefusedError),
    "nesting of 10,000": ("SELECT (" + "STR(" * 10000 + "1" + ")" * 10000 + " AS ?x) {}", QueryRefusedError),
    "many in a row": ("SELECT * {" + "MINUS {} " * 4000 + "}", QueryRefusedError),
    "many negations": ("ASK { FILTER(" + "!" * 50000 + "true) }", QueryRefusedError),
    "doubling strings": (
        f"SELECT ?x {{ BIND('{'x' * 1000}' AS ?a0) "
        + " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(25))
        + " BIND(STRLEN(?a25) AS ?x) }",
        LimitError,
    ),
    "large answer": ("SELECT * { ?a ex:number ?b . ?c ex:number ?d }", AnswerTooLargeError),
}


@pytest.mark.parametrize(("text", "reason"), HOSTILE.values(), ids=HOSTILE.keys())
def test_survives(engine: EmbeddedEngine, text: str, reason: type[Exception]) -> None:
    with pytest.raises(reason):
        engine.query(text, JSON)
    assert answers(engine)


def test_says_when_memory_is_what_lacked(stock: Path) -> None:
    engine = EmbeddedEngine(stock, limits=Limits.for_one(seconds=60, megabytes=64))
    try:
        with pytest.raises(QueryMemoryError, match="more than 64 MB"):
            engine.query("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a ?d", JSON)
        assert answers(engine)
    finally:
        engine.stop()


def test_answers_nesting_that_people_write(engine: EmbeddedEngine) -> None:
    nested = "STR(" * 50 + "'x'" + ")" * 50
    assert rows(engine, f"SELECT ({nested} AS ?x) {{}}") == [{"x": "x"}]


def in_background(engine: EmbeddedEngine, errors: list[Exception]) -> threading.Thread:
    def ask() -> None:
        try:
            engine.query(FOREVER, JSON)
        except (LimitError, EngineError) as error:
            errors.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


def test_answers_others_while_one_query_runs(stock: Path) -> None:
    engine = EmbeddedEngine(stock, limits=Limits.for_one(seconds=60))
    errors: list[Exception] = []
    thread = in_background(engine, errors)
    while not engine.counters()["now"]["heavy"]:
        time.sleep(0.01)
    assert all(answers(engine) for _ in range(20))
    assert thread.is_alive()
    engine.stop()
    thread.join()
    assert len(errors) == 1


def test_fails_what_still_runs_when_it_is_stopped(stock: Path) -> None:
    engine = EmbeddedEngine(stock, limits=Limits.for_one(seconds=60))
    errors: list[Exception] = []
    thread = in_background(engine, errors)
    while not engine.counters()["now"]["fast"]:
        time.sleep(0.01)
    engine.stop()
    thread.join()
    assert [str(error) for error in errors] == ["the engine has been stopped"]
    with pytest.raises(EngineError, match="stopped"):
        engine.query("ASK {}", JSON)


def test_says_when_the_store_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="the store cannot be opened"):
        EmbeddedEngine(tmp_path / "nothing")


def test_reads_a_store_of_more_tables_than_are_opened_at_first(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    predicate, graph = NamedNode("http://x/p"), NamedNode("http://x/g")
    for batch in range(24):
        values = [Literal(f"{batch} {number} {'x' * 50}") for number in range(20)]
        store.bulk_extend(Quad(NamedNode(f"http://x/{batch}"), predicate, value, graph) for value in values)
    store.flush()
    del store
    assert len(list(tmp_path.glob("*.sst"))) > 16
    engine = EmbeddedEngine(tmp_path, limits=Limits.for_one())
    try:
        assert count(engine, "GRAPH ?g { ?s ?p ?o }") == 480
        assert count(engine, "GRAPH <http://x/g> { ?s <http://x/p> ?o }") == 480
        assert count(engine, "GRAPH ?g { <http://x/7> ?p ?o }") == 20
    finally:
        engine.stop()


def test_finds_a_format_by_kind() -> None:
    assert format_for("rows", "json") is JSON
