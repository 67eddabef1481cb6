"""A machine that has run out of something: disk, descriptors, memory. Who asks is answered, or told to come back."""

from __future__ import annotations

import os
import resource
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from http.client import HTTPException
from typing import TYPE_CHECKING, Final

import pytest

from faults.client import QUERY, Client, cheap
from faults.serving import BROKER, END_SECONDS, serving, start
from processes import children, command, kill
from servers import port_of
from servers import serving as unread
from waiting import await_that

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from faults.serving import Server

ROUTES: Final = ("/", "/sparql", "/graphs", "/search?q=a", "/ontology", "/dataset", "/nothing", "/metrics", "/health")
METHODS: Final = ("GET", "HEAD", "OPTIONS", "POST", "QUERY", "PUT")


@pytest.fixture
def narrow(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for 16 MB."""
    folder = tmp_path / "narrow"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "none", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_temporary_folder_ends_nothing(data: Path, narrow: Path) -> None:
    """What processes count in files that they have mapped has its room from the beginning."""
    with serving(narrow, "--data", str(data)) as server:
        _fill(narrow / "filler")
        for route in ROUTES:
            for method in METHODS:
                assert server.request(method, route).status < 500, (method, route)
        for parts in (server.workers, server.brokers, server.webs):
            for pid in parts():
                kill(pid)
            server.await_probe(10)
        assert b'route="/graphs"' in server.get("/metrics").body
        assert "Traceback" not in server.log


def _fill(file: Path) -> None:
    with file.open("wb", buffering=0) as filler, suppress(OSError):
        while filler.write(bytes(1 << 16)):
            pass


def test_no_room_for_temporary_files_is_one_message(data: Path, narrow: Path) -> None:
    _fill(narrow / "filler")
    os.truncate(narrow / "filler", 13_000_000)  # with no room at all, another folder would be taken
    process = start(narrow.parent / "log", narrow, "--data", str(data))
    out, _ = process.communicate()
    said = (narrow.parent / "log").read_text()
    assert (process.returncode, out) == (1, ""), said
    assert said.startswith("error: ")
    assert "no room for temporary files" in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_a_log_that_nobody_reads_stops_nothing(data: Path, tmp_path: Path) -> None:
    """It is a pipe, as where another program has started the server, and soon full."""
    with unread("--data", str(data), TMPDIR=str(tmp_path), SINOGRAPH_ACCESS_LOG="1") as (process, address):
        client = Client("127.0.0.1", port_of(address))
        for _ in range(200):
            assert client.get(f"/{'x' * 1_000}", patience=10).status == 404
        client.probe()
        (broker,) = [pid for pid in children(process.pid) if BROKER in command(pid)]
        for pid in (*children(broker), broker, *children(process.pid)):
            kill(pid)  # which the broker and the main process have something to say about
        await_that(lambda: _answers(client), "it answers again", 10)
        process.terminate()
        assert process.wait(END_SECONDS) == 0


def _answers(client: Client) -> bool:
    try:
        client.probe(within=10)
    except (OSError, HTTPException, AssertionError):
        return False
    return True


@pytest.mark.slow
def test_more_connections_than_descriptors(data: Path, tmp_path: Path) -> None:
    """Those of which there is no room wait, and none of the others is an error of ours."""
    with serving(tmp_path, "--data", str(data)) as server:
        _limit(server, resource.RLIMIT_NOFILE, 400)
        with ExitStack() as idle, ThreadPoolExecutor(50) as pool:
            for _ in range(800):
                idle.enter_context(server.connected())
            statuses = set(pool.map(lambda _: server.ask(cheap()).status, range(200)))
        assert statuses <= {200, 503}
        server.await_probe(15)
        server.probe()
        assert "Traceback" not in server.log


@pytest.mark.slow
def test_a_web_process_without_memory_is_replaced(data: Path, tmp_path: Path) -> None:
    with serving(tmp_path, "--data", str(data)) as server:
        before = set(server.webs())
        for pid in before:
            resource.prlimit(pid, resource.RLIMIT_AS, (900_000_000, 900_000_000))
        with ThreadPoolExecutor(40) as pool:
            replies = [pool.submit(_tried, server, b"A" * 9_900_000) for _ in range(40)]
            assert {reply.result() for reply in replies} <= {0, 413, 503}
        server.await_probe(10)
        await_that(lambda: len(server.webs()) == len(before), "as many web processes as before")
        server.probe()


def _tried(server: Server, body: bytes) -> int:
    """Send a body; 0 where the connection is cut."""
    try:
        return server.request("POST", "/sparql", body, {"Content-Type": QUERY}).status
    except (OSError, HTTPException):
        return 0


def _limit(server: Server, name: int, most: int) -> None:
    """Bound what the web processes may have, from their next start on, which is now."""
    resource.prlimit(server.pid, name, (most, most))
    for pid in server.webs():
        kill(pid)
    server.await_probe(10)
