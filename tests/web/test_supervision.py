"""The server's processes come back by themselves, however they end."""

from __future__ import annotations

import http.client
import os
import signal
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from processes import children, command
from servers import port_of, serving

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

STOCK = Path(__file__).parents[1] / "resources" / "stock"


@contextmanager
def serving_the_stock(temporary: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Serve with one web process; yield the server and its port."""
    with serving("--workers", "1", "--data", str(STOCK), TMPDIR=str(temporary)) as (process, address):
        yield process, port_of(address)


def web_processes(pid: int) -> set[int]:
    """Return the processes that a server has spawned to answer requests."""
    return {child for child in children(pid) if "spawn_main" in command(child)}


def status(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/sparql?query=ASK%7B%7D")
    answer = connection.getresponse().status
    connection.close()
    return answer


def test_a_web_process_that_is_killed_is_replaced_and_no_new_connection_is_refused(tmp_path: Path) -> None:
    with serving_the_stock(tmp_path) as (server, port):
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
    with serving_the_stock(tmp_path) as (server, port):
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
