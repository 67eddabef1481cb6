from __future__ import annotations

import json
import os
import signal
import socket
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from processes import command, descendants, is_alive, ticks
from servers import serving, started
from sinograph.building import build
from sinograph.release import current
from waiting import await_that

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from sinograph.project import Project
    from sinograph.settings import Settings

STOCK = Path(__file__).parent.parent / "resources" / "stock"
FOREVER = "SELECT (COUNT(*) AS ?n) { VALUES ?a { %s } VALUES ?b { %s } VALUES ?c { %s } VALUES ?d { %s } }" % (
    (" ".join(map(str, range(300))),) * 4
)


@contextmanager
def serving_slowly(temporary: Path, **environ: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve the stock, or what ``environ`` says, with time for queries; yield the process and its address."""
    data = () if environ else ("--data", str(STOCK))
    with serving(*data, TMPDIR=str(temporary), SINOGRAPH_QUERY_SECONDS="600", **environ) as served:
        yield served


def await_end(pids: set[int]) -> None:
    """Wait until none of the processes runs."""
    await_that(lambda: not any(map(is_alive, pids)), "all processes end")


def await_work(pids: set[int]) -> None:
    """Wait until one of the processes has worked for a quarter of a second, to be in the middle of it."""
    before = {pid: ticks(pid) for pid in pids}
    enough = os.sysconf("SC_CLK_TCK") // 4
    await_that(lambda: any(ticks(pid) >= before[pid] + enough for pid in pids), "somebody works")


def ask(address: str, query: str) -> bytes:
    with urllib.request.urlopen(f"{address}sparql?{urllib.parse.urlencode({'query': query})}") as response:
        return bytes(response.read())


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM], ids=lambda ending: str(ending.name))
def test_serves_files_until_it_is_told_to_stop(tmp_path: Path, ending: signal.Signals) -> None:
    with serving_slowly(tmp_path) as (process, address):
        assert json.loads(ask(address, "ASK { ?s a <https://example.org/Drink> }"))["boolean"]
        with urllib.request.urlopen(address) as page:
            assert "stock.trig" in page.read().decode()
        pids = descendants(process.pid)
        assert len(pids) >= 6  # two web processes with two workers each
        process.send_signal(ending)
        _, said = process.communicate()
        assert process.returncode == 0
        assert "loaded 1 file with 9 statements" in said
        assert "Traceback" not in said
        await_end(pids)
    assert list(tmp_path.iterdir()) == []


def test_leaves_no_process_behind_when_it_is_killed_in_the_middle_of_a_query(tmp_path: Path) -> None:
    with serving_slowly(tmp_path) as (process, address):
        host, port = urllib.parse.urlsplit(address).netloc.split(":")
        with socket.create_connection((host, int(port))) as connection:
            text = urllib.parse.urlencode({"query": FOREVER})
            connection.sendall(f"GET /sparql?{text} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            pids = descendants(process.pid)
            await_work(pids)
            process.kill()
            await_end(pids)


def refused(*arguments: str, **environ: str) -> str:
    process = started(arguments, environ)
    out, said = process.communicate()
    assert process.returncode == 1
    assert out == ""
    assert "Traceback" not in said
    return said


def test_a_port_in_use_is_one_message() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refused("--data", str(STOCK), "--port", str(port))
    assert said == f"error: 127.0.0.1:{port}: the port is in use (name another with --port)\n"


def test_a_second_server_does_not_share_the_first_ones_port(tmp_path: Path) -> None:
    with serving_slowly(tmp_path) as (_, address):
        port = urllib.parse.urlsplit(address).port
        assert "the port is in use" in refused("--data", str(STOCK), "--port", str(port))


def test_an_address_that_is_not_ours_is_one_message() -> None:
    assert "does not have the address" in refused("--data", str(STOCK), "--host", "192.0.2.1")


def test_a_malformed_file_is_one_message_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.ttl"
    file.write_text("<http://x/a> a <http://x/b> .\n<http://x/a> a .\n")
    assert f"error: {file}:2:16: malformed" in refused("--data", str(file))


def test_builds_a_release_where_there_is_none_and_serves_it(project: Project, tmp_path: Path) -> None:
    environ = {"SINOGRAPH_PROJECT": str(project.root), "SINOGRAPH_RELEASES": str(tmp_path / "releases")}
    with serving_slowly(tmp_path, **environ) as (_, address):
        assert json.loads(ask(address, "ASK { ?model a sino:Model }"))["boolean"]
        with urllib.request.urlopen(f"{address}health") as health:
            digest = json.load(health)["data"]
    assert (tmp_path / "releases" / "current").resolve().name == digest[:16]


def test_a_broken_store_is_one_message(project: Project, tmp_path: Path) -> None:
    environ = {"SINOGRAPH_PROJECT": str(project.root), "SINOGRAPH_RELEASES": str(tmp_path / "releases")}
    with serving_slowly(tmp_path, **environ):
        pass
    (tmp_path / "releases" / "current" / "store" / "CURRENT").unlink()
    assert "store/CURRENT: cannot be read" in refused(**environ)


def test_a_file_that_ends_its_process_is_one_message(tmp_path: Path) -> None:
    file = tmp_path / "deep.ttl"
    file.write_text(f"<http://x/a> <http://x/p> {'<<( <http://x/a> <http://x/p> ' * 100_000} 1 {')>>' * 100_000} .")
    said = refused("--data", str(file), TMPDIR=str(tmp_path))
    assert f"{file}\nerror: {file}: loading it ended the process by SIG" in said
    assert list(tmp_path.iterdir()) == [file]


def test_says_that_the_sources_have_changed_and_keeps_what_it_serves(
    project: Project, settings: Settings, tmp_path: Path
) -> None:
    served = build(project, settings, lambda _: None)
    os.utime(served.path / "manifest.json", (0, 0))
    environ = {"SINOGRAPH_PROJECT": str(project.root), "SINOGRAPH_RELEASES": str(tmp_path / "releases")}
    with (project.entities[0]).open("a", encoding="utf-8") as file:
        file.write("\n")
    with serving_slowly(tmp_path, **environ) as (process, address):
        for _ in range(4):
            build(project, settings, lambda _: None, force=True, shacl=False)
        assert current(tmp_path / "releases") != served
        for pid in (pid for pid in descendants(process.pid) if "sinograph.engine.broker" in command(pid)):
            os.kill(pid, signal.SIGKILL)
            await_end({pid})
        assert json.loads(ask(address, "ASK { ?model a sino:Model }"))["boolean"]
        process.terminate()
        _, said = process.communicate()
    assert said.count("the sources have changed since this release: run sinograph build\n") == 1
    build(project, settings, lambda _: None, force=True, shacl=False)
    assert not served.path.exists()


def test_a_malformed_setting_is_one_message() -> None:
    assert "SINOGRAPH_QUERY_SECONDS: cannot read 'x'" in refused(SINOGRAPH_QUERY_SECONDS="x")
