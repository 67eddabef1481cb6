"""The server's processes come back by themselves, however they end."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
import urllib.parse
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

STOCK = Path(__file__).parents[1] / "resources" / "stock"


@contextmanager
def serving(temporary: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Serve the stock with one web process; yield the server and its port."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SINOGRAPH_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "sinograph", "serve", "--port", "0", "--workers", "1", "--data", str(STOCK)],
        env={**kept, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        port = urllib.parse.urlsplit(process.stdout.readline().split()[-1]).port
        assert port
        yield process, port
    finally:
        process.kill()
        process.communicate()


def web_processes(pid: int) -> set[int]:
    """Return the processes that a server has spawned to answer requests."""
    children = {
        int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in path.read_text().split()
    }
    return {child for child in children if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text()}


def status(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/sparql?query=ASK%7B%7D")
    answer = connection.getresponse().status
    connection.close()
    return answer


def test_a_web_process_that_is_killed_is_replaced_and_no_new_connection_is_refused(tmp_path: Path) -> None:
    with serving(tmp_path) as (server, port):
        for _ in range(3):  # sooner after one another than it takes to last
            (former,) = web_processes(server.pid)
            os.kill(former, signal.SIGKILL)
            while former in web_processes(server.pid):
                time.sleep(0.01)
            assert status(port) == 200  # it waits in the queue that outlives the process
        server.send_signal(signal.SIGTERM)
        _, said = server.communicate()
        assert server.returncode == 0
        assert said.count("has ended; another takes its place") == 3
    assert list(tmp_path.iterdir()) == []


def test_a_request_under_way_ends_before_the_server_does(tmp_path: Path) -> None:
    numbers = " ".join(map(str, range(120)))
    slow = (
        f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }} VALUES ?c {{ {numbers} }} }}"
    )
    with serving(tmp_path) as (server, port):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("POST", "/sparql", slow, {"Content-Type": "application/sparql-query"})
        time.sleep(0.3)  # most likely in the middle of it; before or after will do too
        server.send_signal(signal.SIGTERM)
        response = connection.getresponse()
        assert response.status == 200
        assert b"1728000" in response.read()
        connection.close()
        server.communicate()
        assert server.returncode == 0
