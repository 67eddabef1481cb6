from __future__ import annotations

import logging
import re
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conformance.serving import serving
from sinograph import create_app
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.web.access import register_access_log

if TYPE_CHECKING:
    from flask.testing import FlaskClient

STOCK = Path(__file__).parents[1] / "resources" / "stock"


def test_ready_while_queries_are_answered(client: FlaskClient) -> None:
    response = client.get("/ready")
    assert response.json == {"status": "ready"}
    assert response.headers["Cache-Control"] == "no-store"


def test_not_ready_when_the_engine_has_stopped(stock: Path) -> None:
    engine = EmbeddedEngine(stock, limits=Limits.for_one())
    client = create_app(engine).test_client()
    engine.stop()
    assert client.get("/ready").status_code == 503
    assert client.get("/health").status_code == 200
    assert 'sinograph_queries_total{outcome="engine"} 1.0' in client.get("/metrics").text


def test_counts_requests_and_queries(client: FlaskClient) -> None:
    client.get("/sparql?query=ASK{}")
    client.get("/sparql?query=ASK{")
    client.get("/nowhere/in/particular")
    client.open("/health", method="NONSENSE")
    response = client.get("/metrics")
    assert response.content_type.startswith("text/plain; version=")
    lines = response.text.splitlines()
    assert 'sinograph_http_requests_total{method="GET",route="/sparql",status="200"} 1.0' in lines
    assert 'sinograph_http_requests_total{method="GET",route="/sparql",status="400"} 1.0' in lines
    assert 'sinograph_http_requests_total{method="GET",route="none",status="404"} 1.0' in lines
    assert 'sinograph_http_request_seconds_count{route="/sparql"} 2.0' in lines
    assert 'sinograph_queries_total{outcome="answered"} 1.0' in lines
    assert 'sinograph_engine{what="heavy waiting"} 0.0' in lines
    assert any(line.startswith('sinograph_engine_events_total{what="answered"}') for line in lines)
    assert not any("particular" in line or "NONSENSE" in line for line in lines)


@pytest.mark.parametrize("target", ["/health", "/search?q=%0a%22x", "/%0aforged%20line"])
def test_the_access_log(client: FlaskClient, caplog: pytest.LogCaptureFixture, target: str) -> None:
    logger = logging.getLogger("sinograph.access")
    register_access_log(client.application)
    logger.addHandler(caplog.handler)
    client.get(target)
    logger.removeHandler(caplog.handler)
    (record,) = caplog.records
    line = record.getMessage()
    assert re.fullmatch(r'127\.0\.0\.1 - - \[[^\]]+\] "GET \S+ HTTP/1\.1" \d{3} (\d+|-)', line)


def test_the_processes_of_a_server_add_up_their_numbers(tmp_path: Path) -> None:
    with serving(tmp_path, "--data", str(STOCK), SINOGRAPH_ACCESS_LOG="1") as address:
        for number in range(20):
            urllib.request.urlopen(f"{address}/sparql?query=ASK%7B%7D%23{number}").close()
        with urllib.request.urlopen(f"{address}/metrics") as response:
            text = response.read().decode()
    log = (tmp_path / "errors.txt").read_text(encoding="utf-8")
    assert 'sinograph_queries_total{outcome="answered"} 20.0' in text
    assert 'sinograph_answers_total{source="evaluated"} 20.0' in text
    assert log.count('"GET /sparql?query=ASK%7B%7D%23') == 20
