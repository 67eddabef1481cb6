from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

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
    engine = EmbeddedEngine(stock, limits=Limits(workers=1))
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
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SINOGRAPH_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "sinograph", "serve", "--port", "0", "--data", str(STOCK)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**kept, "TMPDIR": str(tmp_path), "SINOGRAPH_ACCESS_LOG": "1"},
    )
    assert process.stdout is not None
    try:
        address = process.stdout.readline().removeprefix("listening at ").strip()
        for _ in range(20):
            urllib.request.urlopen(f"{address}sparql?query=ASK%7B%7D").close()
        with urllib.request.urlopen(f"{address}metrics") as response:
            text = response.read().decode()
    finally:
        process.terminate()
        _, log = process.communicate()
    assert 'sinograph_queries_total{outcome="answered"} 20.0' in text
    assert log.count('"GET /sparql?query=ASK%7B%7D HTTP/1.1" 200') == 20
