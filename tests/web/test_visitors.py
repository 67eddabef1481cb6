from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING

import pytest

from sinograph import create_app
from sinograph.engine import Answer, EmbeddedEngine, Engine, Limits
from sinograph.engine.errors import EngineError
from sinograph.web.allowances import Allowances, Size

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

TOKEN = "a-token-of-the-tests"
STRANGER = "192.0.2.1"
PAGE = {"Accept": "text/html"}
ROWS = "SELECT ?s { ?s ex:number ?n }"


@pytest.fixture
def visitors(stock: Path) -> Iterator[FlaskClient]:
    """A client of an application on which a stranger may make two errors and have ten rows, the token's holder 100."""
    engine = EmbeddedEngine(
        stock,
        prefixes={"ex": "https://example.org/"},
        limits=Limits(running=1, fast_workers=1, spare=0, client_errors=2),
    )
    allowances = Allowances(
        usual=Size(10, 10_000_000),
        extended=Size(100, 10_000_000),
        token=TOKEN,
        proxies=(ip_network("10.0.0.0/8"),),
    )
    yield create_app(engine, allowances=allowances).test_client()
    engine.stop()


def ask(client: FlaskClient, text: str, peer: str = STRANGER, **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get("/sparql", query_string={"query": text}, headers=named, environ_overrides={"REMOTE_ADDR": peer})


def test_a_budget_of_errors_is_used_up(visitors: FlaskClient) -> None:
    statuses = [ask(visitors, "SELECT").status_code for _ in range(3)]
    assert statuses == [400, 400, 429]
    refused = ask(visitors, "ASK {}")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 61
    assert refused.json
    assert refused.json["status"] == 429
    assert ask(visitors, "ASK {}", peer="192.0.2.2").status_code == 200
    assert ask(visitors, "ASK {}", peer="127.0.0.1").status_code == 200
    for path, status in (("/health", 200), ("/ready", 200), ("/metrics", 429)):
        assert visitors.get(path, environ_overrides={"REMOTE_ADDR": STRANGER}).status_code == status


def test_who_is_turned_away_is_not_charged_for_it(visitors: FlaskClient) -> None:
    for _ in range(5):
        assert ask(visitors, "ASK {}", Authorization="Bearer wrong").status_code == 401
    assert ask(visitors, "ASK {}").status_code == 200


class Failing(Engine):
    """An engine that has failed, and remembers who was charged for it."""

    state = "failed"

    def __init__(self) -> None:
        self.charged: list[str | None] = []
        self.spent: list[str | None] = []

    def query(self, *_: object, **__: object) -> Answer:
        raise EngineError("the disk is gone")

    def fault(self, client: str | None) -> None:
        self.charged.append(client)

    def spend(self, client: str | None, seconds: float) -> None:
        assert seconds > 0
        self.spent.append(client)

    def stop(self) -> None:
        pass


def test_the_servers_own_failures_are_nobodys_fault() -> None:
    engine = Failing()
    client = create_app(engine).test_client()
    assert ask(client, "ASK {}").status_code == 503
    assert engine.charged == []
    assert client.get("/graphs?nothing", environ_overrides={"REMOTE_ADDR": STRANGER}).status_code == 400
    assert engine.charged == [STRANGER]


def test_who_asks_pays_for_the_time_that_a_page_takes() -> None:
    engine = Failing()
    client = create_app(engine).test_client()
    assert client.get("/nowhere", environ_overrides={"REMOTE_ADDR": STRANGER}).status_code == 404
    assert client.get("/sparql", environ_overrides={"REMOTE_ADDR": STRANGER}, headers=PAGE).status_code == 200
    assert engine.spent == [STRANGER] * 2
    assert client.get("/sparql", headers=PAGE).status_code == 200
    assert client.get("/health", environ_overrides={"REMOTE_ADDR": STRANGER}).status_code == 200
    assert engine.spent == [STRANGER] * 2


def test_an_account_that_cannot_be_kept_costs_no_answer() -> None:
    engine = Failing()
    client = create_app(engine).test_client()
    engine.spend = engine.fault = _fail  # type: ignore[method-assign, assignment]
    assert client.get("/nowhere", environ_overrides={"REMOTE_ADDR": STRANGER}).status_code == 404


def _fail(*_: object) -> None:
    raise EngineError("nobody keeps account")


@pytest.mark.parametrize("form", ["application/sparql-results+json", "text/csv", "text/html"])
def test_an_answer_has_all_its_rows_or_is_an_error(visitors: FlaskClient, form: str) -> None:
    within = ask(visitors, f"{ROWS} LIMIT 10", Accept=form)
    assert within.status_code == 200
    over = ask(visitors, f"{ROWS} LIMIT 11", Accept=form, peer="127.0.0.1")
    assert over.status_code == 503
    assert "Retry-After" not in over.headers
    assert "10 rows" in over.text


def test_who_shows_the_token_has_more(visitors: FlaskClient) -> None:
    shown = {"Authorization": f"Bearer {TOKEN}"}
    assert ask(visitors, f"{ROWS} LIMIT 100", **shown).status_code == 200
    assert ask(visitors, f"{ROWS} LIMIT 101", **shown).status_code == 503
    assert ask(visitors, f"{ROWS} LIMIT 100").status_code == 503  # what is kept for one is not given to the other
    assert [ask(visitors, "SELECT", **shown).status_code for _ in range(4)] == [400] * 4


def test_graphs_by_name_are_not_bounded_in_rows(visitors: FlaskClient) -> None:
    response = visitors.get("/graphs?default", environ_overrides={"REMOTE_ADDR": STRANGER})
    assert response.status_code == 200


@pytest.mark.parametrize(("peer", "scheme"), [("10.0.0.1", "https"), (STRANGER, "http")])
def test_a_trusted_proxy_says_whether_it_was_asked_by_https(visitors: FlaskClient, peer: str, scheme: str) -> None:
    headers = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "192.0.2.7",
        "Accept": "text/turtle",
        "Host": "data.example",
    }
    response = visitors.get("/sparql", headers=headers, environ_overrides={"REMOTE_ADDR": peer})
    assert f"<{scheme}://data.example/sparql>" in response.text


def test_an_answer_is_kept(visitors: FlaskClient) -> None:
    for _ in range(3):
        assert ask(visitors, "ASK { ?s ?p ?o }").json == {"head": {}, "boolean": True}
    assert 'sinograph_answers_total{source="kept"} 2.0' in visitors.get("/metrics").text


def test_an_answer_that_changes_is_not_kept(visitors: FlaskClient) -> None:
    answers = {ask(visitors, "SELECT (RAND() AS ?x) {}").text for _ in range(3)}
    assert len(answers) == 3
